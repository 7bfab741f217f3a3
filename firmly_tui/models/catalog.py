"""Products and variants, as search hits and as catalog pages."""

from typing import Any

from pydantic import AliasChoices, Field, model_validator

from firmly_tui.models.base import Document, Items
from firmly_tui.models.money import Money
from firmly_tui.models.text import Line, Text

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
    property_accessor: str = ""
    position: int = 0
    option_values: Items[OptionValue] = []


class Message(Document):
    """A remark about a variant: a promotion, or how many are left."""

    type: Line = ""
    text: Line = ""


class Variant(Document):
    """What can be put into a cart."""

    sku: Line
    title: Line = Field("", validation_alias=AliasChoices("display_name", "title"))
    available: bool = True
    price: Money
    msrp: Money | None = None
    variant_option_list: Items[Line] = []
    messages: Items[Message] = []
    reference: Ref | None = Field(
        None, validation_alias=AliasChoices("add_to_cart_ref", "add_to_cart_payload"), exclude=True
    )

    @property
    def add_to_cart_ref(self) -> Ref:
        """The reference to hand to the cart, untouched; built from the SKU where the server gives none."""
        return self.reference if self.reference is not None else {"variant_id": self.sku}

    @property
    def was(self) -> Money | None:
        """The price before a reduction, if there is one."""
        return self.msrp if self.msrp and self.price < self.msrp else None


class PriceRange(Document):
    """Cheapest and dearest variant, in minor units."""

    min: int = 0
    max: int = 0


class Product(Document):
    """A product with its variants (firmly docs: Search, Get Product by Handle)."""

    base_sku: Line = ""
    title: Line = ""
    brand: Line = ""
    handle: str = ""
    description: Text = ""
    pdp_url: str = ""
    domain: Line = ""
    merchant: Line = Field("", validation_alias=AliasChoices("domain_name", "merchant"))
    average_rating: float | None = None
    total_reviews: int | None = None
    price_range: PriceRange | None = None
    options: Items[ProductOption] = Field(
        [], validation_alias=AliasChoices("variant_option_values", "options")
    )
    variants: Items[Variant] = []

    @model_validator(mode="after")
    def _fill_gaps(self) -> "Product":
        if not self.domain and "://" in self.pdp_url:
            self.domain = self.pdp_url.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")
        self.merchant = self.merchant or self.domain
        self.options.sort(key=lambda option: option.position)
        return self

    def choices(self, variant: Variant) -> tuple[str, ...]:
        """The variant's value for each option, in the options' order."""
        return tuple(self._choice(variant, option, index) for index, option in enumerate(self.options))

    @staticmethod
    def _choice(variant: Variant, option: ProductOption, index: int) -> str:
        extra = variant.model_extra or {}
        named = extra.get(option.property_accessor)
        if isinstance(named, str):
            return named
        position = option.position - 1 if option.position else index
        listed = variant.variant_option_list
        return listed[position] if position < len(listed) else ""

    @property
    def available(self) -> bool:
        """Whether any variant can be bought."""
        return any(variant.available for variant in self.variants)

    @property
    def price(self) -> Money | None:
        """The lowest price of a variant that can be bought, else of any."""
        pool = [v for v in self.variants if v.available] or self.variants
        return min((v.price for v in pool), key=lambda price: price.number, default=None)

    @property
    def has_price_range(self) -> bool:
        """Whether variants differ in price."""
        return len({variant.price.number for variant in self.variants}) > 1


class SearchPage(Document):
    """One page of hits (firmly docs: Product Search)."""

    products: Items[Product] = []
    page_size: int = 0
    next_page: str | None = None
    time_taken_ms: float | None = None


class VariantOption(Document):
    """An option that search can filter by, with its exact values."""

    option: Line = Field("", validation_alias=AliasChoices("option", "name"))
    values: Items[Line] = Field([], validation_alias=AliasChoices("values", "value"))
