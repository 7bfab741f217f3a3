"""Pictures that a tour takes: SVG files that depend on nothing but the app."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmly_tui.tour.steps import Size
from firmly_tui.tui.widgets.picture import PictureView

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from firmly_tui.tour.app import TourApp

LOOK_EVERY = 0.02


class Pictures:
    """Takes pictures and keeps them by the names of their files: tour, picture, size."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}

    async def take(self, app: TourApp, pilot: Pilot[None], name: str, sizes: tuple[Size, ...]) -> None:
        """Take a picture of the app, without the caption, in each of these sizes or else in the present one."""
        before = Size(*app.size)
        app.hide_bar(hidden=True)
        for size in sizes or (before,):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            while any(view.is_waiting for view in app.screen.query(PictureView)):
                await pilot.pause(LOOK_EVERY)
            svg = app.export_screenshot(title="firmly-tui")
            self.taken[f"{app.tour.name}-{name}-{size}.svg"] = self_contained(svg)
        await pilot.resize_terminal(*before)
        app.hide_bar(hidden=False)
        await pilot.pause()


def self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with ids that are the same every time."""
    # Which request of the server it was depends on how fast the machine is.
    svg = re.sub(r"[0-9a-f]{16}-SEA", "0000000000000000-SEA", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)
