"""The app while a tour is played in it: a caption below, and a keyboard that is the presenter's."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events

from firmly_tui.tour.bar import KEYS, CaptionBar, Shown
from firmly_tui.tour.keyboard import Key
from firmly_tui.tour.pace import Pace, PresentersPace
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.tui.widgets.card_number import NumberInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from textual.screen import Screen

    from firmly_tui.checkout import Shop
    from firmly_tui.tour.steps import Tour


STYLES = tuple(
    str(Path(inspect.getfile(FirmlyApp)).parent / path) for path in cast("list[str]", FirmlyApp.CSS_PATH)
)
"""The styles of the app, which Textual would look for beside the module of a class of ours."""


class TourApp(FirmlyApp):
    """The real app, with a caption, driven by `perform` as soon as it runs.

    What is pressed on the keyboard does not reach the app: it is for the tour. Nor does it matter whether the
    terminal has the focus, or what the mouse does.
    """

    CSS_PATH: ClassVar = list(STYLES)

    def __init__(
        self,
        opening: Callable[[], AbstractAsyncContextManager[Shop]],
        tour: Tour,
        pace: Pace,
        perform: Callable[[TourApp], Awaitable[None]],
        *,
        theme: str = "",
        report: Callable[[BaseException], str] | None = None,
    ) -> None:
        super().__init__(opening, theme=theme, report=report)
        self.tour = tour
        self.pace = pace
        self.again = False
        """Whether the presenter wants the tour from its beginning."""
        self._perform = perform
        self._caption = self._note = self._next = ""
        self._end: Shown | None = None
        self._with_notes = False
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Begin. (Textual calls what else is done at the beginning by itself.)"""
        self.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)
        self._have_bar(self.screen)
        self.run_worker(self._play(), group="tour")

    async def _play(self) -> None:
        await self._perform(self)

    # What is said

    def caption(self, text: str, note: str, following: str) -> None:
        """Show a caption, and to the presenter a note and the caption that follows."""
        self._caption, self._note, self._next = text, note, following
        self.show_bar()

    def end(self, sign: str, sentence: str) -> None:
        """Say how the tour ended; it stays until the presenter goes."""
        self._end = Shown(sign, sentence)
        self.show_bar()

    def show_bar(self) -> None:
        """Draw the caption on all screens as it is now."""
        shown = self._shown()
        for screen in self.screen_stack:
            for bar in screen.query(CaptionBar):
                bar.shown = shown

    def _shown(self) -> Shown:
        pace = self.pace
        live = isinstance(pace, PresentersPace)
        below: list[str] = []
        if self._with_notes:
            below += [f"✎ {self._note}"] if self._note else []
            below += [f"→ {self._next}"] if self._next else ["→ the end"]
        if self._end is not None:
            return Shown(self._end.sign, self._end.caption, "b again · q quits" if live else "", tuple(below))
        speed = f"{pace.speed:g}×" if pace.speed != 1 else ""
        if isinstance(pace, PresentersPace) and pace.paused:
            return Shown("‖", self._caption, speed, (*below, KEYS))
        aside = speed or "Space pauses"
        return Shown("▶", self._caption, aside if live else "", tuple(below))

    def hide_bar(self, *, hidden: bool) -> None:
        """Leave the caption out, for a picture of the app alone, or have it back."""
        for screen in self.screen_stack:
            for bar in screen.query(CaptionBar):
                bar.display = not hidden

    def _screen_changed(self, screen: Screen[object]) -> None:
        self._have_bar(screen)

    def _have_bar(self, screen: Screen[object]) -> None:
        if screen.is_attached and not screen.query(CaptionBar):
            bar = CaptionBar()
            bar.set_reactive(CaptionBar.shown, self._shown())
            screen.mount(bar)

    def hide_numbers(self) -> None:
        """Draw dots in place of a card's number, even where it is being typed: somebody watches."""
        for shown in self.screen.query(NumberInput):
            shown.hide_for_picture(hidden=True)

    # The presenter

    async def on_event(self, event: events.Event) -> None:
        """Take what is pressed for the tour; only played keys reach the app."""
        match event:
            case Key():
                await super().on_event(event)
            case events.Key() if not event.is_forwarded:
                self._presented(event.key)
            case events.InputEvent() | events.Paste() | events.AppBlur() if not event.is_forwarded:
                return
            case _:
                await super().on_event(event)

    def _presented(self, key: str) -> None:
        pace = self.pace
        if not isinstance(pace, PresentersPace):
            return
        match key:
            case "space":
                pace.pause()
            case "full_stop":
                pace.step()
            case "plus" | "equals_sign":
                pace.change_speed(1)
            case "minus":
                pace.change_speed(-1)
            case "n":
                self._with_notes = not self._with_notes
            case "b" | "home":
                self.again = True
                self.exit()
            case "q" | "ctrl+q" | "ctrl+c":
                self.exit()
            case _:
                return
        self.show_bar()
