"""The purchase in a real terminal, and what is left of it when the program is killed in the middle."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.terminal import PROGRAM, Terminal, why_not
from tests.tui.records import Records

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the program keeps its files."""
    return tmp_path / "home"


def buy(terminal: Terminal, words: str, title: str) -> None:
    """Search for a product, put it into the cart, and leave an empty search box."""
    terminal.until("50+ found")
    terminal.type(words)
    terminal.until(f"▌{title}")
    terminal.press("Enter")
    terminal.until("✓ available")
    terminal.press("Enter")
    terminal.until("cart. c shows the carts.")
    terminal.press("Escape", "Escape")


def check_out(terminal: Terminal) -> None:
    """From the shop to the card form."""
    terminal.press("F3")
    terminal.until("Total so far")
    terminal.press("o")
    terminal.until("Bücherhalle asks")
    for text in (
        "ada@example.com",
        "206 555 1212",
        "Ada",
        "Quill",
        "1 Pine St",
        "",
        "",
        "98101",
        "Seattle",
    ):
        if text:
            terminal.type(text)
            terminal.until(text)
        terminal.press("Tab")
        if text == "206 555 1212":
            # Over the merchant's consent.
            terminal.press("Tab")
    terminal.press("Enter")
    terminal.until("Alabama")
    terminal.type("Wash")
    terminal.press("Enter")
    terminal.until("Washington")
    terminal.press("C-s")
    terminal.until("(•)")
    terminal.press("o")
    terminal.until("add-ons then")
    terminal.press("o")
    terminal.until("Card number")


def pay(terminal: Terminal, card: str) -> None:
    """Fill the card form in, and place the orders."""
    terminal.paste(card)
    terminal.until(f"{card} Ada Quill")
    terminal.press("Tab", "Tab")
    terminal.type("1235")
    terminal.press("Tab")
    terminal.type("123")
    terminal.until("12/35 •••")
    terminal.press("C-s")


def orders(home: Path) -> list[dict[str, object]]:
    """What `firmly-tui orders` tells a program."""
    run = subprocess.run(
        [str(PROGRAM), "orders", "--json", "--home", str(home)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def test_a_purchase_in_a_real_terminal(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.until("Welcome to firmly")
        terminal.until("You are in the SANDBOX")
        terminal.press("Enter")
        buy(terminal, "loveseat", "Linden Loveseat")
        buy(terminal, "treppenhaus", "Das Sofa im Treppenhaus")
        check_out(terminal)
        terminal.until("Place 2 orders")
        pay(terminal, "4111 1111 1111 1111")
        terminal.until("✓ 2 orders placed. Enter shows the receipts.")
        terminal.press("Enter")
        terminal.until("paid with Visa ·· 1111")
        numbers = Records(home / "sandbox.db").order_numbers()
        for number in numbers:
            terminal.until(f"✓ Order {number}")
        terminal.press("C-q")
        terminal.until("ended with 0")
    assert len(numbers) == 2
    assert sorted(str(order["order_number"]) for order in orders(home)) == sorted(numbers)
    assert {order["state"] for order in orders(home)} == {"placed"}


def test_an_order_is_unknown_after_the_program_was_killed(home: Path) -> None:
    records = Records(home / "sandbox.db")
    with Terminal(home) as terminal:
        terminal.until("Welcome to firmly")
        buy(terminal, "treppenhaus", "Das Sofa im Treppenhaus")
        check_out(terminal)
        pay(terminal, "4000 0000 0000 0259")
        terminal.until("● Bücherhalle · placing")
        terminal.until("✓ Address and shipping set")
        terminal.kill()
    made = records.carts_made()
    (order,) = orders(home)
    assert order["state"] == "unknown"
    assert order["merchant"] == "buecherhalle.example"
    with Terminal(home) as terminal:
        terminal.until("? Bücherhalle · no answer came")
        terminal.press("Escape", "F4")
        terminal.until("? Bücherhalle · outcome unknown")
        terminal.press("C-q")
        terminal.until("ended with 0")
    assert records.order_numbers() == []
    assert records.carts_made() == made
    assert [order["state"] for order in orders(home)] == ["unknown"]
