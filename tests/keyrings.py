"""Keyrings of many kinds, put in place by `keyring.set_keyring` or PYTHON_KEYRING_BACKEND."""

import json
import os
from pathlib import Path
from threading import Event

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Safe(KeyringBackend):
    """A keyring as a system has one."""

    priority = 5
    # Never found by itself, only put in place.
    viable = False

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class Lockable(Safe):
    """A keyring that is locked, or fails in its own way, as long as it has an error."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error or KeyringLocked("the answer of a keyring may name hush-hush things")

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        super().delete_password(service, username)

    def unlock(self) -> None:
        self.error = None

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


class Silent(Safe):
    """A keyring that waits for something and does not answer, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = Event()
        self.go = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.go.wait()
        return super().get_password(service, username)


class Shared(Safe):
    """A keyring that several processes share: in the file that KEYRING_FILE names."""

    def __init__(self) -> None:
        super().__init__()
        self._path = Path(os.environ["KEYRING_FILE"])
        self._read()

    def get_password(self, service: str, username: str) -> str | None:
        self._read()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self._write()

    def delete_password(self, service: str, username: str) -> None:
        super().delete_password(service, username)
        self._write()

    def _read(self) -> None:
        found = json.loads(self._path.read_text()) if self._path.exists() else []
        self.kept = {(service, name): secret for service, name, secret in found}

    def _write(self) -> None:
        entries = [[*names, secret] for names, secret in self.kept.items()]
        self._path.write_text(json.dumps(entries))


class Locked(Shared):
    """The same, locked."""

    def get_password(self, *_: str) -> str | None:
        raise KeyringLocked

    def set_password(self, *_: str) -> None:
        raise KeyringLocked
