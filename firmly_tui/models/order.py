"""A placed order, and how it was paid."""

from pydantic import AliasChoices, Field

from firmly_tui.models.base import Document
from firmly_tui.models.cart import Cart
from firmly_tui.models.text import Line


class PaymentSummary(Document):
    """The card as a receipt may show it."""

    payment_type: Line = ""
    card_type: Line = ""
    last_four: Line = ""
    month: int | None = None
    year: int | None = None


class OrderUrls(Document):
    """Pages at the merchant's."""

    thank_you_page: Line = ""


class Order(Cart):
    """A submitted cart with the merchant's order number (firmly docs: Place Order)."""

    platform_order_number: Line = ""
    submitted_at: Line = ""
    payment_summary: PaymentSummary | None = Field(
        None, validation_alias=AliasChoices("payment_summary", "payment_method")
    )
    urls: OrderUrls | None = None

    @property
    def thank_you_page(self) -> str:
        """The merchant's own page for this order, `""` if it has none."""
        return self.urls.thank_you_page if self.urls else ""
