"""Secrets in files that only their owner can read, for systems without a keyring."""

import json
import os
import stat
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final, cast

from firmly_tui.checkout.private_files import OTHERS, make_folder, write_atomically

_LARGEST: Final = 100_000


class SecretsError(OSError):
    """What is kept safe cannot be read or written; the text says why, and what to do."""


class NotCleared(SecretsError):
    """Something is left that could not be removed; `names` are the secrets that were."""

    def __init__(self, sentence: str, names: list[str]) -> None:
        super().__init__(sentence)
        self.names = names


class SecretFiles:
    """A folder (0700) with a file (0600) for each secret. All of it blocks.

    Links, and what belongs to another user, are refused: whoever can put them there would read along. What is
    ours and open to others is closed again, and `mended` says so.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mended: list[str] = []

    def exists(self) -> bool:
        """Whether there is such a folder. Raises SecretsError for one that cannot be trusted."""
        return self._trusted(self.folder, stat.S_ISDIR, 0o700)

    def make(self) -> None:
        """Make the folder, unless it is there. Raises SecretsError and OSError."""
        if not self._trusted(self.folder.parent, stat.S_ISDIR, None):
            make_folder(self.folder.parent)
        if not self.exists():
            make_folder(self.folder)

    def get(self, name: str) -> str | None:
        """A secret, if it is kept here. Raises SecretsError and OSError."""
        path = self._path(name)
        if not self.exists() or not self._trusted(path, stat.S_ISREG, 0o600):
            return None
        return _read(path).get("secret")

    def set(self, name: str, secret: str) -> None:
        """Keep a secret in place of the former. Raises SecretsError and OSError."""
        self.make()
        path = self._path(name)
        self._trusted(path, stat.S_ISREG, 0o600)
        write_atomically(path, json.dumps({"name": name, "secret": secret}) + "\n")

    def delete(self, name: str) -> None:
        """Forget a secret, if it is kept here. Raises SecretsError and OSError."""
        if self.exists():
            self._path(name).unlink(missing_ok=True)

    def clear(self) -> list[str]:
        """Remove all secrets, and the folder, and return their names.

        Raises NotCleared, after everything that can be removed is gone, SecretsError and OSError.
        """
        if not self.exists():
            return []
        names: list[str] = []
        left: list[str] = []
        # Links and unfinished drafts as well: they go, and what they point to is left alone.
        for path in sorted(self.folder.iterdir()):
            try:
                name = _name_in(path)
                path.unlink()
            except OSError:
                left.append(path.name)
            else:
                names += filter(None, [name])
        if left:
            raise NotCleared(
                f"In {self.folder} there is something that is no secret of this program and cannot be removed: "
                f"{', '.join(left)}. All secrets beside it are gone. Remove the folder yourself.",
                names,
            )
        self.folder.rmdir()
        return names

    def _path(self, name: str) -> Path:
        return self.folder / f"{sha256(name.encode()).hexdigest()[:24]}.json"

    def _trusted(self, path: Path, is_kind: Callable[[int], bool], mode: int | None) -> bool:
        """Whether it is there. Raises SecretsError unless it is of this kind and ours; mends its mode."""
        try:
            found = path.lstat()
        except FileNotFoundError:
            return False
        if not is_kind(found.st_mode):
            raise SecretsError(f"{path} is a link, or of an unexpected kind, and is not used. Remove it.")
        if sys.platform != "win32":
            owners = (os.geteuid(),) if mode is not None else (os.geteuid(), 0)
            if found.st_uid not in owners:
                raise SecretsError(f"{path} belongs to another user, and is not used. Remove it.")
            if mode is not None and found.st_mode & OTHERS:
                path.chmod(mode)
                self.mended.append(
                    f"{path} was open to other users of this machine. It is yours alone again."
                )
        return True


def _name_in(path: Path) -> str:
    """What the secret in a file is called; `""` for what is no file that can be read."""
    if path.suffix != ".json" or not stat.S_ISREG(path.lstat().st_mode):
        return ""
    try:
        return _read(path).get("name", "")
    except OSError:
        return ""


def _read(path: Path) -> dict[str, str]:
    """What a file holds; one that is damaged holds nothing."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as file:
        text = file.read(_LARGEST)
    try:
        data = cast("object", json.loads(text))
    except ValueError:
        return {}
    fields = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    return {name: value for name, value in fields.items() if isinstance(value, str)}
