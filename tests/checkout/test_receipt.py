"""What is kept of an order holds nothing more of the card than brand and last four digits."""

import json

from firmly_tui.checkout.receipt import receipt
from firmly_tui.models import Money, Order

ORDER = Order.model_validate(
    {
        "cart_id": "c1",
        "platform_order_number": "6800018416",
        "submitted_at": "2026-06-15T10:00:00Z",
        "total": {"currency": "USD", "number": 9108, "symbol": "$"},
        "line_items": [{"sku": "MH07", "quantity": 2, "price": {"currency": "USD", "number": 3600}}],
        "shipments": [{"shipment_id": "s", "shipping_method": {"id": "ground", "description": "Ground"}}],
        "payment_summary": {
            "payment_type": "CreditCard",
            "card_type": "Visa",
            "last_four": "4111111111111111",
            "first_four": "4111",
            "bin": "411111",
            "card_holder_name": "Ada Quill",
            "month": 8,
            "year": 2030,
        },
        "urls": {"thank_you_page": "https://a.example/thanks", "cart": "https://a.example/?token=secret"},
        "payment_handle": "handle-1",
        "payment_method": {"attributes": {"token": "EC-secret"}},
        "payment_method_options": [{"id": "kept-card", "last_four": "4242"}],
        "session": {"is_logged_in": True, "cookies": ["cart=secret"]},
        "addons": {
            "selections": [{"addon_id": "a", "line_item_pricing": {"l": {"currency": "USD", "number": 5}}}]
        },
    }
)


def test_receipt_can_be_read_back_as_an_order() -> None:
    kept = Order.model_validate_json(receipt(ORDER))
    assert kept.platform_order_number == "6800018416"
    assert kept.total == Money.of(9108, "USD")
    assert kept.line_items[0].quantity == 2
    assert kept.shipments[0].shipping_method is not None
    assert kept.shipments[0].shipping_method.description == "Ground"
    assert kept.addons.selections[0].line_item_pricing == {"l": Money.of(5, "USD")}
    assert kept.thank_you_page == "https://a.example/thanks"
    assert kept.payment_summary is not None
    assert (kept.payment_summary.card_type, kept.payment_summary.last_four) == ("Visa", "1111")


def test_receipt_keeps_nothing_else_of_the_card() -> None:
    text = receipt(ORDER)
    for secret in (
        "411111",
        "first_four",
        "Ada Quill",
        "2030",
        "handle-1",
        "token=secret",
        "EC-",
        "kept-card",
        "cart=",
    ):
        assert secret not in text
    assert set(json.loads(text)["payment_summary"]) == {"payment_type", "card_type", "last_four"}
