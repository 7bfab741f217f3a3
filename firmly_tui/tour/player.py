"""Plays the steps of a tour in the app."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from firmly_tui.tour import sight
from firmly_tui.tour.cards import named_cards
from firmly_tui.tour.keyboard import played, played_character
from firmly_tui.tour.steps import (
    Caption,
    Deadline,
    GoTo,
    GoToField,
    Note,
    Picture,
    Press,
    Step,
    Switch,
    Type,
    UseCard,
    Wait,
)
from firmly_tui.tui.widgets.card_form import CardForm
from firmly_tui.tui.widgets.field import FieldBase

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from firmly_tui.tour.app import TourApp
    from firmly_tui.tour.steps import Size

DEADLINE = 20.0
"""Seconds until a wait fails, unless a tour says otherwise."""
LOOK_EVERY = 0.02
"""Seconds between two looks at the screen."""
MOST_ROWS = 200
MOST_FIELDS = 60
LETTER, KEY, MOVE = 0.06, 0.5, 0.12
"""Seconds, at speed 1, for a letter, for a key, and for a key on the way to somewhere."""
WORDS_A_SECOND = 3.0
SHORTEST_CAPTION = 1.8


class StepFailed(Exception):
    """A step could not be made: its line, a sentence, and what was on the screen."""

    def __init__(self, step: Step, sentence: str, screen: list[str]) -> None:
        super().__init__(f"Line {step.line}: {sentence}")
        self.step = step
        self.sentence = sentence
        self.screen = screen


@dataclass(frozen=True)
class Made:
    """A step that was made, and how many seconds it took."""

    step: Step
    seconds: float


@dataclass(frozen=True)
class Crew:
    """Who does what the keyboard cannot: takes pictures, switches scenarios, looks at each frame."""

    picture: Callable[[TourApp, Pilot[None], str, tuple[Size, ...]], Awaitable[None]] | None = None
    switch: Callable[[bool, str], Awaitable[str]] | None = None
    """Switches a scenario; gives a sentence where that is not possible."""
    frame: Callable[[TourApp], None] | None = None
    caption: Callable[[str], None] | None = None


class Player:
    """Plays one tour once."""

    def __init__(self, app: TourApp, crew: Crew) -> None:
        self._app = app
        self._crew = crew
        self._pilot: Pilot[None] = Pilot(app)
        self._deadline = DEADLINE
        self.made: list[Made] = []

    async def play(self) -> None:
        """Play all steps. Raises StepFailed."""
        await self._settle()
        steps = self._app.tour.steps
        for index, step in enumerate(steps):
            if isinstance(step, Caption | Press | Type | GoTo | GoToField | UseCard | Switch):
                await self._app.pace.turn()
            begun = monotonic()
            if isinstance(step, Caption):
                await self._tell(step, steps[index + 1 :])
            else:
                await self._make(step)
            self.made.append(Made(step, round(monotonic() - begun, 3)))

    async def _tell(self, step: Caption, following: tuple[Step, ...]) -> None:
        # A note that stands right behind its caption belongs to it.
        notes: list[str] = []
        for later in following:
            if not isinstance(later, Note):
                break
            notes.append(later.text)
        coming = next((later.text for later in following if isinstance(later, Caption)), "")
        self._app.caption(step.text, " ".join(notes), coming)
        await self._settle()
        if self._crew.caption is not None:
            self._crew.caption(step.text)
        await self._app.pace.rest(max(SHORTEST_CAPTION, len(step.text.split()) / WORDS_A_SECOND))

    async def _make(self, step: Step) -> None:
        match step:
            case Press():
                for key in step.keys:
                    await self._press(key, MOVE if len(step.keys) > 1 else KEY)
            case Type():
                await self._type(step.text)
            case GoTo():
                await self._go_to(step)
            case GoToField():
                await self._go_to_field(step)
            case Wait():
                await self._wait(step)
            case Deadline():
                self._deadline = step.seconds
            case UseCard():
                await self._use_card(step)
            case Switch():
                await self._switch(step)
            case Picture():
                if self._crew.picture is not None:
                    await self._crew.picture(self._app, self._pilot, step.name, step.sizes)
            case _:
                return

    # The keyboard

    async def _press(self, key: str, seconds: float) -> None:
        await self._app.pace.rest(seconds / 2)
        self._app.post_message(played(key))
        await self._settle()
        await self._app.pace.rest(seconds / 2)

    async def _type(self, text: str) -> None:
        for character in text:
            self._app.post_message(played_character(character))
            if self._crew.frame is not None:
                await self._settle()
            await self._app.pace.rest(LETTER)
        await self._settle()

    async def _go_to(self, step: GoTo) -> None:
        for _ in range(MOST_ROWS):
            if step.words in sight.under_cursor(self._app):
                return
            before = sight.lines(self._app)
            await self._press("down", MOVE)
            if sight.lines(self._app) == before:
                break
        if step.words not in sight.under_cursor(self._app):
            raise self._failed(step, f"Down does not come to a row with “{step.words}”.")

    async def _go_to_field(self, step: GoToField) -> None:
        for _ in range(MOST_FIELDS):
            if self._label.casefold().startswith(step.label.casefold()):
                return
            await self._press("tab", MOVE)
        raise self._failed(step, f"Tab does not come to a field “{step.label}”.")

    @property
    def _label(self) -> str:
        """The label of the field that the cursor is in."""
        focused = self._app.focused
        found = focused.ancestors_with_self if focused is not None else ()
        return next((field.label for field in found if isinstance(field, FieldBase)), "")

    async def _settle(self) -> None:
        """Wait until what was pressed has been handled and drawn."""
        await self._pilot.pause()
        self._look()

    def _look(self) -> None:
        self._app.hide_numbers()
        if self._crew.frame is not None:
            self._crew.frame(self._app)

    # The screen

    async def _wait(self, step: Wait) -> None:
        end = monotonic() + self._deadline
        while (step.words in sight.said(self._app)) is step.gone:
            if monotonic() > end:
                what = "was still there after" if step.gone else "never came within"
                raise self._failed(step, f"“{step.words}” {what} {self._deadline:g} seconds.")
            await self._pilot.pause(LOOK_EVERY)
            self._look()
        await self._settle()

    def _failed(self, step: Step, sentence: str) -> StepFailed:
        return StepFailed(step, sentence, sight.lines(self._app))

    # What no keyboard has

    async def _use_card(self, step: UseCard) -> None:
        shop = self._app.shop
        if shop is None or not shop.test_cards:
            raise self._failed(step, "Test cards are the sandbox's, and this is none.")
        form = next((form for form in self._app.screen.query(CardForm) if form.display), None)
        if form is None:
            raise self._failed(step, "There is no form for a card on the screen.")
        self._app.hide_numbers()
        form.fill(named_cards()[step.name])
        await self._settle()
        await self._app.pace.rest(KEY)

    async def _switch(self, step: Switch) -> None:
        if self._crew.switch is None:
            raise self._failed(step, "Scenarios are the sandbox's, and this is none.")
        if problem := await self._crew.switch(step.on, step.scenario):
            raise self._failed(step, problem)

    async def wait_for_orders(self) -> None:
        """Wait until no order is under way any more, unless somebody is asked something."""
        end = monotonic() + self._deadline
        while self._app.is_placing and monotonic() < end:
            placement = self._app.placement
            if placement is not None and placement.asking is not None:
                return
            await asyncio.sleep(LOOK_EVERY)
