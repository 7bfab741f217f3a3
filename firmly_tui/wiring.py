"""Puts the parts together: a shop on the embedded sandbox, on a sandbox elsewhere, or on firmly itself."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from firmly_tui.checkout import Journal, Shop
    from firmly_tui.client import SessionStore
    from firmly_tui.models import DeviceSession
    from firmly_tui.sandbox import Sandbox
    from firmly_tui.settings import Settings

SANDBOX_DATABASE = "sandbox.db"
DEVICE_FILE = "device"
JOURNAL_FILE = "orders.db"
SHOPPER_FILE = "address.json"
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
        from firmly_tui.checkout.private_files import write_atomically
        from firmly_tui.models import DeviceSession

        device = self._known_device()
        session = DeviceSession.model_validate(self._sandbox.issue_session(device))
        if session.device_id != device:
            write_atomically(self._file, session.device_id + "\n")
        return session

    def _known_device(self) -> str | None:
        """The device of the last run; a file that is damaged or gone means a new one."""
        try:
            return self._file.read_text(encoding="ascii").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    async def save(self, session: DeviceSession) -> None:
        """Keep a renewed session for this run."""
        self._session = session

    async def clear(self) -> None:
        """Forget the session."""
        self._session = None


@asynccontextmanager
async def open_shop(settings: Settings, sandbox: Sandbox | None = None) -> AsyncIterator[Shop]:
    """Open the shop, and close it at the end.

    A `sandbox` that runs already is used as the embedded one, and left running.

    Raises OSError (files, ports), sqlite3.Error (the sandbox's database) and NotSent (an unusable address).
    """
    async with AsyncExitStack() as stack:
        # Imports and files take their time: they are done beside the event loop, while the screen is up.
        await asyncio.to_thread(_import_parts, settings.embedded)
        from firmly_tui.checkout import Hive, Journal, KeyringSessions, Shop, Shopper
        from firmly_tui.checkout.private_files import make_folder
        from firmly_tui.client import FirmlyClient, is_loopback

        await asyncio.to_thread(make_folder, settings.home)
        if sandbox is None and settings.embedded:
            sandbox = await asyncio.to_thread(_start_sandbox, settings)
            stack.push_async_callback(asyncio.to_thread, sandbox.stop)
        api = sandbox.url if sandbox else settings.api
        cc, status = (api, api) if sandbox else (settings.cc or None, settings.status or None)
        sessions: SessionStore = (
            EmbeddedSessions(sandbox, settings.home / DEVICE_FILE)
            if sandbox
            else KeyringSessions("firmly-tui", f"{api} {settings.app_id}")
        )
        journal = await asyncio.to_thread(Journal, settings.home / JOURNAL_FILE)
        stack.callback(journal.close)
        shop: Shop | None = None
        reloading: set[asyncio.Task[None]] = set()

        def carts_gone() -> None:
            if shop is not None:
                shop.notice = CARTS_GONE
                task = asyncio.create_task(shop.hive.load())
                reloading.add(task)
                task.add_done_callback(reloading.discard)

        client = await stack.enter_async_context(
            FirmlyClient(
                api,
                cc_url=cc,
                status_url=status,
                app_id=_app_id(settings),
                sessions=sessions,
                on_new_device=carts_gone,
            )
        )
        local = not settings.app_id and is_loopback(urlsplit(api).hostname or "")
        hive = Hive(client)
        stack.push_async_callback(hive.aclose)
        shop = Shop(
            client=client,
            hive=hive,
            journal=journal,
            shopper=Shopper(settings.home / SHOPPER_FILE),
            environment="SANDBOX" if local else "LIVE",
            host=urlsplit(api).netloc,
            test_cards=_test_cards() if local else [],
        )
        if isinstance(sessions, KeyringSessions):
            await sessions.load()
            shop.notice = sessions.problem
        shop.notice = _unresolved(journal) or shop.notice
        yield shop


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


def _unresolved(journal: Journal) -> str:
    """What to say at the start when an order's outcome is not known."""
    names = [attempt.merchant_name for attempt in journal.unresolved()]
    if not names:
        return ""
    return (
        f"It is not known whether your order at {', '.join(dict.fromkeys(names))} was placed. Look into your mailbox "
        "before you order again. F4 shows it."
    )
