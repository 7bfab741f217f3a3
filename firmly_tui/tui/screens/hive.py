"""The carts of all merchants: quantities, promo codes, removal with undo, totals per currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.containers import Container
from textual.message import Message
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import shortened
from firmly_tui.tui.screens.hive_edits import named
from firmly_tui.tui.screens.hive_promos import CartPromos
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.cart_detail import CartDetail
from firmly_tui.tui.widgets.cart_list import CartList
from firmly_tui.tui.widgets.cart_rows import CartRow, CartRows
from firmly_tui.tui.widgets.detail_pane import DetailPane
from firmly_tui.tui.widgets.picture import PictureView
from firmly_tui.tui.widgets.promo_entry import PromoEntry
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.totals import TotalsTable

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.checkout import MerchantCart, Shop
    from firmly_tui.models import LineItem, Product

EMPTY = (
    "Your carts are empty.\n\n"
    "Every merchant whose goods you add gets a cart of its own, and all of them stand here.\n"
    "Press s to search, open a product with Enter and add it with Enter."
)
ASKING = "Asking the merchants for your carts …"
NOTHING_TO_BUY = "There is nothing to buy yet. s goes to the shop."
MARKED = "◆ marks what was changed elsewhere. r takes the marks away."
UNREAD = "Your carts could not be read.\n\n{}\n\nPress r to try again."
NEEDS_LINES = ("checkout", "open", "change", "remove", "clear", "promo", "details")


class HiveScreen(CartPromos):
    """All carts of the device."""

    PLACE = "Carts"
    GO = "carts"
    EXPLAINS = (
        "Every merchant has a cart of its own. + and − change the quantity of the line under the cursor; or type "
        "a number, and Enter sets it. Enter opens a line to change its variant. p puts promo codes on the cart, "
        "Enter corrects a refused one. Delete removes what is under the cursor; u puts a line back. The carts are "
        "read whenever you come here: ◆ marks what was changed elsewhere, until you read them again with r. o begins "
        "the checkout: one address for all carts, one payment for each."
    )
    CSS_PATH = "../styles/hive.tcss"
    AUTO_FOCUS = "CartList"
    BINDINGS = [
        command(
            "o",
            "checkout",
            "check out",
            "Enter the address and go on to delivery and payment.",
            called="checkout, pay, buy, order, shipping, pickup, gift wrap, sign in, login, account, wallet",
        ),
        command("enter", "open", "open", "Open the line to change its variant, or correct a refused code."),
        command(
            "plus,equals_sign,right",
            "change(1)",
            "quantity",
            "One more of the line under the cursor; or type a number and press Enter.",
            shown_as="+−",
        ),
        command("minus,left", "change(-1)", "less", "One less of the line.", shown_as="−", footer=False),
        command(
            "p",
            "promo",
            "promo",
            "Put one or several promo codes on the cart under the cursor.",
            called="coupon, voucher, discount",
        ),
        command(
            "delete,x,backspace",
            "remove",
            "remove",
            "Remove the line or the promo code under the cursor.",
            shown_as="del",
            called="delete",
        ),
        command("i", "details", "details", "Read all about the row under the cursor.", footer=False),
        command("shift+down,J", "scroll(1)", "more", "Scroll what stands beside the list.", shown_as="⇧↓"),
        command("shift+up,K", "scroll(-1)", "less", "Scroll it back.", footer=False),
        command("u", "undo", "undo", "Put back what was removed last.", footer=False),
        command(
            "e", "clear", "empty", "Empty the cart under the cursor, once you confirmed it.", footer=False
        ),
        command("E", "clear_all", "empty all", "Empty all carts, once you confirmed it.", footer=False),
        command("escape", "keep", "keep it", "Leave all as it is: answer no, or apply no code."),
        command("s", "app.go('shop')", "shop", "Search for goods of all merchants.", footer=False),
        command("r", "reload", "reload", "Read all carts anew; tries those again that failed.", footer=False),
    ]

    @dataclass
    class LineOpened(Message):
        """A line is to be changed; its product was found."""

        product: Product
        domain: str
        line: LineItem

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__(shop)
        self._loading = False
        self._away = True
        self._said_before = ""
        """What may go when the carts were read: it was said of an earlier reading, or before one left."""
        self._rows = CartRows()
        self._shown: CartRow | None = None

    def compose_body(self) -> ComposeResult:
        """The carts, beside them what is under the cursor, and what they cost."""
        yield Stepper(0)
        yield Static(id="empty", markup=False)
        with Container(id="panes"):
            yield CartList()
            with Container(id="beside"):
                with DetailPane(id="detail"):
                    yield CartDetail()
                    yield PictureView()
                yield TotalsTable(markup=False)
        yield PromoEntry(self.shop.promo_drafts if self.shop is not None else {})

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # noqa: ARG002
        """Read the carts for whoever comes here: they may have been changed elsewhere. Textual calls the base's own."""
        if self._away and self._is_seen:
            self._away = False
            self._read(quietly=True)

    def on_screen_suspend(self) -> None:
        """To answer a question above is not to leave."""
        if not self._is_seen:
            self._away, self._said_before = True, self._notice.sentence.plain

    # What is shown

    def carts_changed(self) -> None:
        """Draw the carts, the cursor staying where it is."""
        if self.shop is None:
            return
        hive = self.shop.hive
        if not hive.is_empty and self._notice.sentence.plain.endswith(NOTHING_TO_BUY):
            self.say("")
        rows = self._rows.rows(hive.entries)
        self.query_one("#panes").display = bool(rows)
        if rows and self.focused is None:
            # What is not shown cannot keep the focus.
            self.query_one(CartList).focus()
        empty = self.query_one("#empty", Static)
        empty.display = not rows
        if not rows:
            empty.update(self._why_empty(self.shop))
        self.query_one(CartList).show(rows)
        self.query_one(TotalsTable).show(hive.totals())
        self.refresh_bindings()

    def _why_empty(self, shop: Shop) -> str:
        if self._loading:
            return ASKING
        return UNREAD.format(shop.hive.error.sentence) if shop.hive.error is not None else EMPTY

    @on(RowList.Moved)
    def _moved(self) -> None:
        """Tell about the row under the cursor, where there is room for it."""
        row = self.query_one(CartList).selected
        if row is None or self._shown is None or row.key != self._shown.key:
            self.withdraw()
        self._shown = row
        if self.shop is None or self.has_class("-narrow"):
            return
        self.query_one(CartDetail).show(row)
        line, picture = row.line if row is not None else None, self.query_one(PictureView)
        picture.set_class(line is not None, "-of-line")
        picture.show(self.shop.gallery, line.image_url if line is not None else "")

    def on_resize(self) -> None:
        """There may be room for the details now."""
        self.call_after_refresh(self._moved)

    def on_key(self, event: events.Key) -> None:
        """A question is answered by its own key or not at all; what marks are was read by the next key."""
        if event.key not in ("e", "E", "escape"):
            self.withdraw()
        if self._notice.sentence.plain == MARKED:
            self.say("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be changed or bought where there is nothing."""
        if self.shop is None:
            return True
        open_entry = next((entry for entry in self.query(PromoEntry) if entry.display), None)
        if open_entry is not None and open_entry in (self.focused.ancestors if self.focused else ()):
            return False
        if action == "keep":
            return self._asked.is_open or open_entry is not None
        if action == "scroll":
            return any(pane.has_more for pane in self.query(DetailPane))
        if action in NEEDS_LINES:
            return bool(self.shop.hive.entries)
        return self.shop.hive.can_undo if action == "undo" else True

    # Reading

    def action_reload(self) -> None:
        """Read all carts; what was marked is marked no more."""
        self.say("")
        self._read(quietly=False)

    @work(group="reload", exclusive=True)
    async def _read(self, *, quietly: bool) -> None:
        """Read all carts. What was said last is not covered by that they are asked for."""
        if self.shop is None:
            return
        hive = self.shop.hive
        self._loading = True
        self.carts_changed()
        if hive.entries and self._says_nothing_new:
            self.say(ASKING)
        try:
            await hive.load(quietly=quietly)
        finally:
            self._loading = False
        self.carts_changed()
        self._say_read(hive.entries)

    def _say_read(self, entries: list[MerchantCart]) -> None:
        shop = self.shop
        if shop is not None and shop.hive.error is not None:
            self.say_error(shop.hive.error)
            self._said_before = self._notice.sentence.plain
        elif self._says_nothing_new:
            self.say(MARKED if any(entry.elsewhere for entry in entries) else "")

    @property
    def _says_nothing_new(self) -> bool:
        return self._notice.sentence.plain in ("", ASKING, self._said_before)

    # What is under the cursor

    def action_remove(self) -> None:
        """Remove the line or the promo code under the cursor."""
        row = self.query_one(CartList).selected
        if row is not None and row.promo is not None:
            self.remove_promo(row.entry, row.promo)
        elif (found := self.line()) is not None:
            self.remove_line(*found)

    @on(RowList.Chosen)
    def _clicked(self, message: RowList.Chosen) -> None:
        self._open(cast("CartRow", message.row))

    def action_open(self) -> None:
        """Open what is under the cursor."""
        row = self.row()
        if row is not None:
            self._open(row)

    def _open(self, row: CartRow) -> None:
        if row.line is not None:
            self._open_line(row.entry, row.line)
        elif row.promo is None:
            self.action_reload()
        elif row.promo.state == "refused":
            self.ask_for_codes(row.entry, row.promo.code)
        else:
            self.say(f"Delete takes {shortened(row.promo.code, 20)} away, p adds others.")

    @work(group="open", exclusive=True)
    async def _open_line(self, entry: MerchantCart, line: LineItem) -> None:
        """Find the product of a line: the API has no call for it, but a search knows its name."""
        from firmly_tui.checkout.variants import product_of
        from firmly_tui.client import FirmlyError

        if self.shop is None:
            return
        self.say(f"Opening {named(line)} …")
        try:
            page = await self.shop.client.discovery.search(line.description, domains=(entry.domain,))
        except FirmlyError as error:
            self.say_error(error)
            return
        product = product_of(line, page.products)
        if product is None:
            self.say(f"{named(line)} was not found at {shortened(entry.name)}: it cannot be opened.", "warn")
            return
        self.say("")
        self.post_message(self.LineOpened(product, entry.domain, line))

    def action_scroll(self, direction: int) -> None:
        """Scroll what stands beside the list."""
        self.query_one(DetailPane).scroll_on(direction)

    @work(group="details")
    async def action_details(self) -> None:
        """Read all about the row under the cursor."""
        from firmly_tui.tui.screens.cart_details import CartDetailsScreen

        if (row := self.row()) is not None:
            await self.app.push_screen(CartDetailsScreen(row))

    def action_checkout(self) -> None:
        """Go on to the address, if there is something to buy."""
        if self.shop is None or self.shop.hive.is_empty:
            self.say(NOTHING_TO_BUY, "warn")
        else:
            self.post_message(self.GoTo("address"))
