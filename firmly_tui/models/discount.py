"""What makes a line, a shipment or a cart cheaper."""

from typing import ClassVar

from pydantic import AliasChoices, Field

from firmly_tui.models.base import Document, Unimportant
from firmly_tui.models.money import Price
from firmly_tui.models.text import Line


class Discount(Document):
    """A reduction, by a promo code or without one (firmly docs: Discount Details, Discounts Breakdown).

    `amount` is positive, and absent where the server only names the reduction.
    """

    text_field: ClassVar[str] = "description"

    code: Line = ""
    description: Line = Field(default="", validation_alias=AliasChoices("description", "label"))
    amount: Unimportant[Price] = Field(default=None, validation_alias=AliasChoices("amount", "discount"))
