"""The device's session: loaded, created, renewed before it ends, one renewal at a time."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from pydantic import ValidationError

from firmly_tui.client import answers, sentences
from firmly_tui.client.calls import Answer, Call
from firmly_tui.client.errors import (
    ApiError,
    FirmlyError,
    NotOffered,
    NotSent,
    RateLimited,
    ServiceUnavailable,
)
from firmly_tui.client.observe import tell
from firmly_tui.models import DeviceSession, json_object

MARGIN: Final = 300
"""How many seconds before its end a session is renewed."""

PATIENCE: Final = 30
"""How many seconds a failed renewal is left alone while the old token is still good."""


class SessionStore(Protocol):
    """Where the session rests between runs. With no safe place, implementations forget rather than raise."""

    async def load(self) -> DeviceSession | None:
        """The session kept for this app id and server, or `None`.

        May raise `NotSent` where that cannot be known: a new device would lose the carts of the kept one.
        """
        ...

    async def save(self, session: DeviceSession) -> None:
        """Keep a session in place of the former."""
        ...

    async def clear(self) -> None:
        """Forget the session."""
        ...


def issue_call(old: DeviceSession | None) -> Call:
    """The call that creates a session, or renews `old` (firmly docs: Browser Session)."""
    body = {"access_token": old.access_token.get_secret_value()} if old else {}
    return Call(method="POST", path="/api/v1/browser-session", auth="app", body=body)


def read_session(answer: Answer, clock: float) -> DeviceSession:
    """The session in an answer of `browser-session`. `clock` is the time in unix seconds.

    `expires` is what counts; `expires_in` is for servers that leave it out. Raises `NotFirmly`.
    """
    body = json_object(answers.json_body(answer)) or {}
    lasts = body.get("expires_in")
    if body.get("expires") is None and isinstance(lasts, int):
        body = {**body, "expires": int(clock) + lasts}
    try:
        session = DeviceSession.model_validate(body)
    except ValidationError:
        session = None
    if session is None or not _can_be_sent(session):
        raise answers.not_firmly(answer, "not a session")
    return session


def _can_be_sent(session: DeviceSession) -> bool:
    token = session.access_token.get_secret_value()
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


class Sessions:
    """Hands out a session that is good now, however many ask at once.

    A session is renewed with its old token, since carts hang on its device; only when the server refuses
    that, a new device takes its place and `on_new_device` is called. `device_changes` counts those.
    """

    def __init__(
        self,
        issue: Callable[[DeviceSession | None], Awaitable[DeviceSession]],
        store: SessionStore | None,
        on_new_device: Callable[[], None] | None,
        clock: Callable[[], float],
    ) -> None:
        self.device_changes = 0
        self._issue = issue
        self._store = store
        self._on_new_device = on_new_device
        self._clock = clock
        self._current: DeviceSession | None = None
        self._refused: DeviceSession | None = None
        self._failed_at = -math.inf
        self._renewal: asyncio.Task[DeviceSession] | None = None

    async def current(self) -> DeviceSession:
        """A session that is good now. Raises what the server's refusal or absence means."""
        if self._current is not None and self._is_good(self._current):
            return self._current
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew())
            self._renewal.add_done_callback(_seen)
        renewal = self._renewal
        try:
            # Shielded: one caller that gives up must not take the renewal away from the others.
            return await asyncio.shield(renewal)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if renewal.cancelled() and (task is None or not task.cancelling()):
                raise NotSent(sentences.CLOSED) from None
            raise

    async def adopt(self, session: DeviceSession) -> None:
        """Take a session in the place of the present one; another device is a change of the device."""
        if session.device_id != self.device_id:
            self.device_changes += 1
        self._current = session
        if self._store is not None:
            await self._store.save(session)

    def refuse(self, session: DeviceSession) -> None:
        """Note that the server does not accept this session, so that the next one asks for another."""
        self._refused = session

    @property
    def device_id(self) -> str:
        """The device of the present session, `""` while there is none."""
        return self._current.device_id if self._current is not None else ""

    async def aclose(self) -> None:
        """Stop a renewal that is under way."""
        if self._renewal is not None and not self._renewal.done():
            self._renewal.cancel()
            await asyncio.wait([self._renewal])

    def _is_good(self, session: DeviceSession) -> bool:
        if session == self._refused:
            return False
        now = self._clock()
        left_alone = 0 <= now - self._failed_at < PATIENCE
        return session.expires - MARGIN > now or (session.expires > now and left_alone)

    async def _renew(self) -> DeviceSession:
        old = self._current
        if old is None and self._store is not None:
            old = await self._store.load()
            old = old if old is not None and _can_be_sent(old) else None
        if old is not None and self._is_good(old):
            self._current = old
            return old
        changes = self.device_changes
        try:
            new = await self._renewed_or_fresh(old)
        except FirmlyError:
            self._failed_at = self._clock()
            if old is None or not self._is_good(old):
                raise
            new = old
        self._current = new
        if self._store is not None and new is not old:
            await self._store.save(new)
        if self.device_changes != changes and self._on_new_device is not None:
            tell(self._on_new_device)
        return new

    async def _renewed_or_fresh(self, old: DeviceSession | None) -> DeviceSession:
        if old is None:
            return await self._issue(None)
        try:
            return await self._issue(old)
        except ApiError as error:
            if not _refuses_the_token(error):
                raise
        # Ids may be absent, so it is this way of asking that tells of a new device.
        new = await self._issue(None)
        self.device_changes += 1
        return new


def _refuses_the_token(error: ApiError) -> bool:
    if isinstance(error, (RateLimited, ServiceUnavailable, NotOffered)):
        return False
    return not error.matches("InvalidAppId", "MissingAppId")


def _seen(task: asyncio.Task[DeviceSession]) -> None:
    """Take note of a failure that nobody waits for any more, so that asyncio does not complain."""
    if not task.cancelled():
        task.exception()
