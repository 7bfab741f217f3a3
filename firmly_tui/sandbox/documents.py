"""The documents that the store keeps: addresses, carts without what follows from the catalog, visits."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


def _blank_for_none(value: object) -> object:
    return "" if value is None else value


_Text = Annotated[str, Field(max_length=200)]
_Line = Annotated[_Text, BeforeValidator(_blank_for_none, json_schema_input_type=_Text | float | None)]


def _spelled(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Address(BaseModel):
    """A postal address in any of the documented spellings; kept and echoed in the first one.

    The others are phone_number, address_line_1, address_line_2, state_code, province, state, zip, zip_code and
    country_code.
    """

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
    """A line of a cart: a variant, how many of it, and the price in minor units that the shopper last saw."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    line_item_id: str
    sku: str
    quantity: int
    price: int
    variant_handles: tuple[str, ...] = ()


class SlotKey(NamedTuple):
    """Hours of a day at a merchant (`location_id` "") or at one of its places; `date` is YYYY-MM-DD."""

    location_id: str
    date: str
    slot_id: str


class ShipmentState(BaseModel):
    """Lines that travel together, and what was chosen for them; None where nothing was."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    shipment_id: str
    line_item_ids: tuple[str, ...] = ()
    kind: str | None = None
    method: str | None = None
    location_id: str | None = None
    date: str | None = None
    slot_id: str | None = None
    window_id: str | None = None
    pickup_option: str | None = None
    notes: str = ""
    shipping_info: Address | None = None


class Selection(BaseModel):
    """A chosen add-on, the lines it covers, and which of its children are chosen with it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    addon_id: str
    line_item_ids: tuple[str, ...] = ()
    child_ids: tuple[str, ...] = ()


class Attribution(BaseModel):
    """Where the shopper came from; `immutable` once the merchant knows it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    utm: str | None = None
    referrer_url: str | None = None
    referral_code: str | None = None
    immutable: bool = False


class CartState(BaseModel):
    """A cart as it is stored. Prices, methods, add-on offers and totals are worked out anew at each read."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    cart_id: str
    device_id: str
    domain: str
    lines: tuple[Line, ...] = ()
    shipments: tuple[ShipmentState, ...] = ()
    shipping_info: Address | None = None
    billing_info: Address | None = None
    coupons: tuple[str, ...] = ()
    addons: tuple[Selection, ...] = ()
    attribution: Attribution | None = None
    paypal_token: str | None = None
    payer_id: str | None = None

    @property
    def is_addressed(self) -> bool:
        """Whether it is known where the goods go; those that need no shipping go nowhere."""
        return self.shipping_info is not None or (bool(self.lines) and not self.shipments)

    def line(self, line_item_id: str) -> Line | None:
        """Return the line of an id, or None."""
        return next((line for line in self.lines if line.line_item_id == line_item_id), None)

    def shipment(self, shipment_id: str) -> ShipmentState | None:
        """Return the shipment of an id, or None."""
        return next((found for found in self.shipments if found.shipment_id == shipment_id), None)

    def with_shipment(self, changed: ShipmentState) -> CartState:
        """Return the cart with the shipment of that id replaced."""
        shipments = tuple(
            changed if old.shipment_id == changed.shipment_id else old for old in self.shipments
        )
        return self.model_copy(update={"shipments": shipments})


class Visit(BaseModel):
    """What a device is to a merchant beyond its cart: who is logged in, and what was agreed to.

    `otp_expires` is in unix seconds.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    device_id: str
    domain: str
    email: str = ""
    otp_sent_to: str = ""
    otp_expires: int = 0
    is_logged_in: bool = False
    signed: tuple[str, ...] = ()
