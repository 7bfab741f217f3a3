"""Tells whoever asked that something has changed."""

import asyncio
from collections.abc import Callable


class Observable:
    """State that can be watched. Callbacks are called in the event loop, after the change.

    One that fails stops nobody: its error goes to the loop's exception handler.
    """

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
            try:
                callback()
            except Exception as error:  # an order must not fail with whoever watches it
                told = {"message": f"A listener of {type(self).__name__} failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(told)
