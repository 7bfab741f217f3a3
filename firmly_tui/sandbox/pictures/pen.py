"""A pen for flat shapes on a square of 100 by 100."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from firmly_tui.sandbox.pictures.colors import Color

Point = tuple[float, float]

SIDE: Final = 256
"""Pixels of a picture's side."""

_FINER: Final = 4
"""Drawn so many times larger, so that edges are smooth."""

_BAND: Final = 32
"""Lines of a picture that are averaged at a time: in all its colors the whole drawing would take 4 MB."""


class Pen:
    """Draws in hundredths of the picture's side, from its upper left corner."""

    def __init__(self, background: Color) -> None:
        # A byte a pixel: the few colors are in a palette.
        self._image = Image.new("P", (SIDE * _FINER, SIDE * _FINER), background)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """Return the picture in its size."""
        picture = Image.new("RGB", (SIDE, SIDE))
        for top in range(0, SIDE, _BAND):
            band = self._image.crop((0, top * _FINER, SIDE * _FINER, (top + _BAND) * _FINER))
            picture.paste(band.convert("RGB").reduce(_FINER), (0, top))
        return picture

    def box(
        self, left: float, top: float, right: float, bottom: float, color: Color, corner: float = 0
    ) -> None:
        """Fill a rectangle; ``corner`` is the radius of its corners."""
        self._draw.rounded_rectangle(self._scaled(left, top, right, bottom), self._long(corner), color)

    def oval(self, left: float, top: float, right: float, bottom: float, color: Color) -> None:
        """Fill an ellipse."""
        self._draw.ellipse(self._scaled(left, top, right, bottom), color)

    def slice(
        self, left: float, top: float, right: float, bottom: float, start: float, end: float, color: Color
    ) -> None:
        """Fill a part of an ellipse; degrees run clockwise from the right."""
        self._draw.chord(self._scaled(left, top, right, bottom), start, end, color)

    def shape(self, points: Sequence[Point], color: Color) -> None:
        """Fill a polygon."""
        self._draw.polygon([(self._long(x), self._long(y)) for x, y in points], color)

    def line(self, points: Sequence[Point], color: Color, width: float = 2) -> None:
        """Draw a line with round ends and bends."""
        scaled = [(self._long(x), self._long(y)) for x, y in points]
        self._draw.line(scaled, color, round(self._long(width)), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x - width / 2, y - width / 2, x + width / 2, y + width / 2, color)

    def arc(
        self,
        box: tuple[float, float, float, float],
        start: float,
        end: float,
        color: Color,
        width: float = 2,
    ) -> None:
        """Draw a part of an ellipse's edge; degrees run clockwise from the right."""
        self._draw.arc(self._scaled(*box), start, end, color, round(self._long(width)))

    def _long(self, length: float) -> float:
        return length * SIDE * _FINER / 100

    def _scaled(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        return self._long(left), self._long(top), self._long(right), self._long(bottom)
