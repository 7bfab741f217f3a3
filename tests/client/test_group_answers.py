"""What the answers of the groups read as, and what their refusals mean."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import pytest
from pydantic import SecretStr

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    InvalidOtp,
    NotFirmly,
    NotFound,
    NotOffered,
    PromoRefused,
    Unauthorized,
)
from firmly_tui.models import Address
from tests.client.server import LoopbackServer, Seen, error, reply

V1 = "/api/v1/domains/shop"
V2 = "/api/v2/domains/shop"
HOME = Address(first_name="Ada", city="Oslo")
CONSENT = {"id": "terms", "text": "All of it", "html": False, "required": True, "signed": False}
CODE_SENT = {"otp_destination": {"emails": ["a••@example.com"], "phones": []}}


async def test_a_password_mail_answers_with_nothing(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", V1 + "/session/forgot-password", reply(b""))
    assert await client.session.forgot_password("shop", "a@example.com") is None
    assert server.requests[-1].json == {"email": "a@example.com"}


async def test_where_a_code_went(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", V1 + "/session/create-otp", reply(CODE_SENT))
    sent = await client.session.create_otp("shop", "a@example.com")
    assert (sent.emails, sent.phones) == (["a••@example.com"], [])


async def test_a_wrong_code_is_not_sent_again_and_keeps_the_session(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    where = V1 + "/session/validate-otp"
    server.on("POST", where, error(401, "InvalidOTP"))
    with pytest.raises(InvalidOtp) as caught:
        await client.session.validate_otp("shop", "a@example.com", "000000")
    assert "code is wrong" in caught.value.sentence
    assert len(server.seen(where)) == 1
    assert len(server.seen("/api/v1/browser-session")) == 1


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda c: c.session.validate_otp("shop", "a@example.com", "1"), V1 + "/session/validate-otp"),
        (
            lambda c: c.wallets.unlock_complete("visa", "1", SecretStr("t")),
            "/api/v1/wallets/visa/unlock-complete",
        ),
    ],
)
async def test_a_code_that_nobody_asked_for(
    server: LoopbackServer,
    client: FirmlyClient,
    call: Callable[[FirmlyClient], Awaitable[object]],
    where: str,
) -> None:
    server.on("POST", where, error(401, "Unauthorized", "Ask for a code first.", cf_ray="ray-1"))
    with pytest.raises(InvalidOtp, match="Ask for a code first") as caught:
        await call(client)
    assert (caught.value.ray_id, caught.value.status, caught.value.path) == ("ray-1", 401, where)
    # A merchant may count the tries.
    assert len(server.seen(where)) == 1
    server.on("POST", where, error(401, "InvalidJWTToken"))
    with pytest.raises(Unauthorized):
        await call(client)


async def test_domains_and_the_postal_code(server: LoopbackServer, client: FirmlyClient) -> None:
    where = "/api/v2/carts/postal-code"
    server.on("GET", "/api/v2/carts/active-domains", reply({"domains": ["a.com", "b.com"]}))
    server.on("GET", where, reply({"postal_code": "90210"}))
    server.on("POST", where, reply({"postal_code": "98101"}))
    assert await client.session.active_domains() == ["a.com", "b.com"]
    assert await client.session.postal_code() == "90210"
    assert await client.session.set_postal_code("98101") == "98101"
    assert server.requests[-1].json == {"postal_code": "98101"}


async def test_consents_are_read(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", V2 + "/cart/consents", reply([CONSENT, 7]))
    (consent,) = await client.consents.get("shop")
    assert (consent.id, consent.required, consent.signed) == ("terms", True, False)


async def test_shipping_rates(server: LoopbackServer, client: FirmlyClient) -> None:
    price = {"currency": "USD", "value": 5.0, "number": 500, "symbol": "$"}
    where = V1 + "/cart/shipping-rates"
    server.on("GET", where, reply([{"sku": "air", "description": "Air", "price": price}]))
    (method,) = await client.simple_carts.shipping_rates("shop")
    assert (method.id, method.description, str(method.price)) == ("air", "Air", "$5.00")


async def test_an_unlocked_wallet(server: LoopbackServer, client: FirmlyClient) -> None:
    cards = [{"type": "CreditCard", "id": "238", "wallet": "shoppay", "last_four": "2834", "month": "11"}]
    answer = {
        "access_token": "step-2",
        "payment_method_options": cards,
        "shipping_info_options": [HOME.to_api()],
    }
    server.on("POST", "/api/v1/wallets/shoppay/unlock-complete", reply(answer))
    wallet = await client.wallets.unlock_complete("shoppay", "1", SecretStr("step-1"))
    assert wallet.access_token.get_secret_value() == "step-2"
    assert [(card.id, card.last_four, card.month) for card in wallet.cards] == [("238", "2834", 11)]
    assert wallet.addresses[0].city == "Oslo"


async def test_a_status_goes_to_its_own_host_without_any_secret(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    server.on("GET", "/api/v1/domains/shop", reply({"status": "degraded"}))
    elsewhere = connect("http://127.0.0.1:1", status_url=server.url)
    assert (await elsewhere.status.merchant("shop", component="checkout")).status == "degraded"
    (request,) = server.requests
    assert request.query == {"id": "checkout"}
    assert not {"x-firmly-authorization", "x-firmly-app-id", "cookie"} & set(request.headers)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.carts.split_shipment("shop", "s", ["l"]),
        lambda c: c.carts.merge_shipments("shop", ["s", "t"]),
    ],
)
@pytest.mark.parametrize(
    "answer", [error(404, "RouteNotFound"), error(501, "NotImplemented"), error(501, "X")]
)
async def test_a_server_that_splits_nothing(
    server: LoopbackServer,
    client: FirmlyClient,
    call: Callable[[FirmlyClient], Awaitable[object]],
    answer: bytes,
) -> None:
    server.on("POST", V2 + "/cart/shipments/split", answer)
    server.on("POST", V2 + "/cart/shipments/merge", answer)
    with pytest.raises(NotOffered):
        await call(client)


async def test_a_promo_code_that_is_refused(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", V2 + "/cart/promo-codes", error(422, "ErrorPromoNotAvailable"))
    with pytest.raises(PromoRefused):
        await client.carts.apply_promo_codes("shop", ["A"])


LIST = "/api/v1/domains-products/shop"


def entries(first: int, count: int) -> bytes:
    return reply([{"loc": f"https://x/{n}", "handle": f"h{n}"} for n in range(first, first + count)])


async def test_a_catalog_is_read_to_its_short_page(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", LIST, entries(0, 100), entries(100, 100), entries(200, 3))
    handles = [entry.handle async for entry in client.catalog.all("shop", size=100, country_code="de")]
    assert handles == [f"h{n}" for n in range(203)]
    assert [request.query for request in server.seen(LIST)] == [
        {"page": str(page), "size": "100", "countryCode": "de"} for page in (1, 2, 3)
    ]


async def test_a_server_without_pages_is_not_asked_for_ever(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("GET", LIST, entries(0, 100))
    assert len([entry async for entry in client.catalog.all("shop", size=100)]) == 100
    assert len(server.seen(LIST)) == 2


async def test_one_page_of_a_catalog(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", LIST, reply([{"handle": "/a/b", "title": "A", "image": {"url": "https://i"}}, None]))
    (entry,) = await client.catalog.page("shop", 2)
    assert (entry.handle, entry.title, entry.image_url) == ("/a/b", "A", "https://i")
    assert server.requests[-1].query == {"page": "2", "size": "2000", "countryCode": "us"}


async def test_a_merchant_without_a_list(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", LIST, error(404, "AllProductsNotImplemented"))
    with pytest.raises(NotOffered, match="Search for them"):
        await client.catalog.page("shop")


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.catalog.page("shop"),
        lambda c: c.consents.get("shop"),
        lambda c: c.simple_carts.shipping_rates("shop"),
    ],
)
async def test_what_is_no_list(
    server: LoopbackServer, client: FirmlyClient, call: Callable[[FirmlyClient], Awaitable[object]]
) -> None:
    for where in (LIST, V2 + "/cart/consents", V1 + "/cart/shipping-rates"):
        server.on("GET", where, reply({"answer": []}))
    with pytest.raises(NotFirmly):
        await call(client)


DATES = V2 + "/cart/shipments/get-availability"


async def test_availability_is_repeated_when_it_fails(server: LoopbackServer, client: FirmlyClient) -> None:
    day = {"date": "2026-07-01", "description": "Wed", "time_slots": []}
    server.on("POST", DATES, error(503, "ErrorAvailabilityUnavailable"), reply({"available_dates": [day]}))
    found = await client.carts.availability("shop", "s1")
    assert [day.date for day in found.dates] == ["2026-07-01"]
    assert server.requests[-1].json == {"shipment_id": "s1"}


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (error(404, "ErrorShipmentNotFound"), NotFound),
        (error(404, "PartnerNotFound"), NotFound),
        (error(403, "Forbidden"), ApiError),
    ],
)
async def test_availability_of_what_is_gone_is_no_empty_answer(
    server: LoopbackServer, client: FirmlyClient, answer: bytes, raised: type[ApiError]
) -> None:
    server.on("POST", DATES, answer)
    with pytest.raises(raised):
        await client.carts.availability("shop", "s1")


@pytest.mark.parametrize(
    ("change", "method", "where"),
    [
        (lambda c: c.session.set_postal_code("1"), "POST", "/api/v2/carts/postal-code"),
        (lambda c: c.simple_carts.clear("Shop"), "DELETE", "/api/v1/domains/Shop/cart/line-items"),
        (lambda c: c.consents.sign("shop", ["terms"]), "POST", V2 + "/cart/consents"),
        (lambda c: c.session.transfer("shop", "h"), "POST", V2 + "/session/transfer"),
        (lambda c: c.express.paypal_start("shop"), "POST", V1 + "/express/paypal/start"),
        (
            lambda c: c.payment.complete_order_with_saved_payment("shop", "1"),
            "POST",
            V1 + "/cart/complete-order-with-saved-payment",
        ),
    ],
)
async def test_changes_of_a_cart_wait_for_one_another_through_all_groups(
    server: LoopbackServer,
    client: FirmlyClient,
    change: Callable[[FirmlyClient], Coroutine[None, None, object]],
    method: str,
    where: str,
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: Seen) -> bytes:
        asked.set()
        await go_on.wait()
        return reply({"cart_id": "c"})

    server.on("DELETE", V2 + "/cart/line-items", slow)
    server.on("GET", "/api/v2/carts/active-domains", reply({"domains": []}))
    answer = (
        [CONSENT]
        if "consents" in where
        else {"postal_code": "1", "platform_order_number": "1", "cart_id": "c"}
    )
    server.on(method, where, reply(answer))
    clearing = asyncio.create_task(client.carts.clear("shop"))
    await asked.wait()
    changing = asyncio.create_task(change(client))
    # A call that need not wait goes to the server and back meanwhile.
    await client.session.active_domains()
    assert server.seen(where) == []
    go_on.set()
    await asyncio.gather(clearing, changing)
    assert len(server.seen(where)) == 1
