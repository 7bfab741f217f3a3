"""A picture of goods in half blocks: two pixels a cell, one above the other, which every terminal can show."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.strip import Strip
from textual.widget import Widget

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
        if self._unsubscribe is not None:
            self._unsubscribe()

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
        self._strips = []
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of its empty place."""
        if not self._strips:
            width, height = self.size
            picture = self._picture if self.state is State.SHOWN else None
            if picture is not None:
                self._strips = half_blocks(picture, width, height, self.rich_style)
            else:
                words = self.state.value.center(width)[:width]
                self._strips = [Strip.blank(width, self.rich_style) for _ in range(height)]
                self._strips[height // 2 : height // 2 + 1] = [
                    Strip([Segment(words, self.rich_style)], width)
                ]
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

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
