"""What a shopper confirmed, held against what the merchant has now, and put in words for the journal."""

import re
from typing import Final

from firmly_tui.checkout.order_call import chosen
from firmly_tui.models import Cart

_WHERE: Final = ("first_name", "last_name", "address1", "address2", "city", "postal_code", "country")


def difference(confirmed: Cart | None, present: Cart | None) -> str:
    """What changed in a cart since it was confirmed, `""` if nothing did."""
    if confirmed is None or present is None or present.is_empty:
        return "The cart is empty now."
    if present.status.lower() != "active":
        said = next((notice.text for notice in present.notices if notice.text), "")
        return f"The merchant does not sell this cart now. {said}".strip()
    if _goods(confirmed) != _goods(present):
        return "The goods in the cart have changed since the review."
    if confirmed.total != present.total:
        return f"The total has changed since the review, from {confirmed.total} to {present.total}."
    if _where(confirmed) != _where(present):
        return "The delivery address has changed since the review."
    if _delivery(confirmed) != _delivery(present):
        return "The delivery has changed since the review."
    return ""


def line_texts(cart: Cart) -> list[str]:
    """Each line as one reads it: "2 × Wool Throw, Oat  $59.98"."""
    texts: list[str] = []
    for line in cart.line_items:
        name = ", ".join(filter(None, [line.description or line.sku, line.variant_description]))
        texts.append(f"{line.quantity} × {name}" + (f"  {line.total}" if line.total is not None else ""))
    return texts


def _goods(cart: Cart) -> list[tuple[str, str, int]]:
    return [(line.variant_id, line.sku, line.quantity) for line in cart.line_items]


def _where(cart: Cart) -> list[str]:
    """The address without what servers spell in several ways: case, blanks, the gap of a postal code."""
    info = cart.shipping_info
    if info is None:
        return []
    return [re.sub(r"[\s\-]+", "", getattr(info, name)).casefold() for name in _WHERE]


def _delivery(cart: Cart) -> list[object]:
    return [
        (
            shipment.shipping_method.id if shipment.shipping_method is not None else "",
            shipment.fulfillment_type.id if shipment.fulfillment_type is not None else "",
            chosen(shipment),
        )
        for shipment in cart.shipments
    ]
