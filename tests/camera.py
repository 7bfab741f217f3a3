"""Drives the app by its keys, waits for words, and takes pictures that depend on nothing but the app."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from firmly_tui.checkout import Journal
from firmly_tui.settings import Settings
from firmly_tui.tui.widgets.picture import PictureView
from firmly_tui.wiring import open_shop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from firmly_tui.checkout import Shop
    from firmly_tui.sandbox import Sandbox
    from firmly_tui.tui.app import FirmlyApp

SIZES = [(80, 24), (120, 40), (200, 50)]
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HERE = ZoneInfo("Europe/Berlin")
"""Where the shopper is: nine hours away from most merchants."""
DEADLINE = 20.0
PATIENCE = 1.0
"""Seconds that a picture waits for answers."""
STILL = 2
"""How often in a row the screen is seen to be the same before it is pictured."""


class Camera:
    """Drives the app and takes pictures of it."""

    def __init__(self, pilot: Pilot[None], size: tuple[int, int], theme: str = "") -> None:
        self.pilot = pilot
        self.size = size
        self.theme = theme
        self.pictures: dict[str, str] = {}

    @property
    def text(self) -> str:
        """All that is on the screen."""
        lines = self.pilot.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    async def until(self, words: str, gone: str = "") -> None:
        """Wait until the words are on the screen, and others are not, wherever lines are broken."""
        end = asyncio.get_running_loop().time() + DEADLINE
        while words not in (said := " ".join(self.text.split())) or (gone and gone in said):
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
        # Below a window, too: what is there shines through.
        while any(
            view.is_waiting for screen in self.pilot.app.screen_stack for view in screen.query(PictureView)
        ):
            await self.pilot.pause(0.02)
        svg = self.pilot.app.export_screenshot(title="firmly-tui")
        suffix = f"{self.size[0]}x{self.size[1]}" + (f"-{self.theme}" if self.theme else "")
        self.pictures[f"{name}-{suffix}.svg"] = self_contained(svg)

    async def _settled(self) -> None:
        """Wait until the server has answered, which some scenes keep it from, and what it said is on the screen."""
        app = cast("FirmlyApp", self.pilot.app)
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        text, same = "", 0
        while same < STILL:
            await self.pilot.pause()
            waits = any(view.is_waiting for view in app.screen.query(PictureView))
            asks = app.shop is not None and any(not entry.exchange.is_over for entry in app.shop.log.entries)
            same = 0 if text != self.text or waits or (asks and loop.time() < end) else same + 1
            text = self.text

    async def take_in_all_sizes(self, name: str) -> None:
        """Take a picture in every size, and go on in the one of before."""
        before = self.size
        for size in SIZES:
            await self._resize(size)
            await self.take(name)
        await self._resize(before)

    async def _resize(self, size: tuple[int, int]) -> None:
        self.size = size
        await self.pilot.resize_terminal(*size)
        await self.pilot.pause()


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
        shop.zone = lambda: HERE
        with Journal(home / "pictures.db", now=lambda: NOON) as shop.journal:
            yield shop
