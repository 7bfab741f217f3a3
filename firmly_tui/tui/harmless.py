"""Text of unknown origin on one line of the screen. What the models decode is harmless already, and stays as it is."""

from __future__ import annotations

from firmly_tui.tui.drawing import one_line


def harmless(text: str) -> str:
    """`text` on one line, without anything that could steer the terminal or hide what it says."""
    from firmly_tui.models import untrusted

    return one_line(untrusted(text))
