"""Purchases on a sandbox of their own, written to a log."""

from collections.abc import AsyncIterator, Iterator
from datetime import date

import pytest

from firmly_tui.checkout import Card, encrypt_card
from firmly_tui.client import FirmlyClient, FirmlyError, OrderItem
from firmly_tui.inspector import Log
from firmly_tui.models import Address
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from tests.checkout.wire import no_nap

BOOKS = "buecherhalle.example"
BOOK = {"variant_id": "BH-1007-PB"}
DECLINED = "4000000000000002"
APPROVED = "4111111111111111"
DROPPED = "4000000000000358"
CODE = "7391"
ADA = Address(
    first_name="Ada",
    last_name="Quill",
    email="ada@example.com",
    phone="+12065551212",
    address1="1 Pine St",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
    country="US",
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
async def client(sandbox: Sandbox, log: Log) -> AsyncIterator[FirmlyClient]:
    async with FirmlyClient(sandbox.url, app_id=SANDBOX_APP_ID, observer=log.observe, sleep=no_nap) as made:
        yield made


async def encrypted(client: FirmlyClient, number: str) -> str:
    """A card, encrypted as the app does it."""
    card = Card.of(number, "Ada Quill", "12/40", CODE[:3], date(2030, 1, 1))
    return encrypt_card(card, await client.payment.key())


async def fill(client: FirmlyClient) -> None:
    """Put a book into a cart, and say where it goes."""
    await client.carts.add(BOOKS, BOOK, 1)
    await client.carts.set_shipping_info(BOOKS, ADA)


async def order(client: FirmlyClient, number: str) -> str:
    """Order a book; what happened, by the names of the last event or error."""
    jwe = await encrypted(client, number)
    last = ""
    try:
        async for event in client.payment.stream_order(
            BOOKS, encrypted_card=jwe, billing=ADA, shipping=ADA, items=[OrderItem(BOOK, 1)]
        ):
            last = type(event).__name__
    except FirmlyError as error:
        last = type(error).__name__
    return last
