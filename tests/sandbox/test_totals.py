"""The sums: every operation at every merchant leaves a cart that adds up to the minor unit."""

import random
from datetime import date

import pytest

from firmly_tui.sandbox.cart.pricing import quote
from firmly_tui.sandbox.documents import Address, CartState, Line
from firmly_tui.sandbox.goods.catalog import Merchant, Shelf, load_catalog
from firmly_tui.sandbox.goods.terms import Terms
from tests.sandbox.conftest import MERCHANT
from tests.sandbox.shopper import HOMES, JSON, SEATTLE, Shopper, adds_up
from tests.sandbox.walking import change_a_shipment
from tests.sandbox.walking_addons import change_addons, parts_agree, use_codes
from tests.sandbox.walking_simple import take_over, use_the_simple_api


def takes_cards_of_guests(terms: Terms) -> bool:
    """Tell whether anyone can pay a merchant by card, without an account and without agreeing to anything."""
    agreed = not any(consent.required for consent in terms.consents)
    return "CreditCard" in terms.payments and agreed and not terms.requires_login


MERCHANTS = load_catalog().merchants
DOMAINS = sorted(domain for domain, merchant in MERCHANTS.items() if merchant.terms.status != "outage")
ACTIONS = [
    "add",
    "change",
    "address",
    "codes",
    "addons",
    "shipment",
    "shipment",
    "shipment",
    "simple",
    "other",
]
LEAST, MOST = 50, 400
"""How many steps a walk takes: as many as it needs to try all that a merchant offers."""
CARDS_OF_GUESTS = [domain for domain in DOMAINS if takes_cards_of_guests(MERCHANTS[domain].terms)]


def features(cart: JSON) -> set[str]:
    """Return what there is in a cart that changes its sums."""
    shipments = cart["shipments"]
    there = {
        "promo codes": cart["cart_discount"]["number"] > 0,
        "add-ons": bool(cart["addons"]["selections"]),
        "hours": any(shipment["selected_time_slot"] for shipment in shipments),
        "windows": any(shipment.get("selected_window") for shipment in shipments),
        "several shipments": len(shipments) > 1,
        "no address": cart["shipping_info"] is None,
    }
    kinds = {shipment["fulfillment_type"]["id"] for shipment in shipments}
    return {name for name, is_there in there.items() if is_there} | kinds


def offered(merchant: Merchant) -> set[str]:
    """Return what a walk must have met at a merchant, to have tried all that it offers."""
    terms = merchant.terms
    there = {
        "promo codes": any(promo.kind != "free_shipping" for promo in terms.promos),
        "add-ons": bool(terms.addons),
        "hours": any(place.calendar.slots for place in terms.places)
        or bool(terms.calendar and terms.calendar.slots),
        "windows": bool(terms.windows),
        "several shipments": any(product.fulfillment for product in merchant.products),
    }
    kinds = {kind for product in merchant.products for kind in product.fulfillment}
    return {name for name, is_there in there.items() if is_there} | kinds


def walk(shopper: Shopper, domain: str, skus: list[str], chance: random.Random) -> None:
    """Do something random to a cart."""
    cart = shopper.cart(domain)
    lines = cart.json()["line_items"] if cart.status_code == 200 else []
    action = chance.choice(ACTIONS)
    if action == "change" and lines:
        item = chance.choice(lines)["line_item_id"]
        shopper.call("PUT", f"/line-items/{item}", domain, quantity=chance.randint(0, 4))
    elif action == "address" and lines:
        shopper.ship_to(domain)
    elif action == "codes" and lines:
        use_codes(shopper, domain, [promo.code for promo in MERCHANTS[domain].terms.promos], chance)
    elif action == "addons" and lines:
        change_addons(shopper, domain, cart.json(), chance)
    elif action == "shipment" and lines:
        change_a_shipment(shopper, domain, cart.json(), chance)
    elif action == "simple" and lines:
        use_the_simple_api(shopper, domain, chance.choice(skus), cart.json(), chance)
    elif action == "other" and chance.random() < 0.2:
        shopper.call("DELETE", "/line-items", domain)
    elif action == "other" and chance.random() < 0.3:
        take_over(shopper, domain, skus, chance)
    else:
        shopper.add(chance.choice(skus), chance.randint(1, 3), domain)


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_cart_adds_up_after_every_operation(shopper: Shopper, domain: str) -> None:
    chance = random.Random(domain)  # noqa: S311 - a repeatable walk
    skus = shopper.skus(domain)
    shopper.add(skus[0], domain=domain)
    seen: set[str] = set()
    for step in range(MOST):
        walk(shopper, domain, skus, chance)
        cart = shopper.cart(domain).json()
        simple = shopper.http.get(f"/api/v1/domains/{domain}/cart").json()
        assert adds_up(cart)
        assert parts_agree(cart)
        assert adds_up(simple)
        assert simple["total"] == cart["total"]
        seen |= features(cart)
        if step >= LEAST and offered(MERCHANTS[domain]) <= seen:
            return
    assert offered(MERCHANTS[domain]) <= seen


@pytest.mark.parametrize("domain", CARDS_OF_GUESTS)
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
    line = Line(line_item_id="1", sku="CUP-RED", quantity=quantity, price=1005)
    address = Address.model_validate({**SEATTLE, "state_or_province": state})
    cart = CartState(
        cart_id="c",
        device_id="d",
        domain="corner.example",
        lines=(line,),
        shipping_info=address,
    )
    assert quote(merchant, cart, Shelf({}, {}), date(2026, 5, 1)).tax == tax


def test_yen_have_no_decimals_and_cents_have_two(shopper: Shopper) -> None:
    yen = shopper.products("kintaro.example")[0]["variants"][0]["price"]
    euro = shopper.products("buecherhalle.example")[0]["variants"][0]["price"]
    assert (yen["value"], yen["symbol"]) == (yen["number"], "¥")
    assert (round(euro["value"] * 100), euro["symbol"]) == (euro["number"], "€")
