"""The merchants of the sandbox: between them they show every feature, and what they say holds together."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from firmly_tui.sandbox.geography import COUNTRIES
from firmly_tui.sandbox.goods.catalog import Merchant, Product, load_catalog
from firmly_tui.sandbox.goods.terms import Offer, Terms, every_offer

MERCHANTS = load_catalog().merchants
LONG_AGO, FAR_OFF = 2026, 2037

Shows = Callable[[Terms], object]


def offers(terms: Terms) -> list[Offer]:
    return every_offer(terms.addons)


def together(terms: Terms, **wanted: object) -> list[Offer]:
    """The offers whose fields have these values."""
    return [o for o in offers(terms) if all(getattr(o, name) == value for name, value in wanted.items())]


def groups(terms: Terms) -> list[str]:
    """The exclusive groups that leave a choice."""
    counted = Counter(offer.exclusive_group_id for offer in terms.addons if offer.exclusive_group_id)
    return [name for name, count in counted.items() if count > 1]


FEATURES: dict[str, tuple[str, Shows]] = {
    "delivery windows with prices": ("nordhaus", lambda t: len({w.price for w in t.windows}) > 2),
    "windows carried by two methods": ("nordhaus", lambda t: len({w.method for w in t.windows}) > 1),
    "slots, some of which cost more": ("nordhaus", lambda t: len({s.price for s in t.calendar.slots}) > 1),
    "days without slots": ("mossgate", lambda t: t.calendar and not t.calendar.slots),
    "an add-on for the cart": ("nordhaus", lambda t: together(t, scope="CART")),
    "an add-on for a group, all or nothing": (
        "maren",
        lambda t: together(t, scope="GROUP", coverage="PREDEFINED_GROUP"),
    ),
    "an add-on for the lines one picks": ("nordhaus", lambda t: together(t, coverage="FREE_GROUPING")),
    "an add-on with a price of each item": ("maren", lambda t: [o for o in offers(t) if len(o.prices) > 1]),
    "child offers": ("nordhaus", lambda t: together(t, scope="INHERIT")),
    "children that are levels": (
        "halyard",
        lambda t: [o for o in together(t, scope="INHERIT") if o.exclusive_group_id],
    ),
    "an add-on that needs another": ("nordhaus", lambda t: [o for o in offers(t) if o.requires_addon_ids]),
    "an add-on for a pair": ("maren", lambda t: [o for o in offers(t) if len(o.needs_goods) > 1]),
    "protection plans of which one excludes the other": ("nordhaus", groups),
    "warranties of which one excludes the other": ("voltline", groups),
    "an add-on for nothing": ("quillfern", lambda t: together(t, price=0)),
    "an add-on with much to read": ("nordhaus", lambda t: [o for o in offers(t) if o.long_description]),
    "places to pick up at": ("voltline", lambda t: len(t.places) >= 4),
    "places with other ways to hand out": ("voltline", lambda t: len({p.options for p in t.places}) > 1),
    "pickup at the curb and in the store": (
        "voltline",
        lambda t: {o.method for o in t.pickup_options} == {"CURBSIDE_PICKUP", "IN_STORE_PICKUP"},
    ),
    "codes of every kind": (
        "buecherhalle",
        lambda t: {p.kind for p in t.promos} == {"percentage", "fixed", "free_shipping"},
    ),
    "codes that stack": ("buecherhalle", lambda t: sum(p.stacks for p in t.promos) > 2),
    "a code that goes alone": ("buecherhalle", lambda t: [p for p in t.promos if not p.stacks]),
    "a code with a minimum": ("buecherhalle", lambda t: [p for p in t.promos if p.minimum]),
    "a code for some goods": ("buecherhalle", lambda t: [p for p in t.promos if p.goods]),
    "a code that has expired": (
        "buecherhalle",
        lambda t: [p for p in t.promos if p.expires and p.expires.year < LONG_AGO],
    ),
    "one code a cart": ("mossgate", lambda t: t.one_promo and len(t.promos) > 1),
    "codes that cannot be taken off": ("pottersrow", lambda t: t.promos_stay and t.promos),
    "the codes of the documents": (
        "luma",
        lambda t: (
            {"LUMA10", "SAVE20", "FREESHIP", "WELCOME10", "STUDENT15", "FIRSTORDER", "LOYALTY5"}
            <= {p.code for p in t.promos}
        ),
    ),
    "an optional phone": ("buecherhalle", lambda t: "shipping_phone" in t.optional_fields),
    "a consent at every place": ("quillfern", lambda t: len({c.ui_slot for c in t.consents}) == 3),
    "a required consent at every place": (
        "quillfern",
        lambda t: len({c.ui_slot for c in t.consents if c.required}) == 3,
    ),
    "a consent that can be taken back at every place": (
        "quillfern",
        lambda t: len({c.ui_slot for c in t.consents if c.revokable}) == 3,
    ),
    "a consent that stays": ("quillfern", lambda t: [c for c in t.consents if not c.revokable]),
    "terms with a link": ("quillfern", lambda t: [c for c in t.consents if c.html and "<a href" in c.text]),
    "consents of every type": ("quillfern", lambda t: len({c.type for c in t.consents}) == 3),
    "a login": (
        "guildhall",
        lambda t: t.requires_login and "anna@example.com" in {a.email for a in t.accounts},
    ),
    "a saved card that needs its code": (
        "guildhall",
        lambda t: {card.needs_code for account in t.accounts for card in account.cards} == {True, False},
    ),
    "an account without a card": ("guildhall", lambda t: [a for a in t.accounts if not a.cards]),
    "PayPal alone": ("pottersrow", lambda t: t.payments == ("PayPal",)),
    "every way to pay": ("voltline", lambda t: set(t.payments) == {"CreditCard", "PayPal", "ShopPay"}),
    "a degraded shop": ("mossgate", lambda t: t.status == "degraded"),
    "a shop in outage": ("paperlane", lambda t: t.status == "outage"),
    "a shop without a list of its goods": ("guildhall", lambda t: "list" not in t.catalog_by),
    "hours of another zone": ("buecherhalle", lambda t: t.time_zone == "Europe/Berlin"),
}
PLACES_THAT_GET_LESS = {"US-HI", "CA"}
PRICES = {
    "USD": (500, 300_000),
    "EUR": (500, 10_000),
    "GBP": (500, 50_000),
    "JPY": (500, 60_000),
    "KWD": (500, 100_000),
}


def called(name: str) -> Merchant:
    """The merchant with a word in its domain."""
    return next(merchant for domain, merchant in MERCHANTS.items() if name in domain)


def goods() -> Iterator[tuple[Merchant, Product]]:
    for merchant in MERCHANTS.values():
        for product in merchant.products:
            yield merchant, product


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_is_shown(feature: str) -> None:
    name, shows = FEATURES[feature]
    assert shows(called(name).terms)


def test_goods_travel_in_every_way() -> None:
    ways = {product.fulfillment for _, product in goods()}
    assert {(), ("SHIP_TO_ADDRESS",), ("SCHEDULED_DELIVERY",), ("PICKUP_IN_STORE",)} <= ways
    assert ("SHIP_TO_ADDRESS", "PICKUP_IN_STORE") in ways
    assert max(len(kinds) for kinds in ways) == 3


def test_some_goods_do_not_go_everywhere() -> None:
    barred = {place for _, product in goods() for place in product.not_shipped_to}
    assert barred >= PLACES_THAT_GET_LESS
    for merchant, product in goods():
        countries = {place.partition("-")[0] for place in product.not_shipped_to}
        assert countries <= merchant.countries, product.handle


def test_no_two_goods_are_mistaken_for_one_another() -> None:
    skus = Counter(variant.sku for _, product in goods() for variant in product.variants)
    titles = Counter((merchant.domain, product.title) for merchant, product in goods())
    assert [name for name, count in (skus | titles).items() if count > 1] == []


def test_prices_are_plausible_and_a_former_price_was_higher() -> None:
    for merchant, product in goods():
        low, high = PRICES[merchant.currency]
        for variant in product.variants:
            assert low <= variant.price <= high, variant.sku
            assert variant.msrp is None or variant.price < variant.msrp <= 2 * variant.price, variant.sku


def test_goods_are_described_filed_and_rated() -> None:
    for _, product in goods():
        assert len(product.description) > 60, product.handle
        assert product.description.endswith("."), product.handle
        assert product.brand, product.handle
        assert product.category.l1, product.handle
        assert product.category.l2, product.handle
        assert len(product.tags) >= 1, product.handle
        assert product.rating, product.handle


@pytest.mark.parametrize("domain", MERCHANTS)
def test_a_merchant_has_a_choice_and_something_that_is_sold_out(domain: str) -> None:
    variants = [variant for product in MERCHANTS[domain].products for variant in product.variants]
    stocks = {variant.stock for variant in variants}
    assert 8 <= len(MERCHANTS[domain].products) <= 20
    assert 0 in stocks
    assert stocks & {1, 2, 3, 4}
    assert any(variant.msrp for variant in variants)


@pytest.mark.parametrize("domain", MERCHANTS)
def test_terms_speak_of_goods_that_are_there(domain: str) -> None:
    merchant = MERCHANTS[domain]
    known = {product.base_sku for product in merchant.products}
    for offer in every_offer(merchant.terms.addons):
        assert known >= set(offer.goods), offer.addon_id
        assert set(offer.prices) <= set(offer.goods or known), offer.addon_id
        assert {sku for group in offer.needs_goods for sku in group} <= set(offer.goods), offer.addon_id
    for promo in merchant.terms.promos:
        assert known >= set(promo.goods), promo.code
        assert promo.description, promo.code


@pytest.mark.parametrize("domain", MERCHANTS)
def test_a_merchant_can_do_what_its_goods_need(domain: str) -> None:
    merchant = MERCHANTS[domain]
    terms = merchant.terms
    offered = {kind for method in terms.methods for kind in method.kinds}
    wanted = {kind for product in merchant.products for kind in product.fulfillment}
    assert wanted == offered
    assert bool(terms.places) == bool(terms.pickup_options) == ("PICKUP_IN_STORE" in wanted)
    assert bool(terms.windows) == ("SCHEDULED_DELIVERY" in wanted)
    assert "SCHEDULED_DELIVERY" not in wanted or terms.calendar is not None
    assert set(merchant.ships_to) <= {*COUNTRIES, "EU"}
    assert ZoneInfo(terms.time_zone)


@pytest.mark.parametrize("domain", ["voltline.example", "maren.example"])
def test_places_can_be_found_and_called(domain: str) -> None:
    terms = MERCHANTS[domain].terms
    for place in terms.places:
        assert len({hours.day for hours in place.hours}) == len(place.hours) == 7, place.location_id
        assert place.phone.startswith("+1"), place.location_id
        assert place.calendar.slots, place.location_id
        assert place.options, place.location_id
    assert len({place.distance for place in terms.places}) == len(terms.places)
    assert {m.price for m in terms.methods if m.kinds == ("PICKUP_IN_STORE",)} == {0}


def test_saved_cards_are_good_for_years() -> None:
    cards = [card for m in MERCHANTS.values() for account in m.terms.accounts for card in account.cards]
    assert all(card.year >= FAR_OFF for card in cards)
    assert len({card.id for card in cards}) == len(cards)


def test_a_first_purchase_asks_for_nothing_but_address_and_card() -> None:
    for name in ("nordhaus", "buecherhalle", "kintaro", "halyard", "tessel", "luma"):
        terms = called(name).terms
        assert not any(consent.required for consent in terms.consents)
        assert not terms.requires_login
        assert terms.status == "operational"
        assert "CreditCard" in terms.payments


def test_stores_hand_out_only_while_they_are_open() -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for merchant in MERCHANTS.values():
        for place in merchant.terms.places:
            opening = {hours.day: hours.hours for hours in place.hours}
            for weekday in place.calendar.weekdays:
                first, last = (to_24_hours(text) for text in opening[days[weekday]].split(" - "))
                for slot in place.calendar.slots:
                    assert first <= slot.start < slot.end <= last, (place.name, days[weekday])


def to_24_hours(text: str) -> str:
    return datetime.strptime(text, "%I:%M %p").time().strftime("%H:%M")
