"""The panel of a sandbox: every fault, its clock, goods and state, the test cards, and all that means something."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from firmly_tui.client.errors import FirmlyError
from firmly_tui.tui.commands import command
from firmly_tui.tui.control_words import (
    card_rows,
    fault_detail,
    fault_rows,
    input_rows,
    values_of,
    where,
    world_rows,
)
from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, plain
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.screens.control_form import Asked, ControlForm, Unusable
from firmly_tui.tui.widgets.card_form import CardForm
from firmly_tui.tui.widgets.control_list import ControlList, ControlRow
from firmly_tui.tui.widgets.detail_pane import DetailPane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual.app import ComposeResult

    from firmly_tui.checkout import SandboxControl, Shop
    from firmly_tui.models import SandboxClock, SandboxMerchant

PAGES = ("Faults", "World", "Test cards", "Inputs")
FAULTS, WORLD, CARDS, INPUTS = range(len(PAGES))
HEALTHS = ("operational", "degraded", "outage")
ALWAYS_ASKED = ("route", "times", "chance")
STATE_FILE = "sandbox-state.json"
LOADING_TAKES_OVER = (
    "The carts and orders of the file take the place of those in this sandbox, and so do stock, slots, the clock and "
    "the faults. You go on as the shopper who saved it."
)


class ScenariosScreen(FirmlyScreen[None]):
    """What goes wrong on purpose, and all else that one can change about a sandbox."""

    PLACE = "Scenarios"
    GO = "scenarios"
    EXPLAINS = (
        "Make the sandbox misbehave, and see what a shop does then. Left and right turn the pages: faults, the world "
        "(clock, stock, prices, health, state), test cards, and every input that means something."
    )
    CSS_PATH = "../styles/scenarios.tcss"
    AUTO_FOCUS = "ControlList"
    BINDINGS = [
        command("left", "page(-1)", "page", "Turn to the page before.", footer=False, priority=True),
        command("right", "page(1)", "page", "Turn to the next page.", priority=True),
        command("space", "switch", "on/off", "Set the fault as it usually is, or reset it."),
        command(
            "r,delete",
            "reset",
            "reset",
            "Reset the fault, the clock, or the merchant under the cursor.",
            footer=False,
        ),
        command(
            "x,ctrl+r",
            "reset_all",
            "reset all",
            "Let nothing go wrong any more, and the clock show the real time.",
        ),
        command(
            "plus", "health", "health", "Let the merchant be operational, degraded or in outage, in turn."
        ),
        command(
            "shift+down", "scroll_detail(1)", "scroll", "Scroll what stands beside the list.", footer=False
        ),
        command("shift+up", "scroll_detail(-1)", "scroll", "Scroll it back.", footer=False),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        assert shop.control is not None  # noqa: S101 (the app offers this in a sandbox only)
        self._control: SandboxControl = shop.control
        self._page = FAULTS
        self._merchants: list[SandboxMerchant] = []
        self._clock: SandboxClock | None = None
        self._rows: dict[int, list[ControlRow]] = {CARDS: [], INPUTS: [], WORLD: []}

    def compose_body(self) -> ComposeResult:
        """The pages' names, the list, and what is under the cursor."""
        yield Static(id="pages", markup=False)
        with Horizontal(id="panes"):
            yield ControlList()
            with DetailPane():
                yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Ask for everything."""
        self.query_one("#pages").auto_links = False
        self._show()
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        calls = self._control.calls
        try:
            await self._control.refresh()
            self._clock = await calls.clock()
            self._merchants = await calls.merchants()
            self._rows[CARDS] = card_rows(await calls.cards())
            self._rows[INPUTS] = input_rows(await calls.inputs())
        except FirmlyError as error:
            self.say_error(error)
        self._show()

    @property
    def _list(self) -> ControlList:
        return self.query_one(ControlList)

    @property
    def _key(self) -> str:
        """What is under the cursor."""
        row = self._list.selected
        return row.key if row else ""

    def carts_changed(self) -> None:
        """Each call may have been struck."""
        if self._page == FAULTS:
            self._show()

    def _show(self, *, keep_cursor: bool = True) -> None:
        if self._clock is not None:
            self._rows[WORLD] = world_rows(self._clock, self._merchants)
        rows = fault_rows(self._control) if self._page == FAULTS else self._rows[self._page]
        self._list.show(rows, keep_cursor=keep_cursor)
        names = [
            plain(name, FOCUS if page == self._page else DIM).stylize(f"@click=screen.turn_to({page})")
            for page, name in enumerate(PAGES)
        ]
        self.query_one("#pages", Static).update(Content("   ").join(names))
        self.refresh_bindings()

    @on(ControlList.Moved)
    def _moved(self, _: ControlList.Moved) -> None:
        row = self._list.selected
        if self._page == FAULTS:
            about = fault_detail(self._control, self._key)
        elif row is None:
            about = Content("")
        else:
            about = Content.assemble((row.title, BOLD), "\n", (row.state, DIM), "\n\n", row.shows)
        self.query_one("#about", Static).update(about)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what does something on this page."""
        if not self.is_mounted:
            return True
        if action == "switch":
            return self._page == FAULTS
        if action == "health":
            return self._key.startswith("merchant:")
        if action == "reset":
            is_world = self._key == "clock" or self._key.startswith("merchant:")
            return is_world or self._control.at_work(self._key) is not None
        if action == "reset_all":
            return bool(self._control.known.active or self._control.known.ahead_seconds)
        return super().check_action(action, parameters)

    def action_page(self, by: int) -> None:
        """Turn the pages."""
        self.action_turn_to((self._page + by) % len(PAGES))

    def action_turn_to(self, page: int) -> None:
        """Turn to a page."""
        self._page = page
        self._show(keep_cursor=False)

    def action_scroll_detail(self, direction: int) -> None:
        """Scroll what stands beside the list."""
        self.query_one(DetailPane).scroll_on(direction)

    # What is under the cursor

    @on(ControlList.Chosen)
    def _chosen(self, message: ControlList.Chosen) -> None:
        message.stop()
        if self._page == FAULTS:
            self._set_fault(self._key)
        elif self._page == WORLD:
            self._change_world(self._key)
        elif self._page == CARDS:
            self._take_card(self._key)
        else:
            self._copy(self._key.rpartition("\n")[2])

    def _copy(self, value: str) -> None:
        self.app.copy_to_clipboard(value)
        self.say(f"{value} is in your clipboard.", "good")

    def _take_card(self, number: str) -> None:
        """Fill in the card form that waits below; copy the number where there is none."""
        below = self.app.screen_stack[-2]
        form = next((form for form in below.query(CardForm) if form.display), None)
        if form is None:
            self._copy(number)
            return
        form.fill(number)
        self.app.pop_screen()

    def _set_fault(self, name: str) -> None:
        scenario = next(found for found in self._control.known.scenarios if found.name == name)
        values = values_of(scenario, self._control.at_work(name))
        asked: list[Asked] = []
        own = [parameter for parameter in scenario.parameters if parameter.name not in ALWAYS_ASKED]
        common = [parameter for parameter in scenario.parameters if parameter.name in ALWAYS_ASKED]
        for parameter in (*own, *common):
            value = values[parameter.name]
            if parameter.name == "route":
                label, places = "Where: on which requests it acts", self._places(str(parameter.default))
                asked.append(Asked("where", label, value=value, choices=places, fills="route"))
            asked.append(
                Asked(parameter.name, f"{parameter.name}: {parameter.meaning}", parameter.limits, value)
            )

        async def apply(values: Mapping[str, str]) -> None:
            await self._control.play(name, {key: value for key, value in values.items() if key != "where"})

        self._ask(ControlForm(name, scenario.shows, asked, apply), f"{name} is at work.")

    def _places(self, meant: str) -> list[tuple[str, str]]:
        """Where a fault may act, (name, route), first where it is meant to."""
        known = self._control.known.routes
        others = [(group.name, group.route) for group in known if group.route != meant]
        return [(f"as it is meant: {where(meant, known)}", meant), *others]

    def _change_world(self, key: str) -> None:
        kind, _, domain = key.partition(":")
        if kind == "merchant":
            from firmly_tui.tui.screens.sandbox_goods import SandboxGoodsScreen

            merchant = next(found for found in self._merchants if found.domain == domain)
            if self.shop is not None:
                self.app.push_screen(SandboxGoodsScreen(self.shop, merchant))
        elif kind == "clock":
            self._ask_for_the_time()
        else:
            self._ask_for_a_file(is_saving=kind == "save")

    def _ask_for_the_time(self) -> None:
        from firmly_tui.checkout import read_span, span_in_words

        ahead = self._clock.ahead_seconds if self._clock else 0

        async def apply(values: Mapping[str, str]) -> None:
            try:
                wanted = read_span(values["ahead"])
            except ValueError as error:
                raise Unusable(str(error), "ahead") from None
            self._clock = await self._control.move_clock(wanted)

        asked = Asked(
            "ahead",
            "Ahead of the real time by",
            "such as 1 w, 3 d, or 2 h 30 min, up to ten years; 0 is the real time",
            span_in_words(ahead),
        )
        about = (
            "Days and hours to choose move on, promo codes end, and a session that is over is renewed at the next "
            "call. After a jump of a week or more it cannot be renewed, so then your device gets a new one."
        )
        self._ask(ControlForm("The sandbox's clock", about, [asked], apply), "The clock was moved.")

    def _ask_for_a_file(self, *, is_saving: bool) -> None:
        from firmly_tui.checkout import StateFileError

        async def apply(values: Mapping[str, str]) -> None:
            if not values["file"].strip():
                raise Unusable("Name a file.", "file")
            path = _path(values["file"].strip())
            if not is_saving and self.shop is not None and self.shop.placing:
                raise Unusable("An order is being placed. Load when it is through.")
            try:
                await (self._control.save(path) if is_saving else self._control.load(path))
            except StateFileError as error:
                raise Unusable(str(error), "") from None

        asked = [Asked("file", "File", value=str(Path.cwd() / STATE_FILE))]
        if is_saving:
            about = (
                "Your addresses are in the file, so look at it before you hand it on. Only you can read it."
            )
            form = ControlForm("Save the state", about, asked, apply, "Save")
            self._ask(form, "The state is saved. `firmly-tui sandbox --load FILE` begins with it, too.")
        else:
            form = ControlForm("Load a state", LOADING_TAKES_OVER, asked, apply, "Load")
            self._ask(form, "The state is loaded.")

    def _ask(self, form: ControlForm, done: str) -> None:
        def then(changed: bool | None) -> None:
            if changed:
                self.say(done, "good")
                self._read()

        self.app.push_screen(form, then)

    # Without a form

    def action_switch(self) -> None:
        """Set the fault as it usually is, or reset it."""
        active = self._control.at_work(self._key)
        if active is not None and not active.is_over:
            self.action_reset()
        elif self._key:
            self._do(partial(self._control.play, self._key, {}), f"{self._key} is at work.")

    def action_reset(self) -> None:
        """Reset what is under the cursor."""
        kind, _, domain = self._key.partition(":")
        if self._page == FAULTS:
            self._do(partial(self._control.stop, self._key), f"{self._key} is reset.")
        elif kind == "clock":
            self._do(partial(self._control.move_clock, 0), "The clock shows the real time.")
        elif kind == "merchant":
            self._do(partial(self._reset_merchant, domain), "The merchant is as its catalog says.")

    async def _reset_merchant(self, domain: str) -> None:
        merchant = next(found for found in self._merchants if found.domain == domain)
        await self._control.calls.set_health(domain, merchant.shipped_health)
        await self._control.calls.restock(domain)

    def action_reset_all(self) -> None:
        """Let nothing go wrong any more, and have the real time again."""
        if self._control.known.ahead_seconds:
            done = "Nothing goes wrong any more, and the clock shows the real time."
            self._do(self._reset_faults_and_clock, done)
        else:
            self._do(self._control.stop_all, "Nothing goes wrong any more.")

    async def _reset_faults_and_clock(self) -> None:
        await self._control.stop_all()
        await self._control.move_clock(0)

    def action_health(self) -> None:
        """Go to the next health."""
        merchant = next(found for found in self._merchants if f"merchant:{found.domain}" == self._key)
        place = HEALTHS.index(merchant.health) if merchant.health in HEALTHS else -1
        health = HEALTHS[(place + 1) % len(HEALTHS)]
        change = partial(self._control.calls.set_health, merchant.domain, health)
        self._do(change, f"{merchant.name} is {'in outage' if health == 'outage' else health}.")

    @work(group="do")
    async def _do(self, change: Callable[[], Awaitable[object]], done: str) -> None:
        try:
            await change()
        except FirmlyError as error:
            self.say_error(error)
            return
        self.say(done, "good")
        self._read()


def _path(text: str) -> Path:
    return Path(text).expanduser()
