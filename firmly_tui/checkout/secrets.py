"""Where secrets rest between runs: in the system's keyring, else in files that only their owner can read."""

import asyncio
import json
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from firmly_tui.checkout.secret_file import NotCleared, SecretFiles, SecretsError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

Known: TypeAlias = Callable[[Callable[[str], str | None]], Iterable[str]]
"""Gives names of secrets, for which it may look at some of them."""

SERVICE: Final = "firmly-tui"
"""The service under which everything is in the keyring."""

FOLDER: Final = "secrets"
"""The folder below the home folder where files stand in for a keyring."""

PATIENCE: Final = 60.0
"""Seconds that the keyring may take: somebody may have to type its password."""

_NO_KEYRING: Final = (
    "This system has no keyring, so the app id and this device's session rest in {folder}, readable by you "
    "alone."
)
_LOCKED: Final = "The keyring is locked, and what your carts hang on is in it. Unlock the keyring."
_FAILED: Final = (
    "The keyring does not work ({kind}), and what your carts hang on is in it. Look at it with your system's "
    "password manager, or name another one in PYTHON_KEYRING_BACKEND."
)
_SILENT: Final = (
    "The keyring does not answer, and what your carts hang on is in it. It may be asking for its password in "
    "another window."
)
_LIST_LOST: Final = (
    "The keyring's list of what this program keeps in it was damaged, so something may be left there. Remove what is "
    f"called {SERVICE} with your system's password manager."
)

# A list of the others: a keyring cannot be asked for all that it holds.
_INDEX: Final = "index"
# keyring's own, and those of SecretStorage, which keyring lets through.
_LOCKED_KINDS: Final = frozenset(["KeyringLocked", "LockedException", "PromptDismissedException"])
# Plain files, prompts in the middle of the screen, and a store that keeps nothing.
_UNFIT: Final = ("keyrings.", "keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer")


@dataclass(frozen=True)
class Forgotten:
    """The names of what was removed, and why the keyring could not be emptied, `""` if it was."""

    names: tuple[str, ...]
    problem: str


class Secrets:
    """The secrets of this user: in the system's keyring, or below `home` where no keyring fits.

    A keyring that is there and does not open is an error (SecretsError), never a reason to go without it. No
    call blocks the event loop. They are served one by one, and each place is given `patience` seconds, the wait
    for earlier calls included; what is given up before its turn is not done later.
    """

    def __init__(self, home: Path, *, patience: float = PATIENCE) -> None:
        self._files = SecretFiles(home / FOLDER)
        self._patience = patience
        self._one_by_one = Lock()

    async def get(self, name: str) -> str | None:
        """A secret, if it is kept. Raises SecretsError and OSError."""
        return await self._do(lambda: self._get(name))

    async def set(self, name: str, secret: str) -> None:
        """Keep a secret in place of the former. Raises SecretsError and OSError."""
        await self._do(lambda: self._set(name, secret))

    async def forget_all(self, known: Known = lambda _: ()) -> Forgotten:
        """Remove everything from both places; `known` names what is in the keyring even if its list of it is lost.

        Raises SecretsError and OSError for the files.
        """
        problems: list[str] = []
        try:
            names = await self._do(self._files.clear)
        except NotCleared as error:
            names = error.names
            problems.append(str(error))
        try:
            names += await self._do(lambda: _empty_keyring(known))
        except NotCleared as error:
            names += error.names
            problems.append(str(error))
        except SecretsError as error:
            problems.append(str(error))
        return Forgotten(tuple(names), " ".join(problems))

    async def news(self) -> str:
        """What must be said: once that files stand in for a keyring, and whatever was mended.

        Raises SecretsError and OSError.
        """
        return await self._do(self._news)

    async def keyring_name(self) -> str:
        """What the keyring that secrets rest in is called, `""` where files stand in for one. Raises SecretsError."""
        return await self._do(_keyring_name)

    async def _do(self, work: Callable[[], Result]) -> Result:
        try:
            async with asyncio.timeout(self._patience):
                return await _beside(work, self._one_by_one)
        except TimeoutError:
            pass
        raise SecretsError(_SILENT)

    def _get(self, name: str) -> str | None:
        keyring = _find_keyring()
        if keyring is None:
            return self._files.get(name)
        secret = keyring.get(name)
        if secret is None and self._files.exists():
            # From a time without a keyring: it moves into the safer place.
            secret = self._files.get(name)
            if secret is not None:
                keyring.set(name, secret)
                self._files.delete(name)
        return secret

    def _set(self, name: str, secret: str) -> None:
        keyring = _find_keyring()
        if keyring is None:
            self._files.set(name, secret)
        else:
            keyring.set(name, secret)

    def _news(self) -> str:
        news: list[str] = []
        # The folder itself remembers that it was said.
        if _find_keyring() is None and not self._files.exists():
            self._files.make()
            news.append(_NO_KEYRING.format(folder=self._files.folder))
        news += self._files.mended
        self._files.mended.clear()
        return " ".join(news)


class _Keyring:
    """The entries of this program in a keyring. All of it blocks, and raises SecretsError."""

    def __init__(self, backend: "KeyringBackend") -> None:
        self._backend = backend

    @property
    def name(self) -> str:
        return _asked(lambda: str(self._backend.name))

    def get(self, name: str) -> str | None:
        return _asked(lambda: self._backend.get_password(SERVICE, name))

    def set(self, name: str, secret: str) -> None:
        names = self.names() or []
        if name not in names:
            # Before the secret itself, so that none is ever left behind.
            self._put(_INDEX, json.dumps([*names, name]))
        self._put(name, secret)

    def names(self) -> list[str] | None:
        """What the others are called; None where the list of them is damaged."""
        try:
            found = cast("object", json.loads(self.get(_INDEX) or "[]"))
        except ValueError:
            return None
        if not isinstance(found, list):
            return None
        return [name for name in cast("list[object]", found) if isinstance(name, str)]

    def delete(self, name: str) -> bool:
        if self.get(name) is None:
            return False
        _asked(lambda: self._backend.delete_password(SERVICE, name))
        return True

    def _put(self, name: str, secret: str) -> None:
        # keyring wraps this method without passing its type on.
        _asked(lambda: self._backend.set_password(SERVICE, name, secret))  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType]


def _empty_keyring(known: Known) -> list[str]:
    """Remove everything, and return its names. Raises NotCleared where there may be more, and SecretsError."""
    keyring = _find_keyring()
    if keyring is None:
        return []
    listed = keyring.names()
    names = [name for name in [*(listed or []), *known(keyring.get)] if keyring.delete(name)]
    keyring.delete(_INDEX)
    if listed is None:
        raise NotCleared(_LIST_LOST, names)
    return names


def _keyring_name() -> str:
    keyring = _find_keyring()
    return keyring.name if keyring is not None else ""


def _find_keyring() -> _Keyring | None:
    """The keyring that secrets may rest in; None where the system has none."""
    import keyring

    backend = _asked(lambda: fit_backend(keyring.get_keyring()))
    return _Keyring(backend) if backend is not None else None


def fit_backend(backend: "KeyringBackend") -> "KeyringBackend | None":
    """The keyring itself if a secret may rest in it, or the first such one of a chain."""
    members = cast("list[KeyringBackend]", getattr(backend, "backends", [backend]))
    return next((member for member in members if _is_fit(member)), None)


def _is_fit(backend: "KeyringBackend") -> bool:
    return backend.priority >= 1 and not type(backend).__module__.startswith(_UNFIT)


def _asked(ask: Callable[[], Result]) -> Result:
    """What the keyring answers; whatever it raises becomes a SecretsError."""
    try:
        return ask()
    except Exception as error:  # keyring plugins raise anything, EOFError and ImportError too
        kinds = [kind.__name__ for kind in type(error).__mro__]
    # Raised outside of the handler: what the keyring says may hold what it keeps.
    raise SecretsError(_LOCKED if _LOCKED_KINDS & {*kinds} else _FAILED.format(kind=kinds[0]))


async def _beside(work: Callable[[], Result], one_by_one: Lock) -> Result:
    """Do it in a thread that nobody waits for at the end of the program, unlike those of `asyncio.to_thread`."""
    done: Future[Result] = Future()

    def run() -> None:
        with one_by_one:
            if not done.set_running_or_notify_cancel():
                return
            try:
                result = work()
            except BaseException as error:  # it is raised where the result is waited for
                done.set_exception(error)
            else:
                done.set_result(result)

    Thread(target=run, name="secrets", daemon=True).start()
    return await asyncio.wrap_future(done)
