"""Styles of many screens and widgets, each read once."""

from __future__ import annotations

from typing import Any

from textual.app import App

SOURCES = 256
"""More than there are files of styles and widgets with some of their own: 69 on a walk through all screens."""


class StyledApp(App[None]):
    """An app that does not read its styles anew.

    Textual keeps what it read of 64 sources. With one more, each screen that brings another has it read all of them
    again, one after the other, and waits for it: 40 ms.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stylesheet._parse_cache.grow(SOURCES)
