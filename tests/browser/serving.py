"""`firmly-tui serve` as a program, and what its pages show."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from tests.bench.terminal import Display

COMMAND = [sys.executable, "-m", "firmly_tui", "serve"]
DEADLINE = 30.0
"""Seconds until a test gives up waiting."""


async def until(holds: Callable[[], object], otherwise: Callable[[], str]) -> None:
    """Wait until something holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + DEADLINE
    while not holds():
        assert loop.time() < end, otherwise()
        await asyncio.sleep(0.02)


class Seen:
    """What somebody sees who looks at a page: its connection's frames, drawn as the page draws them."""

    def __init__(self, columns: int, rows: int) -> None:
        self._display = Display(columns, rows)

    def feed(self, frame: bytes | str) -> None:
        """Take a frame; those that are text are not drawn."""
        if isinstance(frame, bytes):
            self._display.feed(frame)

    def said(self) -> str:
        """All that is on the screen as one line."""
        return " ".join(self._display.text.split())

    async def until(self, words: str) -> None:
        """Wait until words are on the screen."""
        await until(lambda: words in self.said(), lambda: f"“{words}” never came:\n{self._display.text}")


class Served:
    """The running command; the homes of its visitors are below `folder`."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}
        self._folder = folder
        self._command = [*COMMAND, "--home", str(folder / "home"), *arguments]
        self._environment = {**kept, "TMPDIR": str(folder), "TZ": "UTC", "TEXTUAL_ANIMATIONS": "none"}
        self._environment |= environment

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self._environment
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        self.link = first.removeprefix("firmly-tui in a browser: ").strip()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=DEADLINE)

    @property
    def origin(self) -> str:
        """The address that it listens on."""
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}"

    def homes(self) -> list[Path]:
        """The homes of those who are there."""
        return sorted(self._folder.glob("firmly-tui-visit-*"))

    def apps(self) -> list[int]:
        """The processes of those who are there."""
        run = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in run.stdout.split()]

    async def until_empty(self) -> None:
        """Wait until nobody is there, and nothing of anybody."""
        await until(
            lambda: not self.apps() and not self.homes(), lambda: f"left: {self.apps()}, {self.homes()}"
        )

    def interrupt(self) -> int:
        """Press Ctrl+C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(DEADLINE)
