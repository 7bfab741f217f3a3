"""The merchants of the sandbox and their goods, read from one JSON file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from firmly_tui.sandbox.geography import EUROPEAN_UNION

CATALOG_FOLDER: Final = Path(__file__).parent / "catalogs"


class CatalogError(ValueError):
    """A catalog file cannot be used; the message names the file and what is wrong with it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Method(_Part):
    """A way to ship, its price in minor units, and the subtotal from which it is free."""

    id: str = Field(min_length=1)
    description: str = Field(min_length=1)
    estimated_delivery: str = ""
    price: int = Field(ge=0)
    free_from: int | None = Field(default=None, ge=0)


class Option(_Part):
    """Something to choose about a product, such as its color."""

    name: str = Field(min_length=1)
    values: tuple[str, ...] = Field(min_length=1)


class Variant(_Part):
    """One combination of options that exists; ``price`` and ``msrp`` in minor units."""

    sku: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    price: int = Field(gt=0)
    msrp: int | None = Field(default=None, gt=0)
    stock: int = Field(ge=0)


class Category(_Part):
    """The two levels a product is filed under."""

    l1: str
    l2: str = ""


class Product(_Part):
    """One product of a merchant with all of its variants."""

    handle: str = Field(min_length=1)
    base_sku: str = Field(min_length=1)
    title: str = Field(min_length=1)
    brand: str = ""
    description: str = ""
    category: Category
    tags: tuple[str, ...] = ()
    rating: float | None = Field(default=None, ge=0, le=5)
    reviews: int | None = Field(default=None, ge=0)
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


class Merchant(_Part):
    """One shop: what it sells, in which currency, and where it ships."""

    domain: str = Field(pattern=r"^[a-z0-9.-]+$")
    name: str = Field(min_length=1)
    tagline: str = ""
    platform_id: str = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    tax_included: bool
    ships_to: tuple[str, ...] = Field(min_length=1)
    shipping_methods: tuple[Method, ...] = Field(min_length=1)
    products: tuple[Product, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        _no_twice("handle", (product.handle for product in self.products))
        _no_twice("sku", (variant.sku for product in self.products for variant in product.variants))
        _no_twice("shipping method", (method.id for method in self.shipping_methods))
        return self

    @cached_property
    def countries(self) -> frozenset[str]:
        """The ISO codes the merchant ships to; ``EU`` in the file stands for all of the union."""
        codes = set(self.ships_to)
        return frozenset(codes - {"EU"} | (EUROPEAN_UNION if "EU" in codes else frozenset[str]()))

    @cached_property
    def by_sku(self) -> Mapping[str, tuple[Product, Variant]]:
        """Every variant, with its product, by sku."""
        return {variant.sku: (product, variant) for product in self.products for variant in product.variants}

    @cached_property
    def by_handle(self) -> Mapping[str, Product]:
        """Every product by handle."""
        return {product.handle: product for product in self.products}

    def url_of(self, product: Product) -> str:
        """Return the address of a product's page in the shop."""
        return f"https://{self.domain}/{product.handle}.html"


def _no_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} occurs twice")
        seen.add(name)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All merchants by domain, in the order of their domains."""

    merchants: Mapping[str, Merchant]

    def merchant(self, domain: str) -> Merchant | None:
        """Return the merchant of a domain, however its letters are written, or None."""
        return self.merchants.get(domain.lower().removeprefix("www."))


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
