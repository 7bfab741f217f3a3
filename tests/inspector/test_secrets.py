"""No secret is ever in the log, nor in anything that is made of it, wherever a server repeats it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firmly_tui.client import FirmlyClient, FirmlyError, OrderItem
from firmly_tui.inspector import Log, Outgoing, cart_changes, curl, har, json_lines, without_person
from firmly_tui.models import Address
from tests.client.server import LoopbackServer, error, reply, session
from tests.inspector.conftest import APPROVED, CODE, encrypted, fill, order
from tests.markers import Marker, found, found_in_memory

NAMES = ["cart_id", "title", "description", "payment_handle", "access_token", "token", "urls", "otp"]
WRAPPED = ["{}", "x {} y", "https://a.example/?token={}&b=c", '"{}"', "{}\n"]


@asynccontextmanager
async def serving() -> AsyncIterator[LoopbackServer]:
    server = LoopbackServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def everything(log: Log) -> str:
    """All that can be got out of a log."""
    exchanges = [entry.exchange for entry in log.entries]
    people = [without_person(exchange) for exchange in exchanges]
    changes = [cart_changes(log, entry) for entry in log.entries]
    texts = [Outgoing.of(exchange).text for exchange in exchanges]
    made = [curl(exchanges), har(exchanges), har(people), json_lines(exchanges), json_lines(people)]
    return "\n".join([repr(log.entries), repr(changes), *texts, *made])


opaque = st.text(st.characters(codec="ascii", categories=["L", "Nd"]), min_size=12, max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    token=opaque,
    card=opaque,
    name=st.sampled_from(NAMES),
    wrapped=st.sampled_from(WRAPPED),
    escaped=st.booleans(),
)
def test_what_a_server_repeats_is_hidden(
    token: str, card: str, name: str, wrapped: str, escaped: bool
) -> None:
    async def talk() -> str:
        log = Log()
        async with (
            serving() as server,
            FirmlyClient(server.url, app_id="app", observer=log.observe) as client,
        ):
            said = {name: wrapped.format(token), "more": [{name: wrapped.format(card)}, {token: card}]}
            text = json.dumps(said)
            if escaped:
                for secret in (token, card):
                    text = text.replace(secret, "".join(f"\\u{ord(char):04x}" for char in secret))
            server.on("POST", "/api/v1/browser-session", session(token))
            path = "/api/v2/payment/domains/shop/place-order"
            stream = f"event: item-added\ndata: {text}\n\nevent: {token}\ndata: {text}\n\n"
            server.on("POST", path, reply(stream.encode(), content_type="text/event-stream", x_a=token))
            server.on("GET", "/api/v2/domains/shop/cart/", error(400, token, f"no {token}", cf_ray=token))
            for call in (buy(client, card), client.carts.get("shop")):
                try:
                    await call
                except FirmlyError:
                    continue
        return everything(log)

    secrets = [Marker("token", token), Marker("card", card)]
    assert found(asyncio.run(talk()), secrets) == []


async def buy(client: FirmlyClient, card: str) -> None:
    stream = client.payment.stream_order(
        "shop", encrypted_card=card, billing=Address(), shipping=Address(), items=[OrderItem({"a": "b"}, 1)]
    )
    async for _ in stream:
        pass


async def test_a_whole_purchase_leaves_no_secret(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    assert await order(client, APPROVED) == "Placed"
    card = await encrypted(client, APPROVED)
    token = client._http._sessions._current
    assert token is not None
    markers = [
        Marker("card number", APPROVED),
        Marker("card code", CODE),
        Marker("token", token.access_token.get_secret_value()),
        Marker("encrypted card", card),
    ]
    assert found(everything(log), markers) == []
    assert found_in_memory(log, markers) == []
    assert "BH-1007-PB" in everything(log)


async def test_a_cards_number_that_comes_back_is_hidden(log: Log) -> None:
    numbers = ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005"]
    body = {"said": [f"declined: {number}!" for number in numbers], "bare": 4111111111111111}
    other = {"variant_id": "4111111111111112", "gid": "gid://shop/40123456789012", "sku": "A4111111111111111"}
    async with serving() as server, FirmlyClient(server.url, app_id="app", observer=log.observe) as client:
        server.on("GET", "/api/v2/domains/shop/cart/", reply({"cart_id": "c", **body, **other}))
        await client.carts.get("shop")
    kept = log.entries[-1].exchange.response_body
    assert [number for number in numbers if number in kept.replace("A4111111111111111", "")] == []
    assert all(value in kept for value in other.values())
