"""Files and folders that only their owner may read, and locks that end with the process that holds them."""

import os
import stat
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Final

OTHERS: Final = 0o077
"""The bits of a mode that let anybody but the owner in."""


def make_folder(folder: Path) -> None:
    """Make the folder (0700) unless it is there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Put `text` into the file (0600) so that a crash leaves the old or the new one. Raises OSError."""
    with _draft(path, text) as draft:
        draft.replace(path)
    _sync_folder(path.parent)


def create_atomically(path: Path, text: str) -> bool:
    """Put `text` into a file (0600) that nobody else made yet; False where somebody did. Raises OSError."""
    with _draft(path, text) as draft:
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return False
        except OSError:
            # Not every file system has two names for one file.
            draft.replace(path)
    _sync_folder(path.parent)
    return True


@contextmanager
def _draft(path: Path, text: str) -> Generator[Path]:
    """A file (0600) beside `path` with this text, under a name that no other has; gone afterwards."""
    make_folder(path.parent)
    handle, name = mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


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


def is_locked(path: Path) -> bool:
    """Whether somebody holds this lock, whose file is neither made nor removed. Raises OSError."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        _lock_open_file(handle)
    except (BlockingIOError, PermissionError):
        return True
    finally:
        os.close(handle)
    return False


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
