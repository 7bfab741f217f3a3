"""What a tester changes about a sandbox: what goes wrong, its clock, its goods, and its whole state."""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from firmly_tui.checkout.private_files import write_atomically
from firmly_tui.client import FirmlyClient, FirmlyError, NotSent
from firmly_tui.models import ActiveScenario, LoadedState, SandboxClock, Scenarios
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from firmly_tui.checkout.hive import Hive

T = TypeVar("T")

MOST_BYTES: Final = 8_000_000
"""How large a saved state can be."""
PATIENCE: Final = 5.0
"""Seconds that closing waits for a change that is under way."""
_WEEK: Final = 7 * 24 * 3600
_UNITS: Final = {"w": _WEEK, "d": 24 * 3600, "h": 3600, "m": 60, "s": 1}
_SPAN: Final = re.compile(r"(\d{1,9})\s*(w|d|h|m|s)[a-z]*", re.IGNORECASE)
_SPAN_SENTENCE: Final = "Write how far, such as 3 d, 2 h 30 min, or 1 week; 0 is the real time."
_MARK: Final = b'"firmly_sandbox_state"'


class StateFileError(Exception):
    """A file cannot be written or read as a saved state; the message is a sentence for people."""


class SandboxControl(Observable):
    """The knobs of a sandbox; `NotSent` is raised for any other environment.

    `known` is what was last heard of the scenarios. Who subscribes is called when that changed. The clock is moved and
    a state is loaded in several calls: these go on to their end when whoever asked for them goes away.
    """

    def __init__(self, client: FirmlyClient, hive: "Hive", environment: str) -> None:
        super().__init__()
        if environment != "SANDBOX":
            raise NotSent("Only a sandbox can be made to misbehave. This is not one.")
        self.calls = client.sandbox
        self.known = Scenarios()
        self.is_shared = False
        """Whether others may change the sandbox as well: it runs by itself."""
        self._client = client
        self._hive = hive
        self._under_way: set[asyncio.Task[Any]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._look_again = False
        self._unsubscribe = hive.subscribe(self._carts_changed)

    @property
    def active(self) -> list[ActiveScenario]:
        """What can still go wrong."""
        return [scenario for scenario in self.known.active if not scenario.is_over]

    def at_work(self, name: str) -> ActiveScenario | None:
        """What is known of a scenario that was set, also of one that is over."""
        return next((scenario for scenario in self.known.active if scenario.name == name), None)

    def begin(self) -> None:
        """Ask beside everything else what goes wrong. Never fails."""
        if self._looking is not None and not self._looking.done():
            self._look_again = True
            return
        self._looking = asyncio.create_task(self._look())
        # A task keeps what its maker was about, such as a screen with a link to agree to.
        self._looking.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        if self._looking is task:
            self._looking = None

    async def aclose(self) -> None:
        """Stop asking, and let what is under way come to its end."""
        self._unsubscribe()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE)
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    def catch_up(self) -> None:
        """Ask, where others may have changed something. Never fails."""
        if self.is_shared:
            self.begin()

    def _carts_changed(self) -> None:
        # Only while something goes wrong: each call may have been the last one that it strikes.
        if self.active:
            self.begin()

    async def _look(self) -> None:
        with suppress(FirmlyError):
            await self.refresh()
            while self._look_again:
                self._look_again = False
                await self.refresh()

    async def refresh(self) -> None:
        """Ask what goes wrong now. Raises FirmlyError."""
        self._heard(await self.calls.scenarios())

    async def play(self, name: str, told: Mapping[str, str]) -> None:
        """Let something go wrong. Raises FirmlyError; its sentence says what is not possible."""
        self._heard(await self.calls.play(name, told))

    async def stop(self, name: str) -> None:
        """Let something go wrong no more. Raises FirmlyError."""
        self._heard(await self.calls.stop(name))

    async def stop_all(self) -> None:
        """Let nothing go wrong any more. Raises FirmlyError."""
        self._heard(await self.calls.stop_all())

    def _heard(self, scenarios: Scenarios) -> None:
        self.known = scenarios
        self._changed()

    async def _to_the_end(self, change: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(change)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def move_clock(self, ahead: int) -> SandboxClock:
        """Move the sandbox's clock. Raises FirmlyError.

        After a jump of a week no session can be renewed; the device then gets a new one, so that its carts stay.
        """
        return await self._to_the_end(self._move_clock(ahead))

    async def _move_clock(self, ahead: int) -> SandboxClock:
        before = (await self.calls.clock()).ahead_seconds
        device = self._client.device_id
        clock = await self.calls.move_clock(ahead)
        if device and ahead - before >= _WEEK:
            await self.calls.become(device)
        await self._hive.load()
        await self.refresh()
        return clock

    async def save(self, path: Path) -> None:
        """Write the state to a file (0600). Raises FirmlyError, and StateFileError."""
        if await asyncio.to_thread(_is_other_file, path):
            raise StateFileError(f"{path} is there already, and is no saved state. Choose another name.")
        text = (await self.calls.saved_state()).decode()
        try:
            await asyncio.to_thread(write_atomically, path, text)
        except OSError as error:
            raise StateFileError(f"{path} cannot be written: {error.strerror or error}.") from error

    async def load(self, path: Path) -> LoadedState:
        """Put a saved state in the place of the present one, and go on as the device of whoever saved it.

        Raises FirmlyError, whose sentence says what is wrong with the state, and StateFileError.
        """
        try:
            saved = await asyncio.to_thread(_read, path)
        except OSError as error:
            raise StateFileError(f"{path} cannot be read: {error.strerror or error}.") from error
        return await self._to_the_end(self._load(saved))

    async def _load(self, saved: bytes) -> LoadedState:
        loaded = await self.calls.load_state(saved)
        if loaded.device_id:
            await self.calls.become(loaded.device_id)
        await self._hive.load()
        await self.refresh()
        return loaded


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _is_other_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _MARK not in file.read(100)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def read_span(text: str) -> int:
    """Read how far, such as `3 d` or `2 h 30 min`, in seconds. Raises ValueError with a sentence."""
    if text.strip() == "0":
        return 0
    parts = [(int(number), unit.lower()) for number, unit in _SPAN.findall(text)]
    if not parts or _SPAN.sub("", text).strip():
        raise ValueError(_SPAN_SENTENCE)
    return sum(number * _UNITS[unit] for number, unit in parts)


def span_in_words(seconds: int) -> str:
    """How far, such as `3 d 4 h`; the same that `read_span` reads."""
    parts: list[str] = []
    for unit, size in _UNITS.items():
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {'min' if unit == 'm' else unit}")
    return " ".join(parts) or "0"
