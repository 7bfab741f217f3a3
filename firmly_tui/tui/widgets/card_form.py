"""The form for a bank card. What is typed lives here and in the `Card` that is taken out of it, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Grid
from textual.message import Message
from textual.widgets import Input

from firmly_tui.tui.drawing import count
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.card_number import NumberField
from firmly_tui.tui.widgets.field import Field, FieldBase

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from firmly_tui.checkout import Card, Shop

IDLE = 300.0
"""Seconds without a key until a card is cleared."""
TICK = 15.0
"""Seconds between two looks at the time: the clock that measures it stands still while a machine sleeps."""
CODE_PLACES = {3: "3 digits, back", 4: "4 digits, front"}

LAST_TIME = "Not accepted last time."
"""What stands at a field that the order before was refused for, until somebody types there."""


class CardForm(Grid):
    """Number, name, date and code of a card.

    Everything is wiped when the card is taken, when the form goes, when the app is suspended, and after five
    minutes without a key; `wipe` is for whoever leaves the form.
    """

    DEFAULT_CSS = """
    CardForm {
        height: auto;
        grid-size: 2;
        grid-rows: 3;
        grid-gutter: 0 3;
        padding: 0 2;
        .label { text-overflow: ellipsis; text-wrap: nowrap; width: 100%; }
    }
    """

    class Changed(Message):
        """Something was typed or wiped. What it was is not in the message."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(id="card")
        self._shop = shop
        self._last_key: tuple[float, float] | None = None
        self._watch: Worker[None] | None = None
        self._number = NumberField(
            "number", "Card number", placeholder="F7: a test card" if shop.test_cards else ""
        )
        self._holder = Field("holder", "Name on the card", value=self._known_holder)
        self._expiry = Field("expiry", "Expires", placeholder="MM/YY", restrict=r"[0-9/ .\-]*", max_length=9)
        self._code = Field(
            "code", "Security code", placeholder="3 or 4 digits", restrict=r"\d*", max_length=4, secret=True
        )
        self._fields: tuple[Field, ...] = (self._number, self._holder, self._expiry, self._code)

    def compose(self) -> ComposeResult:
        """The fields."""
        yield from self._fields

    def on_mount(self) -> None:
        """Wipe the card before others get the terminal; whoever stops the process asks nobody first."""
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.subscribe(self, self._suspended, immediate=True)
        self.call_after_refresh(self._tell_refusal)

    def on_unmount(self) -> None:
        """Be forgotten: a signal keeps whom it calls."""
        for signal in (self.app.app_suspend_signal, self.app.app_resume_signal):
            signal.unsubscribe(self)

    def _tell_refusal(self) -> None:
        """Say at its field, once, what was wrong with the card of the order before."""
        from firmly_tui.checkout.payments import card_field

        error, self._shop.payments.card_refusal = self._shop.payments.card_refusal, None
        if error is not None and self.is_blank and self.display:
            wrong = next(field for field in self._fields if field.name == card_field(error))
            wrong.problem = LAST_TIME
            self._say(error.sentence, "warn")

    @property
    def _known_holder(self) -> str:
        address = self._shop.shopper.address
        return address.name if address else ""

    @property
    def _secrets(self) -> tuple[Field, ...]:
        return self._number, self._expiry, self._code

    # What others do with the form

    @property
    def is_blank(self) -> bool:
        """Whether nothing of a card is there; the name does not count."""
        return not any(field.value for field in self._secrets)

    def problems(self) -> dict[str, str]:
        """What is wrong, by the name of the field; nothing when the card can be used."""
        from firmly_tui.checkout.card import check_code, check_expiry, check_holder, check_number

        number = self._number.value
        found = {
            "number": check_number(number, live=self._is_live),
            "holder": check_holder(self._holder.value),
            "expiry": check_expiry(self._expiry.value, self._shop.today()),
            "code": check_code(self._code.value, number),
        }
        return {name: problem for name, problem in found.items() if problem}

    def look_over(self) -> str:
        """Show at each field what is wrong with it, and go to the first such; what to say, `""` if all is well."""
        problems = self.problems()
        for field in self._fields:
            field.problem = problems.get(str(field.name), "")
        wrong = next((field for field in self._fields if field.problem), None)
        if wrong is None:
            return ""
        wrong.focus_control()
        return f"{count(len(problems), 'field needs', 'fields need')} another look."

    def copy_card(self) -> Card:
        """The typed card, for whoever wipes it at once. Raises CardError unless it can be used."""
        from firmly_tui.checkout import Card

        return Card.of(*(field.value for field in self._fields), today=self._shop.today(), live=self._is_live)

    def copy_card_if_complete(self) -> Card | None:
        """As `copy_card`; None while something is wrong or absent."""
        return None if self.problems() else self.copy_card()

    def take(self) -> Card:
        """The typed card; the form has nothing of it any more. Raises CardError unless it can be used."""
        card = self.copy_card()
        self.wipe()
        self._holder.value = ""
        return card

    def fill(self, number: str) -> None:
        """Fill in a test card."""
        from firmly_tui.checkout.card import brand

        known = brand(number)
        self._number.value = number
        self._expiry.value = f"12/{self._shop.today().year % 100 + 4:02d}"
        self._code.value = "1234"[: known.code_length if known else 3]
        for field in self._secrets:
            field.problem = ""
        self._say("")

    def wipe(self) -> None:
        """Let go of the card."""
        self._last_key = None
        for field in self._secrets:
            field.value = ""
            field.problem = ""
        self._holder.value = self._known_holder

    def touch(self) -> None:
        """Somebody is here: the five minutes begin anew, unless they passed while the machine slept."""
        if self._idle_left <= 0:
            self._clear()
        self._last_key = None if self.is_blank else (self._shop.clock(), self._shop.wall())

    @property
    def _idle_left(self) -> float:
        """Seconds until the card is cleared, by the clock that runs ahead."""
        if self._last_key is None or self.is_blank:
            return IDLE
        clock, wall = self._last_key
        return IDLE - max(self._shop.clock() - clock, self._shop.wall() - wall)

    # While one types

    @property
    def _is_live(self) -> bool:
        return self._shop.environment == "LIVE"

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        event.stop()
        # A date that is written as on cards when its field is left is as wrong as before.
        if event.field.problem and event.field.has_focus_within:
            event.field.problem = ""
            self._say("")
        if event.field is self._number:
            self._follow_brand()
        self.touch()
        if self._watch is None or self._watch.is_finished:
            self._watch = self._clear_when_idle()
        self.post_message(self.Changed())

    def _follow_brand(self) -> None:
        from firmly_tui.checkout.card import brand

        known = brand(self._number.value)
        self._number.note(known.name if known else "")
        self._code.input.max_length = known.code_length if known else 4
        self._code.input.placeholder = CODE_PLACES[known.code_length] if known else "3 or 4 digits"
        if self._code.problem and self._code.problem != LAST_TIME:
            self._code.problem = self.problems().get("code", "")

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        event.stop()
        field = event.field
        if not field.value:
            return
        if field is self._expiry:
            self._write_expiry()
        field.problem = self.problems().get(str(field.name), "")
        if field.problem:
            self._say(field.problem, "warn")

    def _write_expiry(self) -> None:
        from firmly_tui.checkout.card import show_expiry

        self._expiry.value = show_expiry(self._expiry.value, self._shop.today())

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; from the last one it does not go on to buying."""
        event.stop()
        if event.input is self._code.input:
            self._say("Ctrl+S places the order.")
        else:
            self.screen.focus_next()

    def on_key(self) -> None:
        """A key that no field took is one all the same."""
        self.touch()

    # The end of a card

    @work(group="idle")
    async def _clear_when_idle(self) -> None:
        while not self.is_blank:
            left = self._idle_left
            if left <= 0:
                self._clear()
            else:
                await self._shop.rest(min(left, TICK))

    def _clear(self) -> None:
        self.wipe()
        self._say("The card was cleared after five minutes.", "warn")

    def hide_for_picture(self, *, hidden: bool) -> None:
        """Draw dots in the fields that show what is typed; the number's does so by itself."""
        for field in (self._holder, self._expiry):
            field.input.password = hidden

    def _suspended(self, _: object) -> None:
        if not self.is_blank:
            self.wipe()
            self._say("The card was cleared while the app was suspended.", "warn")

    def _say(self, sentence: str, kind: str = "") -> None:
        self.post_message(NoticeLine.Say(sentence, kind))
