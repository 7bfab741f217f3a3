"""One declaration per user command: binding, footer, palette and help all come from it."""

from __future__ import annotations

from textual.binding import Binding


def command(
    keys: str,
    action: str,
    label: str,
    explains: str,
    *,
    footer: bool = True,
    priority: bool = False,
    shown_as: str | None = None,
) -> Binding:
    """A user command.

    `keys` are alternatives, separated by commas; `label` is for the footer, `explains` is the sentence of the
    help and of the palette. The binding's id is the action's name, so that keys can be remapped.
    """
    return Binding(
        keys,
        action,
        label,
        show=footer,
        key_display=shown_as,
        priority=priority,
        tooltip=explains,
        id=action,
    )


TYPED_AHEAD = (
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", show=False, priority=True),
)
"""For forms: with these, what is typed right behind a Tab goes into the next field, however fast it comes."""
