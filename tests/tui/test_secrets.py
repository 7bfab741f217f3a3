"""A card number is on the screen while it is typed, and nowhere else, ever."""

import re
from pathlib import Path

from textual.message import Message

from firmly_tui.sandbox import Sandbox
from tests.tui.shopper import Shopper, shopping

NUMBER = "4929123456789015"
CODE = "739"
SPACED = re.compile(r"[ \-\n]?".join(NUMBER))


def no_file_tells(folder: Path) -> None:
    """No file below holds the card's number."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert paths
    assert not [path for path in paths if NUMBER.encode() in path.read_bytes()]


def no_other_user_reads(folder: Path) -> None:
    """Every file and folder below is its owner's alone."""
    assert not [path for path in folder.rglob("*") if path.stat().st_mode & 0o077]


async def test_a_card_number_leaves_no_trace(home: Path, sandbox: Sandbox, database: Path) -> None:
    seen: list[str] = []

    def hear(message: Message) -> None:
        seen.append(repr(message))

    async with shopping(home, sandbox, message_hook=hear) as shopper:
        await shopper.opened()
        await shopper.put("buecherhalle.example", "BH-1007-PB")
        await shopper.go_to_payment()
        await shopper.fill_card(NUMBER, code=CODE)
        assert "•••• •••• •••• 9015" in shopper.text()
        assert not SPACED.search(shopper.text())
        assert CODE not in shopper.text()
        await shopper.press("ctrl+s")
        await shopper.until("✓ 1 order placed.")
        for keys in (["e"], ["enter"], ["f4"], ["f3"], ["f2"]):
            await shopper.press(*keys)
            assert not SPACED.search(shopper.text())
    assert len(seen) > 100
    assert not [message for message in seen if SPACED.search(message)]
    assert not [message for message in seen if f"'{CODE}'" in message]
    no_file_tells(database.parent)
    no_other_user_reads(home)


async def test_the_security_code_cannot_be_copied(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER, code=CODE)
    await shopper.press("ctrl+a", "ctrl+c", "home", "shift+end", "ctrl+c", "ctrl+x")
    assert CODE not in shopper.app.clipboard
    assert "•••" in shopper.text()
