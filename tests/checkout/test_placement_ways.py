"""Each way to pay, against the sandbox: what is sent, what is asked, and what comes of it."""

import json

import pytest

from firmly_tui.checkout import Hive, NewCard, PayPal, SavedCard, WalletCard, Way, needs_login, ways_to_pay
from firmly_tui.client import FirmlyClient, PaymentRefused
from firmly_tui.models import Address, UnlockedWallet
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOKS, HUSH, SOUND
from tests.checkout.wire import Wire

GUILD = "guildhall.example"
POTTERY = "pottersrow.example"


async def unlock(client: FirmlyClient, wallet: str) -> UnlockedWallet:
    challenge = await client.wallets.unlock_start(wallet, "shopper@example.com")
    return await client.wallets.unlock_complete(wallet, "123456", challenge.access_token)


async def log_in(client: FirmlyClient, hive: Hive, domain: str) -> None:
    await client.session.create_otp(domain, "anna@example.com")
    await client.session.validate_otp(domain, "anna@example.com", "123456")
    await hive.refresh(domain)


def offered(hive: Hive, domain: str, **unlocked: UnlockedWallet) -> list[Way]:
    cart = hive[domain].cart
    assert cart is not None
    return ways_to_pay(cart, {name.replace("_", "-"): wallet for name, wallet in unlocked.items()})


@pytest.fixture
async def headphones(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, HUSH)
    await hive.set_address(address)


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("call", ["place-order", "complete-order"])
async def test_shopper_chooses_the_call(counter: Counter, wire: Wire, hive: Hive, call: str) -> None:
    (way,) = [way for way in offered(hive, BOOKS) if isinstance(way, NewCard) and way.call == call]
    (lane,) = await counter.place(way=way)
    assert (lane.state, lane.call, counter.attempt().call) == ("placed", call, call)
    assert wire.count("POST", f"{BOOKS}/{call}") == wire.count("POST", "-order") == 1


@pytest.mark.usefixtures("headphones")
async def test_card_that_the_merchant_keeps(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    await log_in(client, hive, SOUND)
    (way,) = [way for way in offered(hive, SOUND) if isinstance(way, SavedCard)]
    (lane,) = await counter.place(way=way)
    assert (lane.state, counter.attempt().call) == ("placed", "saved-payment")
    assert wire.count("GET", "/payment/key") == 0
    assert wire.count("POST", "complete-order-with-saved-payment") == 1
    assert counter.card.wiped


async def test_kept_card_that_wants_its_code(
    counter: Counter, client: FirmlyClient, hive: Hive, address: Address
) -> None:
    found = await client.discovery.search("", domains=[GUILD], in_stock=True)
    variant = next(v for product in found.products for v in product.variants if v.available)
    await hive.add(GUILD, variant.add_to_cart_ref)
    await hive.set_address(address)
    shown = hive[GUILD].cart
    assert shown is not None
    assert needs_login(shown)
    await log_in(client, hive, GUILD)
    await hive.consents.load(GUILD)
    await hive.consents.sign(GUILD, [consent.id for consent in hive[GUILD].consents or []])
    saved = [way for way in offered(hive, GUILD) if isinstance(way, SavedCard)]
    (way,) = [way for way in saved if way.option.last_four == "4444"]
    counter.patience = 60
    placement = counter.answering(counter.placement(ways={GUILD: way}), "737")
    await placement.run()
    assert placement.lanes[0].state == "placed", placement.lanes[0].sentence
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "refused"]


@pytest.mark.usefixtures("headphones")
@pytest.mark.parametrize("wallet", ["shoppay", "visa", "mastercard-unified"])
async def test_card_of_a_wallet(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire, wallet: str
) -> None:
    opened = await unlock(client, wallet)
    ways = [
        way
        for way in offered(hive, SOUND, **{wallet.replace("-", "_"): opened})
        if isinstance(way, WalletCard) and way.option.last_four in ("4242", "4444")
    ]
    (lane,) = await counter.place(way=ways[0])
    assert (lane.state, counter.attempt().call) == ("placed", "wallet")
    assert wire.count("GET", "/payment/key") == 0


async def coded(client: FirmlyClient, hive: Hive) -> Way:
    """A card of a wallet that pays only with its code."""
    opened = await unlock(client, "shoppay")
    ways = offered(hive, SOUND, shoppay=opened)
    return next(way for way in ways if isinstance(way, WalletCard) and way.option.last_four == "1111")


@pytest.mark.usefixtures("headphones")
async def test_code_that_a_wallet_asks_for_is_sent_encrypted_in_an_attempt_of_its_own(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    counter.patience = 60
    rejected: list[str] = []

    def watch() -> None:
        lane = placement.asking
        if lane is None or lane.question is None:
            return
        assert (lane.question.kind, lane.question.digits) == ("code", (3,))
        rejected.append(placement.answer(lane, "12"))
        placement.answer(lane, "737")

    counter.watch = watch
    placement = counter.placement(ways={SOUND: await coded(client, hive)})
    await placement.run()
    (lane,) = placement.lanes
    assert lane.state == "placed"
    assert "digits on the card" in rejected[-1]
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "refused"]
    sent = [json.loads(body) for body in wire.bodies if b"credit_card_id" in body]
    assert ["verification_value" in body for body in sent] == [False, True]
    assert all(
        b"737" not in body.replace(sent[1]["verification_value"].encode(), b"") for body in wire.bodies
    )


@pytest.mark.usefixtures("headphones")
async def test_code_that_is_not_given_buys_nothing(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    (lane,) = await counter.place(way=await coded(client, hive))
    assert (lane.state, counter.attempt().state) == ("refused", "refused")
    assert "was not given. Nothing was ordered" in lane.sentence
    assert wire.count("POST", "wallet-complete-order") == 1
    assert hive.count == 1


@pytest.mark.usefixtures("headphones")
async def test_code_that_is_asked_for_again_was_not_taken(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    for _ in range(2):
        wire.reply("POST", "wallet-complete-order", 200, {"cvv_required": True})
    placement = counter.placement(ways={SOUND: await coded(client, hive)})
    await counter.answering(placement, "737").run()
    (lane,) = placement.lanes
    assert lane.state == "refused"
    assert "did not take it. Nothing was ordered" in lane.sentence
    assert wire.count("POST", "wallet-complete-order") == 2


@pytest.mark.usefixtures("headphones")
async def test_wallet_that_closed_meanwhile_says_so(
    counter: Counter, client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    wire.reply("POST", "wallet-complete-order", 401, {"code": 401, "error": "ErrorUnauthorized"})
    (lane,) = await counter.place(way=await coded(client, hive))
    assert lane.state == "refused"
    assert "Shop Pay is not open any more" in lane.sentence


@pytest.mark.usefixtures("headphones")
async def test_declined_card_of_a_wallet_is_refused(
    counter: Counter, client: FirmlyClient, hive: Hive
) -> None:
    ways = offered(hive, SOUND, shoppay=await unlock(client, "shoppay"))
    declined = next(way for way in ways if isinstance(way, WalletCard) and way.option.last_four == "0002")
    (lane,) = await counter.place(way=declined)
    assert lane.state == "refused"
    assert isinstance(lane.error, PaymentRefused)


@pytest.mark.usefixtures("books")
async def test_paypal_pays_once_it_is_approved(counter: Counter, client: FirmlyClient, hive: Hive) -> None:
    assert PayPal() in offered(hive, BOOKS)
    (lane,) = await counter.place(way=PayPal())
    assert lane.state == "not sent"
    assert "not approved at PayPal yet" in lane.sentence
    assert counter.journal.attempts() == []
    begun = await client.express.paypal_start(BOOKS)
    await client.express.paypal_authorize(BOOKS, "PAYER-1", paypal_token=begun.paypal_token)
    await hive.refresh(BOOKS)
    (lane,) = await counter.place(way=PayPal())
    assert (lane.state, counter.attempt().call) == ("placed", "paypal")


async def test_merchant_without_cards_is_not_sent_one(
    counter: Counter, client: FirmlyClient, hive: Hive, address: Address, wire: Wire
) -> None:
    found = await client.discovery.search("", domains=[POTTERY], in_stock=True)
    variant = next(v for product in found.products for v in product.variants if v.available)
    await hive.add(POTTERY, variant.add_to_cart_ref)
    await hive.set_address(address)
    assert offered(hive, POTTERY) == [PayPal()]
    (lane,) = await counter.place()
    assert lane.state == "not sent"
    assert "does not take New card" in lane.sentence
    assert wire.count("POST", "-order") == 0


@pytest.mark.usefixtures("headphones")
async def test_no_secret_of_a_wallet_is_written(counter: Counter, client: FirmlyClient, hive: Hive) -> None:
    way = await coded(client, hive)
    assert isinstance(way, WalletCard)
    counter.patience = 60
    placement = counter.answering(counter.placement(ways={SOUND: way}), "737")
    await placement.run()
    written = b"".join(file.read_bytes() for file in counter.home.rglob("*") if file.is_file())
    token = way.access_token.get_secret_value()
    assert placement.lanes[0].state == "placed"
    assert token.encode() not in written
    assert token not in repr(placement.lanes) + repr(vars(placement))
