"""A report of an unexpected error that holds no data of the shopper's."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmly_tui import __version__

if TYPE_CHECKING:
    from pathlib import Path


def write_report(error: BaseException, home: Path) -> str:
    """Write where the error happened, and return the sentence to end with.

    Only the kinds of errors and the places in the code are written: messages and local variables may hold
    what must not be kept.
    """
    kind = type(error).__name__
    sentence = f"firmly-tui met an unexpected error ({kind}) and had to stop."
    path = home / f"error-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("\n".join(_lines(error)) + "\n", encoding="utf-8")
    except OSError:
        return sentence
    return f"{sentence}\nA report without any of your data is in {path}"


def _lines(error: BaseException | None) -> list[str]:
    lines = [f"firmly-tui {__version__}, Python {platform.python_version()}, {platform.platform()}"]
    while error is not None:
        lines += ["", type(error).__name__]
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        error = error.__cause__ or error.__context__
    return lines
