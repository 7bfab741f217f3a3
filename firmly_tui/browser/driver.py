"""How the app draws where a page shows it: Textual's way, with a sure beginning and a sure end."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from textual import events, messages
from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App


class PageDriver(WebDriver):
    """Draws on a page, through the server that began the app."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._begun = Event()

    def start_application_mode(self) -> None:
        """Begin, as an app that nobody looks at yet; only then is read what the page sent meanwhile."""
        super().start_application_mode()
        self._begun.set()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the page tells. That somebody looks now must not overtake that nobody did at first: keys would
        not go where the cursor is.
        """
        if packet_type == "focus":
            self._app.call_later(self._app.post_message, events.AppFocus())
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read what is typed; when the server is gone, however it ended, the app ends too."""
        self._begun.wait()
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())
