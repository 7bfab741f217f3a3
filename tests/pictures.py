"""Makes the pictures in `screenshots/`: `python -m tests.pictures [FOLDER]`.

The app is driven by its keys on a sandbox whose clock, ids and pace are fixed, so that a picture changes only
when the app does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.tui.widgets.consent_list import ConsentBox
from tests.camera import NOON, SIZES, Camera, fixed_shop
from tests.states import ACTS, play

FOLDER = Path(__file__).parent.parent / "screenshots"
LOOKS = [*((size, "") for size in SIZES), ((80, 24), "firmly-light")]
"""The sizes and themes in which the purchase is pictured."""
ADDRESS = ["ada@example.com", "2065551212", "Ada", "Quill", "123 Main St", "", None, "98101", "Seattle"]


async def scenes(camera: Camera) -> None:
    """A purchase from two merchants, and what is beside it."""
    await camera.until("50+ found")
    await camera.until("any merchant")
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
    # What a merchant asks for comes late and moves what is below it.
    await camera.until("Bücherhalle asks")
    await fill_address(camera)
    # At 80×24 the form is scrolled, as far as the merchants' questions come early or late.
    if camera.size != (80, 24):
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
    await camera.until("•••• 1111")
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
    for size, theme in LOOKS:
        keep(asyncio.run(photograph(size, theme)), folder)
    for act in ACTS:
        keep(asyncio.run(play(act)), folder)


def keep(pictures: dict[str, str], folder: Path) -> None:
    """Write pictures into a folder."""
    for name, svg in pictures.items():
        (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
