"""What the doctor asks of the servers that settings choose: firmly's three hosts, or a sandbox elsewhere."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding
from firmly_tui.doctor.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmly_tui.client import Exchange, FirmlyClient
    from firmly_tui.settings import Settings

SAMPLE_MERCHANT: Final = "staging.luma.gift"
"""A merchant whose health can be asked for (firmly docs: Get Merchant Health Status)."""

SKEW_NOTED, SKEW_STOPS = 60, 300
"""Seconds between the clocks: sessions are renewed 300 s before they end, by the clock of this machine."""


async def ask_servers(settings: Settings, app_id: str) -> list[Finding]:
    """Ask all hosts at once. A session is begun and thrown away: that of this device, and its carts, are left alone."""
    from firmly_tui.client import FirmlyClient, NotSent, Timeouts

    exchanges: list[Exchange] = []
    quick = Timeouts(connect=4.0, read=6.0, write=4.0, pool=6.0, total=8.0)
    try:
        client = FirmlyClient(
            settings.api,
            cc_url=settings.cc or None,
            status_url=settings.status or None,
            app_id=app_id,
            observer=exchanges.append,
            timeouts=quick,
        )
    except NotSent as error:
        return [Finding("api", STOPS, error.sentence)]
    async with client:
        found = await asyncio.gather(
            guarded("api", _ask_api(client, settings)),
            guarded("cards", ask_for_key(client)),
            guarded("health", _ask_for_health(client), otherwise=NOTE),
        )
    return [*found, *_clock(exchanges)]


async def _ask_api(client: FirmlyClient, settings: Settings) -> Finding:
    await client.session.begin()
    return Finding("api", OK, f"{urlsplit(settings.api).netloc} answers, and takes the app id")


async def ask_for_key(client: FirmlyClient) -> Finding:
    """Fetch the key that a card would be encrypted with, and look at it as a purchase does. Raises FirmlyError."""
    from firmly_tui.checkout import KeyRefused, check_key, key_bits
    from firmly_tui.checkout.vault import fingerprint

    key = await client.payment.key()
    host = client.card_server.host
    try:
        check_key(key)
        known = f"RSA, {key_bits(key)} bits, {fingerprint(key)}"
    except KeyRefused as error:
        said = f"No card can be sent to {host}: {error.reason}"
        return Finding("cards", STOPS, said, "Try again later; if it stays so, tell firmly's support.")
    return Finding("cards", OK, f"{host} has a key to encrypt cards with: {known}")


async def _ask_for_health(client: FirmlyClient) -> Finding:
    from firmly_tui.client import NotFound

    # Other apps have other merchants: an answer that does not know this one is an answer.
    with suppress(NotFound):
        await client.status.merchant(SAMPLE_MERCHANT)
    return Finding("health", OK, "it can be told how merchants are")


def _clock(exchanges: Iterable[Exchange]) -> Iterable[Finding]:
    """How far the clocks are apart: none where no server tells the time."""
    behind = [seconds for exchange in exchanges if (seconds := _behind(exchange)) is not None]
    if not behind:
        return
    skew = min(behind, key=abs)
    if abs(skew) <= SKEW_NOTED:
        yield Finding("clock", OK, "as the servers' is")
        return
    way = "behind" if skew > 0 else "ahead of"
    yield Finding(
        "clock",
        STOPS if abs(skew) > SKEW_STOPS else NOTE,
        f"This machine's clock is {abs(skew):.0f} s {way} the servers'. Sessions end by it, so an order could be "
        "refused.",
        "Let the system set its clock by the network.",
    )


def _behind(exchange: Exchange) -> float | None:
    """Seconds that our clock was behind the server's when its answer began, to the second."""
    told = dict(exchange.response_headers).get("date", "")
    if not (exchange.is_over and told):
        return None
    try:
        return parsedate_to_datetime(told).timestamp() - exchange.began - exchange.elapsed
    except (ValueError, TypeError, OverflowError):
        return None
