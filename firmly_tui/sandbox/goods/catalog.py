"""The merchants of the sandbox and their goods, read from one JSON file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationError, model_validator

from firmly_tui.sandbox.geography import COUNTRIES, EUROPEAN_UNION, US_STATES
from firmly_tui.sandbox.goods.parts import Part, all_known, no_twice
from firmly_tui.sandbox.goods.sending import FulfillmentKind
from firmly_tui.sandbox.goods.terms import Terms

CATALOG_FOLDER: Final = Path(__file__).parents[1] / "catalogs"


class CatalogError(ValueError):
    """A catalog file cannot be used; the message names the file and what is wrong with it."""


class Option(Part):
    """Something to choose about a product, such as its color."""

    name: str = Field(min_length=1)
    values: tuple[str, ...] = Field(min_length=1)


class Variant(Part):
    """One combination of options that exists; ``price`` and ``msrp`` in minor units."""

    sku: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    price: int = Field(gt=0)
    msrp: int | None = Field(default=None, gt=0)
    stock: int = Field(ge=0)


class Category(Part):
    """The two levels a product is filed under."""

    l1: str
    l2: str = ""


class Product(Part):
    """One product of a merchant with all of its variants.

    `fulfillment` are the ways in which it can reach a shopper, the usual one first; goods that need no shipping
    have none. It is not sent to the countries of `not_shipped_to`, nor to states written like US-HI.
    """

    handle: str = Field(min_length=1)
    base_sku: str = Field(min_length=1)
    title: str = Field(min_length=1)
    brand: str = ""
    description: str = ""
    category: Category
    tags: tuple[str, ...] = ()
    rating: float | None = Field(default=None, ge=0, le=5)
    reviews: int | None = Field(default=None, ge=0)
    fulfillment: tuple[FulfillmentKind, ...] = ("SHIP_TO_ADDRESS",)
    not_shipped_to: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    variants: tuple[Variant, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _variants_follow_the_options(self) -> Self:
        for variant in self.variants:
            if len(variant.options) != len(self.options):
                raise ValueError(f"{variant.sku} needs one value for each of {len(self.options)} options")
            for option, value in zip(self.options, variant.options, strict=True):
                if value not in option.values:
                    raise ValueError(f"{variant.sku}: {value!r} is not a value of {option.name}")
        if len({variant.options for variant in self.variants}) != len(self.variants):
            raise ValueError(f"{self.base_sku} holds two variants with the same options")
        return self


class Merchant(Part):
    """One shop: what it sells, in which currency, and where it ships."""

    domain: str = Field(pattern=r"^[a-z0-9.-]+$")
    name: str = Field(min_length=1)
    tagline: str = ""
    platform_id: str = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    tax_included: bool
    ships_to: tuple[str, ...] = Field(min_length=1)
    terms: Terms
    products: tuple[Product, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        no_twice("handle", [product.handle for product in self.products])
        no_twice("base sku", [product.base_sku for product in self.products])
        no_twice("sku", [variant.sku for product in self.products for variant in product.variants])
        return self

    @model_validator(mode="after")
    def _every_name_is_known(self) -> Self:
        all_known("base sku", self.terms.base_skus(), {product.base_sku for product in self.products})
        all_known("country", self.ships_to, {*COUNTRIES, "EU"})
        excluded = [place for product in self.products for place in product.not_shipped_to]
        all_known("country or state", excluded, {*COUNTRIES, *(f"US-{state}" for state in US_STATES)})
        return self

    @model_validator(mode="after")
    def _goods_can_be_sent(self) -> Self:
        possible = {kind for method in self.terms.methods for kind in method.kinds}
        if not self.terms.places:
            possible.discard("PICKUP_IN_STORE")
        for product in self.products:
            if set(product.fulfillment) - possible:
                raise ValueError(
                    f"{product.base_sku} lacks a shipping method, or a place, for how it is sent"
                )
        return self

    @cached_property
    def countries(self) -> frozenset[str]:
        """The ISO codes the merchant ships to; ``EU`` in the file stands for all of the union."""
        codes = set(self.ships_to)
        return frozenset(codes - {"EU"} | (EUROPEAN_UNION if "EU" in codes else frozenset[str]()))

    @cached_property
    def _by_sku(self) -> Mapping[str, tuple[Product, Variant]]:
        return {variant.sku: (product, variant) for product in self.products for variant in product.variants}

    @cached_property
    def _by_handle(self) -> Mapping[str, Product]:
        return {product.handle: product for product in self.products}

    def find(self, sku: str) -> tuple[Product, Variant] | None:
        """Return the variant of a sku with its product, or None."""
        return self._by_sku.get(sku)

    def product(self, handle: str) -> Product | None:
        """Return the product of a handle, or None."""
        return self._by_handle.get(handle)

    def page(self, first: int, count: int) -> Sequence[Product]:
        """Return ``count`` products from the ``first`` on."""
        return self.products[first : first + count]

    def options(self) -> Sequence[Option]:
        """Return everything that can be chosen about the goods; a name may come more than once."""
        return [option for product in self.products for option in product.options]

    def url_of(self, product: Product) -> str:
        """Return the address of a product's page in the shop."""
        return f"https://{self.domain}/{product.handle}.html"


@dataclass(frozen=True, slots=True)
class Catalog:
    """All merchants by domain, in the order of their domains."""

    merchants: dict[str, Merchant]

    def merchant(self, domain: str) -> Merchant | None:
        """Return the merchant of a domain, however its letters are written, or None."""
        return self.merchants.get(domain.lower().removeprefix("www."))

    def with_merchant(self, merchant: Merchant) -> Catalog:
        """Return this catalog with one merchant more."""
        return Catalog({**self.merchants, merchant.domain: merchant})

    def replace(self, merchant: Merchant) -> None:
        """Put a merchant in the place of the one of its domain."""
        self.merchants[merchant.domain] = merchant


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one merchant has of its goods now, and for how much: its catalog, and what changed since."""

    quantities: Mapping[str, int]
    prices: Mapping[str, int]

    def left(self, variant: Variant) -> int:
        """Return how many of a variant are left."""
        return self.quantities.get(variant.sku, variant.stock)

    def price(self, variant: Variant) -> int:
        """Return what a variant costs now, in minor units."""
        return self.prices.get(variant.sku, variant.price)


def load_catalog(folder: Path | None = None) -> Catalog:
    """Read every catalog file of a folder (by default the sandbox's own).

    Raises CatalogError when there is none, or when a file does not fit the schema.
    """
    source = folder or CATALOG_FOLDER
    merchants: dict[str, Merchant] = {}
    for path in sorted(source.glob("*.json")):
        try:
            merchant = Merchant.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise CatalogError(f"{path.name}: {error}") from error
        if path.stem != merchant.domain:
            raise CatalogError(f"{path.name} holds the merchant {merchant.domain}")
        merchants[merchant.domain] = merchant
    if not merchants:
        raise CatalogError(f"there is no catalog file in {source}")
    return Catalog(merchants)
