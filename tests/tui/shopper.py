"""Somebody at the keyboard: presses keys, types, and waits until words are on the screen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.message import Message
from textual.pilot import Pilot

from firmly_tui.checkout import Shop, normalize
from firmly_tui.models import Address
from firmly_tui.sandbox import Sandbox
from firmly_tui.settings import Settings
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.wiring import open_shop
from tests.checkout.wire import no_nap

DEADLINE = 20.0
"""Seconds until a test gives up waiting for something to be shown."""

SMALL = (80, 24)


class Shopper:
    """Drives the app as a person does, and reads what is on the screen."""

    def __init__(self, app: FirmlyApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    def text(self) -> str:
        """All that is on the screen, line by line."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)

    def said(self) -> str:
        """All that is on the screen as one line, so that it does not matter where sentences are broken."""
        return " ".join(self.text().split())

    def line(self, words: str) -> str:
        """The first line of the screen that holds these words."""
        found = next((line for line in self.text().splitlines() if words in line), None)
        assert found is not None, f"no line with “{words}” on the screen:\n{self.text()}"
        return found

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been handled."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text, letter by letter, faster than anybody can."""
        for letter in text:
            self.app.simulate_key(letter)
        await self.pilot.pause()

    async def retype(self, text: str) -> None:
        """Type a text in place of what stands in the field."""
        await self.press("end", "ctrl+u")
        await self.type(text)

    async def until(self, wanted: str | Callable[[], object], *, gone: str = "") -> None:
        """Wait until words are on the screen, or something holds; `gone` are words that must have left."""
        loop = asyncio.get_running_loop()
        end = loop.time() + DEADLINE
        while not self._holds(wanted) or (gone and gone in self.said()):
            if loop.time() > end:
                what = f"“{wanted}”" if isinstance(wanted, str) else "what was waited for"
                raise AssertionError(f"{what} never came:\n{self.text()}")
            if self.app._exception is not None:
                raise self.app._exception
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    def _holds(self, wanted: str | Callable[[], object]) -> bool:
        return wanted in self.said() if isinstance(wanted, str) else bool(wanted())

    @property
    def shop(self) -> Shop:
        """The open shop."""
        assert self.app.shop is not None
        return self.app.shop

    # What is done again and again on the way to what a test is about

    async def opened(self) -> None:
        """Wait until the shop is open and its window is full."""
        await self.until("50+ found")

    async def put(self, domain: str, sku: str, quantity: int = 1) -> None:
        """Have something in a cart."""
        await self.shop.hive.add(domain, {"variant_id": sku}, quantity)

    async def add(self, words: str, title: str) -> None:
        """Search for a product, put its first variant into the cart, and come back."""
        await self.press("slash")
        await self.press("escape")
        await self.type(words)
        await self.until(title)
        await self.press("enter")
        await self.until("✓ available")
        await self.press("enter")
        await self.until("cart. c shows the carts.")
        await self.press("escape")

    async def fill_address(self, **others: str) -> None:
        """Fill the address form in, the cursor in its first field; leaves it in the last one."""
        values = {**ADDRESS, **others}
        for name in ("email", "phone", "first_name", "last_name", "address1", "address2"):
            await self.tab_to(name)
            await self.type(values[name])
        await self.tab_to("country")
        if values["country"]:
            await self.choose(values["country"])
        await self.press("tab")
        for name in ("postal_code", "city"):
            await self.type(values[name])
            await self.press("tab")
        if values["state"]:
            await self.choose(values["state"])

    async def tab_to(self, name: str) -> None:
        """Press Tab until the cursor is in this field; consents may lie between it and the one before."""
        for _ in range(20):
            if self.app.focused is not None and self.app.focused.id == f"input-{name}":
                return
            await self.press("tab")
        raise AssertionError(f"Tab does not come to {name}:\n{self.text()}")

    async def choose(self, label: str) -> None:
        """Choose from the list that has the focus, by typing what is wanted."""
        await self.press("enter")
        await self.type(label)
        await self.press("enter")

    async def fill_card(self, number: str, *, code: str = "123", expiry: str = "1235") -> None:
        """Fill the card form in, the cursor in its first field."""
        await self.type(number)
        await self.press("tab", "tab")
        await self.type(expiry)
        await self.press("tab")
        await self.type(code)

    def has_bought_before(self) -> None:
        """Have an address from an earlier purchase, which the form then shows."""
        self.shop.shopper.save(normalize(HOME))

    async def go_to_delivery(self) -> None:
        """From anywhere with something in the carts, with the address of before, to delivery."""
        self.has_bought_before()
        await self.press("f3")
        await self.until("Total so far")
        await self.press("o")
        await self.until("1 Pine St")
        await self.press("ctrl+s")
        await self.until("(•)")

    async def walk_to_payment(self) -> None:
        """Through the whole checkout to the card form."""
        await self.go_to_delivery()
        await self.pass_the_addons()

    async def go_to_payment(self) -> None:
        """To the card form at once, with the address of before for all merchants."""
        await self.at_payment()
        await self.until("Card number")

    async def at_payment(self) -> None:
        """At the payment at once, card form or not, with the address of before for all merchants."""
        self.has_bought_before()
        await self.shop.hive.set_address(normalize(HOME))
        await self.app.action_go("review")
        await self.until("(F6)")

    async def pass_the_addons(self) -> None:
        """From delivery to the card form, choosing no add-ons where there are some."""
        await self.press("o")
        await self.until(lambda: "4 Add-ons" in self.text() or "Card number" in self.text())
        if "Card number" not in self.text():
            await self.until("add-ons then")
            await self.press("o")
        await self.until("Card number")


ADDRESS = {
    "email": "ada@example.com",
    "phone": "206 555 1212",
    "first_name": "Ada",
    "last_name": "Quill",
    "address1": "1 Pine St",
    "address2": "",
    "country": "",
    "postal_code": "98101",
    "city": "Seattle",
    "state": "Wash",
}
"""What is typed to say where every merchant of the sandbox delivers to; an empty choice leaves a list alone."""

HOME = Address(
    first_name="Ada",
    last_name="Quill",
    email="ada@example.com",
    phone="206 555 1212",
    address1="1 Pine St",
    address2="",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
    country="US",
)
"""The same place."""


@asynccontextmanager
async def shopping(
    home: Path,
    sandbox: Sandbox | None = None,
    *,
    server: str = "",
    size: tuple[int, int] = SMALL,
    theme: str = "",
    welcome: bool = False,
    message_hook: Callable[[Message], None] | None = None,
) -> AsyncIterator[Shopper]:
    """The app, running, on this sandbox or on the server at this address; it is quit at the end."""

    @asynccontextmanager
    async def opening() -> AsyncIterator[Shop]:
        async with open_shop(Settings(home=home, server=server), sandbox) as shop:
            shop.sleep = no_nap
            yield shop

    app = FirmlyApp(opening, theme=theme, welcome=welcome)
    async with app.run_test(size=size, notifications=True, tooltips=True, message_hook=message_hook) as pilot:
        yield Shopper(app, pilot)
