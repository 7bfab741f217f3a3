"""The cart of one merchant, in version 2 of the API. Every change answers with the whole new cart."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from firmly_tui.client.calls import Call
from firmly_tui.client.endpoints.cart_calls import cart_path, change_cart, read_cart, some, texts
from firmly_tui.client.errors import ApiError, NotOffered
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Address, Availability, Cart

_NO_DATES: Final = (400, 409, 412, 422)


class Carts:
    """`client.carts`. Changes of one merchant's cart are made one after the other, as they were called.

    Beside the errors that are named, each call raises what `errors` lists: `NotFound` for a cart, line or
    shipment that is gone, `StoreUnavailable` for a merchant that does not answer.
    """

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def get(self, domain: str) -> Cart | None:
        """The cart, or `None` when there is none yet (firmly docs: Get Cart)."""
        where = cart_path(2, domain)
        # Older servers insist on the slash, newer ones may not know it.
        try:
            return await read_cart(self._http, domain, where + "/")
        except NotOffered:
            return await read_cart(self._http, domain, where)

    async def add(
        self, domain: str, ref: Mapping[str, object], quantity: int, *, flush: bool = False
    ) -> Cart:
        """Put goods into the cart: `ref` is a variant's `add_to_cart_ref`, untouched.

        `flush` empties the cart first. Raises `OutOfStock` (firmly docs: Add Line Item).
        """
        body = {"add_to_cart_ref": dict(ref), "quantity": quantity}
        return await self._change(
            domain, "POST", "/line-items", body, {"flush_cart": "true"} if flush else {}
        )

    async def update(self, domain: str, line_item_id: str, quantity: int) -> Cart:
        """Set how many pieces of a line are wanted; 0 removes it. Raises `OutOfStock`
        (firmly docs: Update Line Item).
        """
        return await self._change(domain, "PUT", path("line-items", line_item_id), {"quantity": quantity})

    async def remove(self, domain: str, line_item_id: str) -> Cart:
        """Take a line out of the cart."""
        return await self.update(domain, line_item_id, 0)

    async def clear(self, domain: str) -> Cart:
        """Take every line out of the cart (firmly docs: Clear Cart)."""
        return await self._change(domain, "DELETE", "/line-items")

    async def apply_promo_codes(self, domain: str, codes: Iterable[str]) -> Cart:
        """Put 1 to 10 promo codes on the cart, which then shows them as `coupons`.

        Raises `PromoRefused` (firmly docs: Add Promo Codes V2).
        """
        return await self._change(domain, "POST", "/promo-codes", {"promo_codes": texts(codes)})

    async def clear_promo_codes(self, domain: str) -> Cart:
        """Take every promo code off the cart. Raises `PromoRefused` where the merchant does not allow it
        (firmly docs: Clear Promo Codes V2).
        """
        return await self._change(domain, "DELETE", "/promo-codes")

    async def add_addon(
        self, domain: str, addon_id: str, *, line_item_ids: Iterable[str] = (), child_ids: Iterable[str] = ()
    ) -> Cart:
        """Choose one add-on offer: for these lines, and with these of its child offers.

        Raises `ApiError` where it excludes, or needs, another one (firmly docs: Add Addon V2).
        """
        selection = some(
            addon_id=addon_id,
            selected_line_item_ids=texts(line_item_ids),
            selected_child_ids=texts(child_ids),
        )
        # The newer documents allow one selection a call, the older ones many.
        return await self._change(domain, "POST", "/addons", {"selections": [selection]})

    async def remove_addon(
        self, domain: str, addon_id: str, *, line_item_id: str | None = None, child_id: str | None = None
    ) -> Cart:
        """Give up a chosen add-on; only for one line, or only one of its children, where these are given
        (firmly docs: Remove Addon V2).
        """
        body = some(addon_id=addon_id, deselected_line_item_id=line_item_id, deselected_child_id=child_id)
        return await self._change(domain, "POST", "/addons/_remove", body)

    async def set_shipping_info(
        self, domain: str, address: Address, *, shipment_id: str | None = None
    ) -> Cart:
        """Say where the goods go; the cart then has its shipping methods (firmly docs: Set Shipping Info).

        With `shipment_id` the address is for that shipment only. Raises `AddressRefused`.
        """
        return await self._change(
            domain, "POST", "/shipping-info", {**address.to_api(), **some(shipment_id=shipment_id)}
        )

    async def set_billing_info(self, domain: str, address: Address) -> Cart:
        """Say where the bill goes; without this it goes where the goods go. Raises `AddressRefused`
        (firmly docs: Set Billing Info).
        """
        return await self._change(domain, "POST", "/billing-info", address.to_api())

    async def set_fulfillment_type(
        self, domain: str, shipment_id: str, type_id: str, *, location_id: str | None = None
    ) -> Cart:
        """Choose how a shipment reaches the shopper: one of its `fulfillment_type_options`.

        `location_id` says where it is picked up. Date, slot, method and place chosen before are gone after it
        (firmly docs: Set Fulfillment Type).
        """
        body = some(shipment_id=shipment_id, fulfillment_type=type_id, location_id=location_id)
        return await self._change(domain, "POST", "/shipments/fulfillment-type", body)

    async def set_shipping_method(
        self,
        domain: str,
        shipment_id: str,
        method_id: str,
        *,
        notes: str | None = None,
        selected_date: str | None = None,
        selected_time_slot: str | None = None,
        window_id: str | None = None,
        pickup_option: str | None = None,
    ) -> Cart:
        """Choose how a shipment travels. `selected_date`: `YYYY-MM-DD` (firmly docs: Set Shipping Method).

        No document has a field for the time slot, the delivery window and the pickup option, by their ids;
        servers that know none ignore them, so trust only what the cart shows. Raises `NotOffered` where a
        server has no such call: the method that it chose stays.
        """
        optional = {
            "notes": notes,
            "selected_date": selected_date,
            "selected_time_slot": selected_time_slot,
            "window_id": window_id,
            "pickup_option": pickup_option,
        }
        body: dict[str, object] = {"shipment_id": shipment_id, "shipping_method_id": method_id}
        body |= {name: value for name, value in optional.items() if value is not None}
        return await self._change(domain, "POST", "/shipment/methods", body)

    async def availability(self, domain: str, shipment_id: str) -> Availability:
        """The days, slots and places that a shipment can have (firmly docs: Get Availability).

        Merchants that have none for this kind of shipment may refuse: that reads as an empty answer.
        Raises `NotFound` where the shipment is gone, and `StoreUnavailable`.
        """
        where = cart_path(2, domain) + "/shipments/get-availability"
        try:
            # Changes nothing, so it may be repeated, though it is a POST.
            return await self._http.fetch(
                Call(method="POST", path=where, body={"shipment_id": shipment_id}), Availability
            )
        except NotOffered:
            return Availability.model_validate({})
        except ApiError as error:
            if type(error) is not ApiError or error.status not in _NO_DATES:
                raise
            return Availability.model_validate({})

    async def split_shipment(self, domain: str, shipment_id: str, line_item_ids: Iterable[str]) -> Cart:
        """Let these lines travel in a shipment of their own.

        The firmly docs name this call, but not its path or body: these are ours and those of the sandbox.
        Raises `NotOffered` where a server does not know them.
        """
        body = {"shipment_id": shipment_id, "line_item_ids": texts(line_item_ids)}
        return await self._change(domain, "POST", "/shipments/split", body)

    async def merge_shipments(self, domain: str, shipment_ids: Iterable[str]) -> Cart:
        """Let these shipments travel as one: the reverse of `split_shipment`, and ours like it.

        Raises `NotOffered` where a server does not know it.
        """
        return await self._change(domain, "POST", "/shipments/merge", {"shipment_ids": texts(shipment_ids)})

    async def _change(
        self,
        domain: str,
        method: Literal["POST", "PUT", "DELETE"],
        where: str,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Cart:
        return await change_cart(self._http, domain, method, cart_path(2, domain) + where, body, query)
