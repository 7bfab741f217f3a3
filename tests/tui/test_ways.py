"""Each way to pay is chosen, opened and bought with, at 80×24 and with the keyboard only."""

from pathlib import Path

from textual.widgets import Input

from firmly_tui.models import PaymentOption
from firmly_tui.tui.widgets.question_box import QuestionBox
from firmly_tui.tui.widgets.way_list import WayList
from tests.tui.records import Records
from tests.tui.shopper import Shopper

BOOKS, BOOK = "buecherhalle.example", "BH-1007-PB"
TOOLS, CHISEL = "guildhall.example", "GH-CHSL-34IN"
SOUND, CABLE = "voltline.example", "VL-CBL-3FT"
POTTERY, MUG = "pottersrow.example", "PR-MORN-IRON"


async def to_review(shopper: Shopper, *goods: tuple[str, str]) -> None:
    """Have goods in carts, and be at the payment."""
    for domain, sku in goods:
        await shopper.put(domain, sku)
    await shopper.at_payment()


async def to_way(shopper: Shopper, words: str, domain: str = "") -> None:
    """Open the ways, and move the cursor to the line with these words, at this merchant or any."""
    if "Ways to pay" not in shopper.line("firmly"):
        await shopper.press("ctrl+y")
        await shopper.until("Ways to pay")
    await shopper.press("home")
    for _ in range(40):
        row = shopper.app.screen.query_one(WayList).selected
        if row is not None and words in row.words.plain and domain in ("", row.domain):
            return
        await shopper.press("down")
    raise AssertionError(f"no “{words}” to choose:\n{shopper.text()}")


async def give_code(shopper: Shopper, email: str, code: str = "123456") -> None:
    await shopper.until("E-mail address")
    await shopper.retype(email)
    await shopper.press("enter")
    await shopper.until("✓ A code went to")
    await shopper.type(code)
    await shopper.press("enter")


async def open_wallet(shopper: Shopper) -> None:
    """Unlock the wallet of the sandbox's shopper."""
    await to_way(shopper, "Unlock Shop Pay")
    await shopper.press("enter")
    await give_code(shopper, "shopper@example.com")


async def to_code_of_wallets_card(shopper: Shopper) -> None:
    """Choose the card of the wallet that wants its security code, and confirm."""
    await open_wallet(shopper)
    await shopper.until("✓ Shop Pay is open")
    await to_way(shopper, "Visa •••• 1111 · Shop Pay")
    await shopper.press("enter", "escape")
    await shopper.until("Paid with Visa •••• 1111 · Shop Pay")
    await shopper.press("ctrl+s")
    await shopper.until("The security code of Visa •••• 1111")


async def test_a_customer_signs_in_and_pays_with_a_card_that_the_merchant_keeps(
    shopper: Shopper, records: Records
) -> None:
    await to_review(shopper, (TOOLS, CHISEL))
    assert "! sells to customers who are signed in. Sign in first: Ctrl+Y." in shopper.said()
    assert "Bill: as delivery (F6).     " in shopper.line("! Nothing can be paid yet")
    assert "Card number" not in shopper.text()
    await shopper.press("ctrl+s")
    await shopper.until("Nothing can be paid yet. Guildhall Trade Supply: sells to customers")
    await to_way(shopper, "Sign in at Guildhall Trade Supply")
    assert "( ) New card" in shopper.said()
    assert "(•)" not in shopper.text()
    await shopper.press("enter")
    await give_code(shopper, "anna@example.com", "654321")
    await shopper.until("✕ The code is wrong. Look at the message again.")
    assert "654321" not in shopper.text()
    await shopper.type("123456")
    await shopper.press("ctrl+s")
    await shopper.until("✓ You are signed in at Guildhall Trade Supply.")
    assert "(•) Visa •••• 1111, kept by Guildhall Trade Supply" in shopper.said()
    await shopper.press("escape")
    await shopper.until("Place 1 order")
    assert "Paid with Visa •••• 1111, kept by Guildhall Trade Supply" in shopper.said()
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_a_wallet_is_unlocked_and_its_card_pays(shopper: Shopper, records: Records) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await to_way(shopper, "Unlock Shop Pay")
    await shopper.press("enter")
    await shopper.until("ada@example.com")
    await shopper.press("enter")
    await shopper.until("✕ There is no wallet for this e-mail address.")
    await give_code(shopper, "shopper@example.com", "111111")
    await shopper.until("✕ The code is not right. Look at it again.")
    assert "A code went to s•••@example.com and (•••) •••-••12" in shopper.said()
    await shopper.press("ctrl+r")
    await shopper.until("✓ A code went to", gone="✕")
    await shopper.type("123456")
    assert "123456" not in shopper.text()
    await shopper.press("enter")
    await shopper.until("✓ Shop Pay is open: 5 cards to pay with; 2 addresses to send to.")
    assert "(•) Visa •••• 4242 · Shop Pay" in shopper.said()
    await shopper.press("escape")
    await shopper.until("Paid with Visa •••• 4242 · Shop Pay")
    assert "Card number" not in shopper.text()
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_who_may_not_use_a_wallet_reads_the_reason_alone(shopper: Shopper) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await to_way(shopper, "Unlock Shop Pay")
    await shopper.press("enter")
    await shopper.until("E-mail address")
    await shopper.retype("banned@example.com")
    await shopper.press("enter")
    await shopper.until("✕ ", gone="Having a code sent")
    assert "app" not in shopper.said().split("✕ ")[1]


async def test_a_wallet_says_where_its_bill_goes_and_takes_no_other_address(shopper: Shopper) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await open_wallet(shopper)
    await shopper.until("✓ Shop Pay is open")
    await shopper.press("escape")
    await shopper.until("Bill: the wallet's: Tess Tester, Seattle.")
    assert "Bill to the wallet's: Tess Tester, Seattle" in shopper.said()
    await shopper.press("f6")
    await shopper.until("A wallet bills its card itself, and takes no other address.")
    await to_way(shopper, "New card")
    await shopper.press("enter", "escape")
    await shopper.until("Bill: as delivery (F6).")


async def test_what_leaves_is_what_the_chosen_ways_send(shopper: Shopper) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await open_wallet(shopper)
    await shopper.until("✓ Shop Pay is open")
    await shopper.press("escape")
    await shopper.until("Paid with Visa •••• 4242 · Shop Pay")
    await shopper.press("ctrl+l")
    await shopper.until("the card's id in Shop Pay, and the token that opened it")
    assert "JWE" not in shopper.said()
    assert "Does not leave: a card." in shopper.said()
    await shopper.press("escape")
    await to_way(shopper, "New card")
    await shopper.press("enter", "escape")
    await shopper.until("Card number")
    await shopper.press("ctrl+l")
    await shopper.until("sizes and ciphertext: when the card is complete")
    assert "Shop Pay" not in shopper.said()


async def test_a_wallets_card_asks_for_its_code(shopper: Shopper, records: Records) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await to_code_of_wallets_card(shopper)
    await shopper.type("123")
    await shopper.press("enter")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1
    await shopper.press("f4")
    await shopper.until("✕ Voltline · refused · Asked for the card's security code first")
    await shopper.press("down", "enter")
    await shopper.until("Nothing was ordered by this try.")


async def test_a_code_that_is_typed_is_wiped_when_one_goes_elsewhere(
    shopper: Shopper, records: Records
) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await to_code_of_wallets_card(shopper)
    await shopper.type("12")
    code = shopper.app.screen.query_one(QuestionBox).query_one(Input)
    assert code.value == "12"
    await shopper.press("f2")
    await shopper.until("! F5 asks you")
    assert code.value == ""
    await shopper.press("f5")
    await shopper.until("The security code of Visa •••• 1111")
    await shopper.type("123")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_a_wallet_that_wants_a_captcha_gets_its_token(shopper: Shopper) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await to_way(shopper, "Unlock Visa Click to Pay")
    await shopper.press("enter")
    await shopper.until("E-mail address")
    await shopper.retype("captcha@example.com")
    await shopper.press("ctrl+s")
    await shopper.until("✕ It asks for a captcha first.")
    await shopper.type("solved")
    assert "solved" not in shopper.text()
    await shopper.press("enter")
    await shopper.until("✓ A code went to c•••@example.com")
    await shopper.type("123456")
    await shopper.press("enter")
    await shopper.until("✓ Visa Click to Pay is open: 4 cards to pay with")
    await to_way(shopper, "Close Visa Click to Pay")
    await shopper.press("enter")
    await shopper.until("Unlock Visa Click to Pay", gone="Visa •••• 4242")


async def test_paypal_is_begun_agreed_and_paid_with(shopper: Shopper, records: Records) -> None:
    await to_review(shopper, (POTTERY, MUG))
    assert "! PayPal: not agreed yet. Ctrl+Y goes on with it." in shopper.said()
    assert "choose another way" not in shopper.said()
    await shopper.press("ctrl+s")
    await shopper.until("Nothing can be paid yet. Potter's Row: PayPal: not agreed yet")
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("1 Agree to pay Potter's Row")
    begun = shopper.shop.payments.paypal(shopper.shop.hive[POTTERY].cart)
    assert begun is not None
    token = begun.token.get_secret_value()
    await shopper.press("f7")
    assert shopper.app.clipboard == begun.url
    await shopper.tab_to("payer")
    await shopper.type("https://shop.example/back?token=EC-ANOTHER&PayerID=PAYER77")
    await shopper.press("enter")
    await shopper.until("✕ This is of another payment.")
    await shopper.press("escape")
    await to_way(shopper, "PayPal: go on")
    await shopper.press("enter")
    await shopper.until("https://shop.example/back?token=EC-AN")
    assert shopper.shop.payments.paypal(shopper.shop.hive[POTTERY].cart).token.get_secret_value() == token
    await shopper.tab_to("payer")
    await shopper.retype(f"https://shop.example/back?token={token}&PayerID=PAYER77")
    await shopper.press("ctrl+s")
    await shopper.until("✓ Potter's Row is paid with PayPal: you agreed.")
    assert "✓ agreed" in shopper.said()
    await shopper.press("escape")
    await shopper.until("Paid with PayPal, agreed")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_what_cannot_be_paid_here_is_told_to_the_end_with_its_page(shopper: Shopper) -> None:
    await to_review(shopper, (POTTERY, MUG))
    entry = shopper.shop.hive[POTTERY]
    klarna = PaymentOption(type="Klarna", wallet="klarna")
    entry.take(entry.cart.model_copy(update={"payment_methods": [klarna]}))
    await shopper.press("ctrl+s")
    await shopper.press("ctrl+s")
    await shopper.until("Nothing can be paid yet. Potter's Row: takes Klarna only")
    await shopper.press("ctrl+y")
    await shopper.until("! takes Klarna only, which this app cannot use.")
    assert "Buy it on the merchant's own site: https://" in shopper.said()


async def test_the_sandboxs_shopper_agrees_at_paypal_with_a_key(shopper: Shopper, records: Records) -> None:
    await to_review(shopper, (POTTERY, MUG))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("In the sandbox any payer id will")
    await shopper.press("ctrl+o", "enter")
    await shopper.until("✓ Potter's Row is paid with PayPal: you agreed.")
    await shopper.press("escape")
    await shopper.until("Paid with PayPal, agreed")
    await shopper.press("ctrl+l")
    await shopper.until("PayPal's token for this payment")
    await shopper.press("escape", "ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1
    await shopper.press("enter")
    await shopper.until("paid with PayPal")


async def test_elsewhere_no_payer_is_offered(shopper: Shopper) -> None:
    shopper.shop.test_cards = []
    await to_review(shopper, (POTTERY, MUG))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("1 Agree to pay Potter's Row")
    await shopper.press("ctrl+o")
    assert "any payer id" not in shopper.said()
    assert "SANDBOX" not in shopper.line("payer id")


async def test_three_merchants_are_paid_in_three_ways(shopper: Shopper, records: Records) -> None:
    await to_review(shopper, (BOOKS, BOOK), (POTTERY, MUG), (SOUND, CABLE))
    assert "Place 2 orders" in shopper.said()
    await open_wallet(shopper)
    await shopper.until("✓ Shop Pay is open")
    await to_way(shopper, "PayPal: begin", POTTERY)
    await shopper.press("enter")
    await shopper.until("1 Agree to pay Potter's Row")
    await shopper.tab_to("payer")
    await shopper.type("PAYER77")
    await shopper.press("enter")
    await shopper.until("✓ Potter's Row is paid with PayPal: you agreed.")
    await shopper.press("escape")
    await shopper.until("Place 3 orders")
    await shopper.tab_to("number")
    await shopper.fill_card("4111111111111111")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 3 orders placed.")
    assert len(records.order_numbers()) == 3
    calls = {attempt.merchant: attempt.call for attempt in shopper.shop.journal.attempts()}
    assert calls == {BOOKS: "place-order", POTTERY: "paypal", SOUND: "wallet"}


async def test_the_addresses_of_an_open_wallet_can_be_chosen_and_are_not_kept(
    shopper: Shopper, home: Path
) -> None:
    await to_review(shopper, (SOUND, CABLE))
    await open_wallet(shopper)
    await shopper.until("2 addresses to send to")
    await to_way(shopper, "New card")
    await shopper.press("enter", "escape")
    await shopper.until("Card number")
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.press("ctrl+o")
    await shopper.until("Tess Tester")
    assert "Alsterweg 7" in shopper.said()
    shopper.has_bought_before()
    assert "Tess" not in (home / "address.json").read_text()
