"""The shop window: goods of all merchants, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import count, error_detail
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.cards import CartsCard, ProductCard
from firmly_tui.tui.widgets.results import ResultList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from firmly_tui.checkout import Shop
    from firmly_tui.models import Product, SearchPage
    from firmly_tui.tui.widgets.picture import PictureView

PAUSE = 0.06
"""Seconds without a key before a search is sent."""

PAGE_SIZE = 50


class QueryInput(Input):
    """The search box: Enter opens what the cursor is on."""

    BINDINGS = [command("enter", "submit", "open", "Open the product under the cursor.")]


class SearchScreen(FirmlyScreen[None]):
    """Type to search, arrows to move, Enter to open."""

    PLACE = "Shop"
    GO = "shop"
    EXPLAINS = (
        "Type what you are looking for: goods of all merchants appear as you type. Move with the arrow keys, "
        "open one with Enter. A product's web address can be pasted, too. Tab goes to the list, where letters "
        "are commands."
    )
    AUTO_FOCUS = "Input"
    BINDINGS = [
        command("enter", "open", "open", "Open the product under the cursor."),
        command("slash", "focus_query", "search", "Go to the search box."),
        command("tab", "focus_list", "list", "Go to the list, where letters are commands."),
        command("escape", "clear", "clear", "Empty the search box.", footer=False),
        command("down", "result('move', 1)", "next", "Next product.", footer=False),
        command("up", "result('move', -1)", "previous", "Previous product.", footer=False),
        command("pagedown", "result('page', 1)", "page", "A screenful on.", footer=False),
        command("pageup", "result('page', -1)", "page back", "A screenful back.", footer=False),
        command("f6", "again", "try again", "Search once more.", footer=False),
    ]

    @dataclass
    class ProductChosen(Message):
        """The shopper opens a product."""

        product: Product

    class OpenAgain(Message):
        """The shop could not be opened, and the shopper tries again."""

    def __init__(self) -> None:
        super().__init__()
        self._count = Label("opening the shop …", id="count", markup=False)
        self._results = ResultList()
        self._picture: PictureView | None = None
        self._page: SearchPage | None = None
        self._asked_after: SearchPage | None = None
        self._timer: Timer | None = None
        self._shown_query: str | None = None
        self._open_first = False
        self._complained = False

    def compose_body(self) -> ComposeResult:
        """The box, the list, and beside it what there is room for."""
        with Horizontal(id="query"):
            yield Label("/")
            query = QueryInput(placeholder="Search all merchants, or paste a product's address", compact=True)
            query.cursor_blink = False
            yield query
            yield self._count
        with Horizontal(id="panes"):
            yield self._results
            with Vertical(id="detail"):
                yield ProductCard(markup=False)
            yield CartsCard(markup=False)

    def open(self, shop: Shop) -> None:
        """Fill the window."""
        super().open(shop)
        self.search()
        self._show_picture()

    def stay_closed(self, reason: str) -> None:
        """The shop could not be opened."""
        self._tell("closed")
        self.say(f"The shop could not be opened: {reason} F6 tries again.", "bad")

    def carts_changed(self) -> None:
        """Show what is in the carts."""
        if self.shop is not None:
            self.query_one(CartsCard).show(self.shop.hive)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._open_first = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self.search)

    @property
    def _query(self) -> str:
        return self.query_one(Input).value.strip()

    @work(group="search", exclusive=True)
    async def search(self) -> None:
        """Search for what stands in the box; a newer search replaces this one."""
        if self.shop is None:
            return
        from firmly_tui.client import FirmlyError

        query = self._query
        self._tell("searching …")
        try:
            if query.startswith(("http://", "https://")):
                product = await self.shop.client.catalog.by_url(query)
                self._page, products = None, [product]
            else:
                self._page = await self.shop.client.discovery.search(query, page_size=PAGE_SIZE)
                products = self._page.products
        except FirmlyError as error:
            self._tell("no answer")
            self.say(
                error.sentence, "bad", " · ".join(filter(None, ["F6 searches again", error_detail(error)]))
            )
            self._complained = True
            self._open_first = False
            return
        self._shown_query = query
        self._results.show(products, keep_cursor=False)
        self._tell(self._found(products))
        if products:
            if self._complained:
                self.say("")
            self._complained = False
            if self._open_first:
                self.action_open()
        else:
            self._complained = True
            self.say(f"Nothing found for “{query}”. Try fewer or shorter words; Escape empties the box.")

    def _found(self, products: list[Product] | tuple[Product, ...]) -> str:
        more = "+" if self._page is not None and self._page.next_page else ""
        merchants = len({product.domain for product in products})
        return f"{len(products)}{more} found · {count(merchants, 'merchant')}"

    def _tell(self, text: str) -> None:
        self._count.update(text)

    @on(RowList.NearEnd)
    @work(group="more")
    async def _more(self) -> None:
        """Fetch the next page when the cursor comes near the end."""
        from firmly_tui.client import FirmlyError

        page = self._page
        if self.shop is None or page is None or not page.next_page or page is self._asked_after:
            return
        self._asked_after = page
        try:
            following = await self.shop.client.discovery.next_page(page)
        except FirmlyError as error:
            self._asked_after = None
            self.say_error(error)
            return
        if page is self._page:
            self._page = following
            results = self._results
            results.extend(following.products)
            self._tell(self._found(list(results.rows)))

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one(ProductCard).show(self._results.selected)
        self._show_picture()

    def on_resize(self) -> None:
        """There may be room for a picture now."""
        self.call_after_refresh(self._show_picture)

    def _show_picture(self) -> None:
        """Show the product under the cursor. The first frame does not wait for the place of its picture."""
        if self.shop is None:
            return
        if self._picture is None:
            if self.has_class("-narrow") or self.has_class("-low"):
                return
            from firmly_tui.tui.widgets.picture import PictureView

            self._picture = PictureView()
            self.query_one("#detail").mount(self._picture, before=0)
        product = self._results.selected
        self._picture.show(self.shop.gallery, next(iter(product.image_urls), "") if product else "")

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Open the product under the cursor; while an answer is on its way, the first one of it."""
        product = self._results.selected
        self._open_first = self._shown_query != self._query
        if self._open_first:
            self.search()
        elif product is None:
            self.say("There is nothing to open yet. Type what you are looking for.", "warn")
        else:
            self.post_message(self.ProductChosen(product))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """One does not go to the box while one is in it."""
        return action != "focus_query" or not isinstance(self.focused, Input)

    def action_focus_query(self) -> None:
        """Go to the search box."""
        self.query_one(Input).focus()

    def action_focus_list(self) -> None:
        """Go to the list, or back from it."""
        results = self._results
        (self.query_one(Input) if results.has_focus else results).focus()

    def action_clear(self) -> None:
        """Empty the search box."""
        self.query_one(Input).clear()
        self.action_focus_query()

    def action_again(self) -> None:
        """Search once more, after an error; open the shop once more, where it could not be opened."""
        if self.shop is None:
            self.post_message(self.OpenAgain())
        else:
            self.search()

    async def action_result(self, what: str, by: int) -> None:
        """Move through the list while typing."""
        results = self._results
        if what == "move":
            results.action_move(by)
        else:
            results.action_page(by)
