"""A merchant's cart: one set of attributes for what v1 and v2 of the API spell differently."""

from typing import Annotated, Any, cast

from pydantic import AliasChoices, Field, field_validator, model_validator

from firmly_tui.models.address import Address
from firmly_tui.models.base import Count, Document, Flag, Given, Id, Items, Readable, Unimportant, json_object
from firmly_tui.models.money import Amount, Money
from firmly_tui.models.text import Line, Text


class LineItem(Document):
    """A line of a cart. `price` is for one piece, `line_price` for all of them."""

    line_item_id: Id = ""
    sku: Line = ""
    variant_id: Id = ""
    variant_handles: Items[Id] = []
    description: Line = ""
    variant_description: Line = ""
    quantity: Count = 0
    price: Amount = None
    line_price: Amount = None

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


class ShippingMethod(Document):
    """A way to send a shipment (`id` in v2, `sku` in v1)."""

    id: Id = Field("", validation_alias=AliasChoices("id", "sku"))
    description: Line = ""
    price: Amount = None
    estimated_delivery: Line = ""


class FulfillmentType(Document):
    """How a shipment reaches the shopper: shipped, delivered on a day, picked up."""

    id: Id = ""
    name: Line = ""
    description: Line = ""


class Shipment(Document):
    """Line items that travel together, and how."""

    shipment_id: Id = ""
    line_item_ids: Items[Id] = []
    fulfillment_type: FulfillmentType | None = None
    shipping_method_options: Items[ShippingMethod] = []
    shipping_method: ShippingMethod | None = None

    @property
    def cheapest(self) -> ShippingMethod | None:
        """The method a server picks by itself."""
        priced = [method for method in self.shipping_method_options if method.price is not None]
        return min(priced, key=lambda method: method.price.number if method.price else 0, default=None)


class Notice(Document):
    """Something the merchant says about the cart: an item that cannot be shipped, a price that rose."""

    code: Line = ""
    text: Text = Field("", validation_alias=AliasChoices("message", "description", "text"))
    line_item_id: Id = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object) -> object:
        return {"message": data} if isinstance(data, str) else data


class Cart(Document):
    """A device's cart at one merchant (firmly docs: ShoppingCartV2, and Cart of v1).

    `total = sub_total − cart_discount + shipping_total + tax_total + addon_total`, as the server gives them.
    """

    cart_id: Id = ""
    domain: Line = Field("", validation_alias=AliasChoices("shop_id", "domain"))
    display_name: Line = ""
    status: Annotated[Line, Given] = Field("active", validation_alias=AliasChoices("cart_status", "status"))
    line_items: Items[LineItem] = []
    shipments: Items[Shipment] = []
    shipping_info: Unimportant[Address] = None
    billing_info: Unimportant[Address] = None
    sub_total: Amount = None
    cart_discount: Amount = Field(None, validation_alias=AliasChoices("cart_discount", "discount_total"))
    shipping_total: Amount = None
    addon_total: Amount = None
    tax_total: Amount = Field(None, validation_alias=AliasChoices("tax_total", "tax"))
    total: Amount = None
    tax_included: Flag = Field(
        False, validation_alias=AliasChoices("is_tax_included_in_price", "tax_included")
    )
    coupons: Items[Line] = Field([], validation_alias=AliasChoices("coupons", "promo_codes"))
    notices: Readable[Notice] = Field([], validation_alias=AliasChoices("notices", "notice"))

    @field_validator("shipping_info", "billing_info", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None

    @model_validator(mode="before")
    @classmethod
    def _default_shipment(cls, data: object) -> object:
        """Give a v1 cart, which has its methods at the top, the one shipment of a v2 cart."""
        cart = json_object(data)
        if cart is None or cart.get("shipments") or not cart.get("shipping_method_options"):
            return data
        lines = cart.get("line_items")
        found = [json_object(line) for line in cast("list[object]", lines)] if isinstance(lines, list) else []
        shipment = {
            "line_item_ids": [line.get("line_item_id") for line in found if line],
            "shipping_method_options": cart["shipping_method_options"],
            "shipping_method": cart.get("shipping_method"),
        }
        return {**cart, "shipments": [shipment]}

    @property
    def name(self) -> str:
        """The merchant's name, or its domain where it has none."""
        return self.display_name or self.domain

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in the cart."""
        return not self.line_items

    @property
    def count(self) -> int:
        """How many pieces are in the cart."""
        return sum(line.quantity for line in self.line_items)

    @property
    def currency(self) -> str:
        """The currency of the cart's amounts, `""` while nothing has a price."""
        amounts = [self.total, self.sub_total, *(line.price for line in self.line_items)]
        return next((amount.currency for amount in amounts if amount is not None), "")

    def line(self, line_item_id: str) -> LineItem | None:
        """The line of this id."""
        return next((line for line in self.line_items if line.line_item_id == line_item_id), None)
