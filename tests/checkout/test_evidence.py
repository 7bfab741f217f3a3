"""What the carts tell about an order of which no answer came."""

import pytest

from firmly_tui.checkout import Attempt, CallKind
from firmly_tui.checkout.evidence import judge
from firmly_tui.models import Cart

GOODS = ("1 × Sofa",)


def attempt(call: CallKind, named: str = "") -> Attempt:
    return Attempt(
        id="1",
        merchant="a.example",
        merchant_name="A",
        call=call,
        cart_id="old",
        items=GOODS,
        total=None,
        digest="",
        created_at="",
        new_cart_id=named,
    )


def cart(cart_id: str, *, lines: int = 1, status: str = "active", goods: str = "Sofa") -> Cart:
    line = {"sku": "s", "description": goods, "quantity": 1}
    return Cart.model_validate({"cart_id": cart_id, "cart_status": status, "line_items": [line] * lines})


@pytest.mark.parametrize("call", ["complete-order", "saved-payment", "wallet", "paypal"])
@pytest.mark.parametrize(
    ("present", "conclusion"),
    [
        (cart("old"), "not placed"),
        (cart("old", status="submitted"), "placed"),
        (None, "placed"),
        (cart("fresh", lines=0), "placed"),
        (cart("old", lines=0), ""),
        (cart("other"), ""),
    ],
)
def test_after_paying_the_cart(call: CallKind, present: Cart | None, conclusion: str) -> None:
    assert judge(attempt(call), present).conclusion == conclusion


@pytest.mark.parametrize(
    ("named", "present", "conclusion"),
    [
        ("new", cart("new"), "not placed"),
        ("new", cart("new", status="submitted"), "placed"),
        ("new", None, "placed"),
        ("new", cart("fresh", lines=0), "placed"),
        ("new", cart("new", lines=0), ""),
        ("new", cart("old"), ""),
        ("new", cart("unseen"), ""),
        ("", cart("unseen"), ""),
        ("", cart("unseen", goods="Lamp"), ""),
        ("", cart("unseen", lines=0), ""),
        ("", None, "placed"),
        ("", cart("old"), "probably not placed"),
    ],
)
def test_after_a_one_call_order(named: str, present: Cart | None, conclusion: str) -> None:
    assert judge(attempt("place-order", named), present).conclusion == conclusion


@pytest.mark.parametrize("call", ["complete-order", "place-order"])
def test_cart_that_is_gone_here_and_listed_there_tells_nothing(call: CallKind) -> None:
    found = judge(attempt(call), None, [cart("someone else's"), cart("old")])
    assert found.conclusion == ""
    assert "yet it is among the active carts" in found.seen


@pytest.mark.parametrize("present", [cart("old"), cart("unseen"), cart("unseen", lines=0), None])
def test_the_sentence_always_names_the_merchant_and_the_mailbox(present: Cart | None) -> None:
    found = judge(attempt("place-order"), present)
    assert "A" in found.sentence
    assert "mailbox" in found.sentence
    assert found.seen
