"""The documents that the store keeps: an address, and a cart without its prices."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


def _blank_for_none(value: object) -> object:
    return "" if value is None else value


_Line = Annotated[str, BeforeValidator(_blank_for_none), Field(max_length=200)]


def _spelled(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Address(BaseModel):
    """A postal address in any of the documented spellings; kept and echoed in the first one."""

    model_config = ConfigDict(
        frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True, populate_by_name=True
    )

    first_name: _Line = ""
    last_name: _Line = ""
    company: _Line = ""
    email: _Line = ""
    phone: _Line = Field(default="", validation_alias=_spelled("phone", "phone_number"))
    address1: _Line = Field(default="", validation_alias=_spelled("address1", "address_line_1"))
    address2: _Line = Field(default="", validation_alias=_spelled("address2", "address_line_2"))
    city: _Line = ""
    state_or_province: _Line = Field(
        default="", validation_alias=_spelled("state_or_province", "state_code", "province", "state")
    )
    postal_code: _Line = Field(default="", validation_alias=_spelled("postal_code", "zip", "zip_code"))
    country: _Line = Field(default="", validation_alias=_spelled("country", "country_code"))


class Line(BaseModel):
    """A line of a cart: a variant and how many of it."""

    model_config = ConfigDict(frozen=True)

    line_item_id: str
    sku: str
    quantity: int
    variant_handles: tuple[str, ...] = ()


class CartState(BaseModel):
    """A cart as it is stored. Prices, methods and totals are worked out anew at each read."""

    model_config = ConfigDict(frozen=True)

    cart_id: str
    device_id: str
    domain: str
    shipment_id: str
    lines: tuple[Line, ...] = ()
    shipping_info: Address | None = None
    billing_info: Address | None = None
    shipping_method: str | None = None
    selected_date: str | None = None
    notes: str = ""
