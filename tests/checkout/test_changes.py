"""What differs between two carts, as values and in words."""

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.changes import compare
from firmly_tui.models import Cart

NAMES = {"one": "Lamp", "two": "Chair", "three": "Rug"}


def amount(number: int | None) -> dict[str, object] | None:
    return None if number is None else {"currency": "USD", "number": number}


def line(name: str, quantity: int = 1, price: int = 1000) -> dict[str, object]:
    title = NAMES.get(name, name)
    return {
        "line_item_id": name,
        "sku": title,
        "description": title,
        "quantity": quantity,
        "price": amount(price),
    }


def cart(lines: list[dict[str, object]], **fields: object) -> Cart:
    return Cart.model_validate({"shop_id": "shop.example", "line_items": lines, **fields})


def shipment(methods: dict[str, int], chosen: str = "", name: str = "ship_1") -> dict[str, object]:
    options = [
        {"id": method, "description": method, "price": amount(price)} for method, price in methods.items()
    ]
    return {
        "shipment_id": name,
        "shipping_method_options": options,
        "shipping_method": next((option for option in options if option["id"] == chosen), None),
    }


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    names = draw(st.sets(st.sampled_from(sorted(NAMES))))
    few = st.integers(1, 3)
    return cart(
        [line(name, draw(few), draw(few)) for name in sorted(names)],
        sub_total=amount(draw(st.none() | few)),
        total=amount(draw(few)),
        coupons=sorted(draw(st.sets(st.sampled_from("AB")))),
        shipments=[shipment({"Ground": draw(few)}, draw(st.sampled_from(["", "Ground"])))],
        notices=[{"code": "ITEM_NOT_SHIPPABLE", "message": "No.", "line_item_id": name}]
        if (name := draw(st.sampled_from(["", *sorted(NAMES)])))
        else [],
    )


@given(carts())
def test_nothing_differs_from_itself(any_cart: Cart) -> None:
    changes = compare(any_cart, Cart.model_validate(any_cart.sent))
    assert not changes
    assert changes.words == []


@given(carts(), carts())
def test_whatever_differs_is_told_in_words_and_seen_from_both_sides(one: Cart, other: Cart) -> None:
    there, back = compare(one, other), compare(other, one)
    assert bool(there) == bool(there.words)
    assert [change.name for change in there.amounts] == [change.name for change in back.amounts]
    assert there.coupons_gained == back.coupons_lost
    lines = {(change.line_item_id, change.what) for change in there.lines}
    swapped = {"added": "removed", "removed": "added"}
    for change in back.lines:
        if change.what in swapped:
            assert (change.line_item_id, swapped[change.what]) in lines


@given(carts(), carts())
def test_marks_lead_from_one_cart_to_the_other(before: Cart, after: Cart) -> None:
    what = {(change.line_item_id, change.what) for change in compare(before, after).lines}
    ids = {found.line_item_id for found in before.line_items}
    ids -= {name for name, change in what if change == "removed"}
    ids |= {name for name, change in what if change == "added"}
    assert ids == {found.line_item_id for found in after.line_items}
    for found in after.line_items:
        old = before.line(found.line_item_id)
        if old is not None:
            assert ((found.line_item_id, "quantity") in what) == (old.quantity != found.quantity)
            assert ((found.line_item_id, "price") in what) == (old.price != found.price)


def test_lines_and_sums_read_like_sentences() -> None:
    before = cart([line("one"), line("two")], total=amount(2000), shipping_total=None)
    after = cart([line("one", 3, 1200), line("three")], total=amount(4600), shipping_total=amount(0))
    assert compare(before, after).words == [
        "Chair is no longer in the cart.",
        "Lamp: 3 in place of 1.",
        "Lamp costs $12.00. It was $10.00.",
        "Rug is new in the cart.",
        "Total: $20.00 → $46.00",
    ]


def test_methods_that_come_go_and_cost_otherwise_are_told() -> None:
    before = cart([], shipments=[shipment({"Ground": 500, "Air": 1500}, "Air")])
    after = cart([], shipments=[shipment({"Ground": 900, "Ferry": 200}, "Ferry")])
    assert compare(before, after).words == [
        "Sent by Ferry, no longer by Air.",
        "New: Ferry, $2.00.",
        "No longer offered: Air.",
        "Ground costs $9.00 now.",
    ]


def test_method_that_is_first_chosen_or_lost_is_told_so() -> None:
    without = cart([], shipments=[shipment({"Ground": 500})])
    chosen = cart([], shipments=[shipment({"Ground": 500}, "Ground")])
    assert compare(without, chosen).words == ["Sent by Ground."]
    assert compare(chosen, without).words == ["No longer sent by Ground: choose how."]


def test_notice_that_is_new_is_told_once() -> None:
    said = {"code": "PRICE_INCREASED", "message": "Dearer."}
    before = cart([line("one")], notices=["Old."])
    assert compare(before, cart([line("one")], notices=["Old.", said, said])).notices == ("Dearer.",)


def test_price_that_the_merchant_tells_of_too_is_told_once() -> None:
    notice = {"code": "PRICE_INCREASED", "message": "Dearer.", "line_item_id": "one"}
    changes = compare(cart([line("one", 1, 500)]), cart([line("one", 1, 600)], notices=[notice]))
    assert changes.words == ["Lamp costs $6.00. It was $5.00."]


def test_cart_that_is_gone_has_lost_all_its_lines() -> None:
    changes = compare(cart([line("one")], total=amount(1000)), None)
    assert [change.what for change in changes.lines] == ["removed"]
    assert changes.amount("total") is not None


def test_lines_of_one_id_are_told_apart_by_their_goods() -> None:
    zeros = [{**line("one"), "line_item_id": "0"}, {**line("two"), "line_item_id": "0"}]
    assert not compare(cart(zeros), cart(zeros))
    assert compare(cart(zeros), cart(zeros[:1])).words == ["Chair is no longer in the cart."]


def test_goods_that_were_taken_out_and_put_in_again_are_the_same_line() -> None:
    lamp, again = line("one"), {**line("one"), "line_item_id": "other"}
    assert not compare(cart([lamp]), cart([again]))
    changes = compare(
        cart([lamp, line("two")]), cart([{**again, "quantity": 2}, {**again, "line_item_id": "more"}])
    )
    assert [(change.line_item_id, change.words) for change in changes.lines] == [
        ("two", "Chair is no longer in the cart."),
        ("other", "Lamp: 2 in place of 1."),
        ("more", "Lamp is new in the cart."),
    ]
