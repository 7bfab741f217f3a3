"""Products and variants, as search hits and as catalog pages."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AliasChoices, Field, PrivateAttr, model_validator

from firmly_tui.models.base import Count, Document, Flag, Id, Items, Number, Readable, Unimportant
from firmly_tui.models.money import Money, Price
from firmly_tui.models.text import Line, Text, as_line

Ref = dict[str, Any]
"""An `add_to_cart_ref`: opaque, passed on exactly as it came."""


class OptionValue(Document):
    """One choice of an option: "Navy"."""

    value: Line = ""
    display_name: Line = ""

    @property
    def label(self) -> str:
        """What a shopper reads."""
        return self.display_name or self.value


class ProductOption(Document):
    """Something to choose, such as the color, with its choices."""

    display_name: Line = ""
    property_accessor: Id = ""
    position: Unimportant[Number] = None
    option_values: Readable[OptionValue] = []


class Message(Document):
    """A remark about a variant: a promotion, or how many are left."""

    type: Line = ""
    text: Line = ""


class Variant(Document):
    """What can be put into a cart."""

    sku: Line
    title: Line = Field("", validation_alias=AliasChoices("display_name", "title"))
    available: Flag = True
    price: Price
    msrp: Unimportant[Price] = None
    variant_option_list: Items[Line] = []
    messages: Readable[Message] = []
    reference: Ref | None = Field(
        None, validation_alias=AliasChoices("add_to_cart_ref", "add_to_cart_payload"), exclude=True
    )
    _choices: tuple[str, ...] = PrivateAttr(())

    @property
    def choices(self) -> tuple[str, ...]:
        """The value for each of the product's options, in their order and spelled as they spell it."""
        return self._choices

    def read_choices(self, options: Sequence[ProductOption]) -> None:
        """Work out `choices`; the product does that once, when it is decoded."""
        self._choices = tuple(self._choice(option, index) for index, option in enumerate(options))

    def _choice(self, option: ProductOption, index: int) -> str:
        if named := as_line((self.model_extra or {}).get(option.property_accessor)):
            return named
        stated = option.position or 0
        place = stated - 1 if stated > 0 else index
        listed = self.variant_option_list
        return listed[place] if place < len(listed) else ""

    @property
    def add_to_cart_ref(self) -> Ref:
        """The reference to hand to the cart, untouched; built from the SKU where the server gives none."""
        return self.reference if self.reference is not None else {"variant_id": self.sku}

    @property
    def was(self) -> Money | None:
        """The price before a reduction, if there is one."""
        if self.msrp is None or self.msrp.currency != self.price.currency:
            return None
        return self.msrp if self.price < self.msrp else None


class PriceRange(Document):
    """Cheapest and dearest variant, in minor units."""

    min: int = 0
    max: int = 0


class Product(Document):
    """A product with its variants (firmly docs: Search, Get Product by Handle)."""

    base_sku: Line = ""
    title: Line = ""
    brand: Line = ""
    handle: Id = ""
    description: Text = ""
    pdp_url: Id = ""
    domain: Line = ""
    merchant: Line = Field("", validation_alias=AliasChoices("domain_name", "merchant"))
    average_rating: Unimportant[Annotated[float, Field(ge=0, le=100)]] = None
    total_reviews: Unimportant[Number] = None
    price_range: Unimportant[PriceRange] = None
    options: Items[ProductOption] = Field(
        [], validation_alias=AliasChoices("variant_option_values", "options")
    )
    variants: Readable[Variant] = []

    @model_validator(mode="after")
    def _fill_gaps(self) -> "Product":
        if not self.domain and "://" in self.pdp_url:
            host = self.pdp_url.split("://", 1)[1].split("/", 1)[0]
            self.domain = as_line(host.removeprefix("www."))
        self.merchant = self.merchant or self.domain
        self.options.sort(key=lambda option: option.position or 0)
        for variant in self.variants:
            variant.read_choices(self.options)
        return self

    def choices(self, variant: Variant) -> tuple[str, ...]:
        """The variant's value for each option, in the options' order."""
        return variant.choices

    @property
    def available(self) -> bool:
        """Whether any variant can be bought."""
        return any(variant.available for variant in self.variants)

    @property
    def price(self) -> Money | None:
        """The lowest price of a variant that can be bought, else of any; in the first one's currency."""
        pool = [v.price for v in self.variants if v.available] or [v.price for v in self.variants]
        return min((price for price in pool if price.currency == pool[0].currency), default=None)

    @property
    def has_price_range(self) -> bool:
        """Whether variants differ in price."""
        return len({variant.price for variant in self.variants}) > 1


class SearchPage(Document):
    """One page of hits (firmly docs: Product Search)."""

    products: Items[Product] = []
    page_size: Count = 0
    next_page: Unimportant[str] = None
    time_taken_ms: Unimportant[float] = None


class VariantOption(Document):
    """An option that search can filter by, with its exact values."""

    option: Line = Field("", validation_alias=AliasChoices("option", "name"))
    values: Items[Line] = Field([], validation_alias=AliasChoices("values", "value"))
