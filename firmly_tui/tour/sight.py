"""What is on the screen of a running app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._context import visible_screen_stack  # what lies below a question is drawn from this

from firmly_tui.tour.bar import CaptionBar

if TYPE_CHECKING:
    from textual.app import App
    from textual.strip import Strip

CURSOR = "▌"
"""What a list draws before the row under its cursor."""


def strips(app: App[None]) -> list[Strip]:
    """All lines as they are drawn, the caption among them."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def lines(app: App[None]) -> list[str]:
    """All lines but the tour's own, without colors."""
    drawn = [strip.text.rstrip() for strip in strips(app)]
    own = sum(bar.outer_size.height for bar in app.screen.query(CaptionBar) if bar.display)
    return drawn[: len(drawn) - own]


def said(app: App[None]) -> str:
    """All that is on the screen as one line, so that it does not matter where sentences are broken."""
    return " ".join(" ".join(lines(app)).split())


def under_cursor(app: App[None]) -> str:
    """The rows that a list marks with its cursor, as one line."""
    marked = [line.partition(CURSOR)[2] for line in lines(app) if CURSOR in line]
    return " ".join(" ".join(marked).split())
