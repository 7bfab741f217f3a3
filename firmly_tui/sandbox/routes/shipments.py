"""The shipments of the full cart: fulfillment types, methods, days and hours, splitting and merging."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.delivery import MethodWish, fulfilled_as, merged, sent_by, split
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering.shipments import availability_json
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, answer, read_body

CART: Final = "/api/v2/domains/{domain}/cart"
_OF_CART: Final = (
    Problem.CART_NOT_FOUND,
    Problem.NO_LINE_ITEM,
    Problem.SHIPMENT_NOT_FOUND,
    Problem.STORE_UNAVAILABLE,
)
_OF_METHOD: Final = (
    *_OF_CART,
    Problem.MISSING_SHIPPING_INFO,
    Problem.INVALID_SHIPPING_METHOD,
    Problem.INVALID_DATE,
)


def _none_if_blank(value: object) -> object:
    return None if value == "" else value


_MaybeId = Annotated[Id | None, BeforeValidator(_none_if_blank)]


class OneShipment(BodyModel):
    """A shipment of the cart."""

    shipment_id: Id


class ChosenSlot(BodyModel):
    """Hours of a day as availability shows them; their id is enough."""

    slot_id: Id


class ChosenFulfillment(OneShipment):
    """How a shipment reaches the shopper; a pickup needs a store."""

    fulfillment_type: Id
    location_id: _MaybeId = None


class ChosenShippingMethod(OneShipment):
    """A method with its day; slot, window and pickup option are the sandbox's own extension."""

    shipping_method_id: Id
    notes: str | None = Field(default=None, max_length=2000)
    selected_date: _MaybeId = None
    selected_time_slot: Annotated[Id | ChosenSlot | None, BeforeValidator(_none_if_blank)] = None
    slot_id: _MaybeId = None
    window_id: _MaybeId = None
    pickup_option: _MaybeId = None

    def wish(self) -> MethodWish:
        """Return what is wished. Raises Refusal for a day that is none."""
        slot = self.selected_time_slot
        return MethodWish(
            shipment_id=self.shipment_id,
            method=self.shipping_method_id,
            notes=self.notes,
            date=_day(self.selected_date),
            slot_id=slot.slot_id if isinstance(slot, ChosenSlot) else slot or self.slot_id,
            window_id=self.window_id,
            pickup_option=self.pickup_option,
        )


class SplitShipment(OneShipment):
    """The items that leave a shipment for one of their own."""

    line_item_ids: list[Id] = Field(min_length=1, max_length=100)


class MergedShipments(BodyModel):
    """Shipments that become one: the first of them."""

    shipment_ids: list[Id] = Field(min_length=2, max_length=100)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Get Availability, Set Fulfillment Type, Set Shipping Method)."""
    return [*_methods(services), *_kinds(services), *_parting(services)]


def _methods(services: Services) -> list[Endpoint]:
    async def choose_method(request: Request) -> Response:
        device = services.device(request)
        wish = (await read_body(request, ChosenShippingMethod)).wish()
        return changed(services, request, device, sent_by(wish), 2)

    return [
        Endpoint(
            ("POST",),
            f"{CART}/{path}",
            Dialect.V2,
            choose_method,
            summary="Choose how a shipment is sent, and when",
            body=ChosenShippingMethod,
            answer="Cart2",
            problems=_OF_METHOD,
        )
        for path in ("shipment/methods", "shipments/shipping-method")
    ]


def _kinds(services: Services) -> list[Endpoint]:
    async def choose_kind(request: Request) -> Response:
        device, body = services.device(request), await read_body(request, ChosenFulfillment)
        edit = fulfilled_as(body.shipment_id, body.fulfillment_type, body.location_id)
        return changed(services, request, device, edit, 2)

    async def availability(request: Request) -> Response:
        device, body = services.device(request), await read_body(request, OneShipment)
        return _availability(services, device, request.path_params["domain"], body.shipment_id)

    return [
        Endpoint(
            ("POST",),
            f"{CART}/shipments/fulfillment-type",
            Dialect.V2,
            choose_kind,
            summary="Choose how a shipment reaches the shopper; method, day and hours start over",
            body=ChosenFulfillment,
            answer="Cart2",
            problems=(*_OF_CART, Problem.INVALID_FULFILLMENT, Problem.LOCATION_NOT_FOUND),
        ),
        Endpoint(
            ("POST",),
            f"{CART}/shipments/get-availability",
            Dialect.V2,
            availability,
            summary="Show the days, hours, windows and stores to choose from for a shipment",
            body=OneShipment,
            answer="Availability",
            problems=(
                Problem.CART_NOT_FOUND,
                Problem.SHIPMENT_NOT_FOUND,
                Problem.AVAILABILITY_UNAVAILABLE,
            ),
        ),
    ]


def _parting(services: Services) -> list[Endpoint]:
    """Splitting and merging have no documented path: these two are the sandbox's own."""

    async def split_shipment(request: Request) -> Response:
        device, body = services.device(request), await read_body(request, SplitShipment)
        return changed(services, request, device, split(body.shipment_id, body.line_item_ids), 2)

    async def merge_shipments(request: Request) -> Response:
        device, body = services.device(request), await read_body(request, MergedShipments)
        return changed(services, request, device, merged(body.shipment_ids), 2)

    return [
        Endpoint(
            ("POST",),
            f"{CART}/shipments/split",
            Dialect.V2,
            split_shipment,
            summary="Put some items of a shipment into one of their own (not an API of firmly)",
            body=SplitShipment,
            answer="Cart2",
            problems=_OF_CART,
        ),
        Endpoint(
            ("POST",),
            f"{CART}/shipments/merge",
            Dialect.V2,
            merge_shipments,
            summary="Make one shipment of several whose items can travel alike (not an API of firmly)",
            body=MergedShipments,
            answer="Cart2",
            problems=_OF_CART,
        ),
    ]


def _availability(services: Services, device: str, domain: str, shipment_id: str) -> Response:
    merchant = services.carts.merchant(domain)
    if merchant.terms.status == "outage":
        raise Refusal(
            Problem.AVAILABILITY_UNAVAILABLE, f"{merchant.name} cannot tell its dates now. Try again later."
        )
    cart = services.carts.existing(device, domain)
    for shipment in cart.quote.shipments:
        if shipment.state.shipment_id == shipment_id:
            return answer(availability_json(cart, shipment))
    raise Refusal(Problem.SHIPMENT_NOT_FOUND, "This shipment is no longer part of the cart.")


def _day(text: str | None) -> str | None:
    """Return a day as YYYY-MM-DD. Raises Refusal for a text that is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refusal(Problem.INVALID_DATE, "selected_date: A day is written like 2026-05-31.") from None
