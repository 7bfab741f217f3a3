"""No way of paying and no login leaves a secret in a log, an exchange, an error or an object's repr."""

import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from firmly_tui.checkout import (
    Card,
    MemorySessions,
    encrypt_card,
    encrypt_code,
    encrypt_fields,
    seal_for_token,
)
from firmly_tui.client import ApiError, Exchange, FirmlyClient, FirmlyError
from firmly_tui.models import UnlockedWallet
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from tests.checkout.wire import no_nap
from tests.client.shop import HOME, LUMA, card, filled
from tests.markers import Marker, found, found_in_files, found_in_reprs, watched_loggers

CARD = "374245455400126"
CODE = "7391"
OTP = "123456"
WRONG_OTP = "774921"
PAYER = "PAYER-MARKER-1"


@dataclass
class Shopper:
    """A client that is watched, and the secrets that it was given or came to know."""

    client: FirmlyClient
    secrets: dict[str, str] = field(default_factory=dict)
    seen: list[Exchange] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def knows(self, name: str, value: str) -> str:
        assert value, name
        self.secrets[name] = value
        return value

    def card(self) -> Card:
        number, code = self.knows("card number", CARD), self.knows("card code", CODE)
        return Card.of(number, "Ada Byron", "08/40", code, date(2030, 1, 1))

    async def unlock(self) -> UnlockedWallet:
        challenge = await self.client.wallets.unlock_start("shoppay", "shopper@example.com")
        token = challenge.access_token
        self.knows("challenge token", token.get_secret_value())
        await self.fails(self.client.wallets.unlock_complete("shoppay", WRONG_OTP, token))
        wallet = await self.client.wallets.unlock_complete("shoppay", OTP, token)
        self.knows("wallet token", wallet.access_token.get_secret_value())
        return wallet

    async def fails(self, call: Awaitable[object]) -> None:
        """Make a call that is refused, and keep all that its error tells."""
        with pytest.raises(FirmlyError) as caught:
            await call
        error = caught.value
        self.told += [
            "".join(traceback.format_exception(error)),
            repr(error),
            repr(vars(error)),
            error.sentence,
        ]


Flow = Callable[[Shopper], Awaitable[object]]


async def new_card(shopper: Shopper) -> object:
    cart = await filled(shopper.client)
    shopper.knows("payment handle", cart.payment_handle)
    jwe = encrypt_card(shopper.card(), await shopper.client.payment.key())
    shopper.knows("sealed card", jwe)
    return [cart, await shopper.client.payment.complete_order(LUMA, encrypted_card=jwe, billing=HOME)]


async def declined_card(shopper: Shopper) -> object:
    cart = await filled(shopper.client)
    sealed = encrypt_card(
        card(shopper.knows("card number", "4000000000000002")), await shopper.client.payment.key()
    )
    await shopper.fails(shopper.client.payment.complete_order(LUMA, encrypted_card=sealed, billing=HOME))
    return cart


async def old_handle(shopper: Shopper) -> object:
    cart = await filled(shopper.client)
    handle = shopper.knows("payment handle", cart.payment_handle)
    fields = encrypt_fields(shopper.card(), await shopper.client.payment.key())
    pay = shopper.client.payment.complete_order_with_fields
    await shopper.fails(pay(LUMA, handle + "x", credit_card=fields, billing=HOME))
    return [cart, await pay(LUMA, handle, credit_card=fields, billing=HOME)]


async def old_token(shopper: Shopper) -> object:
    cart = await filled(shopper.client)
    handle = shopper.knows("payment handle", cart.payment_handle)
    sealed = seal_for_token(shopper.card(), HOME, await shopper.client.payment.key())
    payment = shopper.client.payment
    token = await payment.tokenize(data=sealed.data, metadata=sealed.metadata, handle=handle)
    shopper.knows("payment token", token.token.get_secret_value())
    return [sealed, token, await payment.complete_order_with_token(LUMA, token.token)]


async def saved_card(shopper: Shopper) -> object:
    session, email = shopper.client.session, "anna@example.com"
    await filled(shopper.client)
    await session.create_otp(LUMA, email)
    shopper.knows("wrong code", WRONG_OTP)
    shopper.knows("one-time code", OTP)
    await shopper.fails(session.validate_otp(LUMA, email, WRONG_OTP))
    cart = await session.validate_otp(LUMA, email, OTP)
    saved = next(option for option in cart.payment_methods if option.id)
    return [cart, await shopper.client.payment.complete_order_with_saved_payment(LUMA, saved.id)]


async def wallet(shopper: Shopper) -> object:
    shopper.knows("wrong code", WRONG_OTP)
    shopper.knows("one-time code", OTP)
    opened = await shopper.unlock()
    await filled(shopper.client)
    chosen = next(kept for kept in opened.cards if kept.last_four == "1111")
    pay = shopper.client.payment.complete_order_with_wallet
    asked = await pay(LUMA, "shoppay", chosen.id, access_token=opened.access_token)
    sealed = encrypt_code(shopper.knows("card code", CODE[:3]), await shopper.client.payment.key())
    shopper.knows("sealed code", sealed)
    order = await pay(LUMA, "shoppay", chosen.id, access_token=opened.access_token, encrypted_code=sealed)
    return [opened, asked, order]


async def paypal(shopper: Shopper) -> object:
    express = shopper.client.express
    await filled(shopper.client)
    begun = await express.paypal_start(LUMA)
    assert begun.paypal_token is not None
    shopper.knows("PayPal token", begun.paypal_token.get_secret_value())
    await shopper.fails(express.paypal_complete(LUMA))
    payer = shopper.knows("payer", PAYER)
    approved = await express.paypal_authorize(LUMA, payer, paypal_token=begun.paypal_token)
    return [begun, approved, await express.paypal_complete(LUMA)]


FLOWS: dict[str, Flow] = {
    "new card": new_card,
    "declined card": declined_card,
    "card in fields, by handle": old_handle,
    "card as token": old_token,
    "saved card after a login": saved_card,
    "wallet": wallet,
    "PayPal": paypal,
}
"""Every way to pay that firmly documents. One that is added here is searched as the others are."""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    database = tmp_path / "sandbox.db"
    with Sandbox(SandboxOptions(database=database, step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
async def test_a_flow_leaves_no_secret(
    flow: Flow,
    sandbox: Sandbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    sessions = MemorySessions()
    with caplog.at_level(1), watched_loggers():
        async with FirmlyClient(
            sandbox.url,
            app_id=SANDBOX_APP_ID,
            sessions=sessions,
            sleep=no_nap,
            observer=lambda e: shopper.seen.append(e),
        ) as client:
            shopper = Shopper(client)
            result = await flow(shopper)
            # A token that the server does not take any more, and one that it repeats.
            with pytest.raises(ApiError):
                await client.carts.add("no-such-shop.example", {"variant_id": "x"}, 1)
            session = await sessions.load()
            assert session is not None
            shopper.knows("device token", session.access_token.get_secret_value())
            secrets = [Marker(name, value) for name, value in shopper.secrets.items()]
            assert found_in_reprs([client, session, result, shopper.seen], secrets) == {}
    logged = "\n".join(
        f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records
    )
    assert len(caplog.records) > 10
    assert found(logged, secrets) == []
    assert found(f"{shopper.seen!r} {result!r}", secrets) == []
    assert found("\n".join(shopper.told), secrets) == []
    assert found("".join(capfd.readouterr()), secrets) == []
    # The sandbox is the server: it may keep what it gave out, but not what was typed.
    typed = {"card number", "card code", "one-time code", "wrong code"}
    assert found_in_files(tmp_path, [secret for secret in secrets if secret.name in typed]) == {}
