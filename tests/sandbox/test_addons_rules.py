"""The rules of add-ons: whatever is chosen, removed and taken out of the cart, no rule is broken."""

from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.sandbox.cart.addons import Choice, chosen, removed, without_lost
from firmly_tui.sandbox.cart.basket import Basket, Edit
from firmly_tui.sandbox.cart.offers import clashes, eligible, is_offered, offer_of, settled, unmet
from firmly_tui.sandbox.cart.pricing import pieces_of, quote
from firmly_tui.sandbox.documents import CartState, Line, Visit
from firmly_tui.sandbox.errors import Refusal
from firmly_tui.sandbox.goods.catalog import Merchant, Shelf
from firmly_tui.sandbox.goods.terms import every_offer
from tests.sandbox.laundry import MERCHANT

SHOP = Merchant.model_validate(MERCHANT)
OFFERS = SHOP.terms.addons
TODAY = date(2026, 5, 1)
SKUS = ["WASHER-A", "WASHER-B", "DRYER-A", "HOSE-A", "gone"]
ADDONS = [*(offer.addon_id for offer in every_offer(OFFERS)), "unknown"]
IDS = st.lists(st.sampled_from(SKUS), max_size=4).map(tuple)
CHOICE = st.builds(
    Choice,
    st.sampled_from(ADDONS),
    st.none() | IDS,
    st.none() | st.lists(st.sampled_from(ADDONS), max_size=2).map(tuple),
)


def only(line_item_ids: tuple[str, ...], quantity: int) -> Edit:
    """Put exactly these lines into the cart; the name of a line is its sku."""

    def edit(basket: Basket) -> CartState:
        lines = [
            Line(line_item_id=sku, sku=sku, quantity=quantity, price=1)
            for sku in SKUS
            if sku in line_item_ids
        ]
        return without_lost(basket.merchant, basket.state.model_copy(update={"lines": tuple(lines)}))

    return edit


STEPS = st.one_of(
    st.lists(CHOICE, min_size=1, max_size=3).map(chosen),
    st.builds(
        removed,
        st.sampled_from(ADDONS),
        st.none() | st.sampled_from(SKUS),
        st.none() | st.sampled_from(ADDONS),
    ),
    st.builds(only, IDS, st.integers(1, 3)),
)


def basket(state: CartState) -> Basket:
    visit = Visit(device_id="d", domain=SHOP.domain)
    return Basket(
        merchant=SHOP,
        state=state,
        shelf=Shelf({}, {}),
        visit=visit,
        today=TODAY,
        booked={},
        new_id=lambda kind: kind,
    )


@given(st.lists(STEPS, max_size=8))
def test_no_sequence_of_accepted_changes_breaks_a_rule(steps: list[Edit]) -> None:
    state = only(("WASHER-A", "DRYER-A"), 1)(
        basket(CartState(cart_id="c", device_id="d", domain=SHOP.domain))
    )
    for step in steps:
        with suppress(Refusal):
            state = step(basket(state))
        check(state)


def check(state: CartState) -> None:
    pieces = pieces_of(SHOP, state)
    assert list(clashes(OFFERS, state.addons)) == []
    assert list(unmet(OFFERS, state.addons)) == []
    assert settled(OFFERS, state.addons, pieces) == state.addons
    names = [selection.addon_id for selection in state.addons]
    assert len(set(names)) == len(names)
    for selection in state.addons:
        offer = offer_of(OFFERS, selection.addon_id)
        possible = set(eligible(offer, pieces))
        assert is_offered(offer, pieces)
        assert set(selection.line_item_ids) <= possible
        assert (offer.scope == "CART") != bool(selection.line_item_ids)
        assert offer.coverage != "PREDEFINED_GROUP" or set(selection.line_item_ids) == possible
        assert {child.addon_id for child in offer.children} >= set(selection.child_ids)
    sums = quote(SHOP, state, Shelf({}, {}), TODAY)
    assert all(selection.price >= 0 for selection in sums.selections)
    assert all(
        sum(selection.by_line.values()) == selection.price
        for selection in sums.selections
        if selection.by_line
    )
    assert sums.addons == sum(selection.price for selection in sums.selections)
