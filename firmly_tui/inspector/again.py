"""Sends a request again, as it was or edited, through the client that the app itself uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmly_tui.client import NotSent

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient
    from firmly_tui.inspector.outgoing import Outgoing


def refusal(client: FirmlyClient, outgoing: Outgoing, *, is_live: bool) -> str:
    """Why this request is not sent from here, in a sentence; `""` if it may be."""
    if outgoing.is_order and is_live:
        return "This request places an order, and on LIVE that is bought. It is not sent again from here."
    if client.by_hand.host_of(outgoing.base) is None:
        return "This went to a server that is not the API's: nothing is sent there from here."
    return outgoing.problem


async def send_again(client: FirmlyClient, outgoing: Outgoing, encrypted_card: str = "") -> None:
    """Send it, once; the client's observer is told what comes of it.

    `encrypted_card` takes the place of the one that was not recorded. Raises what any call raises.
    """
    host = client.by_hand.host_of(outgoing.base)
    if host is None:
        raise NotSent("That is not one of the API's servers.")
    await client.by_hand.send(
        outgoing.method,
        outgoing.path,
        query=dict(outgoing.query),
        body=outgoing.with_card(encrypted_card) if outgoing.body else None,
        host=host,
        auth=outgoing.auth,
        accept=outgoing.accept,
        cart=outgoing.merchant if outgoing.method != "GET" else "",
        is_order=outgoing.is_order,
    )
