"""What shoppers are told when the database does not do what it should: a documented error, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID, SandboxOptions
from firmly_tui.sandbox.app import build
from firmly_tui.sandbox.services import Services
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import CARD, SEATTLE, encrypted, events

CART = f"/api/v2/domains/{CORNER}/cart"
SIMPLE_CART = f"/api/v1/domains/{CORNER}/cart"


@pytest.fixture
def services(start: StartSandbox, tmp_path: Path) -> Iterator[Services]:
    start().stop()
    options = SandboxOptions(
        database=tmp_path / "sandbox.db", catalogs=tmp_path / "catalogs", slow_seconds=0, step_seconds=0
    )
    opened = Services.open(options)
    with opened.store.read() as transaction:
        transaction.query("PRAGMA busy_timeout = 1")  # in the place of 5 seconds
    yield opened
    opened.store.close()


@pytest.fixture
async def http(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a device, without a server between it and the sandbox."""
    transport = httpx.ASGITransport(build(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        session = await client.post("/api/v1/browser-session", headers={"x-firmly-app-id": SANDBOX_APP_ID})
        client.headers["x-firmly-authorization"] = session.json()["access_token"]
        yield client


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, which can keep the database to itself."""
    with closing(sqlite3.connect(tmp_path / "sandbox.db", isolation_level=None)) as other:
        yield other


async def add(http: httpx.AsyncClient, quantity: int = 1) -> httpx.Response:
    return await http.post(f"{CART}/line-items", json={"variant_id": "CUP-RED", "quantity": quantity})


async def order_body(http: httpx.AsyncClient) -> dict[str, object]:
    key = (await http.get("/api/v1/payment/key")).json()
    item = {"variant_id": "CUP-RED", "quantity": 1}
    return {"encrypted_card": encrypted(CARD, key), "shipping_info": SEATTLE, "items": [item]}


def fill_the_disk(services: Services) -> None:
    with services.store.read() as transaction:
        pages = transaction.query("PRAGMA page_count")[0][0]
        transaction.query(f"PRAGMA max_page_count = {pages}")


async def test_while_another_program_keeps_the_database_the_shop_cannot_be_reached(
    http: httpx.AsyncClient, busy: sqlite3.Connection
) -> None:
    await add(http)
    busy.execute("BEGIN IMMEDIATE")
    refused = [await add(http), await http.post(f"{SIMPLE_CART}/line-items/CUP-RED/quantity/1")]
    seen = (await http.get(CART)).json()["line_items"][0]["quantity"]
    busy.execute("ROLLBACK")
    after = (await add(http)).json()["line_items"][0]["quantity"]

    errors = [(answer.status_code, answer.json()["error"]) for answer in refused]
    assert errors == [(503, "ErrorStoreUnavailable"), (503, "StoreUnavailable")]
    assert (seen, after) == (1, 2)


@pytest.mark.parametrize("query", ["", "?sse=true"])
async def test_an_order_that_cannot_be_kept_is_refused(
    http: httpx.AsyncClient, busy: sqlite3.Connection, query: str
) -> None:
    content = await order_body(http)
    url = f"/api/v1/payment/domains/{CORNER}/place-order{query}"
    busy.execute("BEGIN IMMEDIATE")
    answer = await http.post(url, json=content)
    busy.execute("ROLLBACK")

    error = events(answer.text)[-1][1]["error"] if query else answer.json()
    assert (error["code"], error["error"]) == (503, "ErrorStoreUnavailable")
    assert busy.execute("SELECT count(*) FROM orders").fetchone() == (0,)
    assert (await http.post(url, json=content)).status_code == 200


async def test_when_the_disk_is_full_everyone_gets_an_answer_of_the_api(
    http: httpx.AsyncClient, services: Services
) -> None:
    """One change too many takes along what others changed in the same turn, and what they were told of it."""
    await add(http)
    fill_the_disk(services)
    large = {"attribution": {"utm": "x" * 4000, "referrer_url": "x" * 4000}}
    answers = await asyncio.gather(
        http.delete(f"{CART}/line-items"),
        http.request("POST", f"{CART}/promo-codes", json={"promo_codes": ["NOSUCH"]}),
        http.put(f"{SIMPLE_CART}/attribution", json=large),
    )
    assert [answer.json()["error"] for answer in answers] == [
        "ErrorStoreUnavailable",
        "ErrorStoreUnavailable",
        "StoreUnavailable",
    ]
    assert (await http.get(CART)).json()["line_items"][0]["quantity"] == 1
