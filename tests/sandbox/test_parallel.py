"""Changes at the same time: whatever several programs do to one cart at once, nothing of it gets lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SEATTLE, Shopper, adds_up

SIMPLE = f"/api/v1/domains/{CORNER}"
Change = Callable[[Shopper], httpx.Response]
TERMS = {
    "promos": [{"code": "TEN", "kind": "percentage", "amount": 1000}],
    "addons": [{"addon_id": "wrap", "name": "Wrap", "scope": "CART", "coverage": "PREDEFINED_GROUP", "price": 300}],
    "consents": [{"id": "news", "ui_slot": "UNDER_EMAIL_INPUT", "text": "News", "type": "marketing"}],
}  # fmt: skip


def at_once(person: Shopper, changes: list[Change]) -> list[int]:
    with ThreadPoolExecutor(8) as pool:
        return [answer.status_code for answer in pool.map(lambda change: change(person), changes)]


def one_more(sku: str, version: int) -> Change:
    if version == 1:
        return lambda person: person.http.post(f"{SIMPLE}/cart/line-items/{sku}/quantity/1")
    return lambda person: person.add(sku, 1, CORNER)


def test_everything_that_is_added_at_once_is_in_the_cart(corner: Shopper) -> None:
    changes = [one_more(f"BEAD-{number % 8}", 1 + number % 2) for number in range(48)]
    assert at_once(corner, changes) == [200] * 48
    cart = corner.cart(CORNER).json()
    assert {line["sku"]: line["quantity"] for line in cart["line_items"]} == {
        f"BEAD-{n}": 6 for n in range(8)
    }
    assert len({line["line_item_id"] for line in cart["line_items"]}) == 8
    assert adds_up(cart)


def test_changes_of_all_parts_of_a_cart_at_once_are_all_kept(shop: OpenShop) -> None:
    person = shop(terms=TERMS)
    person.add("CUP-RED", 1, CORNER)
    person.ship_to(CORNER)
    shipment = person.cart(CORNER).json()["shipments"][0]["shipment_id"]
    method = {"shipment_id": shipment, "shipping_method_id": "fast", "notes": "Ring twice"}
    billing = {**SEATTLE, "first_name": "Jane"}
    source = {"attribution": {"utm": "spring"}}
    consent = {"consents": [{"id": "news"}]}
    url = f"{SIMPLE}/cart"
    changes: list[Change] = [
        lambda person: person.call("POST", "/shipment/methods", CORNER, **method),
        lambda person: person.call("POST", "/billing-info", CORNER, **billing),
        lambda person: person.call("POST", "/promo-codes", CORNER, promo_codes=["TEN"]),
        lambda person: person.call("POST", "/addons", CORNER, selections=[{"addon_id": "wrap"}]),
        lambda person: person.http.put(f"{url}/attribution", json=source),
        lambda person: person.http.post(f"{url}/consents", json=consent),
        lambda person: person.http.post("/api/v2/carts/postal-code", json={"postal_code": "98101"}),
        one_more("BEAD-1", 1),
    ]
    assert at_once(person, changes) == [200] * len(changes)

    cart = person.cart(CORNER).json()
    assert (cart["shipments"][0]["shipping_method"]["id"], cart["shipments"][0]["notes"]) == (
        "fast",
        "Ring twice",
    )
    assert cart["billing_info"]["first_name"] == "Jane"
    assert (cart["coupons"], cart["addons"]["selections"][0]["addon_id"]) == (["TEN"], "wrap")
    assert cart["attribution"]["utm"] == "spring"
    assert [line["sku"] for line in cart["line_items"]] == ["CUP-RED", "BEAD-1"]
    assert person.http.get(f"{url}/consents").json()[0]["signed"]
    assert person.http.get("/api/v2/carts/postal-code").json() == {"postal_code": "98101"}
    assert adds_up(cart)


def test_carts_of_other_devices_are_left_alone(corner: Shopper) -> None:
    people = [Shopper(corner.sandbox) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: [person.add("BEAD-2", 1, CORNER) for _ in range(5)], people))
    for person in people:
        with person:
            assert [line["quantity"] for line in person.cart(CORNER).json()["line_items"]] == [5]
