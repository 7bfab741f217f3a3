"""Pictures of goods in terminals that can show them: what is written for kitty and Ghostty, and for no other."""

import re
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from tests.raw_terminal import RawTerminal

FOUND, PRODUCT = (28, 14), (44, 22)
"""The columns and rows of a picture beside what was found, and of a product's own in a huge window."""
CELL = "\U0010eeee"
CODES = (
    "0305 030D 030E 0310 0312 033D 033E 033F 0346 034A 034B 034C 0350 0351 0352 0357 035B 0363 0364 0365 0366 0367 "
    "0368 0369 036A 036B 036C 036D 036E 036F 0483 0484 0485 0486 0487 0592 0593 0594 0595 0597 0598 0599 059C 059D "
    "059E 059F 05A0 05A1 05A8 05A9 05AB 05AC 05AF 05C4"
)
MARKS = [chr(int(code, 16)) for code in CODES.split()]
"""The mark of each row and column, by kitty's list."""
COMMAND = re.compile(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\")
F9, CTRL_P, ENTER, ESCAPE = "\x1b[20~", "\x10", "\r", "\x1b"


def commands(written: str) -> list[tuple[dict[str, str], str]]:
    """What the terminal is told about pictures: the keys, and what comes with them."""
    return [
        (dict(key.split("=") for key in keys.split(",")), rest) for keys, rest in COMMAND.findall(written)
    ]


def placed(written: str) -> list[tuple[str, tuple[int, int]]]:
    """The pictures that are placed: their numbers, and for how many columns and rows."""
    keys = [keys for keys, _ in commands(written) if keys.get("a") == "p"]
    return [(found["i"], (int(found["c"]), int(found["r"]))) for found in keys]


def pixels(written: str, number: str) -> bytes:
    """The picture that was sent with a number."""
    sent = commands(written)
    first = next(
        place for place, (keys, _) in enumerate(sent) if keys.get("a") == "t" and keys["i"] == number
    )
    last = next(place for place, (keys, _) in enumerate(sent[first:], first) if keys["m"] == "0")
    assert all(len(chunk) <= 4096 for _, chunk in sent)
    return zlib.decompress(b64decode("".join(chunk for _, chunk in sent[first : last + 1])))


def marks(written: str, number: str) -> str:
    """The marks of row and column of each cell that was written in the color that names a picture, in that order."""
    red, green, blue = int(number).to_bytes(3)
    parts = re.split(r"\x1b\[([0-9;]*)m", written)
    return "".join(
        mark
        for colors, text in zip(parts[1::2], parts[2::2], strict=True)
        if f"38;2;{red};{green};{blue}" in colors
        for mark in re.findall(f"{CELL}(..)", text)
    )


def is_whole(written: str, place: tuple[int, int] = FOUND) -> bool:
    """Whether the picture that was sent last is for this many columns and rows, and each row is on the screen."""
    if not placed(written) or placed(written)[-1][1] != place:
        return False
    columns, rows = place
    found = marks(written, placed(written)[-1][0])
    return all("".join(row + column for column in MARKS[:columns]) in found for row in MARKS[:rows])


def search(terminal: RawTerminal) -> None:
    """Look for something, once the first steps are shown."""
    terminal.until(lambda text: "just type what you want" in text)
    terminal.press("linden 3")


@pytest.mark.parametrize("term", ["xterm-kitty", "xterm-ghostty"])
def test_a_terminal_that_shows_pictures_gets_them_whole(tmp_path: Path, term: str) -> None:
    with RawTerminal(tmp_path, term, 120, 40) as terminal:
        search(terminal)
        written = terminal.until(is_whole)
        assert all(keys["U"] == "1" for keys, _ in commands(written) if keys.get("a") == "p")
        rgb = pixels(written, placed(written)[-1][0])
        assert len(rgb) == 256 * 256 * 3
        assert len({rgb[start : start + 3] for start in range(0, len(rgb), 3)}) > 8
        # An answer of the terminal would be taken for keys.
        assert all(keys["q"] == "2" for keys, _ in commands(written))


def test_a_picture_that_goes_is_forgotten_by_the_terminal(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 120, 40) as terminal:
        search(terminal)
        number, _ = placed(terminal.until(is_whole))[-1]
        terminal.press(F9)
        written = terminal.until(lambda text: "Pictures are hidden." in text)
        terminal.until(lambda text: f"a=d,d=I,i={number};" in text[text.rindex("a=p") :])
        assert placed(written)[-1][0] == number


def test_a_product_has_a_larger_picture_in_a_huge_window(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 200, 50) as terminal:
        search(terminal)
        terminal.until(is_whole)
        terminal.press(ENTER)
        terminal.until(lambda text: is_whole(text, PRODUCT))


def test_below_a_dialog_a_picture_is_in_half_blocks_and_after_it_whole_again(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 120, 40) as terminal:
        search(terminal)
        written = terminal.until(is_whole)
        number, _ = placed(written)[-1]
        assert "▀▀" not in written
        terminal.press(CTRL_P)
        written = terminal.until(lambda text: "▀▀" in text)
        assert f"a=d,d=I,i={number};" in written[written.rindex("a=p") :]
        terminal.press(ESCAPE)
        terminal.until(lambda text: is_whole(text[len(written) :]))


def test_who_comes_back_from_the_shell_gets_the_picture_anew(tmp_path: Path) -> None:
    with RawTerminal(tmp_path, "xterm-kitty", 120, 40) as terminal:
        search(terminal)
        written = terminal.until(is_whole)
        terminal.leave_and_come_back()
        terminal.until(lambda text: is_whole(text[len(written) :]))


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
