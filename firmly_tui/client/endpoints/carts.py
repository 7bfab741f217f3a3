"""The cart of one merchant, in version 2 of the API. Every change answers with the whole new cart."""

from collections.abc import Mapping
from typing import Literal

from firmly_tui.client.calls import Call, Kind
from firmly_tui.client.errors import NotFound
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Address, Cart


class Carts:
    """`client.carts`. Changes of one merchant's cart are made one after the other, as they were called."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def get(self, domain: str) -> Cart | None:
        """The cart, or `None` when there is none yet (firmly docs: Get Cart)."""
        where = _cart_path(domain)
        try:
            # Older servers insist on the slash, newer ones may not know it.
            try:
                return await self._read(domain, where + "/")
            except NotFound as error:
                if not error.matches("RouteNotFound"):
                    raise
            return await self._read(domain, where)
        except NotFound as error:
            if error.matches("CartNotFound"):
                return None
            raise

    async def add(
        self, domain: str, ref: Mapping[str, object], quantity: int, *, flush: bool = False
    ) -> Cart:
        """Put goods into the cart: `ref` is a variant's `add_to_cart_ref`, untouched.

        `flush` empties the cart first (firmly docs: Add Line Item).
        """
        body = {"add_to_cart_ref": dict(ref), "quantity": quantity}
        query = {"flush_cart": "true"} if flush else {}
        return await self._change(domain, "POST", "/line-items", body, query)

    async def update(self, domain: str, line_item_id: str, quantity: int) -> Cart:
        """Set how many pieces of a line are wanted; 0 removes it (firmly docs: Update Line Item)."""
        return await self._change(domain, "PUT", path("line-items", line_item_id), {"quantity": quantity})

    async def remove(self, domain: str, line_item_id: str) -> Cart:
        """Take a line out of the cart."""
        return await self.update(domain, line_item_id, 0)

    async def clear(self, domain: str) -> Cart:
        """Take every line out of the cart (firmly docs: Clear Cart)."""
        return await self._change(domain, "DELETE", "/line-items")

    async def set_shipping_info(self, domain: str, address: Address) -> Cart:
        """Say where the goods go; the cart then has its shipping methods (firmly docs: Set Shipping Info).

        Raises `AddressRefused` when the merchant does not take the address.
        """
        return await self._change(domain, "POST", "/shipping-info", address.to_api())

    async def set_shipping_method(
        self,
        domain: str,
        shipment_id: str,
        method_id: str,
        *,
        notes: str | None = None,
        selected_date: str | None = None,
    ) -> Cart:
        """Choose how a shipment travels (firmly docs: Set Shipping Method). `selected_date`: `YYYY-MM-DD`."""
        body: dict[str, object] = {"shipment_id": shipment_id, "shipping_method_id": method_id}
        if notes is not None:
            body["notes"] = notes
        if selected_date is not None:
            body["selected_date"] = selected_date
        return await self._change(domain, "POST", "/shipment/methods", body)

    async def _read(self, domain: str, where: str) -> Cart:
        return _named(await self._http.fetch(Call(method="GET", path=where), Cart), domain)

    async def _change(
        self,
        domain: str,
        method: Literal["POST", "PUT", "DELETE"],
        where: str,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Cart:
        call = Call(
            method=method,
            path=_cart_path(domain) + where,
            query=query or {},
            body=body,
            kind=Kind.CHANGE,
            cart=domain,
        )
        return _named(await self._http.fetch(call, Cart), domain)


def _cart_path(domain: str) -> str:
    return path("api", "v2", "domains", domain, "cart")


def _named(cart: Cart, domain: str) -> Cart:
    """Some answers leave the merchant out; then it is the one that was asked."""
    if not cart.domain:
        cart.domain = domain
    return cart
