"""An address as a QR code in half blocks, where there is room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

MARGIN = 2
"""Light modules around the code; phones do with half of what the standard asks for."""
LONGEST = 600
"""Letters, beyond which no terminal is large enough."""
# A camera looks for dark on light, whatever the theme.
INK = "#ffffff on #000000"
BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""What is drawn for two modules, one above the other, dark or not: the light ones are drawn."""


class QrCode(Static):
    """The code of an address. `needs` is what it takes in cells."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.needs = (0, 0)

    def show_address(self, address: str) -> None:
        """Draw the code of an address, not seen yet; `needs` is (0, 0) where there is none."""
        rows = qr_lines(address)
        self.needs = (len(rows[0]), len(rows)) if rows else (0, 0)
        self.update(Content("\n").join([Content.styled(row, INK) for row in rows]))

    def fit(self, width: int, height: int) -> bool:
        """Be seen if there is so much room; returns whether it is."""
        wide, high = self.needs
        self.display = 0 < wide <= width and high <= height
        return self.display


def qr_lines(address: str) -> Sequence[str]:
    """The code as lines of half blocks; none for an address that is too long."""
    import segno

    if not address or len(address) > LONGEST:
        return []
    matrix = [list(map(bool, row)) for row in segno.make(address, error="l", micro=False).matrix]
    size = len(matrix) + 2 * MARGIN
    light = [False] * size
    rows = [light] * MARGIN + [[False] * MARGIN + row + [False] * MARGIN for row in matrix] + [light] * MARGIN
    if len(rows) % 2:
        rows.append([True] * size)
    return [
        "".join(BLOCKS[pair] for pair in zip(*rows[i : i + 2], strict=True)) for i in range(0, len(rows), 2)
    ]
