"""The installed `firmly-tui` in a real terminal: a tmux of the test's own, read and typed into from outside."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

PROGRAM = Path(sys.executable).with_name("firmly-tui")
DEADLINE = 20.0
"""Seconds until a test gives up waiting for words on the screen."""
LOOK_EVERY = 0.05


def why_not() -> str:
    """Why there can be no terminal here, `""` where there can."""
    if not shutil.which("tmux"):
        return "tmux is not installed"
    return "" if PROGRAM.exists() else "firmly-tui is not installed beside this Python"


class Terminal:
    """One terminal of 80×24 in which `firmly-tui` runs."""

    def __init__(self, home: Path, *arguments: str) -> None:
        """`home` is for the program's files; `arguments` are what else is typed behind its name."""
        # Not beside them: a socket's path must be short.
        self._folder = TemporaryDirectory(prefix="firmly-")
        self._socket = f"{self._folder.name}/tmux"
        self._command = [str(PROGRAM), "--home", str(home), *arguments]

    def __enter__(self) -> Self:
        kept = ("PATH", "HOME", "LANG", "TMPDIR")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "TEXTUAL_ANIMATIONS": "none"}
        setup = "set -s escape-time 0 ; set -g status off ; new-session -d -x 80 -y 24"
        # A shell outlives the program, and tells how it ended.
        script = '"$0" "$@"; echo "ended with $?"; read -r _'
        inside = ["sh", "-c", script, *self._command]
        subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", *setup.split(), *inside],
            env=environment,
            check=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")
        self._folder.cleanup()

    def _tmux(self, *arguments: str) -> str:
        run = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, check=True
        )
        return run.stdout

    def text(self) -> str:
        """What is on the screen."""
        return self._tmux("capture-pane", "-p")

    def said(self) -> str:
        """The same as one line, so that it does not matter where sentences are broken."""
        return " ".join(self.text().split())

    def until(self, words: str) -> None:
        """Wait until words are on the screen."""
        self._wait(lambda: words in self.said(), f"“{words}” never came")

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names for them: each when all is quiet, and the next when it did something."""
        for key in keys:
            before = self._quiet()
            self._tmux("send-keys", key)
            self._wait(lambda before=before: self._drawn() != before, f"{key} changed nothing")

    def _drawn(self) -> str:
        return self._tmux("capture-pane", "-p", "-e")

    def _quiet(self) -> str:
        """What is drawn, colors included, once it has stopped to change."""
        drawn = [self._drawn()]

        def unchanged() -> bool:
            drawn.append(self._drawn())
            return drawn[-1] == drawn[-2]

        self._wait(unchanged, "the screen never came to rest")
        return drawn[-1]

    def _wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + DEADLINE
        while not holds():
            assert time.monotonic() < end, f"{otherwise}:\n{self.text()}"
            time.sleep(LOOK_EVERY)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", "--", text)

    def paste(self, text: str) -> None:
        """Paste a text as terminals do."""
        self._tmux("set-buffer", "--", text)
        self._tmux("paste-buffer", "-p")

    def kill(self) -> None:
        """End the program as a power cut would."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        program = subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True, check=True)
        os.kill(int(program.stdout), signal.SIGKILL)
        self.until("ended with 137")
