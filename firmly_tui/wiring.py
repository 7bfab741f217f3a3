"""Puts the parts together: a shop on the embedded sandbox, on a sandbox elsewhere, or on firmly itself."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from concurrent.futures import Future
    from pathlib import Path

    from firmly_tui.checkout import KeptSessions, Secrets, Shop
    from firmly_tui.client import FirmlyClient
    from firmly_tui.inspector import Log
    from firmly_tui.models import DeviceSession
    from firmly_tui.sandbox import Sandbox
    from firmly_tui.settings import Settings

_Part = TypeVar("_Part")

SANDBOX_DATABASE = "sandbox.db"
DEVICE_FILE = "device"
JOURNAL_FILE = "orders.db"
EMBEDDED = "embedded sandbox"
"""The server of the journal's orders at the embedded sandbox, whose address is another one each time."""
SHOPPER_FILE = "address.json"
EXPORTS = "exports"
OWN_FILES = (
    JOURNAL_FILE,
    SHOPPER_FILE,
    DEVICE_FILE,
    *(f"{SANDBOX_DATABASE}{end}" for end in ("", "-wal", "-shm")),
)
"""What is kept from the eyes of others in the home folder."""
LOGIN_LOST = (
    "The app id of your login is not to be found: the keyring that it is in may be out of reach from here. So this "
    "is the sandbox. `firmly-tui login` keeps it anew."
)
CARTS_GONE = "The server began a new session for this device. The carts of the old one are gone."


class EmbeddedSessions:
    """The embedded sandbox's sessions: it knows its device, so that no token has to be kept anywhere."""

    def __init__(self, sandbox: Sandbox, device_file: Path) -> None:
        self._sandbox = sandbox
        self._file = device_file
        self._session: DeviceSession | None = None

    async def load(self) -> DeviceSession | None:
        """A session for the device of the last run."""
        if self._session is None:
            self._session = await asyncio.to_thread(self._issue)
        return self._session

    def _issue(self) -> DeviceSession:
        device = self._known_device()
        session = self._session_of(device)
        if session.device_id == device:
            return session
        if device is None and not self._make_file(session.device_id):
            # Another app began at the same moment: its device is this one's as well.
            device = self._known_device()
            if device is not None:
                return self._session_of(device)
        self._keep_device(session.device_id)
        return session

    def _session_of(self, device: str | None) -> DeviceSession:
        from firmly_tui.models import DeviceSession

        return DeviceSession.model_validate(self._sandbox.issue_session(device))

    def _known_device(self) -> str | None:
        """The device of the last run; a file that is damaged or gone means a new one."""
        try:
            return self._file.read_text(encoding="ascii").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    async def save(self, session: DeviceSession) -> None:
        """Keep a renewed session for this run, and another device for the next one."""
        if self._session is not None and session.device_id != self._session.device_id:
            await asyncio.to_thread(self._keep_device, session.device_id)
        self._session = session

    def _make_file(self, device_id: str) -> bool:
        """Keep the first device; False where another app has done so."""
        from firmly_tui.checkout.private_files import create_atomically

        return create_atomically(self._file, device_id + "\n")

    def _keep_device(self, device_id: str) -> None:
        from firmly_tui.checkout.private_files import write_atomically

        write_atomically(self._file, device_id + "\n")

    async def clear(self) -> None:
        """Forget the session."""
        self._session = None

    def now(self) -> float:
        """The sandbox's own time in unix seconds, by which its sessions expire."""
        return self._sandbox.options.clock().timestamp()


@asynccontextmanager
async def open_shop(settings: Settings, sandbox: Sandbox | None = None) -> AsyncIterator[Shop]:
    """Open the shop, and close it at the end.

    A `sandbox` that runs already is used as the embedded one, and left running.

    Raises OSError (files, ports, the keyring), sqlite3.Error (the sandbox's database) and NotSent (an unusable
    address, a session that is out of reach).
    """
    async with _Parts() as stack:
        # Imports and files take their time: they are done beside the event loop, while the screen is up.
        await asyncio.to_thread(_import_parts, settings.embedded)
        from firmly_tui.checkout import Hive, Journal, KeptSessions, Secrets, Shop, Shopper
        from firmly_tui.checkout.sessions import server_name
        from firmly_tui.inspector import Log

        await asyncio.to_thread(_make_home, settings.home)
        secrets = Secrets(settings.home)
        news = _News()
        if sandbox is None:
            settings = await with_login(settings, secrets, news.say)
        if sandbox is None and settings.embedded:
            sandbox = await stack.open_in_thread(partial(_start_sandbox, settings), lambda it: it.stop())
        api = sandbox.url if sandbox else settings.api
        sessions = (
            EmbeddedSessions(sandbox, settings.home / DEVICE_FILE)
            if sandbox
            else KeptSessions(secrets, api, settings.app_id, on_problem=news.say)
        )
        server = EMBEDDED if sandbox else server_name(api)
        journal = await stack.open_in_thread(
            partial(Journal, settings.home / JOURNAL_FILE, server=server), Journal.close
        )
        hosts = (api, api) if sandbox else (settings.cc or None, settings.status or None)
        log = Log()
        client = await stack.enter_async_context(_client(settings, api, hosts, sessions, news, log))
        if isinstance(sessions, KeptSessions):
            # Before anything is asked of the server: without the kept session it would hand out a new device.
            await sessions.load()
            news.say(await secrets.news())
        hive = Hive(client)
        stack.push_async_callback(hive.aclose)
        shop = Shop(
            client=client,
            hive=hive,
            journal=journal,
            shopper=Shopper(settings.home / SHOPPER_FILE),
            environment="LIVE" if settings.is_live else "SANDBOX",
            # The port of the embedded sandbox is another one each time, and of no use.
            host=(urlsplit(api).hostname or "") if sandbox else urlsplit(api).netloc,
            test_cards=[] if settings.is_live else _test_cards(),
            log=log,
            exports=settings.home / EXPORTS,
        )
        stack.callback(shop.payments.forget)
        if shop.control is not None:
            stack.push_async_callback(shop.control.aclose)
            shop.control.is_shared = sandbox is None
            shop.control.begin()
        news.tell(shop)
        yield shop


class _Parts(AsyncExitStack):
    """What is open, to be closed the other way round."""

    async def open_in_thread(self, opening: Callable[[], _Part], close: Callable[[_Part], object]) -> _Part:
        """Open something beside the event loop. It is closed also where nobody waits for it any more: a thread
        cannot be broken off.
        """
        thread = ThreadPoolExecutor(1)
        part = thread.submit(opening)
        self.push_async_callback(_close_in, thread, part, close)
        return await asyncio.wrap_future(part)


async def _close_in(
    thread: ThreadPoolExecutor, part: Future[_Part], close: Callable[[_Part], object]
) -> None:
    """Close what was opened in a thread, there, once it is open."""
    closed = thread.submit(_close, part, close)
    thread.shutdown(wait=False)
    try:
        await asyncio.shield(asyncio.wrap_future(closed))
    except asyncio.CancelledError:
        closed.result()  # cancelled twice, the loop ends: nobody else is kept waiting
        raise


def _close(part: Future[_Part], close: Callable[[_Part], object]) -> None:
    if not part.cancelled() and part.exception() is None:
        close(part.result())


class _News:
    """What the shopper must know, gathered while the shop opens and told by its screens."""

    def __init__(self) -> None:
        self._early: list[str] = []
        self._shop: Shop | None = None
        self._reloading: set[asyncio.Task[None]] = set()

    def say(self, sentence: str) -> None:
        """Have a sentence told as soon as possible."""
        if self._shop is None:
            self._early.append(sentence)
        else:
            self._shop.notice = " ".join(filter(None, [self._shop.notice, sentence]))

    def carts_gone(self) -> None:
        """The server did not take the old device any more."""
        self.say(CARTS_GONE)
        if self._shop is not None:
            task = asyncio.create_task(self._shop.hive.load())
            self._reloading.add(task)
            task.add_done_callback(self._reloading.discard)

    def tell(self, shop: Shop) -> None:
        """The shop is open: tell what was gathered."""
        self._shop = shop
        shop.notice = " ".join(filter(None, self._early))


def _client(
    settings: Settings,
    api: str,
    hosts: tuple[str | None, str | None],
    sessions: EmbeddedSessions | KeptSessions,
    news: _News,
    log: Log,
) -> FirmlyClient:
    """The client for the API; `hosts` are those for cards and for the merchants' health. Raises NotSent."""
    from firmly_tui.client import FirmlyClient

    cc, status = hosts
    return FirmlyClient(
        api,
        cc_url=cc,
        status_url=status,
        app_id=_app_id(settings),
        sessions=sessions,
        observer=log.observe,
        on_new_device=news.carts_gone,
        clock=sessions.now if isinstance(sessions, EmbeddedSessions) else time.time,
    )


def _make_home(home: Path) -> None:
    """Have the folder for everything that is written, and nothing in it that others can read."""
    from firmly_tui.checkout.private_files import make_folder, mend

    make_folder(home)
    mend(home, OWN_FILES)


def is_new(home: Path) -> bool:
    """Whether no shop was ever opened with this folder: whichever it is, it begins with a journal."""
    return not (home / JOURNAL_FILE).exists()


async def with_login(settings: Settings, secrets: Secrets, say: Callable[[str], None]) -> Settings:
    """The settings with the app id of a login, where nothing else says which shop to open.

    `say` is told of a login that is lost. Raises SecretsError and OSError.
    """
    from firmly_tui.checkout import is_logged_in, kept_login

    if settings.sandbox or not settings.embedded:
        return settings
    if not await asyncio.to_thread(is_logged_in, settings.home):
        return settings
    login = await kept_login(secrets)
    if login is None:
        say(LOGIN_LOST)
        return settings
    return replace(
        settings,
        app_id=login.app_id,
        api_url=login.api_url,
        cc_url=login.cc_url,
        status_url=login.status_url,
    )


def _import_parts(embedded: bool) -> None:
    """Load what the first search needs, while nobody waits for it."""
    for part in ("checkout", "client.wire", *(["sandbox.app", "sandbox.runner"] if embedded else [])):
        import_module(f"firmly_tui.{part}")


def _start_sandbox(settings: Settings) -> Sandbox:
    from firmly_tui.sandbox import Sandbox, SandboxOptions

    sandbox = Sandbox(SandboxOptions(database=settings.home / SANDBOX_DATABASE)).start()
    try:
        if settings.fresh:
            sandbox.forget_carts()
    except BaseException:
        sandbox.stop()
        raise
    return sandbox


def _app_id(settings: Settings) -> str:
    from firmly_tui.sandbox import SANDBOX_APP_ID

    return settings.app_id or SANDBOX_APP_ID


def _test_cards() -> list[tuple[str, str]]:
    from firmly_tui.sandbox.payment.cards import TEST_CARDS

    return [(card.number, card.meaning) for card in TEST_CARDS]
