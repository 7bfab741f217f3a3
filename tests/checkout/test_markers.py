"""No way of paying leaves a secret in the journal, in a log, or in anything that the checkout holds and shows."""

from collections.abc import Awaitable, Callable

import pytest

from firmly_tui.checkout import (
    Hive,
    MemorySessions,
    NewCard,
    PayPal,
    Placement,
    SavedCard,
    WalletCard,
    Way,
    ways_to_pay,
)
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address
from tests.checkout.counter import APPROVED, DECLINED, Counter
from tests.checkout.goods import HUSH, SOUND
from tests.markers import Marker, found, found_in_files, found_in_memory, found_in_reprs, watched_loggers

CODE = "737"
OTP = "123456"
Choose = Callable[[FirmlyClient, Hive, list[Marker]], Awaitable[Way]]


def offered(hive: Hive, kind: type[Way], call: str = "") -> Way:
    cart = hive[SOUND].cart
    assert cart is not None
    return next(way for way in ways_to_pay(cart) if isinstance(way, kind) and call in ("", way.call))


async def in_one_call(client: FirmlyClient, hive: Hive, secrets: list[Marker]) -> Way:
    return offered(hive, NewCard, "place-order")


async def as_the_cart_stands(client: FirmlyClient, hive: Hive, secrets: list[Marker]) -> Way:
    return offered(hive, NewCard, "complete-order")


async def saved_card(client: FirmlyClient, hive: Hive, secrets: list[Marker]) -> Way:
    await client.session.create_otp(SOUND, "anna@example.com")
    await client.session.validate_otp(SOUND, "anna@example.com", OTP)
    secrets.append(Marker("one-time code", OTP))
    await hive.refresh(SOUND)
    return offered(hive, SavedCard)


async def wallet_card(client: FirmlyClient, hive: Hive, secrets: list[Marker]) -> Way:
    challenge = await client.wallets.unlock_start("shoppay", "shopper@example.com")
    opened = await client.wallets.unlock_complete("shoppay", OTP, challenge.access_token)
    for name, token in (("challenge", challenge.access_token), ("wallet", opened.access_token)):
        secrets.append(Marker(f"{name} token", token.get_secret_value()))
    secrets += [Marker("one-time code", OTP), Marker("wallet code", CODE)]
    cart = hive[SOUND].cart
    assert cart is not None
    ways = ways_to_pay(cart, {"shoppay": opened})
    return next(way for way in ways if isinstance(way, WalletCard) and way.option.last_four == "1111")


async def paypal(client: FirmlyClient, hive: Hive, secrets: list[Marker]) -> Way:
    begun = await client.express.paypal_start(SOUND)
    assert begun.paypal_token is not None
    secrets += [
        Marker("PayPal token", begun.paypal_token.get_secret_value()),
        Marker("payer", "PAYER-MARKER-1"),
    ]
    await client.express.paypal_authorize(SOUND, "PAYER-MARKER-1", paypal_token=begun.paypal_token)
    await hive.refresh(SOUND)
    return offered(hive, PayPal)


FLOWS: dict[str, Choose] = {
    "new card, one call": in_one_call,
    "new card, the cart": as_the_cart_stands,
    "saved card": saved_card,
    "wallet": wallet_card,
    "PayPal": paypal,
}
"""Every way to pay. One that is added here is searched as the others are."""


@pytest.mark.parametrize("number", [APPROVED, DECLINED], ids=["approved", "declined"])
@pytest.mark.parametrize("choose", FLOWS.values(), ids=FLOWS)
async def test_a_placement_leaves_no_secret(
    choose: Choose,
    number: str,
    counter: Counter,
    client: FirmlyClient,
    sessions: MemorySessions,
    hive: Hive,
    address: Address,
    caplog: pytest.LogCaptureFixture,
) -> None:
    card = [Marker("card number", number), Marker("card code", counter.card.code)]
    secrets = list(card)
    with caplog.at_level(1), watched_loggers():
        await hive.add(SOUND, HUSH)
        await hive.set_address(address)
        way = await choose(client, hive, secrets)
        counter.patience = 60
        placement = counter.answering(counter.placement(number=number, ways={SOUND: way}), CODE)
        await placement.run()
    assert placement.lanes[0].state == outcome(way, number), placement.lanes[0].sentence
    session = await sessions.load()
    assert session is not None
    secrets.append(Marker("device token", session.access_token.get_secret_value()))
    cart = hive[SOUND].cart
    if cart is not None and cart.payment_handle:
        secrets.append(Marker("payment handle", cart.payment_handle))
    assert found_in_reprs([counter, placement, hive, way, session], secrets) == {}
    assert found(events(placement), secrets) == []
    assert found_in_memory([counter, placement], card) == []
    assert found("\n".join(record.getMessage() for record in caplog.records), secrets) == []
    assert found_in_files(counter.home, secrets) == {}


def outcome(way: Way, number: str) -> str:
    return "refused" if isinstance(way, NewCard) and number == DECLINED else "placed"


def events(placement: Placement) -> str:
    """All that is shown of the orders."""
    return "\n".join(repr(vars(lane)) for lane in placement.lanes)
