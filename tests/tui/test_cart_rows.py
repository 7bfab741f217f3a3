"""The rows of the carts' list."""

from firmly_tui.checkout.changes import compare
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client import NotSent
from firmly_tui.models import Cart
from firmly_tui.tui.widgets.cart_rows import CartRows


def cart(domain: str, *quantities: int, **others: object) -> Cart:
    lines = [
        {"line_item_id": f"line-{number}", "description": f"Thing {number}", "quantity": quantity}
        for number, quantity in enumerate(quantities)
    ]
    return Cart.model_validate({"shop_id": domain, "line_items": lines, **others})


def entry(domain: str, *quantities: int, **others: object) -> MerchantCart:
    return MerchantCart(domain, domain, cart(domain, *quantities, **others))


def said(rows: CartRows, *entries: MerchantCart) -> list[str]:
    return [remark.words for row in rows.rows(entries) for remark in row.remarks]


def test_an_edit_makes_only_the_rows_of_its_merchant_anew() -> None:
    rows, one, other = CartRows(), entry("a.example", 1, 1), entry("b.example", 1)
    before = rows.rows([one, other])
    one.take(cart("a.example", 2, 1))
    after = rows.rows([one, other])
    assert [new is old for new, old in zip(after, before, strict=True)] == [False] * 3 + [True] * 2
    assert after[1].line is not None
    assert after[1].line.quantity == 2


def test_whatever_is_said_of_a_merchant_is_shown_and_goes_again() -> None:
    rows, one = CartRows(), entry("a.example", 1)
    assert said(rows, one) == []
    one.line_errors["line-0"] = "Only one is left."
    assert said(rows, one) == ["! Only one is left."]
    del one.line_errors["line-0"]
    one.promos.refused["NOPE"] = "Not known."
    assert [row.promo.code for row in rows.rows([one]) if row.promo] == ["NOPE"]
    one.promos.refused.clear()
    assert not [row for row in rows.rows([one]) if row.promo]


def test_a_notice_stands_at_its_line_and_only_there() -> None:
    notices = [
        {"code": "ITEM_NOT_SHIPPABLE", "message": "Not to Hawaii.", "line_item_id": "line-1"},
        {"code": "CHECKOUT_BLOCKED", "message": "Something is wrong."},
    ]
    found = CartRows().rows([entry("a.example", 1, 1, notices=notices)])
    assert [[remark.text for remark in row.remarks] for row in found if row.line] == [[], ["Not to Hawaii."]]
    assert [row.remarks[0].text for row in found if row.line is None and row.remarks] == [
        "Something is wrong."
    ]


def test_what_was_changed_elsewhere_is_marked_until_the_next_answer() -> None:
    rows, one = CartRows(), entry("a.example", 3)
    one.elsewhere = compare(cart("a.example", 1), cart("a.example", 3))
    assert said(rows, one) == ["◆ changed elsewhere: Thing 0: 3 in place of 1."]
    one.take(cart("a.example", 3))
    assert said(rows, one) == []


def test_what_cannot_be_asked_is_told_with_what_to_do() -> None:
    rows, one = CartRows(), entry("a.example", 1)
    one.health_error = NotSent("The status page does not answer.")
    (words,) = said(rows, one)
    assert "The status page does not answer." in words
    assert words.endswith("r asks again.")
    one.error, one.unread = NotSent("The shop does not answer."), True
    (words,) = said(rows, one)
    assert words == "✕ The shop does not answer. The cart is shown as it was; r tries again."
