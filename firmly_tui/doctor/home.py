"""What the doctor looks at in the home folder: whether it can be written, and what its journal holds back."""

from __future__ import annotations

import shutil
import sys
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTE: Final = 1_000_000
TOO_LITTLE, LITTLE = 5 * MEGABYTE, 100 * MEGABYTE
"""Bytes on the disk: no order is sent that cannot be written down first."""

_ELSEWHERE: Final = "Make it writable for you, or name another folder with --home."


def look_at_home(home: Path) -> Iterator[Finding]:
    """The folder and its disk. A file without a name is written, which is gone at once."""
    folder = next((place for place in (home, *home.parents) if place.exists()), home)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"\0")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        said = (
            f"{home} cannot be written ({error.strerror or error}), so no order could be kept in the journal."
        )
        yield Finding("home", STOPS, said, _ELSEWHERE)
        return
    if free < LITTLE:
        level = STOPS if free < TOO_LITTLE else NOTE
        said = (
            f"Only {free // MEGABYTE} MB are free on its disk. No order is sent that cannot be written down."
        )
        yield Finding("home", level, said, "Free some space.")
    if _is_open_to_others(home):
        yield Finding("home", NOTE, f"Others on this machine can look into {home}.", f"`chmod 700 {home}`")
    else:
        yield Finding("home", OK, f"{home} can be written" if folder == home else f"{home} will be made")


def _is_open_to_others(home: Path) -> bool:
    from firmly_tui.checkout.private_files import OTHERS

    return sys.platform != "win32" and home.exists() and bool(home.stat().st_mode & OTHERS)


def look_at_orders(home: Path, server: str) -> Iterator[Finding]:
    """Which merchants the journal holds back at this server, because nobody knows what became of an order."""
    from firmly_tui.checkout import JournalCopy, JournalError
    from firmly_tui.wiring import JOURNAL_FILE

    path = home / JOURNAL_FILE
    if not path.exists():
        yield Finding("orders", OK, "none yet")
        return
    try:
        with JournalCopy(path, server=server) as journal:
            attempts = journal.attempts()
            merchants = dict.fromkeys(attempt.merchant for attempt in attempts)
            blocking = [found for name in merchants if (found := journal.blocking(merchant=name))]
    except JournalError as error:
        yield Finding("orders", STOPS, str(error))
        return
    for attempt in blocking:
        yield Finding(
            "orders",
            STOPS,
            f"{attempt.merchant_name} ({attempt.merchant}) is held back. {attempt.hold_back}",
            "Open `firmly-tui`: F4 lists the order, and Enter shows what the carts tell of it.",
        )
    if not blocking:
        yield Finding("orders", OK, f"{len(attempts)} in the journal, and no merchant is held back")
