"""The client as the app holds it: every group of the API under one roof."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from firmly_tui.client.endpoints.by_hand import ByHand
from firmly_tui.client.endpoints.carts import Carts
from firmly_tui.client.endpoints.catalog import Catalog
from firmly_tui.client.endpoints.consents import Consents
from firmly_tui.client.endpoints.discovery import Discovery
from firmly_tui.client.endpoints.express import Express
from firmly_tui.client.endpoints.payment import Payment
from firmly_tui.client.endpoints.pictures import Pictures
from firmly_tui.client.endpoints.sandbox import Sandbox
from firmly_tui.client.endpoints.session import Session
from firmly_tui.client.endpoints.simple_carts import SimpleCarts
from firmly_tui.client.endpoints.status import Status
from firmly_tui.client.endpoints.wallets import Wallets
from firmly_tui.client.errors import NotSent
from firmly_tui.client.observe import Exchange
from firmly_tui.client.session import SessionStore
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import Server, card_host, status_host

if TYPE_CHECKING:
    import httpx


class FirmlyClient:
    """The firmly commerce API, for one app id on one server.

    `cc_url` is the host for card data and `status_url` the one for the merchants' health; both are worked out
    from `api_url` when they are left out. `sessions` keeps the device's session between runs. `observer` is
    told of every exchange as it goes on, without secrets (see `Exchange`). `on_new_device` is called when the
    server refused the old device: its carts are gone. What these two raise goes to the event loop's exception
    handler, and to no call.

    The groups of the API are `session`, `discovery`, `catalog`, `carts`, `simple_carts`, `consents`,
    `payment`, `wallets`, `express` and `status`; `pictures` fetches what shops show of their goods, and `by_hand`
    sends any request, and `sandbox` changes one that runs on this machine.

    `transport` (httpx), `sleep` (seconds) and `clock` (unix seconds) may be replaced, to test without a
    network or without waiting. Nothing is opened before the first call; use it as `async with`, in one event
    loop. Calls can be made side by side: those that change the same cart wait for one another.

    Raises `NotSent` for addresses that cannot or must not be called.
    """

    def __init__(
        self,
        api_url: str,
        *,
        app_id: str,
        cc_url: str | None = None,
        status_url: str | None = None,
        sessions: SessionStore | None = None,
        observer: Callable[[Exchange], None] | None = None,
        on_new_device: Callable[[], None] | None = None,
        timeouts: Timeouts | None = None,
        transport: "httpx.AsyncBaseTransport | None" = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not app_id.isascii() or not app_id.isprintable():
            raise NotSent(
                "The app id holds characters that none can have. Look at it again: it is the one that firmly gave you."
            )
        self.card_server = Server.parse(cc_url or card_host(api_url))
        """Where encrypted cards are sent to."""
        self._http = Transport(
            api=Server.parse(api_url),
            cc=self.card_server,
            status=Server.parse(status_url or status_host(api_url)),
            app_id=app_id.strip(),
            store=sessions,
            observer=observer,
            on_new_device=on_new_device,
            timeouts=timeouts,
            http=transport,
            sleep=sleep,
            clock=clock,
        )
        self.session = Session(self._http)
        self.discovery = Discovery(self._http)
        self.catalog = Catalog(self._http)
        self.carts = Carts(self._http)
        self.simple_carts = SimpleCarts(self._http)
        self.consents = Consents(self._http)
        self.payment = Payment(self._http)
        self.wallets = Wallets(self._http)
        self.express = Express(self._http)
        self.status = Status(self._http)
        self.pictures = Pictures(self._http)
        self.by_hand = ByHand(self._http)
        self.sandbox = Sandbox(self._http)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    @property
    def device_changes(self) -> int:
        """How often this client had to begin with a new device after it had one.

        The carts hang on the device: what they tell after a change says nothing about what was before.
        """
        return self._http.device_changes

    @property
    def device_id(self) -> str:
        """The device that the calls are made for; `""` before the first, and where the server gives it no id."""
        return self._http.device_id

    async def aclose(self) -> None:
        """Close every connection, for good: what is called after it raises `NotSent`."""
        await self._http.aclose()
