"""Files and folders that only their owner may read, and locks that end with the process that holds them."""

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

OTHERS: Final = 0o077
"""The bits of a mode that let anybody but the owner in."""


def make_folder(folder: Path) -> None:
    """Make the folder (0700) unless it is there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Put `text` into the file (0600) so that a crash leaves the old or the new one. Raises OSError."""
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    # Exclusive: a file or link that somebody else put there in the meantime is not written to.
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def mend(folder: Path, names: Sequence[str]) -> None:
    """Take these files of ours away from other users' eyes, should an older version or a copy have shown them."""
    for name in names:
        path = folder / name
        with suppress(OSError):
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and found.st_mode & OTHERS:
                path.chmod(0o600)


def lock(path: Path) -> int | None:
    """Hold a lock until `unlock`, or until this process ends however it ends; None while another holds it.

    Returns the open file. Raises OSError where there can be no such file.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock_open_file(handle)
    except (BlockingIOError, PermissionError):
        os.close(handle)
        return None
    return handle


def unlock(path: Path, handle: int) -> None:
    """Let go of a lock and remove its file."""
    if sys.platform == "win32":
        os.close(handle)
        path.unlink(missing_ok=True)
    else:
        # Removed while it is held, so that nobody can lock a file that is about to vanish.
        path.unlink(missing_ok=True)
        os.close(handle)


if sys.platform == "win32":

    def _sync_folder(folder: Path) -> None:
        """Windows has no such thing."""

    def _lock_open_file(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _sync_folder(folder: Path) -> None:
        """Have the new name of a file on the disk as well."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _lock_open_file(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
