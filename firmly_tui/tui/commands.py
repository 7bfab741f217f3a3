"""One declaration per user command: binding, footer, palette and help all come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.events import Key
    from textual.widget import Widget


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


DONE = "firmly_done"
"""The attribute of a key that was acted on already."""


class ActsAtOnce:
    """A mixin for parts of a form: each does what a key is bound to as soon as it gets the key.

    Textual looks keys up where the focus is when they come back to the app. A Tab right behind them has moved it on by
    then, and they would act on what comes next; letters right behind a Backspace are there already.
    """

    async def on_key(self, event: Key) -> None:
        """Do it, before the focus is elsewhere."""
        widget = cast("Widget", self)
        for binding in widget._bindings.key_to_bindings.get(event.key, ()):
            # What is submitted may close the form, and a second Enter must not find it half closed.
            if binding.action != "submit" and await widget.app.run_action(binding.action, widget):
                # It goes on to those around, who may want to know of it; the app does nothing more for it.
                setattr(event, DONE, True)
