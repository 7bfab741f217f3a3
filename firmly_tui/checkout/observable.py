"""Tells whoever asked that something has changed."""

from collections.abc import Callable


class Observable:
    """State that can be watched. Callbacks are called in the event loop, after the change."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[], None]] = []

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called after every change; call what is returned to end that."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    def _changed(self) -> None:
        for callback in tuple(self._callbacks):
            callback()
