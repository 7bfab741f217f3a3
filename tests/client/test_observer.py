"""An observer sees every exchange, and no secret in any of them."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from firmly_tui.client import ApiError, Exchange, FirmlyClient, OrderItem, OutcomeUnknown
from firmly_tui.models import Address
from tests.client.every_call import CASES
from tests.client.server import Cut, LoopbackServer, Seen, error, reply, session

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
    return connect(server.url, observer=lambda exchange: exchange.is_over and seen.append(exchange))


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


async def test_no_secret_of_an_answer_is_seen_where_the_answer_repeats_it(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    token = "EC-secret-of-paypal"
    leaky = {
        "cart_id": f"of {token}",
        "payment_method": {
            "attributes": {"paypal_token": token, "url": f"https://paypal.example/?cmd=x&token={token}&a=b"}
        },
        "urls": {"other": "https://paypal.example/?token=EC-another&a=b"},
        "card": "Visa",
        "title": "Visa",
    }
    server.on("GET", CART, reply(leaky))
    await observed.carts.get("shop")
    assert [secret for secret in (token, "EC-another") if secret in repr(seen)] == []
    assert "https://paypal.example/?token=(hidden)&a=b" in seen[-1].response_body
    assert '"title": "Visa"' in seen[-1].response_body


SECRETS: dict[str, Callable[[FirmlyClient], Awaitable[object]]] = {
    "session-handle-1": lambda c: c.session.transfer(
        "shop",
        {"handle": "session-handle-1", "token": "session-handle-1", "version": "1.0"},
        cookies=["cookie=session-handle-1"],
    ),
    "one-time-4711": lambda c: c.session.validate_otp("shop", "a@example.com", "one-time-4711"),
    "wallet-token-1": lambda c: c.wallets.unlock_complete("visa", "1", SecretStr("wallet-token-1")),
    "captcha-1": lambda c: c.wallets.unlock_start("visa", "a@example.com", captcha_token="captcha-1"),
    "PAYER-1": lambda c: c.express.paypal_authorize("shop", "PAYER-1"),
    "EC-secret": lambda c: c.express.paypal_authorize("shop", "P", paypal_token=SecretStr("EC-secret")),
    "uuid|cart-handle": lambda c: c.payment.tokenize(data="d", metadata="m", handle="uuid|cart-handle"),
    "sealed-data": lambda c: c.payment.tokenize(data="sealed-data", metadata="m", handle="h"),
    "kid|sealed-key": lambda c: c.payment.tokenize(data="d", metadata="kid|sealed-key", handle="h"),
    "paying-token": lambda c: c.payment.complete_order_with_token("shop", SecretStr("paying-token")),
    "kid|sealed-number": lambda c: c.payment.complete_order_with_fields(
        "shop", "h", credit_card={"number": "kid|sealed-number"}, billing=Address()
    ),
    "sealed-code": lambda c: c.payment.complete_order_with_wallet(
        "shop", "visa", "1", encrypted_code="sealed-code"
    ),
    "v3-handle": lambda c: c.payment.complete_order_with_handle(
        "shop", "v3-handle", encrypted_card="jwe", billing=Address()
    ),
}


def spellings(secret: str) -> list[str]:
    """The forms in which a server may repeat a secret."""
    raw = secret.encode()
    packed = [pack(raw).decode().rstrip("=") for pack in (b64encode, urlsafe_b64encode)]
    return [secret, quote(secret, safe=""), json.dumps(secret)[1:-1], *packed]


@pytest.mark.parametrize(("secret", "call"), SECRETS.items(), ids=SECRETS)
async def test_no_secret_of_a_call_is_seen_though_the_server_repeats_it(
    server: LoopbackServer,
    observed: FirmlyClient,
    seen: list[Exchange],
    caplog: pytest.LogCaptureFixture,
    secret: str,
    call: Callable[[FirmlyClient], Awaitable[object]],
) -> None:
    forms = spellings(secret)

    async def repeat(request: Seen) -> bytes:
        assert secret in request.body.decode()
        said = " ".join(forms)
        return error(400, f"Bad {said}", f"{said} is wrong", x_echo=said, cf_ray=said)

    for where in PATHS.split():
        server.on("POST", where, repeat)
    with caplog.at_level(1), pytest.raises(ApiError) as caught:
        await call(observed)
    assert seen[-1].status == 400
    failure = caught.value
    shown = f"{seen} {failure!r} {vars(failure)} {caplog.text}"
    assert [form for form in forms if form in shown] == []


PATHS = """
    /api/v2/domains/shop/session/transfer /api/v1/domains/shop/session/validate-otp
    /api/v1/wallets/visa/unlock-start /api/v1/wallets/visa/unlock-complete
    /api/v1/domains/shop/express/paypal/authorize /api/v1/payment/tokenize
    /api/v1/domains/shop/cart/complete-order /api/v2/payment/complete-order /api/v3/payment/complete-order
    /api/v1/payment/domains/shop/wallet-complete-order
"""


@pytest.mark.parametrize("token", [TOKEN, "tok/en+with.odd-characters_0"])
@pytest.mark.parametrize(
    "name", ["cart", "clear", "v1 update", "consents", "transfer", "active domains", "product"]
)
async def test_the_token_is_never_seen(
    server: LoopbackServer,
    observed: FirmlyClient,
    seen: list[Exchange],
    caplog: pytest.LogCaptureFixture,
    token: str,
    name: str,
) -> None:
    case, said = CASES[name], " ".join(spellings(token))
    server.on("POST", "/api/v1/browser-session", cookie_of(token))
    server.on(case.method, case.path, error(409, said, said, x_echo=said, cf_ray=said, set_cookie=said))
    with caplog.at_level(1), pytest.raises(ApiError) as caught:
        await case.call(observed)
    shown = f"{seen} {caught.value!r} {vars(caught.value)} {caplog.text}"
    assert [form for form in spellings(token) if form in shown] == []


def cookie_of(token: str) -> bytes:
    return reply(
        {"access_token": token, "expires": 4_000_000_000}, set_cookie=f"fsession_v2={token}; Path=/; HttpOnly"
    )


async def test_no_secret_of_an_order_is_seen_though_its_events_repeat_it(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    data = {"error": {"code": 422, "error": f"No {CARD}", "message": f"{CARD} {TOKEN} was declined"}}
    body = f"event: {TOKEN}\ndata: 1\n\nevent: error\ndata: {json.dumps(data)}\n\n"
    server.on("POST", ORDER, reply(body.encode(), content_type="text/event-stream", cf_ray=CARD))
    stream = observed.payment.stream_order(
        "shop", encrypted_card=CARD, billing=Address(), shipping=Address(), items=[]
    )
    events = [event async for event in stream]
    shown = f"{seen} {events} {vars(events[-1].error)}"
    assert [secret for secret in (CARD, TOKEN) if secret in shown] == []


async def test_an_answer_to_an_order_is_told_with_its_body(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    answers = [reply({"platform_order_number": "1", "access_token": "secret"}), Cut(reply({"a": 1})[:-2])]
    server.on("POST", "/api/v1/domains/shop/express/paypal/complete-order", *answers)
    await observed.express.paypal_complete("shop")
    with pytest.raises(OutcomeUnknown):
        await observed.express.paypal_complete("shop")
    _, placed, cut = seen
    assert (placed.status, placed.response_body) == (
        200,
        '{"platform_order_number": "1", "access_token": "(hidden)"}',
    )
    assert (cut.status, cut.failure[:14]) == (200, "ConnectionLost")


async def test_no_secret_of_an_answer_is_seen(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    secret = "secret-in-an-answer"
    answer = {
        "cart_id": "c",
        "payment_handle": secret,
        "session": {"is_logged_in": True, "cookies": [secret]},
        "payment_method": {"attributes": {"paypal_token": secret, "payer_id": secret}},
    }
    server.on("POST", "/api/v1/domains/shop/express/paypal/start", reply(answer))
    cart = await observed.express.paypal_start("shop")
    assert cart.payment_handle == secret
    assert secret not in repr(seen)
    assert secret not in repr(cart)
    assert '"is_logged_in": true' in seen[-1].response_body


@pytest.mark.parametrize(
    "body",
    [
        '{"cart_id":"c","payment_handle":"SECRET-HANDLE","note":"é"}',
        '{"cart_id":"c","payment_handle":"SECRET-HANDLE","note":"\\u00e9"}',
        '{"cart_id": "c", "payment_handle": "SECRET-HANDLE", "sum": 1.50}',
        '{\n  "cart_id": "c",\n  "payment_handle": "SECRET-HANDLE"\n}',
    ],
    ids=["compact", "escaped", "odd", "indented"],
)
async def test_a_body_with_a_secret_is_written_as_it_came(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange], body: str
) -> None:
    server.on("GET", CART, reply(body.encode()))
    await observed.carts.get("shop")
    # What a number was written like is lost; nothing else is.
    wanted = body.replace("SECRET-HANDLE", "(hidden)").replace("1.50", "1.5")
    assert seen[-1].response_body == wanted


async def test_the_handle_of_a_product_is_no_secret(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("GET", "/api/v1/domains-products/shop", reply([{"handle": "hero-hoodie"}]))
    await observed.catalog.page("shop")
    assert "hero-hoodie" in seen[-1].response_body


async def test_the_version_of_a_handle_hides_nothing_elsewhere(
    server: LoopbackServer, observed: FirmlyClient, seen: list[Exchange]
) -> None:
    server.on("POST", "/api/v2/domains/shop/session/transfer", reply({"cart_id": "c", "weight": "1.0 kg"}))
    await observed.session.transfer("shop", {"handle": "h", "version": "1.0"})
    assert "1.0 kg" in seen[-1].response_body


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
