"""Every documented shape is read, and nothing that a server sent is lost."""

import copy
import json
from collections.abc import Iterator

import pytest

from firmly_tui.models import Address, Cart, Document, Money, Order
from tests.models.reading import SAMPLES, model_of, objects, read

SUMS = [name for name in SAMPLES if name.startswith(("cart", "order"))]

# A merchant's sample whose goods already are without the line's discount, and one whose goods cost nothing.
SUMS_APART = {"cart-v1-coupon", "order-v1-token"}


def nested(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nested(entry)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_read_and_keeps_every_field(sample: str) -> None:
    for sent in objects(sample):
        document = model_of(sample).model_validate_json(json.dumps(sent))
        assert document.sent == sent
        assert model_of(sample).model_validate(document.sent) == document


@pytest.mark.parametrize("sample", SAMPLES)
def test_reading_changes_nothing_in_what_was_sent(sample: str) -> None:
    for sent in objects(sample):
        before = copy.deepcopy(sent)
        assert model_of(sample).model_validate(sent).sent is sent
        assert sent == before


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_new_at_any_depth_is_kept_and_hinders_nothing(sample: str) -> None:
    for sent in objects(sample):
        for inner in list(nested(sent)):
            inner["loyalty"] = {"points": [3, None]}
        document = model_of(sample).model_validate_json(json.dumps(sent))
        assert document.model_extra
        assert document.model_extra["loyalty"] == {"points": [3, None]}
        assert document.sent == sent


@pytest.mark.parametrize("sample", [name for name in SUMS if name not in SUMS_APART])
def test_the_parts_of_a_cart_add_up_to_its_total(sample: str) -> None:
    cart: Cart = read(sample)
    if cart.total is None or cart.sub_total is None:
        return
    parts = [cart.sub_total, cart.shipping_total, cart.addon_total, cart.tax_total]
    free = Money.of(0, cart.total.currency)
    total = sum((part for part in parts if part is not None), free)
    assert total - (cart.cart_discount or free) == cart.total


def test_goods_may_be_told_without_the_discount_of_their_lines() -> None:
    cart: Cart = read("cart-v1-coupon")
    assert (str(cart.line_items[0].line_discount), str(cart.cart_discount)) == ("$0.40", "$0.40")
    assert cart.sub_total == cart.total == Money.of(160, "USD")


def test_a_changed_copy_does_not_claim_to_be_what_was_sent() -> None:
    sent = {"first_name": "Ada"}
    address = Address.model_validate(sent)
    assert address.model_copy(update={"first_name": "Bela"}).sent == {}
    assert Document.model_validate({"_sent": 1}).sent == {"_sent": 1}


def test_what_was_sent_is_neither_compared_nor_shown() -> None:
    old = Address.model_validate({"zip": "98101"})
    new = Address.model_validate({"postal_code": "98101"})
    assert old == new
    assert hash(old) == hash(new)
    assert repr(old) == repr(new)


def test_an_order_read_in_part_keeps_the_whole() -> None:
    sent = {"platform_order_number": "1", "line_items": 7, "total": {"currency": "USD", "number": 1}}
    order = Order.as_far_as_readable(sent)
    assert (order.platform_order_number, order.line_items) == ("1", [])
    assert order.sent == sent
