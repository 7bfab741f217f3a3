"""The app: which screen is shown, and what must outlive a screen: the shop, and an order being placed."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.worker import WorkerFailed

from firmly_tui.tui.asides import AsidesApp
from firmly_tui.tui.everywhere import EVERYWHERE
from firmly_tui.tui.places import CHECKOUT, STEPS, alt_digit, is_at, screen_class
from firmly_tui.tui.screens.base import FirmlyScreen, steps_taken
from firmly_tui.tui.screens.search import SearchScreen
from firmly_tui.tui.themes import THEMES
from firmly_tui.tui.widgets.bars import Stepper

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from textual.await_remove import AwaitRemove
    from textual.dom import DOMNode
    from textual.message import Message
    from textual.screen import Screen
    from textual.widget import Widget

    from firmly_tui.checkout import Shop
    from firmly_tui.tui.screens.hive import HiveScreen
    from firmly_tui.tui.screens.product import ProductScreen


STYLES = Path(__file__).resolve().parent / "styles"

FIRST_FRAME = 0.02
"""Seconds after the start until the first frame is surely on its way."""


class FirmlyApp(AsidesApp):
    """A checkout in the terminal.

    `opening` makes the shop. It is entered after the first frame, so that whatever is slow about it (imports,
    the embedded sandbox) is not waited for, and left when the app ends. `report` turns an unexpected error
    into the sentence to end with. `welcome` shows the first steps over the shop window.
    """

    TITLE = "firmly"
    CSS_PATH: ClassVar = ["styles/app.tcss", "styles/search.tcss"]
    BINDINGS = [*EVERYWHERE]

    def __init__(
        self,
        opening: Callable[[], AbstractAsyncContextManager[Shop]],
        *,
        theme: str = "",
        report: Callable[[BaseException], str] | None = None,
        welcome: bool = False,
    ) -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme or THEMES[0].name
        self._opening = opening
        self._report = report
        self._welcome = welcome
        self._left_open = AsyncExitStack()
        self._shop_closed = False

    def get_default_screen(self) -> SearchScreen:
        """The shop window, which paints before anything is loaded."""
        return SearchScreen()

    def on_mount(self) -> None:
        """Open the shop once the first frame is out; what is imported for it would hold the frame up."""
        self.set_timer(FIRST_FRAME, self._open_shop)

    async def on_unmount(self) -> None:
        """Close what was opened."""
        await self._left_open.aclose()

    @work(group="opening")
    async def _open_shop(self) -> None:
        from firmly_tui.tui.opening import SHOP_ERRORS

        try:
            self.shop = await self._left_open.enter_async_context(self._opening())
        except SHOP_ERRORS as error:
            self._shop_closed = True
            self._base_screen.stay_closed(str(error))
            return
        unresolved = await self.unresolved(self.shop)
        if not unresolved:
            await self.remind(self.shop)
        self._base_screen.open(self.shop)
        if self._welcome and not unresolved:
            self._welcome = False
            await self.show_first_steps()
        # What may have been bought comes before what one may want to buy.
        await self.show_check(unresolved)
        await self.shop.hive.load()
        if self.shop.hive.error is not None:
            self._base_screen.tell_carts_unread(self.shop.hive.error)
        self._read_styles()

    def _read_styles(self) -> None:
        """Read the styles of all screens. Textual would read a screen's own when it first opens, and then all others
        anew.
        """
        for path in sorted(STYLES.glob("*.tcss")):
            if not self.stylesheet.has_source(str(path), ""):
                self.stylesheet.read(path)
        self.stylesheet.parse()

    def on_search_screen_open_again(self) -> None:
        """Open the shop once more, where that failed."""
        if self._shop_closed:
            self._shop_closed = False
            self._open_shop()

    @property
    def _base_screen(self) -> SearchScreen:
        base = self.screen_stack[0]
        assert isinstance(base, SearchScreen)  # noqa: S101 (get_default_screen makes it)
        return base

    async def on_event(self, event: events.Event) -> None:
        """Leave letters alone that were meant for the screen before: a form would take them for typed."""
        early = (
            isinstance(event, events.Key)
            and isinstance(self.screen, FirmlyScreen)
            and self.screen.was_not_there_for(event)
        )
        if not early:
            await super().on_event(event)

    # Where to

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One does not go where one is, nor back from the first screen."""
        if not self.screen_stack:
            return True
        if action == "back":
            return len(self.screen_stack) > 1
        if (
            action == "go"
            and parameters == ("scenarios",)
            and (self.shop is None or self.shop.control is None)
        ):
            return False
        if action == "leave_placing":
            return self.is_placing
        # Below a help or a palette is the screen that it is about.
        here = next((found.GO for found in self.screen_stack[::-1] if isinstance(found, FirmlyScreen)), "")
        if action == "inspect_beside":
            return here != "inspector"
        if action == "step":
            done = Stepper.done(STEPS.index(here), steps_taken(self.screen_stack)) if here in STEPS else ()
            return parameters[0] in [index + 1 for index in done]
        return not (action == "go" and parameters == (here,))

    async def action_go(self, place: str) -> None:
        """Go to a place by its name; to go back leads to where one was."""
        if self.shop is None and self._shop_closed:
            self.say("The shop is closed. F6 tries to open it again.", "warn")
        elif self.shop is None:
            self.say("The shop is still opening. One moment.", "warn")
        elif place == "progress" and self.placement is None:
            self.say("No order is being placed.", "warn")
        elif place in CHECKOUT and self.is_placing:
            self.say(
                "An order is being placed already. F5 shows it; check out again when it is through.", "warn"
            )
        elif place == "shop":
            await self._pop_to(self._base_screen)
        elif not is_at(self.screen, place):
            below = [screen for screen in self.screen_stack if is_at(screen, place)]
            # One that is below comes up as it was, and Escape leads back to this one.
            await self.push_screen(below[-1] if below else self._make_screen(place, self.shop))

    async def _pop_to(self, target: Screen[Any]) -> None:
        """Leave all that lies above a screen, where it lies deepest."""
        while target in self.screen_stack[:-1]:
            await self.pop_screen()

    def post_message(self, message: Message) -> bool:
        """Take Alt and a digit for what it is, where nothing else can be meant."""
        if type(message) is events.Key and self.screen_stack and (key := alt_digit(message.key, self.screen)):
            message = events.Key(key, None)
        return super().post_message(message)

    async def action_step(self, number: int) -> None:
        """Go back to a step of the checkout that is done; the first one is 1."""
        place = STEPS[number - 1]
        if place == "addons" and self.shop and not any(entry.has_addons for entry in self.shop.hive.entries):
            self.say("No merchant offers add-ons for what is in your carts.")
        else:
            await self.action_go(place)

    async def on_firmly_screen_go_to(self, message: FirmlyScreen.GoTo) -> None:
        """A screen is done, and names the next place.

        Where one had come back to it, one goes on from where it was before, and what came after it is left.
        """
        await self._pop_to(self.screen)
        if self.shop is not None and message.news:
            self.shop.notice = message.news
        await self.action_go(message.place)

    def _make_screen(self, place: str, shop: Shop) -> FirmlyScreen[None]:
        screen = screen_class(place)
        return screen(shop, self.placement) if place == "progress" else screen(shop)

    async def action_back(self) -> None:
        """Leave the present screen."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()

    async def action_help(self) -> None:
        """Explain the present screen."""
        from firmly_tui.tui.screens.help import HelpScreen

        if isinstance(self.screen, FirmlyScreen):
            await self.push_screen(HelpScreen(self.screen, self.shop))

    def action_switch_theme(self) -> None:
        """Go to the next of our themes."""
        names = [theme.name for theme in THEMES]
        present = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(present + 1) % len(names)]

    def action_inspect_beside(self) -> None:
        """Show what goes over the wire beside every screen, or no more."""
        if self.shop is None:
            self.say("Nothing went over the wire yet: the shop is not open.", "warn")
            return
        self.shop.inspecting = not self.shop.inspecting
        for screen in self.screen_stack:
            if isinstance(screen, FirmlyScreen):
                screen.inspect_beside()

    def action_pictures(self) -> None:
        """Show pictures of goods, or no more, for this run."""
        if self.shop is None:
            return
        if self.no_color:
            self.say("Pictures need colors, and NO_COLOR is set. Unset it to see them.", "warn")
        elif self.shop.gallery.switch():
            self.say(
                "Pictures are shown where there is room: from 110 columns and 34 lines on. F9 hides them."
            )
        else:
            self.say("Pictures are hidden. F9 shows them again.")

    # The way of an order

    async def on_search_screen_product_chosen(self, message: SearchScreen.ProductChosen) -> None:
        """Open a product."""
        from firmly_tui.tui.screens.product import ProductScreen

        if self.shop is not None:
            await self.push_screen(ProductScreen(self.shop, message.product))

    async def on_hive_screen_line_opened(self, message: HiveScreen.LineOpened) -> None:
        """Open the product of a line, to change its variant."""
        from firmly_tui.tui.screens.product import ProductScreen

        if self.shop is not None and isinstance(self.screen, FirmlyScreen) and self.screen.GO == "carts":
            await self.push_screen(ProductScreen(self.shop, message.product, message.line, message.domain))

    async def on_product_screen_exchanged(self, message: ProductScreen.Exchanged) -> None:
        """A line is what was chosen: go back to it, and say so."""
        from firmly_tui.tui.screens.product import ProductScreen

        if isinstance(self.screen, ProductScreen):
            await self.pop_screen()
        self.say(message.sentence, "good")

    async def on_product_screen_added(self, message: ProductScreen.Added) -> None:
        """Something went into a cart: say so where one looks now."""
        if isinstance(self.screen, FirmlyScreen):
            self.screen.say(message.sentence, "good")

    # The end

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """Let nobody go on working for a screen that goes. Textual ends such work when the parts of it are gone."""
        for node in nodes:
            for part in node.walk_children(with_self=True):
                self.workers.cancel_node(part)
        return super()._prune(*nodes, parent=parent)

    def _fatal_error(self) -> None:
        """End in a sentence. Textual's own traceback would print local variables, a card among them."""
        error = self._exception.error if isinstance(self._exception, WorkerFailed) else self._exception
        if self._report is None or error is None:
            self.panic("firmly-tui met an unexpected error and had to stop.")
        else:
            self.panic(self._report(error))
