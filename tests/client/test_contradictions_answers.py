"""Where firmly's documents contradict each other, the client takes both sides: sessions and answers."""

import json
from collections.abc import Callable

import pytest

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    NotOffered,
    Paying,
    Placed,
    Started,
    StoreUnavailable,
    Timeouts,
)
from firmly_tui.models import Address, Product
from tests.client.server import LoopbackServer, error, reply, session

V1 = "/api/v1/domains/shop"
V2 = "/api/v2/domains/shop"
CART = V2 + "/cart/"
SESSION = "/api/v1/browser-session"
SEARCH = "/api/v1/discovery/search"
PLACE = "/api/v2/payment/domains/shop/place-order"
HOME = Address(first_name="Ada", city="Oslo", state_or_province="WA", postal_code="1", country="US")
FOUND = reply({"cart_id": "c"})
DONE = {"platform_order_number": "1", "cart_status": "submitted"}


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize("name", ["MissingAuthHeader", "InvalidToken", "InvalidJWTToken"])
async def test_3_the_code_of_a_token_that_is_refused(
    server: LoopbackServer, client: FirmlyClient, status: int, name: str
) -> None:
    server.on("GET", CART, error(status, name), FOUND)
    cart = await client.carts.get("shop")
    assert cart is not None
    assert len(server.seen(SESSION)) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"code": 400, "error": "BadRequest", "description": "No such day."},
        {"error": "BadRequest", "message": "No such day."},
        {"error": "BadRequest", "message": "No such day.", "details": {"field": "date"}},
        {"error": {"code": 400, "error": "BadRequest", "message": "No such day."}},
    ],
)
async def test_4_error_body(server: LoopbackServer, client: FirmlyClient, body: object) -> None:
    server.on("GET", CART, reply(body, 400))
    with pytest.raises(ApiError) as caught:
        await client.carts.get("shop")
    assert (caught.value.key, caught.value.description) == ("BadRequest", "No such day.")


async def test_14_no_cart_yet(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", V1 + "/cart", error(404, "CartNotFound"), reply({"line_items": []}))
    server.on("GET", CART, error(404, "ErrorCartNotFound"))
    assert await client.carts.get("shop") is None
    assert await client.simple_carts.get("shop") is None
    empty = await client.simple_carts.get("shop")
    assert empty is not None
    assert empty.is_empty


async def test_15_a_server_that_knows_no_slash(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", CART.rstrip("/"), FOUND)
    cart = await client.carts.get("shop")
    assert cart is not None


async def test_16_a_server_without_the_method_path_keeps_its_choice(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    with pytest.raises(NotOffered, match="does not offer that"):
        await client.carts.set_shipping_method("shop", "s", "air")


async def test_17_shipping_list_of_version_1(server: LoopbackServer, client: FirmlyClient) -> None:
    methods = [{"sku": "air", "description": "Air"}]
    server.on("POST", V1 + "/cart/shipping-info", reply({"shipping_method_options": methods}))
    server.on("GET", V1 + "/cart/shipping-rates", reply(methods))
    cart = await client.simple_carts.set_shipping_info("shop", HOME)
    assert cart.shipments[0].shipping_method_options == await client.simple_carts.shipping_rates("shop")


@pytest.mark.parametrize(
    "document",
    [
        {"add_to_cart_ref": {"variant_id": "v"}, "add_to_cart_payload": {"variant_id": "other"}},
        {"add_to_cart_payload": {"variant_id": "v"}},
        {"sku": "v"},
    ],
)
async def test_21_product_ref(
    server: LoopbackServer, client: FirmlyClient, document: dict[str, object]
) -> None:
    variant = {"sku": "s", "price": {"currency": "USD", "number": 1}, **document}
    server.on("GET", "/api/v1/domains-products/shop/h", reply({"title": "T", "variants": [variant]}))
    product: Product = await client.catalog.by_handle("shop", "h")
    assert product.variants[0].add_to_cart_ref == {"variant_id": "v"}


@pytest.mark.parametrize(
    "answer",
    [
        error(400, "ErrorInvalidInputBody"),
        error(422, "UnprocessableEntity"),
        error(412, "OperationNotSupported"),
        error(404, "RouteNotFound"),
    ],
)
async def test_30_a_kind_without_availability_has_no_dates(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("POST", V2 + "/cart/shipments/get-availability", answer)
    found = await client.carts.availability("shop", "s")
    assert (found.dates, found.windows, found.locations) == ([], [], [])


def events(*steps: tuple[str, object]) -> bytes:
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in steps)
    return reply(body.encode(), content_type="text/event-stream")


@pytest.mark.parametrize(
    "answer",
    [
        events(("creating-cart", {}), ("payment_processing", {}), ("order-placed", {"order": DONE})),
        events(("order_processing", {}), ("payment_processing", {}), ("order_completed", DONE)),
    ],
)
async def test_40_words_and_trigger_of_a_stream(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("POST", PLACE, answer)
    stream = client.payment.stream_order("shop", encrypted_card="j", billing=HOME, shipping=HOME, items=[])
    started, paying, placed = [event async for event in stream]
    assert (started, paying) == (Started(), Paying())
    assert isinstance(placed, Placed)
    (request,) = server.seen(PLACE)
    assert (request.query, request.headers["accept"]) == ({"sse": "true"}, "text/event-stream")


async def test_43_the_key_needs_no_session(server: LoopbackServer, client: FirmlyClient) -> None:
    key = {"kty": "RSA", "n": "abc", "e": "AQAB", "kid": "k"}
    server.on("GET", "/api/v1/payment/key", reply(key))
    await client.payment.key()
    assert len(server.requests) == 1
    assert server.requests[0].token == ""


async def test_45_claims_of_a_token_are_not_read(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SESSION, session("not-a-jwt"))
    server.on("GET", CART, FOUND)
    await client.carts.get("shop")
    assert server.requests[-1].token == "not-a-jwt"


@pytest.mark.parametrize(
    ("life", "sessions"),
    [
        ({"expires": 1_000 + 3_600, "expires_in": 1}, 1),
        ({"expires": 1_000 + 1, "expires_in": 3_600}, 3),
        ({"expires_in": 3_600}, 1),
        ({"expires": None, "expires_in": 60}, 3),
    ],
)
async def test_46_token_life(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], life: dict[str, object], sessions: int
) -> None:
    server.on("POST", SESSION, reply({"access_token": "t", "device_id": "d", **life}))
    server.on("GET", CART, FOUND)
    client = connect(server.url, clock=lambda: 1_000.0, timeouts=Timeouts())
    for _ in range(sessions):
        await client.carts.get("shop")
    assert len(server.seen(SESSION)) == sessions


async def test_47_path_of_the_active_carts(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/api/v1/carts/active", reply({"carts": [{"cart_id": "a"}]}))
    assert len(await client.session.active_carts()) == 1
    assert [request.path for request in server.requests[1:]] == [
        "/api/v2/carts/active",
        "/api/v1/carts/active",
    ]


@pytest.mark.parametrize("unset", ["", None])
async def test_48_postal_code_unset(server: LoopbackServer, client: FirmlyClient, unset: str | None) -> None:
    server.on("GET", "/api/v2/carts/postal-code", reply({"postal_code": unset}))
    assert await client.session.postal_code() == ""


async def test_49_catalog_without_pages(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/api/v1/domains-products/shop", reply([{"handle": "a"}, {"handle": "b"}]))
    assert [entry.handle async for entry in client.catalog.all("shop")] == ["a", "b"]
    assert len(server.requests) == 2


@pytest.mark.parametrize("refusal", [error(404, "RouteNotFound"), reply(b"", 405)])
async def test_50_next_page(server: LoopbackServer, client: FirmlyClient, refusal: bytes) -> None:
    link = f"{server.url}{SEARCH}?query=a&cursor=next"
    server.on("POST", SEARCH, reply({"products": [], "next_page": link}), reply({"products": []}))
    server.on("GET", SEARCH, refusal)
    await client.discovery.next_page(await client.discovery.search("a"))
    assert [request.method for request in server.seen(SEARCH)] == ["POST", "GET", "POST"]
    assert server.requests[-1].json["cursor"] == "next"


@pytest.mark.parametrize("kept", [{"shipping_info": {"city": "Oslo"}, "coupons": ["A"]}, {"coupons": []}])
async def test_51_what_a_cleared_cart_keeps(
    server: LoopbackServer, client: FirmlyClient, kept: dict[str, object]
) -> None:
    server.on("DELETE", V2 + "/cart/line-items", reply({"cart_id": "c", **kept}))
    cart = await client.carts.clear("shop")
    assert (cart.shipping_info is not None, cart.coupons) == ("shipping_info" in kept, kept["coupons"])


async def test_52_answer_of_a_cleared_cart(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("DELETE", V2 + "/cart/line-items", reply({"line_items": [], "shipments": []}))
    server.on("DELETE", V1 + "/cart/line-items", reply({"cart_id": "c"}))
    assert (await client.carts.clear("shop")).is_empty
    assert (await client.simple_carts.clear("shop")).is_empty


async def test_53_the_status_page_gets_no_app_id(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", V1, reply({"status": "operational"}))
    assert not (await client.status.merchant("shop")).is_out
    assert not [name for name in server.requests[0].headers if name.startswith("x-firmly")]


@pytest.mark.parametrize("status", [500, 503])
async def test_60_store_error_of_a_search(server: LoopbackServer, client: FirmlyClient, status: int) -> None:
    failing = error(status, "ErrorStoreUnavailable")
    server.on("POST", SEARCH, failing, reply({"products": []}), failing)
    assert (await client.discovery.search("a")).products == []
    with pytest.raises(StoreUnavailable):
        await client.discovery.search("a")
    assert len(server.seen(SEARCH)) == 5
