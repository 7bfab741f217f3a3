"""Products and variants, as search hits and as catalog pages."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, AliasPath, Field, PrivateAttr, model_validator

from firmly_tui.models.base import (
    Count,
    Document,
    Flag,
    Given,
    Id,
    ImageUrl,
    ImageUrls,
    Items,
    Lenient,
    Number,
    Readable,
    Unimportant,
    images,
)
from firmly_tui.models.money import Money, Price
from firmly_tui.models.text import Line, Text, as_line

Ref = dict[str, Any]
"""An `add_to_cart_ref`: opaque, passed on exactly as it came."""


class OptionValue(Document):
    """One choice of an option: "Navy"."""

    text_field: ClassVar[str] = "value"

    value: Line = ""
    display_name: Line = ""
    available: Lenient[bool] = True

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
    title: Line = Field(default="", validation_alias=AliasChoices("display_name", "title"))
    available: Flag = True
    price: Price
    msrp: Unimportant[Price] = None
    variant_option_list: Items[Line] = []
    # Not `[]`, which pydantic copies for each of a hundred variants.
    messages: Readable[Message] = Field(default_factory=list[Message])
    reference: Ref | None = Field(
        default=None, validation_alias=AliasChoices("add_to_cart_ref", "add_to_cart_payload"), exclude=True
    )
    _choices: tuple[str, ...] = PrivateAttr(())

    @property
    def choices(self) -> tuple[str, ...]:
        """The value for each of the product's options, in their order and spelled as they spell it."""
        return self._choices

    @property
    def image_urls(self) -> list[str]:
        """The addresses of the variant's own pictures; read when they are wanted, since few of a page's are."""
        extra = self.model_extra or {}
        return images(extra.get("images") or extra.get("image"))

    def read_choices(self, options: Sequence[ProductOption]) -> None:
        """Work out `choices`; the product does that once, when it is decoded."""
        # Old documents count positions from 0, new ones from 1.
        first = 0 if any(option.position == 0 for option in options) else 1
        self._choices = tuple(
            self._choice(option, index if option.position is None else option.position - first)
            for index, option in enumerate(options)
        )

    def _choice(self, option: ProductOption, place: int) -> str:
        if named := as_line((self.model_extra or {}).get(option.property_accessor)):
            return named
        listed = self.variant_option_list
        return listed[place] if 0 <= place < len(listed) else ""

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
    merchant: Line = Field(default="", validation_alias=AliasChoices("domain_name", "merchant"))
    product_type: Line = ""
    short_description: Text = ""
    tags: Lenient[Readable[Line]] = []
    image_urls: ImageUrls = Field(default=[], validation_alias=AliasChoices("images", "image", "image_urls"))
    average_rating: Unimportant[Annotated[float, Field(ge=0, le=100)]] = Field(
        default=None, validation_alias=AliasChoices("average_rating", AliasPath("reviews", "average_rating"))
    )
    total_reviews: Unimportant[Number] = Field(
        default=None, validation_alias=AliasChoices("total_reviews", AliasPath("reviews", "total_reviews"))
    )
    price_range: Unimportant[PriceRange] = None
    options: Items[ProductOption] = Field(
        default=[], validation_alias=AliasChoices("variant_option_values", "options")
    )
    variants: Readable[Variant] = []

    @model_validator(mode="after")
    def _fill_gaps(self) -> "Product":
        if not self.domain and "://" in self.pdp_url:
            host = self.pdp_url.split("://", 1)[1].split("/", 1)[0]
            self.domain = as_line(host.removeprefix("www."))
        if not self.merchant and self.domain:
            self.merchant = self.domain
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
    next_page: Annotated[Unimportant[str], Given] = None
    time_taken_ms: Unimportant[float] = None


class VariantOption(Document):
    """An option that search can filter by, with its exact values."""

    option: Line = Field(default="", validation_alias=AliasChoices("option", "name"))
    values: Items[Line] = Field(default=[], validation_alias=AliasChoices("values", "value"))


class CatalogEntry(Document):
    """A product in a merchant's list; `loc` is the address of its whole description in the API.

    (firmly docs: Get All Products)
    """

    loc: Id = ""
    handle: Id = ""
    title: Line = ""
    image_url: ImageUrl = Field(default="", validation_alias=AliasChoices("image", "images", "image_url"))
    pdp_url: Id = ""
