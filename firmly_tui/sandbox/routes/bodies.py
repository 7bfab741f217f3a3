"""The parts of request bodies that several groups of routes share."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from starlette.requests import Request

from firmly_tui.sandbox.cart.lines import Goods
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.wire import BodyModel, Query

FLUSH: Final = Query("flush_cart", "Empty the cart first.", kind="boolean")
LINE_PROBLEMS: Final = (
    Problem.PRODUCT_NOT_FOUND,
    Problem.NOT_ENOUGH_STOCK,
    Problem.TOO_MANY_OF_ONE,
    Problem.STORE_UNAVAILABLE,
)
"""What can be wrong with a line of a cart."""

PLACE_PROBLEMS: Final = (Problem.COUNTRY_NOT_SUPPORTED, Problem.INVALID_STATE, Problem.INVALID_SHIPPING_INFO)
ADDRESS_PROBLEMS: Final = (
    Problem.CART_NOT_FOUND,
    Problem.INVALID_EMAIL,
    *PLACE_PROBLEMS,
    Problem.TRY_AGAIN_LATER,
    Problem.UNPROCESSABLE,
    Problem.TOO_MANY_RETRIES,
    Problem.STORE_UNAVAILABLE,
)
"""What can be wrong with a delivery address."""


def wants_flush(request: Request) -> bool:
    """Tell whether a request wants the cart emptied first."""
    return request.query_params.get("flush_cart", "").lower() == "true"


def _no_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("Input should be a number")
    return value


_MOST: Final = 1_000_000


def _number(least: int) -> WithJsonSchema:
    """Describe a quantity; what is below ``least`` is read, too, since its refusal has a name of its own."""
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": _MOST})


NO_TRUTH_VALUE: Final = BeforeValidator(_no_truth_value)
"""Keeps true from being read as 1; stands behind the limits of its number, so that the document has them."""

Quantity = Annotated[int, Field(ge=-_MOST, le=_MOST), NO_TRUTH_VALUE, _number(1)]
QuantityLeft = Annotated[Quantity, _number(0)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Handles = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)]


class ShippingInfo(Address):
    """Where the goods go; with `shipment_id` those of one shipment (firmly docs: Multi-Shipment)."""

    shipment_id: Id | None = None

    def address(self) -> Address:
        """Return the address alone."""
        return Address.model_validate(self.model_dump(exclude={"shipment_id"}))


class Reference(BodyModel):
    """How a product says what to put into the cart (firmly docs: add_to_cart_ref)."""

    variant_id: Id
    variant_handles: Handles | None = None


class Item(BodyModel):
    """Goods in any documented form: add_to_cart_ref, variant_id, or sku; a price from outside is ignored."""

    quantity: Quantity
    add_to_cart_ref: Reference | None = None
    variant_id: Id | None = None
    sku: Id | None = None
    variant_handles: Handles | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.add_to_cart_ref is None and self.variant_id is None and self.sku is None:
            raise ValueError("add_to_cart_ref or variant_id is needed")
        return self

    def goods(self) -> Goods:
        """Return what to add. Raises Refusal for a quantity below 1."""
        if self.quantity < 1:
            raise Refusal(Problem.INVALID_BODY, "The quantity must be at least 1.")
        reference = self.add_to_cart_ref
        variant = reference.variant_id if reference else self.variant_id or self.sku or ""
        handles = reference.variant_handles if reference else self.variant_handles
        return Goods(variant, self.quantity, tuple(handles or ()))
