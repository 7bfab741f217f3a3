"""A sandbox's own calls, which firmly does not have: they make it misbehave, and change its world."""

from collections.abc import Mapping
from typing import Literal

from firmly_tui.client.calls import Call, Kind
from firmly_tui.client.errors import NotSent
from firmly_tui.client.session import read_session
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import (
    LoadedState,
    MagicInput,
    MagicInputs,
    SandboxClock,
    SandboxGoods,
    SandboxMerchant,
    SandboxMerchants,
    SandboxVariant,
    Scenarios,
    TestCard,
    TestCards,
)

_SCENARIO = "/sandbox/scenario"
_CLOCK = "/sandbox/clock"
_STATE = "/sandbox/state"
NOT_A_SANDBOX = "This is not a sandbox, so nothing was asked of it."


class Sandbox:
    """`client.sandbox`, for a sandbox on this machine: anywhere else all calls raise `NotSent`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def scenarios(self) -> Scenarios:
        """What goes wrong now, and all that can."""
        return await self._http.fetch(self._call("GET", _SCENARIO), Scenarios)

    async def play(self, name: str, told: Mapping[str, str]) -> Scenarios:
        """Let something go wrong, beside all that does already. Raises `ApiError` that says what is not possible."""
        body = {"scenario": {**told, "name": name}}
        return await self._http.fetch(self._call("POST", _SCENARIO, body), Scenarios)

    async def stop(self, name: str) -> Scenarios:
        """Let something go wrong no more."""
        return await self._http.fetch(self._call("DELETE", _SCENARIO + path(name)), Scenarios)

    async def stop_all(self) -> Scenarios:
        """Let nothing go wrong any more."""
        return await self._http.fetch(self._call("DELETE", _SCENARIO), Scenarios)

    async def clock(self) -> SandboxClock:
        """What time it is there."""
        return await self._http.fetch(self._call("GET", _CLOCK), SandboxClock)

    async def move_clock(self, ahead: int) -> SandboxClock:
        """Be so many seconds ahead of the real time; 0 is the real time."""
        call = self._call("PUT", _CLOCK, {"ahead_seconds": ahead})
        return await self._http.fetch(call, SandboxClock)

    async def merchants(self) -> list[SandboxMerchant]:
        """The merchants, and how they are."""
        return (await self._http.fetch(self._call("GET", "/sandbox/merchants"), SandboxMerchants)).merchants

    async def set_health(self, domain: str, health: str) -> SandboxMerchant:
        """Let a merchant be `operational`, `degraded`, or in `outage`."""
        call = self._call("PUT", path("sandbox", "merchants", domain), {"health": health})
        return await self._http.fetch(call, SandboxMerchant)

    async def goods(self, domain: str, words: str = "") -> SandboxGoods:
        """The goods of a merchant, those of a sku, or those with these words in their title."""
        query = {"query": words} if words else {}
        call = self._call("GET", path("sandbox", "merchants", domain, "goods"), query=query)
        return await self._http.fetch(call, SandboxGoods)

    async def set_goods(self, domain: str, sku: str, changes: Mapping[str, int]) -> SandboxVariant:
        """Set `stock`, or `price` in minor units, of goods."""
        where = path("sandbox", "merchants", domain, "goods", sku)
        return await self._http.fetch(self._call("PUT", where, changes), SandboxVariant)

    async def restock(self, domain: str) -> None:
        """Let a merchant have stock and prices as its catalog says."""
        await self._http.send(self._call("DELETE", path("sandbox", "merchants", domain, "goods")))

    async def saved_state(self) -> bytes:
        """All that is in the sandbox, for a file: addresses are in it, keys, tokens and cards are not."""
        call = self._call("GET", _STATE, query={"device": self._http.device_id})
        return (await self._http.send(call)).body

    async def load_state(self, saved: bytes) -> LoadedState:
        """Put a saved state in the place of the present one. Raises `ApiError` that says why it cannot be."""
        return await self._http.fetch(self._call("PUT", _STATE, saved), LoadedState)

    async def become(self, device_id: str) -> None:
        """Go on as a device that the sandbox knows, with a new session for it."""
        answer = await self._http.send(self._call("POST", "/sandbox/session", {"device_id": device_id}))
        await self._http.adopt(read_session(answer, self._http.clock()))

    async def cards(self) -> list[TestCard]:
        """The test cards, and what each shows."""
        return (await self._http.fetch(self._call("GET", "/sandbox/cards"), TestCards)).cards

    async def inputs(self) -> list[MagicInput]:
        """Every value that means something to the sandbox."""
        return (await self._http.fetch(self._call("GET", "/sandbox/inputs"), MagicInputs)).inputs

    def _call(
        self,
        method: Literal["GET", "POST", "PUT", "DELETE"],
        where: str,
        body: Mapping[str, object] | bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Call:
        if not self._http.api.loopback:
            raise NotSent(NOT_A_SANDBOX)
        kind = Kind.READ if method == "GET" else Kind.CHANGE
        return Call(method=method, path=where, body=body, query=query or {}, auth="none", kind=kind)
