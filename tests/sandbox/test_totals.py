"""The sums: every operation at every merchant leaves a cart that adds up to the minor unit."""

import random

import pytest

from firmly_tui.sandbox.catalog import Merchant, load_catalog
from firmly_tui.sandbox.documents import Address, CartState, Line
from firmly_tui.sandbox.pricing import quote
from tests.sandbox.conftest import MERCHANT
from tests.sandbox.shopper import HOMES, SEATTLE, Shopper, adds_up

DOMAINS = sorted(load_catalog().merchants)


def walk(shopper: Shopper, domain: str, skus: list[str], chance: random.Random) -> None:
    """Do something random to a cart."""
    cart = shopper.cart(domain)
    lines = cart.json()["line_items"] if cart.status_code == 200 else []
    action = chance.choice(["add", "add", "change", "address", "method", "clear"])
    if action == "change" and lines:
        item = chance.choice(lines)["line_item_id"]
        shopper.call("PUT", f"/line-items/{item}", domain, quantity=chance.randint(0, 4))
    elif action == "address" and lines:
        shopper.ship_to(domain)
    elif action == "method" and lines:
        shipment = cart.json()["shipments"][0]
        for method in shipment["shipping_method_options"][-1:]:
            choice = {"shipment_id": shipment["shipment_id"], "shipping_method_id": method["id"]}
            shopper.call("POST", "/shipment/methods", domain, **choice)
    elif action == "clear" and chance.random() < 0.2:
        shopper.call("DELETE", "/line-items", domain)
    else:
        shopper.add(chance.choice(skus), chance.randint(1, 3), domain)


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_cart_adds_up_after_every_operation(shopper: Shopper, domain: str) -> None:
    chance = random.Random(domain)  # noqa: S311 - a repeatable walk
    skus = shopper.skus(domain)
    shopper.add(skus[0], domain=domain)
    for _ in range(25):
        walk(shopper, domain, skus, chance)
        assert adds_up(shopper.cart(domain).json())
        assert adds_up(shopper.http.get(f"/api/v1/domains/{domain}/cart").json())


@pytest.mark.parametrize("domain", DOMAINS)
def test_an_order_adds_up_and_costs_what_the_cart_said(shopper: Shopper, domain: str) -> None:
    shopper.add(shopper.skus(domain)[0], domain=domain)
    cart = shopper.ship_to(domain).json()
    order = shopper.complete(domain).json()

    assert adds_up(order)
    assert order["total"] == cart["total"]
    assert order["shipping_info"]["country"] == HOMES[domain]["country"]


def test_nothing_is_added_before_an_address_is_known(shopper: Shopper) -> None:
    cart = shopper.add(shopper.skus("nordhaus.example")[0], domain="nordhaus.example").json()
    assert cart["total"] == cart["sub_total"]
    assert cart["shipping_total"]["number"] == cart["tax_total"]["number"] == 0


@pytest.mark.parametrize(
    ("quantity", "state", "tax"),
    [(1, "WA", 102), (2, "WA", 203), (3, "WA", 305), (3, "OR", 0)],
)
def test_tax_is_rounded_half_up_once_per_cart(quantity: int, state: str, tax: int) -> None:
    """10.1 % of 10.05, 20.10 and 30.15 are 1.01505, 2.0301 and 3.04515."""
    merchant = Merchant.model_validate(MERCHANT)
    line = Line(line_item_id="1", sku="CUP-RED", quantity=quantity)
    address = Address.model_validate({**SEATTLE, "state_or_province": state})
    cart = CartState(
        cart_id="c",
        device_id="d",
        domain="corner.example",
        shipment_id="s",
        lines=(line,),
        shipping_info=address,
    )
    assert quote(merchant, cart).tax == tax


def test_yen_have_no_decimals_and_cents_have_two(shopper: Shopper) -> None:
    yen = shopper.products("kintaro.example")[0]["variants"][0]["price"]
    euro = shopper.products("buecherhalle.example")[0]["variants"][0]["price"]
    assert (yen["value"], yen["symbol"]) == (yen["number"], "¥")
    assert (round(euro["value"] * 100), euro["symbol"]) == (euro["number"], "€")
