"""Makes the pictures in `screenshots/`: `python -m tests.pictures [FOLDER]`.

The app is driven by its keys on a sandbox whose clock, ids and pace are fixed, so that a picture changes only
when the app does.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from firmly_tui.checkout import Journal
from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.settings import Settings
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.tui.widgets.consent_list import ConsentBox
from firmly_tui.tui.widgets.picture import PictureView
from firmly_tui.wiring import open_shop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from firmly_tui.checkout import Shop

FOLDER = Path(__file__).parent.parent / "screenshots"
SIZES = [(80, 24), (120, 40), (200, 50)]
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DEADLINE = 20.0
ADDRESS = ["ada@example.com", "2065551212", "Ada", "Quill", "123 Main St", "", None, "98101", "Seattle"]


class Camera:
    """Drives the app and takes pictures of it."""

    def __init__(self, pilot: Pilot[None], size: tuple[int, int], theme: str = "") -> None:
        self.pilot = pilot
        self.suffix = f"{size[0]}x{size[1]}" + (f"-{theme}" if theme else "")
        self.pictures: dict[str, str] = {}

    @property
    def text(self) -> str:
        """All that is on the screen."""
        lines = self.pilot.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    async def until(self, words: str) -> None:
        """Wait until the words are on the screen."""
        end = asyncio.get_running_loop().time() + DEADLINE
        while words not in self.text:
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"no “{words}” on the screen:\n{self.text}")
            await self.pilot.pause(0.02)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text at once."""
        from textual.widgets import Input

        focused = self.pilot.app.focused
        assert isinstance(focused, Input), focused
        focused.value = text
        await self.pilot.pause()

    async def take(self, name: str) -> None:
        """Take a picture."""
        await self.pilot.pause()
        while any(view.is_waiting for view in self.pilot.app.screen.query(PictureView)):
            await self.pilot.pause(0.02)
        svg = self.pilot.app.export_screenshot(title="firmly-tui")
        self.pictures[f"{name}-{self.suffix}.svg"] = self_contained(svg)


def self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with ids that do not depend on its content."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


@asynccontextmanager
async def fixed_shop(home: Path, sandbox: Sandbox) -> AsyncIterator[Shop]:
    """A shop whose times are the same in every run."""
    async with open_shop(Settings(home=home), sandbox) as shop:
        shop.clock = lambda: 0.0
        shop.today = NOON.date
        shop.zone = lambda: UTC
        with Journal(home / "pictures.db", now=lambda: NOON) as shop.journal:
            yield shop


async def scenes(camera: Camera) -> None:
    """A purchase from two merchants, and what is beside it."""
    await camera.until("50+ found")
    await camera.take("search")
    await camera.type("sofa")
    await camera.until("6 found")
    await camera.press("down", "down")
    await camera.take("search-sofa")
    await camera.type("zzz")
    await camera.until("Nothing found")
    await camera.take("search-empty")
    await camera.press("f3")
    await camera.until("Your carts are empty")
    await camera.take("hive-empty")
    await camera.press("escape")
    await buy(camera, "linden 3-seat", "Linden 3-Seat Sofa", "product")
    await buy(camera, "treppenhaus", "Das Sofa im Treppenhaus")
    await buy(camera, "shizuka", "Shizuka Wireless")
    await camera.press("f3")
    await camera.until("Total so far")
    await camera.press("down")
    await camera.take("hive")
    await promo_codes(camera)
    await camera.press("question_mark")
    await camera.until("Every merchant has")
    await camera.take("help")
    await camera.press("escape", "o")
    await camera.until("E-mail")
    await fill_address(camera)
    await camera.take("address")
    await camera.press("ctrl+s")
    await camera.until("Book post")
    await camera.take("delivery")
    await camera.press("n", "n", "down", "down", "down", "enter")
    await camera.until("open days")
    await camera.take("delivery-day")
    await camera.press("escape")
    await camera.press("o")
    await choose_addons(camera)
    await camera.press("o")
    await camera.until("Card number")
    await camera.press("f7")
    await camera.until("4111 1111")
    await camera.take("review")
    await camera.press("ctrl+s")
    await camera.until("3 orders placed")
    await camera.take("progress")
    await camera.press("enter")
    await camera.until("paid with Visa")
    await camera.take("receipt")
    await camera.press("f4")
    await camera.until("order ")
    await camera.take("orders")


async def promo_codes(camera: Camera) -> None:
    """Type two codes for the first merchant, of which one is refused, and take both away again."""
    await camera.press("home", "p")
    await camera.until("Promo codes for")
    await camera.type("LESEN10 SOMMER25")
    await camera.press("enter")
    await camera.until("is over")
    await camera.press("down")
    await camera.take("hive-promos")
    for code in ("LESEN10", "SOMMER25"):
        await camera.press("delete")
        await camera.until(f"{code} was taken away")
    await camera.press("home", "down")


async def buy(camera: Camera, words: str, title: str, picture: str = "") -> None:
    """Search, open and add one product, and come back."""
    await camera.type(words)
    await camera.press("enter")
    await camera.until("Quantity")
    await camera.until("✓ available")
    if picture:
        await camera.press("right")
        await camera.take(picture)
        await camera.press("left")
    await camera.press("enter")
    await camera.until("is in your")
    await camera.press("escape")
    await camera.until(title)


async def choose_addons(camera: Camera) -> None:
    """Read about a plan, choose it, leave its only item alone, and ask for what would go with it."""
    await camera.until("add-ons then")
    await camera.take("addons")
    for _ in range(40):
        if "Choosing Full coverage" in camera.text:
            break
        await camera.press("down")
    await camera.press("i")
    await camera.until("Escape closes this")
    await camera.take("addons-details")
    await camera.press("escape", "enter")
    await camera.until("Removing Full coverage")
    await camera.press("down", "enter")
    await camera.until("Removing Pet damage")
    await camera.take("addons-chosen")
    await camera.press("up", "enter")
    await camera.until("Escape leaves all as it is")
    await camera.take("addons-asked")
    await camera.press("escape")


async def fill_address(camera: Camera) -> None:
    """Fill in the form, the state by typing it."""
    for value in ADDRESS:
        if value:
            await camera.type(value)
        await camera.press("tab")
        # Consents may lie between two fields.
        while isinstance(camera.pilot.app.focused, ConsentBox):
            await camera.press("tab")
    await camera.press("w", "a", "s", "h", "enter")


async def photograph(size: tuple[int, int], theme: str = "") -> dict[str, str]:
    """All pictures of one size, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        options = SandboxOptions(step_seconds=0, slow_seconds=0, clock=lambda: NOON)
        with Sandbox(options) as sandbox:
            home = Path(folder)
            app = FirmlyApp(lambda: fixed_shop(home, sandbox), theme=theme)
            async with app.run_test(size=size) as pilot:
                camera = Camera(pilot, size, theme.removeprefix("firmly-"))
                await scenes(camera)
                return camera.pictures


def main() -> None:
    """Make all pictures."""
    os.environ.update(TZ="UTC", TEXTUAL_ANIMATIONS="none")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for size, theme in [*((size, "") for size in SIZES), ((80, 24), "firmly-light")]:
        for name, svg in asyncio.run(photograph(size, theme)).items():
            (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
