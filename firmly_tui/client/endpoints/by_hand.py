"""Requests made by hand: any path with any body, sent as the app sends its own."""

from collections.abc import Mapping
from contextlib import aclosing
from typing import Literal
from urllib.parse import quote

from firmly_tui.client import orders
from firmly_tui.client.calls import Call, Host, Kind
from firmly_tui.client.errors import NotSent
from firmly_tui.client.transport import Transport

Auth = Literal["device", "app", "none"]
"""How a request says who asks: with the device's token, with the app id, or not at all."""

METHODS = ("GET", "POST", "PUT", "DELETE")
"""What the API knows."""


class ByHand:
    """`client.by_hand`: for those who explore the API. The session, the limits and the observer are as ever."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    def host_of(self, base: str) -> Host | None:
        """Which of the API's hosts this address is; None where it is a stranger's."""
        return self._http.host_of(base)

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        host: Host = "api",
        auth: Auth = "device",
        accept: str = "application/json",
        cart: str = "",
        is_order: bool = False,
    ) -> None:
        """Send a request, once. What came of it is what the observer is told.

        `cart` is the merchant whose cart is changed. An order is sent as all orders are: its stream is read to
        its end. Raises `NotSent` for what is no request, and what any call raises.
        """
        if method not in METHODS or not path.startswith("/") or any(char in path for char in "?#"):
            raise NotSent(
                "A request begins with GET, POST, PUT or DELETE, and with a path such as /api/v1/x."
            )
        call = Call(
            method=method,
            path=quote(path, safe="/%:@!$&'()*+,;=~|", errors="replace"),
            query=query or {},
            body=body,
            host=host,
            auth=auth,
            # Whatever it does, it is repeated only where nothing was sent.
            kind=Kind.ORDER if is_order else Kind.CHANGE,
            cart=cart,
            accept=accept,
        )
        if is_order:
            async with aclosing(orders.stream(self._http, call)) as events:
                async for _ in events:
                    pass
        else:
            await self._http.send(call)
