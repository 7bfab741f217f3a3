"""Pictures by the terminal's own means: it gets the pixels once, and shows them where letters stand for them.

Those letters are text as any other, so a picture is moved, covered and cleared with the text around it. (kitty's
graphics protocol: Unicode placeholders.)
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firmly_tui.checkout.pixels import Pixels

_PLACEHOLDER: Final = "\U0010eeee"
_MARKS: Final = (
    "\u0305\u030d\u030e\u0310\u0312\u033d\u033e\u033f\u0346\u034a\u034b\u034c\u0350\u0351\u0352\u0357\u035b\u0363"
    "\u0364\u0365\u0366\u0367\u0368\u0369\u036a\u036b\u036c\u036d\u036e\u036f\u0483\u0484\u0485\u0486\u0487\u0592"
    "\u0593\u0594\u0595\u0597\u0598\u0599\u059c\u059d\u059e\u059f\u05a0\u05a1\u05a8\u05a9\u05ab\u05ac\u05af\u05c4"
)
"""The mark on a placeholder that stands for a row or a column, the first for the first."""
MOST_CELLS: Final = len(_MARKS)
"""How many columns, or rows, a picture may have here."""

_CHUNK: Final = 4096


def is_understood(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is one that shows such pictures: kitty or Ghostty.

    A terminal is not asked, since it would answer as if keys were pressed. In tmux and in screen, TERM is theirs.
    """
    return environment.get("TERM") in ("xterm-kitty", "xterm-ghostty")


def number_of(picture: Pixels, columns: int, rows: int) -> int:
    """The number by which the terminal knows a picture of this size: 24 bits, as many as a color has."""
    return zlib.crc32(b"%dx%d" % (columns, rows), zlib.crc32(picture.rgb)) & 0xFFFFFF or 1


def sending(picture: Pixels, columns: int, rows: int) -> str:
    """What gives the terminal a picture. It is as large as fits into the cells, in its own proportions."""
    number = number_of(picture, columns, rows)
    pixels = b64encode(zlib.compress(picture.rgb, 1)).decode()
    chunks = [pixels[start : start + _CHUNK] for start in range(0, len(pixels), _CHUNK)]
    about = [f"a=t,f=24,o=z,s={picture.width},v={picture.height},i={number},", *[""] * (len(chunks) - 1)]
    more = [*[1] * (len(chunks) - 1), 0]
    sent = [_command(f"{keys}m={left}", chunk) for keys, left, chunk in zip(about, more, chunks, strict=True)]
    return "".join(sent) + _command(f"a=p,U=1,i={number},c={columns},r={rows}")


def removing(number: int) -> str:
    """What makes the terminal forget a picture."""
    return _command(f"a=d,d=I,i={number}")


def placeholders(number: int, columns: int, rows: int, around: Style) -> Iterator[Strip]:
    """The letters that stand for a picture, line by line."""
    style = around + Style(color=Color.from_rgb(number >> 16, number >> 8 & 0xFF, number & 0xFF))
    for row in _MARKS[:rows]:
        yield Strip([Segment(_PLACEHOLDER + row + column, style) for column in _MARKS[:columns]], columns)


def _command(keys: str, payload: str = "") -> str:
    # q=2: the terminal would answer, errors too, as if keys were pressed.
    return f"\x1b_Gq=2,{keys};{payload}\x1b\\"
