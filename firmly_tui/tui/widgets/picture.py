"""A picture of goods: whole where the terminal can show one, and in half blocks everywhere else.

Half blocks are two pixels a cell, one above the other.
"""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.strip import Strip
from textual.widget import Widget

from firmly_tui.tui import kitty_graphics

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from firmly_tui.checkout.gallery import Gallery
    from firmly_tui.checkout.pixels import Pixels

PAUSE = 0.2
"""Seconds that one must look at something before its picture is fetched."""


class State(Enum):
    """What there is to see; the words stand in the place of the picture."""

    NOTHING = ""
    WAITING = "picture …"
    NONE = "no picture"
    SHOWN = " "


class PictureView(Widget):
    """Shows one picture in a place that keeps its size.

    The place is there only with the class `-on`, and the screen's style decides from which size on: while there
    is no room, or pictures are switched off, nothing is fetched.
    """

    DEFAULT_CSS = """
    PictureView { display: none; width: 32; height: 16; color: $foreground-muted; background: $surface; }
    /* A terminal's cells are not quite half as wide as high, so beside a whole picture some room is left. */
    PictureView.-shown { background: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.state = State.NOTHING
        self._gallery: Gallery | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._url = ""
        self._picture: Pixels | None = None
        self._timer: Timer | None = None
        self._strips: list[Strip] = []
        self._sent = 0
        self._hidden = False

    def on_mount(self) -> None:
        """Watch for what takes a picture out of the terminal, or lies over it."""
        self.app.app_resume_signal.subscribe(self, self._draw_anew)
        # Below a dialog colors are dimmed, and a color is what names a whole picture.
        self.watch(self.screen, "stack_updates", self._draw_anew, init=False)

    def show(self, gallery: Gallery, url: str) -> None:
        """Show the picture at this address, soon; nothing for `""`."""
        if self._gallery is not gallery:
            self._gallery = gallery
            self._unsubscribe = gallery.subscribe(self._switched)
            self._switched()
        elif url == self._url and self.state is not State.NOTHING:
            return
        self._url = url
        self._look()

    @property
    def is_waiting(self) -> bool:
        """Whether a picture is on its way."""
        return self.state is State.WAITING and self._has_room

    def on_unmount(self) -> None:
        """Stop watching."""
        self._send(None)
        self.app.app_resume_signal.unsubscribe(self)  # which would keep the picture, too
        if self._unsubscribe is not None:
            self._unsubscribe()

    def on_hide(self) -> None:
        """Nobody sees it now; it is sent anew when there is room again."""
        self._send(None)

    def on_resize(self) -> None:
        """There is room now, or other room."""
        self._look()

    @property
    def _has_room(self) -> bool:
        return self._gallery is not None and self._gallery.on and self.size.area > 0

    def _switched(self) -> None:
        """The shopper wants pictures, or no more. (With NO_COLOR there are none.)"""
        if self._gallery is not None:
            self.set_class(self._gallery.on and not self.app.no_color, "-on")

    def _look(self) -> None:
        """Show what is known at once; fetch the rest when one goes on looking."""
        if self._timer is not None:
            self._timer.stop()
        gallery = self._gallery
        if gallery is None or not self._has_room:
            return
        if not self._url:
            self._tell(State.NONE)
        elif gallery.knows(self._url):
            self._draw(gallery.known(self._url))
        else:
            self._tell(State.WAITING)
            self._timer = self.set_timer(PAUSE, self._fetch)

    @work(group="picture", exclusive=True)
    async def _fetch(self) -> None:
        gallery, url = self._gallery, self._url
        if gallery is None:
            return
        picture = await gallery.picture(url)
        if url == self._url:
            self._draw(picture)

    def _draw(self, picture: Pixels | None) -> None:
        self._picture = picture
        self._tell(State.SHOWN if picture else State.NONE)

    def _tell(self, state: State) -> None:
        self.state = state
        self.set_class(state is State.SHOWN, "-shown")
        self._draw_anew()

    def _draw_anew(self, _: object = None) -> None:
        self._send(self._picture if self._is_whole else None)
        self._strips = []
        self.refresh()

    @property
    def _is_whole(self) -> bool:
        """Whether the terminal itself shows the picture."""
        return (
            self.state is State.SHOWN
            and self._has_room
            and not self._hidden
            and self.app.screen is self.screen
            and not (self.app.is_headless or self.app.is_web)
            and self.app.console.color_system == "truecolor"
            and max(self.size) <= kitty_graphics.MOST_CELLS
            and kitty_graphics.is_understood(os.environ)
        )

    def _send(self, picture: Pixels | None) -> None:
        """Give the terminal this picture, instead of the one before."""
        driver = self.app._driver  # what a screen is painted with cannot carry it
        if driver is None:
            return
        if self._sent:
            driver.write(kitty_graphics.removing(self._sent))
        self._sent = kitty_graphics.number_of(picture, *self.size) if picture else 0
        if picture:
            driver.write(kitty_graphics.sending(picture, *self.size))

    def hide_for_picture(self, *, hidden: bool) -> None:
        """Draw in half blocks, which a picture of the screen can show, too."""
        self._hidden = hidden
        self._draw_anew()

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of its empty place."""
        if not self._strips:
            self._strips = self._lines(*self.size)
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def _lines(self, width: int, height: int) -> list[Strip]:
        if self._sent:
            return list(kitty_graphics.placeholders(self._sent, width, height, self.rich_style))
        if self.state is State.SHOWN and self._picture is not None:
            return half_blocks(self._picture, width, height, self.rich_style)
        lines = [Strip.blank(width, self.rich_style) for _ in range(height)]
        words = self.state.value.center(width)[:width]
        lines[height // 2 : height // 2 + 1] = [Strip([Segment(words, self.rich_style)], width)]
        return lines

    def notify_style_update(self) -> None:
        """Another theme has other colors around a picture."""
        super().notify_style_update()
        self._strips = []


def half_blocks(picture: Pixels, width: int, height: int, around: Style) -> list[Strip]:
    """The picture in the middle of `width` by `height` cells, in its own proportions."""
    small = picture.scaled(width, 2 * height)
    left, top = (width - small.width) // 2, (2 * height - small.height) // 2

    def color(x: int, y: int) -> Color | None:
        column, row = x - left, y - top
        if not (0 <= column < small.width and 0 <= row < small.height):
            return around.bgcolor
        start = 3 * (row * small.width + column)
        return Color.from_rgb(*small.rgb[start : start + 3])

    return [_line([(color(x, 2 * y), color(x, 2 * y + 1)) for x in range(width)]) for y in range(height)]


def _line(cells: list[tuple[Color | None, Color | None]]) -> Strip:
    """A line of cells, equal neighbors together."""
    segments: list[Segment] = []
    first = 0
    for place in range(1, len(cells) + 1):
        if place == len(cells) or cells[place] != cells[first]:
            upper, lower = cells[first]
            character = " " if upper == lower else "▀"
            segments.append(Segment(character * (place - first), Style(color=upper, bgcolor=lower)))
            first = place
    return Strip(segments, len(cells))
