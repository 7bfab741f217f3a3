"""`firmly-tui` in a pseudo-terminal: every byte that it writes, and every key that is pressed."""

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from typing import Self

from tests.program import ENVIRONMENT

DEADLINE = 30.0
"""Seconds until a test gives up waiting for what should be written."""


class RawTerminal:
    """One run of the program, in a terminal of this size that calls itself `term`."""

    def __init__(self, home: Path, term: str, columns: int, lines: int) -> None:
        """`home` is for the program's files, and for those that it gives away."""
        self._environment = ENVIRONMENT | {
            "HOME": str(home),
            "TERM": term,
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            # Textual takes these over the terminal's own size, and a test's runner may have set them.
            "COLUMNS": str(columns),
            "LINES": str(lines),
        }
        self._command = [sys.executable, "-m", "firmly_tui", "--home", str(home / "home")]
        self._size = struct.pack("HHHH", lines, columns, 0, 0)
        self._written = b""

    def __enter__(self) -> Self:
        self._process, self._terminal = pty.fork()
        if not self._process:
            ioctl(0, termios.TIOCSWINSZ, self._size)
            os.execvpe(self._command[0], self._command, self._environment)
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)

    def press(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends for them."""
        os.write(self._terminal, keys.encode())

    def leave_and_come_back(self) -> None:
        """Press Ctrl+Z, and go on as `fg` of a shell would have it once the program has stopped."""
        self.press("\x1a")
        self.until(lambda _: os.waitpid(self._process, os.WNOHANG | os.WUNTRACED)[0] == self._process)
        os.kill(self._process, signal.SIGCONT)

    def until(self, holds: Callable[[str], bool]) -> str:
        """Wait until it holds for all that was written, and return that."""
        end = time.monotonic() + DEADLINE
        while not holds(text := self._written.decode(errors="ignore")):
            assert time.monotonic() < end, "what should be written never was"
            if select.select([self._terminal], [], [], 0.1)[0]:
                with suppress(OSError):
                    self._written += os.read(self._terminal, 65536)
        return text
