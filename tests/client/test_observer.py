"""An observer sees every exchange, and no secret in any of them."""

from collections.abc import Callable

import pytest

from firmly_tui.client import ApiError, Exchange, FirmlyClient, OrderItem, OutcomeUnknown
from firmly_tui.models import Address
from tests.client.server import Cut, LoopbackServer, error, reply, session

CART = "/api/v2/domains/shop/cart/"
ORDER = "/api/v2/payment/domains/shop/place-order"
TOKEN = "opaque-device-token"
CARD = "opaque-encrypted-card"


@pytest.fixture
def seen() -> list[Exchange]:
    return []


@pytest.fixture
def observed(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], seen: list[Exchange]
) -> FirmlyClient:
    server.on("POST", "/api/v1/browser-session", session(TOKEN))
    return connect(server.url, observer=seen.append)


async def test_an_exchange_is_told_with_what_matters(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("GET", CART, reply({"cart_id": "c"}, cf_ray="ray-1"))
    await observed.carts.get("shop")
    session_call, cart_call = seen
    assert (session_call.method, session_call.path, session_call.status) == (
        "POST",
        "/api/v1/browser-session",
        200,
    )
    assert (cart_call.path, cart_call.status, cart_call.ray_id) == (CART, 200, "ray-1")
    assert cart_call.host == server.url.removeprefix("http://")
    assert cart_call.response_body == '{"cart_id": "c"}'
    assert cart_call.elapsed >= 0
    assert ("x-firmly-authorization", "(hidden)") in cart_call.request_headers


async def test_a_lost_call_is_told_too(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("GET", CART, Cut())
    with pytest.raises(Exception, match="broke"):
        await observed.carts.get("shop")
    assert [exchange.status for exchange in seen] == [200, None, None, None]
    assert seen[-1].failure.startswith("ConnectionLost: ")


async def test_no_secret_is_seen_even_when_the_server_repeats_it(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    jwt = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"
    leaky = {
        "cart_id": f"{TOKEN} {jwt}",
        TOKEN: [TOKEN, {"access_token": TOKEN, "payment_handle": "uuid|secret-handle", "otp": "112233"}],
    }
    server.on("GET", CART, reply(leaky, set_cookie="a=cookie-secret", x_echo=TOKEN, cf_ray=TOKEN))
    server.on("POST", ORDER, error(422, "CreditCardDeclined", f"{CARD} was declined"))
    await observed.carts.get("shop")
    with pytest.raises(ApiError):
        await observed.payment.place_order(
            "shop",
            encrypted_card=CARD,
            billing=Address(),
            shipping=Address(city="Seattle"),
            items=[OrderItem({"variant_id": "v"}, 1)],
        )
    everything = repr(seen)
    for secret in (TOKEN, CARD, jwt, "secret-handle", "cookie-secret", "112233"):
        assert secret not in everything
    assert "Seattle" in seen[-1].request_body


async def test_bodies_that_are_not_json_are_only_counted(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("POST", ORDER, reply(b"<html>secret</html>", 500, "text/html"))
    server.on("GET", CART, reply(b"<html>secret</html>", 400, "text/html"))
    with pytest.raises(Exception, match="HTML"):
        await observed.carts.get("shop")
    assert seen[-1].response_body == "(19 bytes that are not JSON)"


async def test_an_order_that_does_not_come_back_is_told(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("POST", ORDER, Cut())
    with pytest.raises(OutcomeUnknown):
        await observed.payment.place_order(
            "shop", encrypted_card=CARD, billing=Address(), shipping=Address(), items=[]
        )
    assert (seen[-1].path, seen[-1].status) == (ORDER, None)


def test_no_repr_shows_a_secret(server: LoopbackServer) -> None:
    from firmly_tui.client.calls import Call

    assert "jwe" not in repr(Call(method="POST", path="/x", body={"encrypted_card": "jwe"}))
