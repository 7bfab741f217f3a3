"""Random steps with the first version of the API, and carts taken over from a merchant's own site."""

import random

from tests.sandbox.shopper import HOMES, JSON, Shopper


def use_the_simple_api(shopper: Shopper, domain: str, sku: str, cart: JSON, chance: random.Random) -> None:
    """Do something random to a cart by the first version; what the merchant refuses is not done."""
    url = f"/api/v1/domains/{domain}/cart"
    line = chance.choice(cart["line_items"])
    methods = [method for shipment in cart["shipments"] for method in shipment["shipping_method_options"]]
    steps: list[tuple[str, str, JSON | None]] = [
        ("POST", f"/line-items/{sku}/quantity/{chance.randint(1, 3)}", None),
        ("PUT", f"/line-items/{line['sku']}", {"quantity": chance.randint(0, 4)}),
        ("POST", "/shipping-info", HOMES[domain]),
    ]
    if methods:
        steps.append(("POST", "/shipping-method", {"shipping_method": chance.choice(methods)["id"]}))
    method, path, body = chance.choice(steps)
    assert shopper.http.request(method, f"{url}{path}", json=body).status_code < 500


def take_over(shopper: Shopper, domain: str, skus: list[str], chance: random.Random) -> None:
    """Put the cart of the merchant's own site in the place of the one here."""
    goods = [f"{sku}*{chance.randint(1, 3)}" for sku in chance.sample(skus, min(len(skus), 3))]
    handle = chance.choice([f"cart:{','.join(goods)}", "0" * 32])
    url = f"/api/v{chance.choice([1, 2])}/domains/{domain}/session/transfer"
    assert shopper.http.post(url, json={"handle": handle}).status_code < 500
