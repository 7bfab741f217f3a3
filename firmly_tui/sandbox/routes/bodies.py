"""The parts of request bodies that several groups of routes share."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from firmly_tui.sandbox.carts import Goods
from firmly_tui.sandbox.errors import Problem, Refusal


def _no_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("Input should be a number")
    return value


Quantity = Annotated[int, BeforeValidator(_no_truth_value), Field(ge=-1_000_000, le=1_000_000)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Handles = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)]


class Reference(BaseModel):
    """How a product says what to put into the cart (firmly docs: add_to_cart_ref)."""

    variant_id: _Name
    variant_handles: _Handles | None = None


class Item(BaseModel):
    """Goods in any documented form: add_to_cart_ref, variant_id, or sku; a price from outside is ignored."""

    quantity: Quantity
    add_to_cart_ref: Reference | None = None
    variant_id: _Name | None = None
    sku: _Name | None = None
    variant_handles: _Handles | None = None

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
