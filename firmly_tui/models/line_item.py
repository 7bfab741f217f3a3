"""Lines of a cart."""

from typing import Any

from pydantic import AliasChoices, Field

from firmly_tui.models.base import Count, Document, Flag, Id, ImageUrl, Items, Lenient, Readable, Unimportant
from firmly_tui.models.discount import Discount
from firmly_tui.models.money import Amount, Money, Price
from firmly_tui.models.text import Line


class LineItem(Document):
    """A line of a cart. `price` is for one piece, `line_price` and `line_discount` for all of them."""

    line_item_id: Id = ""
    platform_line_item_id: Id = ""
    sku: Line = ""
    base_sku: Line = ""
    variant_id: Id = ""
    variant_handles: Items[Id] = []
    description: Line = ""
    variant_description: Line = ""
    image_url: ImageUrl = Field(default="", validation_alias=AliasChoices("image", "images", "image_url"))
    quantity: Count = 0
    price: Amount = None
    line_price: Amount = Field(default=None, validation_alias=AliasChoices("line_price", "total"))
    msrp: Unimportant[Price] = None
    line_discount: Unimportant[Price] = Field(
        default=None, validation_alias=AliasChoices("line_discount", "discount")
    )
    # Not `[]`, which pydantic copies for each of a hundred lines.
    discounts: Lenient[Readable[Discount]] = Field(default_factory=list[Discount])
    requires_shipping: Flag = True

    @property
    def add_to_cart_ref(self) -> dict[str, Any]:
        """What puts the same goods into a cart again."""
        ref: dict[str, Any] = {"variant_id": self.variant_id or self.sku}
        if self.variant_handles:
            ref["variant_handles"] = self.variant_handles
        return ref

    @property
    def total(self) -> Money | None:
        """The line's price, worked out where the server leaves it out."""
        if self.line_price is not None:
            return self.line_price
        return None if self.price is None else self.price * self.quantity
