"""Whose turn it is: calls that change the same cart wait for one another, in the order in which they came."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from firmly_tui.client.calls import ALL_CARTS


@dataclass(eq=False, slots=True)
class _Ticket:
    cart: str
    called: asyncio.Event = field(default_factory=asyncio.Event)


class Turns:
    """The queue of all changes. One of `ALL_CARTS` waits for every change before it, and every later one for it.

    What gives up waiting, or fails, gives its turn back.
    """

    def __init__(self) -> None:
        self._queue: list[_Ticket] = []

    @asynccontextmanager
    async def turn(self, cart: str) -> AsyncGenerator[None]:
        """Wait for the changes of this cart that came first; for `""`, which changes none, wait for nothing."""
        if not cart:
            yield
            return
        ticket = _Ticket(cart.lower())
        self._queue.append(ticket)
        self._call_next()
        try:
            await ticket.called.wait()
            yield
        finally:
            self._queue.remove(ticket)
            self._call_next()

    def _call_next(self) -> None:
        """Call each ticket that nothing stands before."""
        busy: set[str] = set()
        for ticket in self._queue:
            if ticket.cart == ALL_CARTS:
                if not busy:
                    ticket.called.set()
                return
            if ticket.cart not in busy:
                ticket.called.set()
                busy.add(ticket.cart)
