"""Every way to pay against the sandbox, which shares no code with the client."""

from collections.abc import Awaitable, Callable, Iterator

import pytest

from firmly_tui.checkout import encrypt_card, encrypt_code, encrypt_fields, seal_for_token
from firmly_tui.client import ApiError, FirmlyClient, InvalidKey, InvalidOtp, NotFound, PaymentRefused
from firmly_tui.models import CvvRequired, Order, UnlockedWallet
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from tests.client.shop import HOME, LUMA, adds_up, card, filled

OWNER = "shopper@example.com"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def shopper(sandbox: Sandbox, connect: Callable[..., FirmlyClient]) -> FirmlyClient:
    return connect(sandbox.url, app_id=SANDBOX_APP_ID)


Pay = Callable[[FirmlyClient, str, str], Awaitable[Order]]


async def by_cart(client: FirmlyClient, handle: str, number: str) -> Order:
    jwe = encrypt_card(card(number), await client.payment.key())
    return await client.payment.complete_order(LUMA, encrypted_card=jwe, billing=HOME)


async def by_cart_v1(client: FirmlyClient, handle: str, number: str) -> Order:
    jwe = encrypt_card(card(number), await client.payment.key())
    return await client.payment.complete_order(LUMA, encrypted_card=jwe, billing=HOME, version=1)


async def by_handle(client: FirmlyClient, handle: str, number: str) -> Order:
    jwe = encrypt_card(card(number), await client.payment.key())
    return await client.payment.complete_order_with_handle(LUMA, handle, encrypted_card=jwe, billing=HOME)


async def by_fields(client: FirmlyClient, handle: str, number: str) -> Order:
    fields = encrypt_fields(card(number), await client.payment.key())
    return await client.payment.complete_order_with_fields(LUMA, handle, credit_card=fields, billing=HOME)


async def by_token(client: FirmlyClient, handle: str, number: str) -> Order:
    sealed = seal_for_token(card(number), HOME, await client.payment.key())
    token = (await client.payment.tokenize(data=sealed.data, metadata=sealed.metadata, handle=handle)).token
    return await client.payment.complete_order_with_token(LUMA, token)


every_way = pytest.mark.parametrize("pay", [by_cart, by_cart_v1, by_handle, by_fields, by_token])


@every_way
async def test_a_cart_is_bought(shopper: FirmlyClient, pay: Pay) -> None:
    cart = await filled(shopper)
    order = await pay(shopper, cart.payment_handle, "4111 1111 1111 1111")
    assert order.is_submitted
    assert order.platform_order_number
    assert order.total == cart.total
    assert adds_up(order)
    assert order.payment_summary is not None
    assert order.payment_summary.last_four == "1111"
    assert await shopper.session.active_carts() == []


@every_way
async def test_a_declined_card_buys_nothing(shopper: FirmlyClient, pay: Pay) -> None:
    cart = await filled(shopper)
    with pytest.raises(PaymentRefused):
        await pay(shopper, cart.payment_handle, "4000 0000 0000 0002")
    assert [active.cart_id for active in await shopper.session.active_carts()] == [cart.cart_id]


async def test_an_old_key_is_told_apart(shopper: FirmlyClient) -> None:
    await filled(shopper)
    old = (await shopper.payment.key()).model_copy(update={"kid": "key-of-last-year"})
    jwe = encrypt_card(card(), old)
    with pytest.raises(InvalidKey):
        await shopper.payment.complete_order(LUMA, encrypted_card=jwe, billing=HOME)


async def test_the_key_in_every_form(shopper: FirmlyClient) -> None:
    key = await shopper.payment.key()
    pem, rsa = await shopper.payment.key_text(), await shopper.payment.key_text("RSA")
    assert (pem.kid, rsa.kid) == (key.kid, key.kid)
    assert pem.pem.startswith("-----BEGIN PUBLIC KEY-----")
    assert rsa.pem.startswith("-----BEGIN RSA PUBLIC KEY-----")


async def test_a_card_that_the_merchant_keeps(shopper: FirmlyClient) -> None:
    email = "anna@example.com"
    await filled(shopper)
    await shopper.session.create_otp(LUMA, email)
    cart = await shopper.session.validate_otp(LUMA, email, "123456")
    saved = next(option for option in cart.payment_methods if option.id)
    order = await shopper.payment.complete_order_with_saved_payment(LUMA, saved.id)
    assert order.platform_order_number


async def test_a_kept_card_of_somebody_else(shopper: FirmlyClient) -> None:
    await filled(shopper)
    with pytest.raises(ApiError):
        await shopper.payment.complete_order_with_saved_payment(LUMA, "card-anna-luma-4242")


async def unlock(client: FirmlyClient, wallet: str) -> UnlockedWallet:
    challenge = await client.wallets.unlock_start(wallet, OWNER)
    assert challenge.destination.emails or challenge.destination.phones
    return await client.wallets.unlock_complete(wallet, "123456", challenge.access_token)


async def test_a_card_of_a_wallet(shopper: FirmlyClient) -> None:
    wallet = await unlock(shopper, "shoppay")
    assert wallet.addresses
    await filled(shopper)
    chosen = wallet.cards[0]
    order = await shopper.payment.complete_order_with_wallet(
        LUMA, "shoppay", chosen.id, access_token=wallet.access_token
    )
    assert isinstance(order, Order)
    assert order.payment_summary is not None
    assert order.payment_summary.last_four == chosen.last_four


async def test_a_card_of_a_wallet_that_wants_its_code(shopper: FirmlyClient) -> None:
    wallet = await unlock(shopper, "shoppay")
    cart = await filled(shopper)
    chosen = next(kept for kept in wallet.cards if kept.last_four == "1111")
    asked = await shopper.payment.complete_order_with_wallet(
        LUMA, "shoppay", chosen.id, access_token=wallet.access_token
    )
    assert isinstance(asked, CvvRequired)
    assert [kept.cart_id for kept in await shopper.session.active_carts()] == [cart.cart_id]
    order = await shopper.payment.complete_order_with_wallet(
        LUMA,
        "shoppay",
        chosen.id,
        access_token=wallet.access_token,
        encrypted_code=encrypt_code("123", await shopper.payment.key()),
    )
    assert isinstance(order, Order)


async def test_what_a_wallet_refuses(shopper: FirmlyClient) -> None:
    challenge = await shopper.wallets.unlock_start("visa", OWNER)
    with pytest.raises(InvalidOtp):
        await shopper.wallets.unlock_complete("visa", "654321", challenge.access_token)
    for wallet, email in (("visa", "nobody@example.com"), ("no-such-wallet", OWNER)):
        with pytest.raises(NotFound):
            await shopper.wallets.unlock_start(wallet, email)


async def test_paypal(shopper: FirmlyClient) -> None:
    await filled(shopper)
    cart = await shopper.express.paypal_start(LUMA)
    assert cart.paypal_token is not None
    cart = await shopper.express.paypal_authorize(LUMA, "PAYER123", paypal_token=cart.paypal_token)
    order = await shopper.express.paypal_complete(LUMA)
    assert order.platform_order_number
    assert order.total == cart.total


async def test_paypal_without_approval(shopper: FirmlyClient) -> None:
    await filled(shopper)
    await shopper.express.paypal_start(LUMA)
    with pytest.raises(ApiError):
        await shopper.express.paypal_complete(LUMA)
