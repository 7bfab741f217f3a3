"""Pictures of goods in terminals that can show them: what is written for kitty and Ghostty, and for no other."""

import re
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from tests.raw_terminal import RawTerminal

COLUMNS, ROWS = 28, 14
"""The place of a picture beside what was found."""
CELL = "\U0010eeee"
MARKS = (
    "0305 030D 030E 0310 0312 033D 033E 033F 0346 034A 034B 034C 0350 0351 0352 0357 035B 0363 0364 0365 0366 0367 "
    "0368 0369 036A 036B 036C 036D"
)
PLACE = {chr(int(mark, 16)): place for place, mark in enumerate(MARKS.split())}
"""The mark of a row or column, by kitty's list."""
COMMAND = re.compile(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\")
F9, CTRL_P, ENTER = "\x1b[20~", "\x10", "\r"


def commands(written: str) -> list[tuple[dict[str, str], str]]:
    """What the terminal is told about pictures: the keys, and what comes with them."""
    return [
        (dict(key.split("=") for key in keys.split(",")), rest) for keys, rest in COMMAND.findall(written)
    ]


def shown(written: str) -> list[str]:
    """The numbers of the pictures that are placed."""
    return [keys["i"] for keys, _ in commands(written) if keys.get("a") == "p"]


def pixels(written: str, number: str) -> bytes:
    """The picture that was sent with a number."""
    sent = commands(written)
    first = next(
        place for place, (keys, _) in enumerate(sent) if keys.get("a") == "t" and keys["i"] == number
    )
    last = next(place for place, (keys, _) in enumerate(sent[first:], first) if keys["m"] == "0")
    assert all(len(chunk) <= 4096 for _, chunk in sent)
    return zlib.decompress(b64decode("".join(chunk for _, chunk in sent[first : last + 1])))


def cells(written: str, number: str) -> set[tuple[int, int]]:
    """The rows and columns of a picture that were written in the color that names it."""
    red, green, blue = int(number).to_bytes(3)
    parts = re.split(r"\x1b\[([0-9;]*)m", written)
    return {
        (PLACE[row], PLACE[column])
        for colors, text in zip(parts[1::2], parts[2::2], strict=True)
        if f"38;2;{red};{green};{blue}" in colors
        for row, column in re.findall(f"{CELL}(.)(.)", text)
    }


def search(terminal: RawTerminal) -> None:
    """Look for something, once the first steps are shown."""
    terminal.until(lambda text: "just type what you want" in text)
    terminal.press("linden 3")


def is_whole(written: str) -> bool:
    """Whether the picture that was sent last is on the screen."""
    sent = shown(written)
    return bool(sent) and len(cells(written, sent[-1])) == COLUMNS * ROWS


@pytest.mark.parametrize("term", ["xterm-kitty", "xterm-ghostty"])
def test_a_terminal_that_shows_pictures_gets_them_whole(tmp_path: Path, term: str) -> None:
    with RawTerminal(tmp_path, term, 120, 40) as terminal:
        search(terminal)
        written = terminal.until(is_whole)
        placed = next(keys for keys, _ in commands(written) if keys.get("a") == "p")
        assert (placed["U"], placed["c"], placed["r"]) == ("1", str(COLUMNS), str(ROWS))
        rgb = pixels(written, shown(written)[-1])
        assert len(rgb) == 256 * 256 * 3
        assert len({rgb[start : start + 3] for start in range(0, len(rgb), 3)}) > 8
        # An answer of the terminal would be taken for keys.
        assert all(keys["q"] == "2" for keys, _ in commands(written))


def test_a_picture_that_goes_is_forgotten_by_the_terminal(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 120, 40) as terminal:
        search(terminal)
        number = shown(terminal.until(is_whole))[-1]
        terminal.press(F9)
        written = terminal.until(lambda text: "Pictures are hidden." in text)
        terminal.until(lambda text: f"a=d,d=I,i={number};" in text[text.rindex("a=p") :])
        assert shown(written)[-1] == number


def test_a_picture_of_the_screen_shows_those_of_goods_in_half_blocks(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 120, 40) as terminal:
        search(terminal)
        terminal.until(is_whole)
        terminal.press(CTRL_P)
        terminal.until(lambda text: "Search for commands" in text)
        terminal.press("screenshot" + ENTER)
        terminal.until(lambda text: "The picture was saved" in text)
        (file,) = (tmp_path / "Downloads").iterdir()
        picture = file.read_text(encoding="utf-8")
        assert "▀" in picture
        assert CELL not in picture


@pytest.mark.parametrize("term", ["xterm-256color", "tmux-256color"])
def test_no_other_terminal_is_told_of_pictures(tmp_path: Path, term: str) -> None:
    with RawTerminal(tmp_path, term, 120, 40) as terminal:
        search(terminal)
        written = terminal.until(lambda text: "▀▀" in text)
        assert commands(written) == []
        assert CELL not in written
