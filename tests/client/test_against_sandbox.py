"""The client and the sandbox, which share no code, buy something together."""

import json
from collections.abc import Callable, Iterator

import pytest
from jwcrypto import jwe, jwk

from firmly_tui.client import (
    FirmlyClient,
    NotFound,
    OrderItem,
    OutcomeUnknown,
    OutOfStock,
    PaymentRefused,
    Placed,
    Refused,
    Started,
)
from firmly_tui.models import Address, PaymentKey, Product, Variant, VariantOption
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions

SHOP = "staging.luma.gift"
HOME = Address(
    first_name="Ada",
    last_name="Byron",
    email="ada@example.com",
    phone="2065551212",
    address1="1 Main St",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
    country="US",
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def shopper(sandbox: Sandbox, connect: Callable[..., FirmlyClient]) -> FirmlyClient:
    return connect(sandbox.url, app_id=SANDBOX_APP_ID)


def encrypt(number: str, key: PaymentKey) -> str:
    card = {"number": number, "name": "Ada Byron", "verification_value": "123", "month": "08", "year": "2040"}
    header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key.kid}
    token = jwe.JWE(json.dumps(card).encode(), protected=json.dumps(header))
    token.add_recipient(jwk.JWK(kty="RSA", n=key.n, e=key.e))
    return token.serialize(compact=True)


async def something(client: FirmlyClient) -> tuple[Product, Variant]:
    page = await client.discovery.search("", domains=[SHOP], in_stock=True, page_size=1)
    product = await client.catalog.by_handle(SHOP, page.products[0].handle)
    return product, next(variant for variant in product.variants if variant.available)


async def order(client: FirmlyClient, number: str) -> dict:
    _, variant = await something(client)
    return {
        "encrypted_card": encrypt(number, await client.payment.key()),
        "billing": HOME,
        "shipping": HOME,
        "items": [OrderItem(variant.add_to_cart_ref, 1)],
    }


async def test_from_search_to_receipt_with_a_cart(shopper: FirmlyClient) -> None:
    assert await shopper.carts.get(SHOP) is None
    _, variant = await something(shopper)
    cart = await shopper.carts.add(SHOP, variant.add_to_cart_ref, 2)
    assert (cart.domain, cart.count) == (SHOP, 2)
    cart = await shopper.carts.update(SHOP, cart.line_items[0].line_item_id, 1)
    assert [active.cart_id for active in await shopper.session.active_carts()] == [cart.cart_id]
    cart = await shopper.carts.set_shipping_info(SHOP, HOME)
    shipment = cart.shipments[0]
    method = shipment.shipping_method_options[-1]
    cart = await shopper.carts.set_shipping_method(SHOP, shipment.shipment_id, method.id)
    assert cart.shipments[0].shipping_method is not None
    assert cart.shipments[0].shipping_method.id == method.id
    card = encrypt("4111111111111111", await shopper.payment.key())
    receipt = await shopper.payment.complete_order(SHOP, encrypted_card=card, billing=HOME)
    assert receipt.platform_order_number
    assert receipt.total == cart.total
    assert await shopper.session.active_carts() == []


@pytest.mark.parametrize("version", [1, 2])
async def test_an_order_in_one_call(shopper: FirmlyClient, version: int) -> None:
    wanted = await order(shopper, "4111111111111111")
    receipt = await shopper.payment.place_order(SHOP, **wanted, version=version)
    assert receipt.platform_order_number


async def test_an_order_that_is_followed(shopper: FirmlyClient) -> None:
    wanted = await order(shopper, "4111111111111111")
    events = [event async for event in shopper.payment.stream_order(SHOP, **wanted)]
    assert events[0] == Started()
    assert [type(event).__name__ for event in events] == [
        "Started",
        "ItemAdded",
        "ShippingUpdated",
        "Placed",
    ]
    assert isinstance(events[-1], Placed)
    assert events[-1].order.platform_order_number


async def test_a_declined_card(shopper: FirmlyClient) -> None:
    wanted = await order(shopper, "4000000000000002")
    *_, last = [event async for event in shopper.payment.stream_order(SHOP, **wanted)]
    assert isinstance(last, Refused)
    assert isinstance(last.error, PaymentRefused)
    assert "declined" in last.error.sentence
    with pytest.raises(PaymentRefused):
        await shopper.payment.place_order(SHOP, **wanted)


async def test_a_card_that_drops_the_stream(shopper: FirmlyClient) -> None:
    wanted = await order(shopper, "4000000000000341")
    with pytest.raises(OutcomeUnknown):
        [event async for event in shopper.payment.stream_order(SHOP, **wanted)]


async def every_hit(client: FirmlyClient, page_size: int) -> list[tuple[str, str]]:
    page = await client.discovery.search("", page_size=page_size)
    hits = [(product.domain, product.handle) for product in page.products]
    while page.next_page is not None:
        page = await client.discovery.next_page(page)
        hits += [(product.domain, product.handle) for product in page.products]
    return hits


async def test_every_page_of_a_search(shopper: FirmlyClient) -> None:
    hits = await every_hit(shopper, 7)
    assert len(hits) == len(set(hits)) > 60
    assert hits == await every_hit(shopper, 100)


async def test_filters_and_options(shopper: FirmlyClient) -> None:
    options = await shopper.discovery.options()
    chosen = VariantOption(option=options[0].option, values=options[0].values[:1])
    found = await shopper.discovery.search("", variants=[chosen])
    assert found.products


async def test_a_product_by_its_address(shopper: FirmlyClient) -> None:
    product, _ = await something(shopper)
    assert (await shopper.catalog.by_url(product.pdp_url)).handle == product.handle


async def test_what_the_sandbox_refuses(shopper: FirmlyClient) -> None:
    _, variant = await something(shopper)
    with pytest.raises(OutOfStock):
        await shopper.carts.add(SHOP, variant.add_to_cart_ref, 10_000)
    with pytest.raises(NotFound):
        await shopper.catalog.by_handle(SHOP, "no-such-thing")
    with pytest.raises(NotFound):
        await shopper.carts.get("nobody.example")
