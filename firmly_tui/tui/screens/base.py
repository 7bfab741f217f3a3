"""What all screens share: the frame, the sentence line, and staying in step with the carts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from firmly_tui.tui.drawing import count, error_detail
from firmly_tui.tui.widgets.bars import KeyBar, NoticeLine, Stepper, TopBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from firmly_tui.checkout import Shop
    from firmly_tui.client import FirmlyError
    from firmly_tui.tui.widgets.exchange_pane import ExchangePane

ResultT = TypeVar("ResultT")


class FirmlyScreen(Screen[ResultT]):
    """A screen between the top bar and the key bar.

    `shop` is `None` only on the first screen, while the shop opens.
    """

    PLACE: ClassVar[str] = ""
    """Where one is, for the top bar."""

    GO: ClassVar[str] = ""
    """The name by which one goes here from everywhere, if there is one."""

    EXPLAINS: ClassVar[str] = ""
    """What one can do here, for the help."""

    IS_FORM: ClassVar[bool] = False
    """Whether one types here: letters and digits are then no commands of the app, in a field or beside one."""

    ONWARD: ClassVar[frozenset[str]] = frozenset(["checkout", "go_on", "place", "use"])
    """The actions that go on to what comes next. They need a key that was pressed when the screen was there."""

    INSPECTS: ClassVar[bool] = False
    """Whether this is the inspector itself, which nothing more of it stands beside."""

    WIDTHS: ClassVar = {"-narrow": range(110), "-wide": range(110, 170), "-huge": range(170, 10_000)}
    """The classes of a screen by the columns that it has for itself."""

    HEIGHTS: ClassVar = {"-low": range(34), "-tall": range(34, 10_000)}
    """The same by lines: a picture may take some of those of a tall screen."""

    DEFAULT_CSS = """
    FirmlyScreen > #body { height: 1fr; }
    """

    @dataclass
    class GoTo(Message):
        """The shopper goes on to another place, by its name."""

        place: str
        news: str = ""
        """What is to be said there."""

    class Changed(Message, bubble=False):
        """The carts, or the orders being placed, are not what they were.

        Who changes them calls back at any time; a message waits until the screen is composed, and a burst of
        them is one.
        """

        def can_replace(self, message: Message) -> bool:
            """One is as good as many."""
            return isinstance(message, FirmlyScreen.Changed)

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__()
        self.shop = shop
        self._unsubscribe: Callable[[], None] | None = None
        self._unsubscribe_control: Callable[[], None] | None = None
        self._here_since = math.inf
        # Held, not looked up: a call that ends while the app is closing may still want to say something.
        self._bar = TopBar()
        self._notice = NoticeLine()
        self._beside: ExchangePane | None = None

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        self._fit_in(self.app.size)  # before there is anything whose look depends on it
        yield self._bar
        with Vertical(id="body"):
            yield from self.compose_body()
        yield self._notice
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What stands between the bars."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the carts. Textual calls this by itself after a sub-class's own."""
        self._bar.place = self.PLACE
        if self.shop is not None:
            self.open(self.shop)

    def open(self, shop: Shop) -> None:
        """The shop is open: follow its carts."""
        self.shop = shop
        self._bar.environment = shop.environment
        self._bar.host = shop.host
        self._unsubscribe = shop.hive.subscribe(self.something_changed)
        if shop.control is not None:
            self._unsubscribe_control = shop.control.subscribe(self.something_changed)
        self.something_changed()

    def on_unmount(self) -> None:
        """Stop following the carts."""
        for unsubscribe in (self._unsubscribe, self._unsubscribe_control):
            if unsubscribe is not None:
                unsubscribe()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Catch up with what happened while another screen was on top."""
        self._here_since = event.time
        self.inspect_beside()
        if self.shop is not None and self.shop.control is not None:
            self.shop.control.catch_up()
        self.something_changed()

    def on_screen_suspend(self) -> None:
        """Let go of the lines that were painted. Textual keeps each of them, and every part of it that lay bare;
        one that is seen again is painted anew.
        """
        for widget in self.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()

    # The room there is

    def inspect_beside(self) -> None:
        """Have the exchanges beside the screen, or no more, as it is wanted everywhere."""
        wanted = self.shop is not None and self.shop.inspecting and not self.INSPECTS
        if not self.is_mounted or (self._beside is None and not wanted):
            return
        if self._beside is not None and wanted:
            self._beside.log_changed()
            return
        if self._beside is not None:
            self._beside.remove()
            self._beside = None
        elif self.shop is not None:
            from firmly_tui.tui.widgets.exchange_pane import ExchangePane

            self._beside = ExchangePane(self.shop.log)
            self.query_one("#body").mount(self._beside)
        # What the screen has for itself is another size now.
        self.post_message(Resize(self.size, self.virtual_size))

    @on(Resize)
    def _fit(self, event: Resize) -> None:
        """Make the most of what the exchanges beside the screen leave."""
        self._fit_in(self._beside.dock_in(event.size) if self._beside is not None else event.size)

    def _fit_in(self, room: Size) -> None:
        fitting = {name: room.width in columns for name, columns in self.WIDTHS.items()}
        fitting |= {name: room.height in lines for name, lines in self.HEIGHTS.items()}
        self.update_classes(fitting, animate=False)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Leave keys alone that were meant for another screen, or for a field."""
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if event.time < self._here_since and any(binding.action in self.ONWARD for binding in bound):
            # It was pressed on the screen before, once more than that took.
            event.stop()
        elif self.IS_FORM and event.is_printable and not self._is_command(event.key):
            event.stop()

    def was_not_there_for(self, key: events.Key) -> bool:
        """Whether a form has a letter typed into it that was pressed before one could see the form."""
        return self.IS_FORM and key.is_printable and key.time < self._here_since

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """In a form the app has no letters and digits for commands."""
        return self.IS_FORM and character is not None and character.isprintable()

    def _is_command(self, key: str) -> bool:
        """Whether a widget around the focus, or the screen, has this key for a command."""
        around = self.focused.ancestors_with_self if self.focused is not None else [self]
        return any(key in node._bindings.key_to_bindings for node in around if node is not self.app)

    def something_changed(self) -> None:
        """The carts, or the orders being placed, changed: show it soon. Never fails."""
        self.post_message(self.Changed())

    def on_firmly_screen_changed(self) -> None:
        """Show what is now."""
        shop = self.shop
        if shop is None or not self._is_seen:
            return
        self._bar.carts = carts_in_words(shop)
        self._bar.placing = shop.placing
        self._bar.faults = faults_in_words(shop)
        for stepper in self.query(Stepper):
            stepper.undecided = any(entry.is_undecided for entry in shop.hive.entries)
            stepper.taken = steps_taken(self.app.screen_stack)
        self.carts_changed()
        self.placement_changed()
        # What went wrong just now is not covered by news; they wait.
        if shop.notice and self._notice.kind != "bad":
            self.say(shop.notice, "warn")
            shop.notice = ""

    @property
    def _is_seen(self) -> bool:
        """Whether nothing but questions lies above. (Textual takes the screen below the top one for current, too.)"""
        stack = self.app.screen_stack if self.is_attached else []
        return next((screen for screen in reversed(stack) if not screen.is_modal), None) is self

    def placement_changed(self) -> None:
        """An order that is being placed moved on: show it."""

    def carts_changed(self) -> None:
        """The carts are not what they were: show them."""

    def say(self, text: str, kind: str = "", detail: str = "") -> None:
        """Say a sentence above the keys; `kind` is "", "good", "warn" or "bad"."""
        self._notice.say(text, kind, detail)

    def on_notice_line_say(self, message: NoticeLine.Say) -> None:
        """Say what a widget has to say."""
        self.say(message.text, message.kind)

    def say_error(self, error: FirmlyError) -> None:
        """Say what went wrong and what to do, with the identifier for those who explore."""
        self.say(error.sentence, "bad", error_detail(error))


def steps_taken(stack: Iterable[Screen[Any]]) -> int:
    """How many steps of the checkout one has come to on the way to the top one of these screens."""
    been = {screen.GO for screen in stack if isinstance(screen, FirmlyScreen)}
    return max((number for number, place in enumerate(Stepper.PLACES, 1) if place in been), default=0)


def faults_in_words(shop: Shop) -> str:
    """`2 faults · clock +3 d`, where a sandbox was made to misbehave."""
    control = shop.control
    if control is None or not (control.active or control.known.ahead_seconds):
        return ""
    from firmly_tui.checkout import span_in_words

    faults = count(len(control.active), "fault") if control.active else ""
    # The weeks, or days, or hours: more than that would take the room of what is in the carts.
    ahead = " ".join(span_in_words(control.known.ahead_seconds).split()[:2])
    return " · ".join(filter(None, [faults, f"clock +{ahead}" if control.known.ahead_seconds else ""]))


def carts_in_words(shop: Shop) -> str:
    """`2 carts · 5 items · $1,482.96 · €47.80`."""
    hive = shop.hive
    carts = [entry for entry in hive.entries if entry.cart and not entry.cart.is_empty]
    if not carts:
        return "carts not read" if hive.error is not None else "no carts"
    totals = " · ".join(str(total.total) for total in hive.totals())
    return f"{count(len(carts), 'cart')} · {count(hive.count, 'item')} · {totals}"
