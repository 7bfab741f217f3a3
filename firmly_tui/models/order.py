"""A placed order, and how it was paid."""

from collections.abc import Mapping
from typing import Final, Self

from pydantic import AliasChoices, Field, ValidationError

from firmly_tui.models.base import Document, Number, Unimportant
from firmly_tui.models.cart import Cart
from firmly_tui.models.text import Line


class PaymentSummary(Document):
    """The card as a receipt may show it."""

    payment_type: Line = ""
    card_type: Line = ""
    last_four: Line = ""
    month: Unimportant[Number] = None
    year: Unimportant[Number] = None


# These are read together, so none of them can be tried alone.
_SHIPPING: Final = ("shipments", "shipping_method_options", "shipping_method")


class Order(Cart):
    """A submitted cart with the merchant's order number (firmly docs: Place Order)."""

    platform_order_number: Line = ""
    submitted_at: Line = ""
    payment_summary: Unimportant[PaymentSummary] = Field(
        default=None, validation_alias=AliasChoices("payment_summary", "payment_method")
    )

    @classmethod
    def as_far_as_readable(cls, document: Mapping[str, object]) -> Self:
        """The order without the fields that cannot be read: what is bought must not be lost over one."""
        try:
            return cls.model_validate(document)
        except ValidationError:
            pass
        alone = {name: value for name, value in document.items() if name not in _SHIPPING}
        order = cls.model_validate({name: value for name, value in alone.items() if cls._reads(name, value)})
        order.remember(dict(document))
        return order

    @classmethod
    def _reads(cls, name: str, value: object) -> bool:
        try:
            cls.model_validate({name: value})
        except ValidationError:
            return False
        return True
