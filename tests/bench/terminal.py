"""Runs a program in a pseudo-terminal, reads what it paints, and says when."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "up": "\x1b[A", "down": "\x1b[B",
    "f2": "\x1bOQ", "f3": "\x1bOR", "f7": "\x1b[18~", "f9": "\x1b[20~", "ctrl+s": "\x13",
}  # fmt: skip
PATIENCE = 30.0
"""Seconds after which something that is waited for counts as missing."""

FRAME_BEGINS = b"\x1b[?2026h"
FRAME_ENDS = b"\x1b[?2026l"

SEQUENCE = re.compile(
    rb"\x1b(?:\[(?P<mark>[<=>?]?)(?P<values>[\d;:]*)(?P<between>[ -/]*)(?P<end>[@-~])"  # CSI
    rb"|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # strings: titles, colors, clipboards
    rb"|[ -/]+[0-~]|[0-OQ-WYZ`-~=>])"
)


class NotMeasuredError(RuntimeError):
    """Something did not happen that was to be measured."""


class Display:
    """What a terminal shows. Questions that pyte cannot answer are answered, and kept away from it."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self._painting = False
        self._looks: dict[int, int] = {}
        self._changed()
        self.answers = b""

    @property
    def text(self) -> str:
        """The characters on the screen."""
        return "\n".join(self._screen.display)

    def feed(self, data: bytes) -> bool:
        """Take in output; whether a whole frame came that looks different from the one before."""
        data = self._rest + data
        done = 0
        changed = False
        for found in SEQUENCE.finditer(data):
            self._stream.feed(data[done : found.start()])
            changed |= self._take(found)
            done = found.end()
        cut = data.find(b"\x1b", done)
        cut = len(data) if cut < 0 else cut
        self._stream.feed(data[done:cut])
        self._rest = data[cut:]
        return changed if self._painting else self._changed() or changed

    def _take(self, sequence: re.Match[bytes]) -> bool:
        mark, values, between, end = sequence.group("mark", "values", "between", "end")
        if end is None:
            return False
        if not mark and not between:
            if end == b"c":
                self.answers += b"\x1b[?62;22c"
            elif end != b"t":
                self._stream.feed(sequence.group())
        elif mark == b"?" and between == b"$" and end == b"p":
            known = b"2" if values == b"2026" else b"0"
            self.answers += b"\x1b[?" + values + b";" + known + b"$y"
        elif mark == b"?" and values == b"2026":
            # Between these two, a frame is being painted that a terminal does not show yet.
            self._painting = end == b"h"
            return not self._painting and self._changed()
        return False

    def _changed(self) -> bool:
        changed = False
        width = range(self._screen.columns)
        for row in self._screen.dirty:
            look = hash(tuple(self._screen.buffer[row][column] for column in width))
            changed |= self._looks.get(row) != look
            self._looks[row] = look
        self._screen.dirty.clear()
        return changed


class Terminal:
    """A program in a terminal of its own. Times are monotonic seconds, taken when the bytes arrive."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]
    ) -> None:
        columns, rows = size
        self.display = Display(columns, rows)
        self.started = time.monotonic()
        self.process, self._master = pty.fork()
        if self.process == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.chdir(folder)
                os.execvpe(command[0], list(command), dict(environment))
            finally:
                os._exit(127)
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the program, and what it started."""
        os.killpg(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._master)

    def read(self, seconds: float) -> tuple[bool, float]:
        """Wait for output; whether what is shown changed, and when the output came."""
        data = b"" if self._ended else self._read_bytes(seconds)
        now = time.monotonic()
        # Drawing takes pyte a while, and the program would have to wait: first let it end its frame.
        while data.rfind(FRAME_BEGINS) > data.rfind(FRAME_ENDS) and (more := self._read_bytes(1.0)):
            data += more
            now = time.monotonic()
        changed = self.display.feed(data)
        if self.display.answers:
            self.write(self.display.answers)
            self.display.answers = b""
        return changed, now

    def _read_bytes(self, seconds: float) -> bytes:
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # Linux's word for: the other side is closed
            data = b""
        self._ended = not data
        return data

    def write(self, data: bytes) -> None:
        """Type bytes."""
        os.write(self._master, data)

    def press(self, *keys: str) -> None:
        """Press named keys; what is no name is typed."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def wait(self, text: str) -> float:
        """Wait until `text` (a regular expression) is shown; seconds since the start."""
        pattern = re.compile(text)
        changed, now = True, time.monotonic()
        deadline = now + PATIENCE
        while not (changed and pattern.search(self.display.text)):
            if self._ended or now > deadline:
                raise NotMeasuredError(f"{text!r} was not shown. The screen:\n{self.display.text}")
            changed, now = self.read(deadline - now)
        return now - self.started

    def settle(self, quiet: float = 0.1, since: float | None = None) -> float:
        """Wait until nothing changes for `quiet` seconds; when the last change came, `since` if none did."""
        last = now = time.monotonic() if since is None else since
        while now - last < quiet and not self._ended:
            changed, now = self.read(last + quiet - time.monotonic())
            last = now if changed else last
        return last

    def time_key(self, key: str) -> float:
        """Seconds from pressing `key` to the last of the frames that it causes."""
        self.settle(0.02)
        began = now = time.monotonic()
        self.press(key)
        changed = False
        while not changed:
            if self._ended or now - began > PATIENCE:
                raise NotMeasuredError(f"{key} changed nothing. The screen:\n{self.display.text}")
            changed, now = self.read(PATIENCE)
        return self.settle(0.05, since=now) - began
