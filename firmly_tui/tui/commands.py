"""One declaration per user command: binding, footer, palette and help all come from it."""

from __future__ import annotations

from textual.binding import Binding


class Explained(str):
    """The sentence of a command, and what people may call it. Textual hands it on as it is, wherever a key goes."""

    __slots__ = ("called",)

    called: str

    def __new__(cls, sentence: str, called: str = "") -> Explained:
        """`called` are words of its own for the palette, which are not shown."""
        explained = super().__new__(cls, sentence)
        explained.called = called
        return explained


def command(
    keys: str,
    action: str,
    label: str,
    explains: str,
    *,
    footer: bool = True,
    priority: bool = False,
    shown_as: str | None = None,
    called: str = "",
) -> Binding:
    """A user command.

    `keys` are alternatives, separated by commas; `label` is for the footer, `explains` is the sentence of the
    help and of the palette, which finds the command by what it is `called` elsewhere, too. The binding's id is the
    action's name, so that keys can be remapped.
    """
    return Binding(
        keys,
        action,
        label,
        show=footer,
        key_display=shown_as,
        priority=priority,
        tooltip=Explained(explains, called),
        id=action,
    )


TYPED_AHEAD = (
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", show=False, priority=True),
)
"""For forms: with these, what is typed right behind a Tab goes into the next field, however fast it comes."""
