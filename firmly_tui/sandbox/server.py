"""Running the sandbox: in a thread beside a program, or in the foreground by itself."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Self

from firmly_tui.sandbox.options import SANDBOX_APP_ID, SandboxOptions

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from firmly_tui.sandbox.runner import Server
    from firmly_tui.sandbox.services import Services

_START_SECONDS: Final = 15.0


class PortInUse(OSError):
    """The wanted port belongs to another program."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"port {port} of {host} is used by another program")
        self.host = host
        self.port = port


def create_app(options: SandboxOptions) -> Starlette:
    """Return the sandbox as an ASGI application, without a server."""
    from firmly_tui.sandbox.app import build
    from firmly_tui.sandbox.services import Services

    return build(Services.open(options))


class Sandbox:
    """One sandbox server: ``start`` and ``stop`` it, or ``with`` it, or ``serve`` in the foreground."""

    def __init__(self, options: SandboxOptions | None = None) -> None:
        self.options = options or SandboxOptions()
        self._services: Services | None = None
        self._listener: socket.socket | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the running server is, such as ``http://127.0.0.1:40123``."""
        if self._listener is None:
            raise RuntimeError("the sandbox is not running")
        host, port = self._listener.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def start(self) -> Self:
        """Start in a thread of its own, and return as soon as connections are accepted.

        Raises PortInUse, CatalogError, ScenarioError, StateError, and sqlite3.Error when the database cannot be
        opened.
        """
        server, listener = self._prepare(ready := threading.Event())
        self._thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True
        )
        self._thread.start()
        if not ready.wait(_START_SECONDS):
            self.stop()
            raise TimeoutError(f"the sandbox did not start within {_START_SECONDS:.0f} seconds")
        return self

    def stop(self) -> None:
        """Stop the server and close the database. Answers under way are broken off."""
        if self._server is not None:
            self._server.request_stop()
        if self._thread is not None:
            self._thread.join()
        self._close()

    def serve(self, on_ready: Callable[[str], None] | None = None) -> None:
        """Run in this thread until interrupted; ``on_ready`` is told the URL. Raises as ``start`` does."""
        ready = threading.Event()
        server, listener = self._prepare(ready, lambda: on_ready(self.url) if on_ready else None)
        try:
            server.run(sockets=[listener])
        finally:
            self._close()

    def issue_session(self, device_id: str | None = None, app_id: str = SANDBOX_APP_ID) -> dict[str, object]:
        """Return a session as ``browser-session`` would: for a device of this database, or for a new one."""
        return self._running().sessions.issue(app_id, device_id)

    def forget_carts(self) -> None:
        """Drop every active cart; orders and stock stay."""
        with self._running().store.change() as transaction:
            transaction.drop_all_carts()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def _running(self) -> Services:
        if self._services is None:
            raise RuntimeError("the sandbox is not running")
        return self._services

    def _prepare(
        self, ready: threading.Event, then: Callable[[], None] | None = None
    ) -> tuple[Server, socket.socket]:
        if self._services is not None:
            raise RuntimeError("the sandbox is running already")
        from firmly_tui.sandbox.app import build
        from firmly_tui.sandbox.runner import make_server
        from firmly_tui.sandbox.services import Services

        self._listener = _listen(self.options.host, self.options.port)
        try:
            self._services = Services.open(self.options)
        except BaseException:
            self._close()
            raise

        def started() -> None:
            ready.set()
            if then is not None:
                then()

        try:
            self._server = make_server(build(self._services), started)
        except BaseException:
            self._close()
            raise
        return self._server, self._listener

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        if self._services is not None:
            self._services.store.close()
        self._services = self._listener = self._server = self._thread = None


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Naming the protocol matters: asyncio switches Nagle's delay off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(host, port) from error
        raise
    listener.set_inheritable(False)
    return listener
