"""What is kept about paying: the chosen way, open wallets, sign-ins, and payments begun with PayPal."""

import pytest
from pydantic import SecretStr

from firmly_tui.checkout import (
    Hive,
    NewCard,
    Payments,
    PayPal,
    SavedCard,
    WalletCard,
    hindrance,
    payer_id_of,
    wants_captcha,
)
from firmly_tui.checkout.payments import card_field
from firmly_tui.client import ApiError, FirmlyClient, FirmlyError, InvalidOtp
from firmly_tui.models import Address, Cart, PaymentOption
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOKS, CABLE, FURNITURE, SOFA, SOUND
from tests.checkout.wire import Wire

GUILD, CHISEL = "guildhall.example", {"variant_id": "GH-CHSL-34IN"}
POTTERY, MUG = "pottersrow.example", {"variant_id": "PR-MORN-IRON"}
OWNER = "shopper@example.com"
CODE = "123456"


@pytest.fixture
def payments(client: FirmlyClient, hive: Hive) -> Payments:
    return Payments(client, hive)


@pytest.fixture
async def cable(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, CABLE)
    await hive.set_address(address)


@pytest.fixture
async def mug(hive: Hive, address: Address) -> None:
    await hive.add(POTTERY, MUG)
    await hive.set_address(address)


def cart(hive: Hive, domain: str) -> Cart:
    found = hive[domain].cart
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("error", "field"),
    [
        ("CVVRequired", "code"),
        ("InvalidCard", "number"),
        ("CreditCardInvalidExpiryMonth", "expiry"),
        ("CreditCardDeclined", ""),
    ],
)
def test_a_refusal_is_about_a_field_of_the_card_that_was_typed_in(
    payments: Payments, error: str, field: str
) -> None:
    refused = ApiError(status=422, identifier=error, description="")
    kept = SavedCard(PaymentOption(type="CreditCard"))
    payments.note_refusal(BOOKS, refused, kept)
    assert payments.card_refusal is None
    payments.note_refusal(BOOKS, refused, NewCard("complete-order", ""))
    assert payments.card_refusal is (refused if field else None)
    assert card_field(refused) == field


@pytest.mark.usefixtures("books")
async def test_a_choice_holds_until_it_would_cost_more_of_the_cart(
    payments: Payments, hive: Hive, counter: Counter
) -> None:
    first, other, *_ = payments.ways(cart(hive, BOOKS))
    assert payments.way_for(cart(hive, BOOKS)) == first
    payments.choose(BOOKS, other)
    assert payments.way_for(cart(hive, BOOKS)) == other
    payments.choose(BOOKS, first)
    await counter.choose_express(BOOKS)
    # One call would lose what was just chosen: that was not agreed to.
    now = payments.way_for(cart(hive, BOOKS))
    assert isinstance(now, NewCard)
    assert (now.call, now.would_lose) == ("complete-order", "")
    losing = next(
        way for way in payments.ways(cart(hive, BOOKS)) if isinstance(way, NewCard) and way.would_lose
    )
    payments.choose(BOOKS, losing)
    assert payments.way_for(cart(hive, BOOKS)) == losing


@pytest.mark.usefixtures("cable")
async def test_a_wallet_opens_with_its_code_and_is_forgotten(payments: Payments, hive: Hive) -> None:
    told: list[int] = []
    hive.subscribe(lambda: told.append(1))
    with pytest.raises(FirmlyError, match="Have one sent first"):
        await payments.unlock("shoppay", CODE)
    sent = await payments.start_unlock("shoppay", f" {OWNER} ")
    assert sent.emails == ["s•••@example.com"]
    with pytest.raises(InvalidOtp):
        await payments.unlock("shoppay", "111111")
    opened = await payments.unlock("shoppay", CODE)
    assert told
    way = payments.way_for(cart(hive, SOUND))
    assert isinstance(way, WalletCard)
    token = opened.access_token.get_secret_value()
    assert token not in repr([payments, way, vars(payments), opened])
    payments.lock("shoppay")
    assert not payments.unlocked
    await payments.start_unlock("shoppay", OWNER)
    await payments.unlock("shoppay", CODE)
    payments.forget()
    assert isinstance(payments.way_for(cart(hive, SOUND)), NewCard)


@pytest.mark.usefixtures("cable")
async def test_another_device_has_no_open_wallet(
    payments: Payments, client: FirmlyClient, wire: Wire
) -> None:
    await payments.start_unlock("shoppay", OWNER)
    await payments.unlock("shoppay", CODE)
    payments.set_captcha_token(SOUND, "solved")
    refused = {"code": 401, "error": "ErrorInvalidAuthToken", "description": "No such device."}
    wire.reply("GET", f"{SOUND}/cart", 401, refused)
    wire.reply("POST", "/browser-session", 401, refused)
    await client.carts.get(SOUND)
    assert client.device_changes == 1
    assert not payments.unlocked
    assert payments.captcha_token(SOUND) == ""


@pytest.mark.usefixtures("cable")
async def test_a_wallet_asks_for_a_captcha_and_takes_its_token(payments: Payments) -> None:
    with pytest.raises(FirmlyError) as refused:
        await payments.start_unlock("visa", "captcha@example.com")
    assert wants_captcha(refused.value)
    await payments.start_unlock("visa", "captcha@example.com", "solved")
    assert len((await payments.unlock("visa", CODE)).cards) == 4


async def test_a_customer_signs_in_and_keeps_the_whole_cart(
    payments: Payments, hive: Hive, address: Address
) -> None:
    await hive.add(GUILD, CHISEL)
    await hive.set_address(address)
    before = cart(hive, GUILD)
    reason = hindrance(hive[GUILD], payments)
    assert reason is not None
    assert (reason.sentence, reason.where) == ("sells to customers who are signed in", "ways")
    assert (await payments.send_code(GUILD, "anna@example.com")).phones == ["***0142"]
    with pytest.raises(InvalidOtp):
        await payments.sign_in(GUILD, "anna@example.com", "111111")
    await payments.sign_in(GUILD, "anna@example.com", CODE)
    now = cart(hive, GUILD)
    assert now.session.is_logged_in
    # The whole cart, not the one of the simple API that signing in is answered with.
    assert [shipment.shipment_id for shipment in now.shipments] == [s.shipment_id for s in before.shipments]
    assert isinstance(payments.way_for(now), SavedCard)
    assert hindrance(hive[GUILD], payments) is None


@pytest.mark.usefixtures("mug")
async def test_paypal_is_begun_agreed_and_void_when_begun_anew(payments: Payments, hive: Hive) -> None:
    assert isinstance(payments.way_for(cart(hive, POTTERY)), PayPal)
    with pytest.raises(FirmlyError, match="Begin first"):
        await payments.authorize_paypal(POTTERY, "PAYER77")
    begun = await payments.start_paypal(POTTERY)
    assert begun.url.startswith("https://www.paypal.com/")
    reason = hindrance(hive[POTTERY], payments)
    assert reason is not None
    assert reason.sentence == "PayPal: not agreed yet"
    await payments.authorize_paypal(POTTERY, "PAYER77")
    assert payments.is_agreed(cart(hive, POTTERY))
    assert hindrance(hive[POTTERY], payments) is None
    await hive.refresh(POTTERY)
    assert payments.is_agreed(cart(hive, POTTERY))
    assert (await payments.start_paypal(POTTERY)).token != begun.token
    assert not payments.is_agreed(cart(hive, POTTERY))


@pytest.mark.usefixtures("mug")
async def test_an_agreement_is_known_where_the_cart_does_not_show_it(payments: Payments, hive: Hive) -> None:
    await payments.start_paypal(POTTERY)
    await payments.authorize_paypal(POTTERY, "PAYER77")
    silent = cart(hive, POTTERY).model_copy(update={"paypal": None})
    assert payments.is_agreed(silent)
    agreed = payments.as_agreed(silent).paypal
    assert agreed is not None
    assert agreed.payer_id == "PAYER77"
    assert not payments.is_agreed(silent.model_copy(update={"cart_id": "another"}))


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        (" PAYER77 ", "PAYER77"),
        ("https://shop.example/back?token=EC-1&PayerID=PAYER77", "PAYER77"),
        ("https://shop.example/back?paymentId=P-1&token=EC-1&PayerID=PAYER77#done", "PAYER77"),
        ("token=EC-1&payerid=PAYER77", "PAYER77"),
        ("https://shop.example/back?PayerID=PAYER77", "PAYER77"),
        ("https://shop.example/back?token=EC-2&PayerID=PAYER77", ""),
        ("https://shop.example/back?token=EC-1", ""),
        ("https://shop.example/back", ""),
        ("Ada Quill", ""),
        ("?PayerID=<b>x</b>", ""),
    ],
)
def test_what_paypal_hands_back_is_understood(text: str, payer: str) -> None:
    found, problem = payer_id_of(text, SecretStr("EC-1"))
    assert found == payer
    assert bool(problem) == (not payer)


@pytest.mark.usefixtures("books")
async def test_an_order_that_lacks_a_captcha_says_where_to_give_its_token(
    counter: Counter, wire: Wire
) -> None:
    refused = {
        "code": 400,
        "error": "ErrorBadRequest",
        "description": "captcha_token: Solve the captcha first.",
    }
    wire.reply("POST", f"{BOOKS}/complete-order", 400, refused)
    (lane,) = await counter.place(way=NewCard("complete-order", ""))
    assert lane.state == "refused"
    assert "captcha" in lane.sentence
    assert f"https://{BOOKS}" in lane.sentence


async def test_what_is_still_to_choose_keeps_a_cart_out_of_the_order(
    payments: Payments, hive: Hive, address: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
    (shipment,) = cart(hive, FURNITURE).shipments
    assert hindrance(hive[FURNITURE], payments) is None
    await hive.shipments.set_type(FURNITURE, shipment.shipment_id, "SCHEDULED_DELIVERY")
    reason = hindrance(hive[FURNITURE], payments)
    assert reason is not None
    assert reason.where == "delivery"
    assert "a day" in reason.sentence
