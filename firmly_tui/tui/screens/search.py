"""The shop window: goods of all merchants, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from firmly_tui.tui.commands import ActsAtOnce, command
from firmly_tui.tui.drawing import count, error_detail
from firmly_tui.tui.screens.search_filters import FilteredSearch
from firmly_tui.tui.widgets.cards import CartsCard, ProductCard
from firmly_tui.tui.widgets.results import ResultList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.events import Paste
    from textual.timer import Timer

    from firmly_tui.checkout import Shop
    from firmly_tui.checkout.filters import Filters
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Product, SearchPage
    from firmly_tui.tui.widgets.picture import PictureView

PAUSE = 0.06
"""Seconds without a key before a search is sent."""

AFTER_RESULTS = 0.05
"""Seconds after an answer until its goods are surely shown; what is less urgent waits for them."""

PAGE_SIZE = 50


class QueryInput(ActsAtOnce, Input):
    """The search box: Enter opens what the cursor is on."""

    BINDINGS = [command("enter", "submit", "open", "Open the product under the cursor.")]

    async def action_submit(self) -> None:
        """Open it now: a cursor key right behind Enter must not choose another one."""
        await self.app.run_action("screen.open")

    was_pasted = False
    """Whether the text was pasted, not typed."""

    def on_paste(self) -> None:
        """Textual pastes by itself, after this."""
        self.was_pasted = True


class SearchScreen(FilteredSearch):
    """Type to search, arrows to move, Enter to open."""

    PLACE = "Shop"
    GO = "shop"
    EXPLAINS = (
        "Type what you are looking for: goods of all merchants appear as you type. Move with the arrow keys, "
        "open one with Enter. Paste the web address of a product to open it. The line below the box tells what the "
        "search is narrowed down to: the key before each filter changes it, the cross behind it drops it. Tab goes "
        "to the list, where letters are commands."
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
        self._shown: tuple[str, Filters] | None = None
        self._open_first = False
        self._open_address = False
        self._complained = False
        self._carts_unread = False

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
        from firmly_tui.checkout.market import Market

        super().open(shop)
        self.market = Market(shop.client)
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
            if self._carts_unread and self.shop.hive.error is None:
                self._carts_unread = False
                self.say("")

    def tell_carts_unread(self, error: FirmlyError) -> None:
        """Say that one cannot know yet what is in the carts, until that is known."""
        self._carts_unread = True
        sentence = f"Your carts could not be read. {error.sentence} F3, then r, reads them again."
        self.say(sentence, "bad", error_detail(error))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._open_first = False
        if self._notice.kind == "warn":
            self.say("")
        box = self.query_one(QueryInput)
        self._open_address, box.was_pasted = box.was_pasted, False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self.search)

    def on_paste(self, event: Paste) -> None:
        """Paste into the box, wherever one is."""
        box = self.query_one(QueryInput)
        box.was_pasted = True
        box.value = event.text.strip().partition("\n")[0]
        box.focus()

    @property
    def _query(self) -> str:
        return self.query_one(Input).value.strip()

    @work(group="search", exclusive=True)
    async def search(self) -> None:
        """Search for what stands in the box; a newer search replaces this one."""
        market = self.market
        if market is None:
            return
        from firmly_tui.checkout.filters import product_address
        from firmly_tui.client import FirmlyError

        query, filters = self._query, market.filters
        address = product_address(query)
        # What is half typed is no address yet.
        if address and not (self._open_address or self._open_first):
            self._tell("a web address")
            self._complain("Enter opens the product at this address.")
            return
        self._tell("opening …" if address else "searching …")
        try:
            if address:
                self._open_first, page = True, None
                products: Sequence[Product] = [await market.by_address(address)]
            else:
                page = await market.search(query, filters, page_size=PAGE_SIZE)
                products = page.products
        except FirmlyError as error:
            self._no_answer(error)
            return
        self._page, self._shown = page, (query, filters)
        self._results.show(products, keep_cursor=False)
        self._tell(self._found(products))
        self.set_timer(AFTER_RESULTS, self.show_facets)
        if products:
            self._found_some()
        else:
            self._complain("")
            await self.explain_nothing(query)

    def _found_some(self) -> None:
        if self._complained:
            self.say("")
        self._complained = False
        wanted, self._open_first, self._open_address = self._open_first, False, False
        # Nothing opens over where the shopper went meanwhile.
        if wanted and self.app.screen is self:
            self.action_open()

    def _no_answer(self, error: FirmlyError) -> None:
        self._tell("no answer")
        self._complain(
            error.sentence, "bad", " · ".join(filter(None, ["F6 searches again", error_detail(error)]))
        )
        self._open_first = False
        self.show_facets()

    def _complain(self, sentence: str, kind: str = "", detail: str = "") -> None:
        """Say something that holds only until something is found."""
        self._complained = True
        self.say(sentence, kind, detail)

    def found(self) -> Iterable[Product]:
        """What is shown now."""
        return self._results.rows

    def _found(self, products: Sequence[Product]) -> str:
        more = "+" if self._page is not None and self._page.next_page else ""
        merchants = len({product.domain for product in products})
        filtered = self._page is not None and self.market is not None and self.market.filters.is_set
        parts = [
            f"{len(products)}{more} found",
            count(merchants, "merchant") if products else "",
            "filtered" if filtered else "",
        ]
        return " · ".join(filter(None, parts))

    def _tell(self, text: str) -> None:
        self._count.update(text)

    @on(RowList.NearEnd)
    @work(group="more")
    async def _more(self) -> None:
        """Fetch the next page when the cursor comes near the end."""
        from firmly_tui.client import FirmlyError

        page = self._page
        if self.market is None or page is None or not page.next_page or page is self._asked_after:
            return
        self._asked_after = page
        try:
            following = await self.market.next_page(page)
        except FirmlyError as error:
            self._asked_after = None
            self.say_error(error)
            return
        if page is self._page:
            self._page = following
            results = self._results
            results.extend(following.products)
            self._tell(self._found(results.rows))

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

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self._open(cast("Product", message.row))

    def action_open(self) -> None:
        """Open the product under the cursor; while an answer is on its way, the first one of it."""
        self._open(self._results.selected)

    def _open(self, product: Product | None) -> None:
        wanted = (self._query, self.market.filters) if self.market is not None else None
        self._open_first = self._shown != wanted
        if self._open_first:
            self.search()
        elif product is None:
            self.say("There is nothing to open yet. Type what you are looking for.", "warn")
        else:
            self.post_message(self.ProductChosen(product))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One does not go to the box while one is in it."""
        if action == "focus_query" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

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
