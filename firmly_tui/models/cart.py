"""A merchant's cart: one set of attributes for what v1 and v2 of the API spell differently."""

from typing import Annotated, ClassVar, Final, cast

from pydantic import (
    AliasChoices,
    AliasPath,
    BeforeValidator,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from firmly_tui.models.addon import Addons
from firmly_tui.models.address import Address
from firmly_tui.models.base import (
    Document,
    Flag,
    Given,
    Id,
    Items,
    Lenient,
    Names,
    Readable,
    Unimportant,
    json_object,
)
from firmly_tui.models.discount import Discount
from firmly_tui.models.line_item import LineItem
from firmly_tui.models.merchant import Attribution, MerchantSession, Urls
from firmly_tui.models.money import Amount
from firmly_tui.models.payment import PaymentOption, PayPalCheckout
from firmly_tui.models.shipment import Shipment
from firmly_tui.models.text import Line, Text


class Notice(Document):
    """Something the merchant says about the cart: an item that cannot be shipped, a price that rose."""

    text_field: ClassVar[str] = "message"

    code: Line = ""
    text: Text = Field(default="", validation_alias=AliasChoices("message", "description", "text"))
    line_item_id: Id = ""


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) or json_object(value) is not None else value


# What is the same under two names; a server may send both, and leave one of them empty.
_SPELLINGS: Final = (
    ("tax_total", "tax"),
    ("cart_discount", "discount_total"),
    ("coupons", "promo_codes"),
    ("notices", "notice"),
)


def _one_name(cart: dict[str, object]) -> dict[str, object]:
    """The cart with each of its fields under the first of its names."""
    moved = {first: cart[second] for first, second in _SPELLINGS if not cart.get(first) and cart.get(second)}
    return {**cart, **moved} if moved else cart


class Cart(Document):
    """A device's cart at one merchant (firmly docs: ShoppingCartV2, and Cart of v1).

    `total = sub_total − cart_discount + shipping_total + tax_total + addon_total`, as the server gives them.
    """

    cart_id: Id = ""
    domain: Line = Field(default="", validation_alias=AliasChoices("shop_id", "domain"))
    platform_id: Id = ""
    display_name: Line = ""
    status: Annotated[Line, Given] = Field(
        default="active", validation_alias=AliasChoices("cart_status", "status")
    )
    line_items: Items[LineItem] = []
    shipments: Items[Shipment] = []
    shipping_info: Unimportant[Address] = None
    billing_info: Unimportant[Address] = None
    sub_total: Amount = None
    cart_discount: Amount = None
    discounts: Lenient[Readable[Discount]] = Field(
        default=[], validation_alias=AliasChoices("cart_discount_breakdown", "discounts")
    )
    shipping_total: Amount = None
    addon_total: Amount = None
    tax_total: Amount = None
    total: Amount = None
    tax_included: Flag = Field(
        default=False, validation_alias=AliasChoices("is_tax_included_in_price", "tax_included")
    )
    coupons: Items[Line] = []
    notices: Annotated[Readable[Notice], BeforeValidator(_one_or_many)] = []
    validation_errors: Lenient[dict[Line, Text]] = {}
    addons: Lenient[Addons] = Field(default_factory=Addons)
    payment_methods: Lenient[Readable[PaymentOption]] = Field(
        default=[], validation_alias=AliasChoices("payment_method_options", "payment_methods"), exclude=True
    )
    payment_handle: Id = Field(default="", repr=False, exclude=True)
    paypal: Unimportant[PayPalCheckout] = Field(
        default=None, validation_alias=AliasPath("payment_method", "attributes"), exclude=True
    )
    session: Lenient[MerchantSession] = Field(default_factory=MerchantSession, exclude=True)
    attribution: Unimportant[Attribution] = Field(default=None, exclude=True)
    optional_fields: Lenient[Names] = Field(
        default=frozenset(), validation_alias=AliasPath("shop_properties", "optional_fields"), exclude=True
    )
    features: Lenient[Names] = Field(default=frozenset(), exclude=True)
    urls: Unimportant[Urls] = None

    @field_validator("shipping_info", "billing_info", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None

    @model_validator(mode="before")
    @classmethod
    def _normalize(cls, data: object) -> object:
        """Give a v1 cart, which has its methods at the top, the one shipment of a v2 cart."""
        sent = json_object(data)
        if sent is None:
            return data
        cart = _one_name(sent)
        if cart.get("shipments") or not (cart.get("shipping_method_options") or cart.get("shipping_method")):
            return cart
        lines = cart.get("line_items")
        found = [json_object(line) for line in cast("list[object]", lines)] if isinstance(lines, list) else []
        shipment = {
            "line_item_ids": [line.get("line_item_id") for line in found if line],
            "shipping_method_options": cart.get("shipping_method_options"),
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
    def is_submitted(self) -> bool:
        """Whether it became an order, and can no longer be changed."""
        return self.status.lower() == "submitted"

    @property
    def can_check_out(self) -> bool:
        """Whether the merchant would take an order of it as it stands; `notices` say what is wrong."""
        return self.status.lower() == "active" and not self.is_empty

    @property
    def paypal_token(self) -> SecretStr | None:
        """What PayPal knows the payment by, once it was begun."""
        return self.paypal.token if self.paypal and self.paypal.token else None

    @property
    def thank_you_page(self) -> str:
        """The merchant's own page for this order, `""` if it has none."""
        return self.urls.thank_you_page if self.urls else ""

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

    def notice_for(self, line_item_id: str) -> Notice | None:
        """The first notice about this line."""
        return next((notice for notice in self.notices if notice.line_item_id == line_item_id), None)


class ActiveCarts(Document):
    """The device's open carts at all merchants; one that cannot be read never hides the others.

    (firmly docs: Get Active Carts)
    """

    domains: Readable[Line] = []
    carts: Readable[Cart] = []
