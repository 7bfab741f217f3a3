"""Paths, bodies and results of the calls that are not orders."""

from collections.abc import Callable

import pytest

from firmly_tui.client import AddressRefused, FirmlyClient, NotFirmly, NotFound
from firmly_tui.models import Address, SearchPage, VariantOption
from tests.client.server import LoopbackServer, error, reply

SEARCH = "/api/v1/discovery/search"
CART = "/api/v2/domains/shop/cart"
PRICE = {"currency": "USD", "value": 54.0, "number": 5400, "symbol": "$"}
PRODUCT = {
    "title": "Hero Hoodie",
    "handle": "hero-hoodie",
    "variants": [{"sku": "MH07", "price": PRICE, "add_to_cart_ref": {"variant_id": "MH07"}}],
}


def page(next_page: str | None = None) -> bytes:
    return reply({"products": [PRODUCT], "page_size": 20, "time_taken_ms": 4, "next_page": next_page})


async def test_search_sends_only_the_filters_that_are_set(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", SEARCH, page())
    await client.discovery.search("hoodie")
    await client.discovery.search(
        "hoodie",
        domains=["shop"],
        min_price=0,
        max_price=9900,
        in_stock=True,
        variants=[VariantOption(option="color", values=["Blue"])],
        page_size=5,
    )
    plain, filtered = server.seen(SEARCH)
    assert plain.json == {"query": "hoodie", "page_size": 20}
    assert filtered.json == {
        "query": "hoodie",
        "page_size": 5,
        "filters": {
            "domains": ["shop"],
            "min_price": 0,
            "max_price": 9900,
            "in_stock": True,
            "variants": [{"option": "color", "values": ["Blue"]}],
        },
    }


async def test_search_finds_nothing(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SEARCH, reply({"products": [], "next_page": None}))
    assert (await client.discovery.search("nothing")).products == []


async def test_one_hit_that_cannot_be_read_does_not_hide_the_others(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", SEARCH, reply({"products": [PRODUCT, {"variants": 3}, None], "page_size": 20}))
    found = await client.discovery.search("hoodie")
    assert [product.title for product in found.products] == ["Hero Hoodie"]
    assert found.page_size == 20


async def test_what_is_no_result_of_a_search(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SEARCH, reply({"products": {}}))
    with pytest.raises(NotFirmly):
        await client.discovery.search("hoodie")


async def test_the_next_page_is_followed_on_our_server(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SEARCH, page(f"{server.url}{SEARCH}?query=a+b%26c&cursor=x%3D%3D"))
    server.on("GET", SEARCH, page())
    second = await client.discovery.next_page(await client.discovery.search("a b&c"))
    request = server.requests[-1]
    assert (request.method, request.query) == ("GET", {"query": "a b&c", "cursor": "x=="})
    assert request.token == "token-1"
    assert second.next_page is None
    assert await client.discovery.next_page(second) == SearchPage()
    assert server.requests[-1] is request


@pytest.mark.parametrize(
    "refusal", [reply(b"Method Not Allowed", 405, "text/plain"), error(404, "RouteNotFound")]
)
async def test_a_next_page_that_cannot_be_followed_is_asked_for_with_the_cursor(
    server: LoopbackServer, client: FirmlyClient, refusal: bytes
) -> None:
    server.on("POST", SEARCH, page(f"{server.url}{SEARCH}?query=a&cursor=next"), page())
    server.on("GET", SEARCH, refusal)
    await client.discovery.next_page(await client.discovery.search("a", in_stock=True))
    assert server.requests[-1].json == {
        "query": "a",
        "page_size": 20,
        "filters": {"in_stock": True},
        "cursor": "next",
    }


@pytest.mark.parametrize(
    "elsewhere",
    ["http://127.0.0.1:1", "https://evil.example", "http://127.0.0.1:1@evil.example", "//evil.example"],
)
async def test_a_token_does_not_follow_a_next_page_elsewhere(
    server: LoopbackServer, client: FirmlyClient, elsewhere: str
) -> None:
    server.on("POST", SEARCH, page(f"{elsewhere}{SEARCH}?query=a&cursor=next"), page())
    await client.discovery.next_page(await client.discovery.search("a"))
    assert [request.method for request in server.seen(SEARCH)] == ["POST", "POST"]
    assert server.requests[-1].json["cursor"] == "next"


@pytest.mark.parametrize("address", ["http://[x", "//[", "https://evil.example/?page=2"])
async def test_a_next_page_that_is_no_address_is_said(
    server: LoopbackServer, client: FirmlyClient, address: str
) -> None:
    server.on("POST", SEARCH, page(address))
    with pytest.raises(NotFirmly, match="a next page that cannot be asked for"):
        await client.discovery.next_page(await client.discovery.search("a"))
    assert len(server.seen(SEARCH)) == 1


async def test_a_next_page_without_text_is_the_last(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SEARCH, page(""))
    assert (await client.discovery.search("a")).next_page is None


async def test_a_next_page_that_is_no_text_hides_no_hit(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", SEARCH, reply({"products": [PRODUCT], "next_page": 7, "page_size": None}))
    found = await client.discovery.search("a")
    assert (len(found.products), found.next_page) == (1, None)


async def test_a_next_page_of_odd_characters_is_asked_for(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    odd = {"products": [PRODUCT, None], "next_page": f"{server.url}{SEARCH}?\ud800=1&cursor=c"}
    server.on("POST", SEARCH, reply(odd))
    server.on("GET", SEARCH, page())
    assert (await client.discovery.next_page(await client.discovery.search("a"))).products


async def test_options(server: LoopbackServer, client: FirmlyClient) -> None:
    body = {"options": {"variant_options": [{"option": "color", "values": ["Blue", "Red"]}]}}
    server.on("GET", "/api/v1/discovery/options", reply(body))
    (option,) = await client.discovery.options()
    assert (option.option, option.values) == ("color", ["Blue", "Red"])


async def test_a_product_by_its_handle(server: LoopbackServer, client: FirmlyClient) -> None:
    where = "/api/v1/domains-products/shop/%2Fmen%2F%2E%2E%3Fa%23b"
    server.on("GET", where.replace("%2E%2E", ".."), reply(PRODUCT))
    product = await client.catalog.by_handle("shop", "/men/..?a#b", postal_code="90210")
    assert (product.title, product.domain) == ("Hero Hoodie", "shop")
    assert server.requests[-1].query == {"postal_code": "90210"}


@pytest.mark.parametrize("handle", [".", ".."])
async def test_no_segment_leads_to_another_path(
    server: LoopbackServer, client: FirmlyClient, handle: str
) -> None:
    encoded = handle.replace(".", "%2E")
    server.on("GET", f"/api/v1/domains-products/shop/{encoded}", reply(PRODUCT))
    assert (await client.catalog.by_handle("shop", handle)).title == "Hero Hoodie"


async def test_a_product_by_its_address(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/api/v1/domains-pdp", reply(PRODUCT))
    await client.catalog.by_url("https://shop/ä b?x=1&y")
    assert server.requests[-1].target == "/api/v1/domains-pdp?url=https%3A%2F%2Fshop%2F%C3%A4%20b%3Fx%3D1%26y"


async def test_an_unknown_merchant_is_not_an_empty_cart(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", CART + "/", error(404, "PartnerNotFound"))
    with pytest.raises(NotFound):
        await client.carts.get("shop")


@pytest.mark.parametrize(("named", "domain"), [({"shop_id": "staging.shop"}, "staging.shop"), ({}, "shop")])
async def test_a_cart_that_names_no_merchant_is_of_the_one_that_was_asked(
    server: LoopbackServer, client: FirmlyClient, named: dict[str, object], domain: str
) -> None:
    server.on("GET", CART + "/", reply({"cart_id": "c", **named}))
    server.on("DELETE", CART + "/line-items", reply({"cart_id": "c", **named}))
    read, cleared = await client.carts.get("shop"), await client.carts.clear("shop")
    assert read is not None
    assert (read.domain, cleared.domain) == (domain, domain)


async def test_an_address_that_the_merchant_refuses(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", CART + "/shipping-info", error(400, "ErrorCountryNotSupported", "Only Norway."))
    with pytest.raises(AddressRefused) as caught:
        await client.carts.set_shipping_info("shop", Address())
    assert caught.value.key == "CountryNotSupported"
    assert caught.value.sentence == (
        "The merchant does not deliver to this country. Enter another address. The answer says: “Only Norway.”"
    )


async def test_active_carts_that_cannot_be_read_do_not_hide_the_others(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    carts = [
        None,
        {"cart_id": "a"},
        {"line_items": "x"},
        7,
        {"cart_id": "b", "cart_status": "checkout_blocked"},
    ]
    server.on("GET", "/api/v2/carts/active", reply({"domains": [], "carts": carts}))
    found = await client.session.active_carts(["x.com", "y.com"])
    assert [cart.cart_id for cart in found] == ["a", "b"]
    assert server.requests[-1].query == {"excludes": "x.com,y.com"}


async def test_the_payment_key_needs_no_session(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    cards = connect("http://127.0.0.1:1", cc_url=server.url)
    key = {"kty": "RSA", "n": "abc", "e": "AQAB", "use": "enc"}
    server.on("GET", "/api/v1/payment/key", reply({**key, "kid": "k1"}), reply(key, x_firmly_kid="k2"))
    assert (await cards.payment.key()).jwk() == {**key, "kid": "k1"}
    assert (await cards.payment.key()).kid == "k2"
    assert {request.token for request in server.requests} == {""}


@pytest.mark.parametrize("body", [[], {"kty": "RSA"}, "PEM"])
async def test_what_is_no_payment_key(server: LoopbackServer, client: FirmlyClient, body: object) -> None:
    server.on("GET", "/api/v1/payment/key", reply(body))
    with pytest.raises(NotFirmly):
        await client.payment.key()
