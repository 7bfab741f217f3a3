"""Opens pictures of strangers: what comes out is small and harmless, and what cannot be opened is no picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from PIL import Image

MOST_PIXELS: Final = 16_000_000
"""A picture with more is not opened: it would take hundreds of megabytes."""

MOST_SCANS: Final = 64
"""Passes over a JPEG; a few bytes can ask for another one over all of it."""

SIDE: Final = 256
"""The longest side of what is kept, in pixels."""

_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
_AVERAGED: Final = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr")
_SCAN: Final = b"\xff\xda"

# We look at the size before anything is opened. Pillow would warn on stderr, which is the screen.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture, opened: three bytes (red, green, blue) a pixel, line by line."""

    width: int
    height: int
    rgb: bytes = field(repr=False)

    def scaled(self, width: int, height: int) -> Pixels:
        """The picture made to fit into `width` by `height` pixels, in its own proportions."""
        scale = min(width / self.width, height / self.height)
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        image = Image.frombytes("RGB", (self.width, self.height), self.rgb)
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST
        # Pillow writes the type of a size with numpy's, which is not there.
        image = image.resize(size, way)  # pyright: ignore[reportUnknownMemberType]
        return Pixels(*size, image.tobytes())


def opened(data: bytes) -> Pixels | None:
    """The picture in a file, at most `SIDE` pixels wide and high; `None` where there is none that can be used.

    What is transparent is white. Of moving pictures the first is taken.
    """
    if data.count(_SCAN) > MOST_SCANS and data.startswith(b"\xff\xd8"):
        return None
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if not 0 < width * height <= MOST_PIXELS:
                return None
            image.draft("RGB", (SIDE, SIDE))
            # Colors of a palette cannot be averaged before they are looked up.
            whole = image if image.mode in _AVERAGED else image.convert("RGBA")
            whole.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
            small = whole.convert("RGBA")
    except Exception:  # the boundary: a stranger's bytes make every decoder raise whatever it likes
        return None
    white = Image.new("RGBA", small.size, "white")
    white.alpha_composite(small)
    return Pixels(*small.size, white.convert("RGB").tobytes())
