"""The card form as one types into it, and how a card leaves it: taken, wiped, and never seen elsewhere."""

import asyncio
import re
from html import unescape
from pathlib import Path

import pytest
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input

from firmly_tui.sandbox import Sandbox
from tests.tui.shopper import Shopper, shopping

NUMBER = "4929123456789015"
SPACED = re.compile(r"[\s\-]*".join(NUMBER))


class Quiet:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self._moved = asyncio.Event()

    def clock(self) -> float:
        """Seconds."""
        return self.now

    async def rest(self, seconds: float) -> None:
        """Wait until so many have passed."""
        end = self.now + seconds
        while self.now < end:
            self._moved.clear()
            await self._moved.wait()

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self._moved.set()


def field(shopper: Shopper, name: str) -> Input:
    return shopper.app.screen.query_one(f"#input-{name}", Input)


def card(shopper: Shopper) -> list[str]:
    return [field(shopper, name).value for name in ("number", "expiry", "code")]


@pytest.fixture
async def paying(shopper: Shopper) -> Shopper:
    """At the card form, the cursor in the number."""
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    return shopper


async def paste(shopper: Shopper, text: str) -> None:
    shopper.app.post_message(Paste(text))
    await shopper.pilot.pause()


async def test_the_number_is_grouped_and_the_cursor_stays_where_it_belongs(paying: Shopper) -> None:
    number = field(paying, "number")

    async def typed(*keys: str) -> tuple[str, int]:
        await paying.press(*keys)
        return number.value, number.cursor_position

    assert await typed(*"41111") == ("4111 1", 6)
    assert await typed("left", "left", "backspace") == ("4111", 3)
    assert await typed("5", "6") == ("4115 61", 6)
    assert await typed("home", "9") == ("9411 561", 1)
    assert await typed("right", "right", "right", "delete") == ("9411 61", 4)
    assert await typed("backspace", "minus", "space") == ("9416 1", 3)
    assert await typed("home", "shift+end", *"378282246310005") == ("3782 822463 10005", 17)
    assert await typed(*(["left"] * 6), "backspace") == ("3782 822461 0005", 10)
    assert "Card number American Express" in paying.said()
    assert "4 digits, front" in paying.said()


@pytest.mark.parametrize(
    "copied", ["4929-1234-5678-9015", " 4929\u00a01234 5678 9015\n", "No. 4929.1234.5678.9015"]
)
async def test_a_number_is_pasted_however_it_was_written(paying: Shopper, copied: str) -> None:
    await paste(paying, copied)
    assert field(paying, "number").value == "4929 1234 5678 9015"
    assert "Visa" in paying.line("Card number")


async def test_what_cannot_be_a_number_is_not_pasted(paying: Shopper) -> None:
    await paste(paying, "Ada Quill")
    await paying.until("There is no number in what you pasted.")
    await paste(paying, "4929 1234 5678 9015, 12/30, 123")
    await paying.until("You pasted 23 digits; a card has 19 at most.")
    assert not field(paying, "number").value


async def test_errors_stand_at_their_fields_and_dates_are_written_as_on_cards(paying: Shopper) -> None:
    await paying.type("4111111111111112")
    await paying.press("tab")
    await paying.until("✕ A digit is wrong: compare them.")
    assert "•••• •••• •••• 1112" in paying.text()
    await paying.press("tab")
    await paying.type("8/2035")
    await paying.press("tab")
    await paying.until("08/35")
    await paying.type("12345")
    assert field(paying, "code").value == "123"
    await paying.press("ctrl+s")
    await paying.until("! 1 field needs another look.")
    assert paying.app.focused is field(paying, "number")


async def test_a_card_that_nobody_types_on_is_cleared_after_five_minutes(shopper: Shopper) -> None:
    quiet = Quiet()
    shopper.shop.clock, shopper.shop.rest = quiet.clock, quiet.rest
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    quiet.pass_by(299)
    await shopper.press("backspace")
    quiet.pass_by(299)
    await shopper.pilot.pause()
    assert card(shopper) == ["4929 1234 5678 9015", "12/35", "12"]
    quiet.pass_by(1)
    await shopper.until("The card was cleared after five minutes.")
    assert card(shopper) == [""] * 3
    await shopper.type("3")
    quiet.pass_by(300)
    await shopper.until(lambda: card(shopper) == [""] * 3)


async def test_a_card_is_cleared_where_the_machine_slept_for_five_minutes(shopper: Shopper) -> None:
    quiet, wall = Quiet(), Quiet()
    shopper.shop.clock, shopper.shop.rest, shopper.shop.wall = quiet.clock, quiet.rest, wall.clock
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    wall.pass_by(299)
    await shopper.press("backspace")
    assert card(shopper) == ["4929 1234 5678 9015", "12/35", "12"]
    wall.pass_by(300)
    await shopper.press("left")
    await shopper.until("The card was cleared after five minutes.")
    assert card(shopper) == [""] * 3
    await shopper.type("3")
    wall.pass_by(300)
    quiet.pass_by(15)
    await shopper.until(lambda: card(shopper) == [""] * 3)


async def test_a_card_is_cleared_when_the_app_is_suspended(paying: Shopper) -> None:
    await paying.fill_card(NUMBER)
    paying.app.app_suspend_signal.publish(paying.app)
    assert card(paying) == [""] * 3
    await paying.until("The card was cleared while the app was suspended.")


async def test_an_error_at_the_code_follows_the_brand_and_news_leave_with_a_test_card(
    paying: Shopper,
) -> None:
    await paying.press("ctrl+s")
    await paying.until("✕ ")
    before = paying.text()
    await paying.type("378282246310005")
    await paying.until("4 digits, front")
    assert "The 3 digits" in before
    assert "The 3 digits" not in paying.text()
    paying.app.app_suspend_signal.publish(paying.app)
    await paying.until("The card was cleared while the app was suspended.")
    await paying.press("f7")
    await paying.until(lambda: card(paying)[0], gone="while the app was suspended")


async def test_nothing_of_a_card_is_left_when_the_app_has_ended(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await shopper.put("buecherhalle.example", "BH-1007-PB")
        await shopper.go_to_payment()
        await shopper.fill_card(NUMBER)
        inputs = list(shopper.app.screen.query(Input))
    assert [shown.value for shown in inputs] == [""] * len(inputs)


async def test_a_picture_and_a_copy_never_have_the_number(paying: Shopper) -> None:
    await paying.type(NUMBER)
    assert SPACED.search(paying.text())
    picture = unescape(re.sub(r"<[^>]*>", "", paying.app.export_screenshot()))
    assert "•••• •••• •••• 9015" in picture.replace("\u00a0", " ")
    assert not SPACED.search(picture)
    assert SPACED.search(paying.text())
    await paying.press("home", "shift+end", "ctrl+c", "ctrl+x")
    assert not paying.app.clipboard
    await paying.press("ctrl+p")
    await paying.until("Search for commands")
    assert not SPACED.search(paying.text())


async def test_a_picture_has_no_field_of_the_card(paying: Shopper) -> None:
    await paying.tab_to("holder")
    await paying.retype(NUMBER)
    await paying.press("tab")
    await paying.type("1235")
    await paying.press("tab")
    assert "12/35" in paying.text()
    picture = unescape(re.sub(r"<[^>]*>", "", paying.app.export_screenshot()))
    assert not SPACED.search(picture)
    assert "12/35" not in picture
    assert "12/35" in paying.text()


async def test_no_message_and_no_repr_has_what_was_typed_or_pasted(home: Path, sandbox: Sandbox) -> None:
    heard: list[str] = []

    def hear(message: Message) -> None:
        heard.append(repr(message))

    async with shopping(home, sandbox, message_hook=hear) as shopper:
        await shopper.opened()
        await shopper.put("buecherhalle.example", "BH-1007-PB")
        await shopper.go_to_payment()
        await paste(shopper, NUMBER)
        await shopper.press("ctrl+u")
        await shopper.fill_card(NUMBER)
        heard += [repr(widget) for widget in shopper.app.screen.query("*")]
    assert "Paste()" in heard
    assert not [text for text in heard if SPACED.search(text)]
    assert not [text for text in heard if re.search(r"Key\(.*character='\d'", text)]


async def test_test_cards_fill_the_form_each_with_a_code_of_its_length(paying: Shopper) -> None:
    await paying.press("f7")
    assert card(paying)[0] == "4111 1111 1111 1111"
    await paying.press("ctrl+o")
    await paying.until("declined: insufficient funds")
    await paying.press("down", "down", "down", "enter")
    await paying.until("•••• •••••• •0005")
    assert card(paying)[2] == "1234"
    await paying.press("ctrl+s")
    await paying.until("✓ 1 order placed.")


async def test_where_it_is_live_there_are_no_test_cards_and_typed_ones_are_refused(shopper: Shopper) -> None:
    shopper.shop.environment, shopper.shop.test_cards = "LIVE", []
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.press("f7", "ctrl+o")
    assert card(shopper) == [""] * 3
    commands = [active.binding.action for active in shopper.app.screen.active_bindings.values()]
    assert "leaving" in commands
    assert not [command for command in commands if "test_card" in command]
    await shopper.press("f1")
    await shopper.until("Place the orders.")
    assert "test card" not in shopper.text().lower()
    await shopper.press("escape")
    await shopper.fill_card("4111111111111111")
    await shopper.until("✕ A test card: this shop is live.")
    await shopper.press("ctrl+s")
    await shopper.until("! 1 field needs another look.")


async def test_what_leaves_is_shown_over_the_form_and_the_card_stays(paying: Shopper) -> None:
    await paying.press("ctrl+l")
    await paying.until("when the card is complete")
    assert "A256GCM" in paying.text()
    assert "Card number" not in paying.text()
    await paying.press("escape")
    await paying.until("Card number")
    await paying.fill_card(NUMBER)
    await paying.press("ctrl+l")
    await paying.until("the whole token")
    assert " leave as typed" in paying.text()
    assert "Does not leave in the clear: the number, the name on the card" in paying.said()
    assert not SPACED.search(paying.text())
    await paying.press("ctrl+l")
    await paying.until("Card number")
    assert paying.app.focused is field(paying, "code")
    await paying.press("backspace", "ctrl+l", "ctrl+s")
    await paying.until("! 1 field needs another look.")
    await paying.until(lambda: paying.app.focused is field(paying, "code"))


async def test_beside_the_form_the_panel_follows_what_is_typed(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox, size=(120, 40)) as shopper:
        await shopper.opened()
        await shopper.put("buecherhalle.example", "BH-1007-PB")
        await shopper.go_to_payment()
        await shopper.press("f10")
        await shopper.until("when the card is complete")
        await shopper.fill_card(NUMBER)
        await shopper.until("the whole token")
        await shopper.press("backspace")
        await shopper.until("when the card is complete")


async def test_a_key_that_cannot_be_had_is_explained(paying: Shopper, sandbox: Sandbox) -> None:
    sandbox.stop()
    await paying.press("ctrl+l")
    await paying.until("✕")
    assert "fetching" not in paying.text()
    assert " leave as typed" in paying.text()


@pytest.mark.parametrize("typed", ["0120", "01/20"])
async def test_a_card_that_has_expired_is_told_when_its_date_is_left(paying: Shopper, typed: str) -> None:
    await paying.tab_to("expiry")
    await paying.type(typed)
    await paying.press("tab")
    await paying.until("✕ This card has expired.")
    await paying.press("tab", "tab")
    assert "✕ This card has expired." in paying.said()
    assert field(paying, "expiry").value == "01/20"


async def test_a_whole_number_is_pasted_in_place_of_another(paying: Shopper) -> None:
    await paste(paying, NUMBER)
    await paste(paying, "4111 1111 1111 1111")
    assert field(paying, "number").value == "4111 1111 1111 1111"
    await paying.press("home")
    await paste(paying, "378282246310005")
    assert field(paying, "number").value == "3782 822463 10005"


async def test_digits_that_have_no_room_are_told_at_the_number(paying: Shopper) -> None:
    await paste(paying, NUMBER)
    await paste(paying, "12345")
    await paying.until("✕ Not pasted: the field is full.")
    assert "Empty the field first" in paying.said()
    assert field(paying, "number").value == "4929 1234 5678 9015"
    await paying.press("backspace")
    await paying.until(lambda: "Not pasted" not in paying.said())
