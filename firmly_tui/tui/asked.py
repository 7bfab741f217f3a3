"""Asking before something is lost: the same key once more is yes, everything else is no."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable


class AskedTwice:
    """What was asked just now, if anything. Only the very same thing again confirms it."""

    def __init__(self) -> None:
        self._about: Hashable = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self._about is not None

    def is_about(self, about: Hashable) -> bool:
        """Whether this was asked just now."""
        return self.is_open and self._about == about

    def confirmed(self, about: Hashable) -> bool:
        """Whether this was asked just now, which is then answered; else it is asked now."""
        yes = self.is_about(about)
        self._about = None if yes else about
        return yes

    def withdraw(self) -> bool:
        """Ask no more; tells whether something was asked."""
        was_open = self.is_open
        self._about = None
        return was_open
