"""Extras that the merchants offer for what is in the carts: a warranty, an installation, insurance for the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from firmly_tui.tui.asked import AskedTwice
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import nonzero, price
from firmly_tui.tui.offer_words import (
    cost_in_words,
    foretell_choice,
    foretell_line,
    foretell_removal,
    line_name,
    listed,
    named,
    question,
)
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.detail_pane import DetailPane
from firmly_tui.tui.widgets.foretold import Foretold
from firmly_tui.tui.widgets.offer_details import OfferDetails
from firmly_tui.tui.widgets.offer_list import OfferList, OfferRow, OfferRows, can_pick
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.totals import TotalsTable

if TYPE_CHECKING:
    from collections.abc import Hashable

    from textual.app import ComposeResult

    from firmly_tui.checkout import AddonChange, AddonRules, Extra, MerchantCart, Shop
    from firmly_tui.tui.widgets.offer_list import OfferId

EMPTY = (
    "No add-ons.\n\n"
    "Where a merchant has a warranty, an installation or a gift wrap for what is in your cart, it stands here.\n"
    "Press o to go on to the payment."
)


class AddonsScreen(FirmlyScreen[None]):
    """Choose add-ons, merchant by merchant."""

    PLACE = "Add-ons"
    GO = "addons"
    EXPLAINS = (
        "What the merchants offer beside the goods. Enter or Space chooses and gives up; the line below the list "
        "says before what that costs, what it takes the place of and what it needs. → opens the items that an "
        "offer can be for. Round signs exclude one another. n goes to the next merchant. o goes on to the payment: "
        "nothing here must be chosen unless it says so."
    )
    CSS_PATH = "../styles/addons.tcss"
    AUTO_FOCUS = "OfferList"
    BINDINGS = [
        command("i", "details", "details", "Read all about the offer under the cursor, and open its links."),
        command("shift+down,J", "scroll(1)", "more", "Scroll what stands beside the list.", shown_as="⇧↓"),
        command("shift+up,K", "scroll(-1)", "less", "Scroll it back.", footer=False),
        command("o,ctrl+s,f8", "go_on", "go on", "Go on to the payment.", called="next, checkout, pay"),
        command("n", "merchant(1)", "next merchant", "Go to the next merchant's offers."),
        command("N", "merchant(-1)", "merchant before", "Go to the offers before.", footer=False),
        command("escape", "keep", "keep it", "Leave all as it is."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._unfolded: set[OfferId] = set()
        self._waiting: set[tuple[OfferId, str]] = set()
        self._asked = AskedTwice()
        self._rows = OfferRows()
        self._missing_told = False

    def compose_body(self) -> ComposeResult:
        """The offers, beside them what there is to know, and what it all costs; below, what a choice would do."""
        yield Stepper(3)
        yield Static(EMPTY, id="empty", markup=False)
        with Horizontal(id="panes"):
            yield OfferList()
            with DetailPane(id="detail"):
                yield OfferDetails()
            with Vertical(id="costs"):
                yield TotalsTable(markup=False)
        yield Foretold(id="foretold")

    def carts_changed(self) -> None:
        """Draw the offers, the cursor staying where it is."""
        if self.shop is None:
            return
        rows = self._rows.rows(self.shop.hive.entries, unfolded=self._unfolded, waiting=self._waiting)
        self.query_one("#empty").display = not rows
        self.query_one("#panes").display = bool(rows)
        self.query_one("#foretold").display = bool(rows)
        self.query_one(OfferList).show(rows)
        self.query_one(TotalsTable).show(self.shop.hive.totals())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Escape leaves all as it is only while something is asked; else it goes back."""
        if action == "scroll":
            return any(pane.has_more for pane in self.query(DetailPane))
        if action == "merchant":
            return any(len(offers.merchants) > 1 for offers in self.query(OfferList))
        return self._asked.is_open if action == "keep" else True

    def action_merchant(self, by: int) -> None:
        """Go to the offers of the next merchant, or of the one before."""
        self.query_one(OfferList).go_to_merchant(by)

    def action_scroll(self, direction: int) -> None:
        """Scroll what stands beside the list."""
        self.query_one(DetailPane).scroll_on(direction)

    # What a choice would do

    @on(RowList.Moved)
    def _look(self) -> None:
        """Tell about the offer under the cursor, before it is chosen."""
        offers = self.query_one(OfferList)
        row = offers.selected
        if self._asked.is_open and not self._asked.is_about(_at_stake(row)):
            self._ask_no_more()
        self.query_one(OfferDetails).row = row
        self.query_one(Foretold).text = _foretold(row)

    # Choosing

    @on(RowList.Refused)
    def _say_why_not(self, message: RowList.Refused) -> None:
        self.say(f"{message.reason}.", "warn")

    @on(RowList.Chosen)
    def _choose(self, message: RowList.Chosen) -> None:
        """Choose an offer or give it up; ask before something goes that was not pointed at."""
        row = message.row
        if not isinstance(row, OfferRow) or row.rules is None or row.extra is None:
            self.say("There is nothing to choose.", "warn")
            return
        if row.entry.busy or any(domain == row.entry.domain for (domain, _), _ in self._waiting):
            self.say(f"One moment: {row.entry.name} is still answering.", "warn")
            return
        change = _wish(row, row.rules, row.extra)
        if change.why_not:
            self.say(_foretold(row)[0], "warn")
            return
        gone = _gone_along(row, row.rules, change)
        if gone and not self._asked.confirmed(_at_stake(row)):
            self.say(question(row.rules, row.extra.key, change, gone, before_tax=_adds_tax(row)), "warn")
            self.refresh_bindings()
            return
        self._ask_no_more()
        # Before the next key: what it chooses must not be reckoned from the state before this change.
        asked = (row.entry.domain, row.extra.key), row.line.line_item_id if row.line else ""
        self._waiting.add(asked)
        self._make(row.entry, row.extra, asked, change)

    @work(group="addons")
    async def _make(
        self, entry: MerchantCart, extra: Extra, asked: tuple[OfferId, str], change: AddonChange
    ) -> None:
        if self.shop is None:
            return
        self.something_changed()
        try:
            refused = await self.shop.hive.extras.make(entry.domain, change.calls, extra.key)
        finally:
            self._waiting.discard(asked)
            self.something_changed()
        if refused is not None:
            before = f" {refused.made} of {len(change.calls)} steps were made before." if refused.made else ""
            self.say(f"{refused.sentence}{before}", "bad")

    def _ask_no_more(self) -> None:
        self.say("")
        self._asked.withdraw()
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Leave all as it is."""
        self._ask_no_more()
        self.say("All stays as it is.")

    @on(OfferList.Folded)
    def _fold(self, message: OfferList.Folded) -> None:
        """Show or hide the items that the offer under the cursor can be for."""
        row = self.query_one(OfferList).selected
        if row is None or (offer_id := row.offer_id) is None:
            return
        if message.fold:
            self._unfolded.discard(offer_id)
            self._go_to_offer(offer_id)
        else:
            self._unfolded.add(offer_id)
        self.carts_changed()

    def _go_to_offer(self, offer_id: OfferId) -> None:
        offers = self.query_one(OfferList)
        rows = enumerate(offers.rows)
        found = (at for at, row in rows if row.kind == "offer" and row.offer_id == offer_id)
        offers.cursor = next(found, offers.cursor)

    @work(group="details")
    async def action_details(self) -> None:
        """Read all about the offer."""
        from firmly_tui.tui.screens.offer_details import OfferDetailsScreen

        row = self.query_one(OfferList).selected
        if row is None or row.extra is None:
            self.say("There is no offer under the cursor.", "warn")
        else:
            await self.app.push_screen(OfferDetailsScreen(row))

    # On

    def action_go_on(self) -> None:
        """Go on, once all is answered; what a merchant requires is pointed at first."""
        from firmly_tui.checkout import AddonRules

        if self.shop is None:
            return
        entries = self.shop.hive.entries
        waiting = [entry for entry in entries if entry.busy]
        if waiting:
            self.say(f"One moment: {waiting[0].name} is still answering.", "warn")
            return
        missing = [
            (entry, extra)
            for entry in entries
            if entry.has_addons and entry.cart is not None
            for extra in AddonRules(entry.cart).missing()
        ]
        if missing and not self._missing_told:
            entry, extra = missing[0]
            self._missing_told = True
            self._go_to_offer((entry.domain, extra.key))
            self.say(f"{entry.name} requires {named(extra)}. Choose it, or o goes on without.", "warn")
        elif any(entry.ready for entry in entries):
            self.post_message(self.GoTo("review"))
        else:
            self.say("No cart can be paid yet. Go back to the delivery and the address with Escape.", "warn")


def _foretold(row: OfferRow | None) -> tuple[str, str, str]:
    """What Enter on a row comes to: in a sentence, what that costs, and what there is to say beside it."""
    if row is None or row.rules is None or row.extra is None:
        return "", "", ""
    rules, extra = row.rules, row.extra
    change = _wish(row, rules, extra)
    if row.line is not None:
        has = row.line.line_item_id in rules.lines(extra.key)
        sentence = foretell_line(rules, extra, line_name(row.line, row.entry.lines), change, has=has)
    elif rules.is_chosen(extra.key):
        sentence = foretell_removal(rules, extra, change)
    else:
        sentence = foretell_choice(rules, extra, change)
    if change.why_not:
        return sentence, "", _for(row, extra)
    then = f"add-ons then {price(change.addon_total)}"
    cost = cost_in_words(change.cost, before_tax=_adds_tax(row))
    return sentence, cost, " · ".join(filter(None, [then, _for(row, extra)]))


def _wish(row: OfferRow, rules: AddonRules, extra: Extra) -> AddonChange:
    """What Enter on a row comes to."""
    from firmly_tui.checkout import choose_with_needs

    if row.line is None:
        return rules.remove(extra.key) if rules.is_chosen(extra.key) else choose_with_needs(rules, extra.key)
    lines, line = rules.lines(extra.key), row.line.line_item_id
    wanted = [has for has in lines if has != line] if line in lines else [*lines, line]
    return choose_with_needs(rules, extra.key, wanted)


def _gone_along(row: OfferRow, rules: AddonRules, change: AddonChange) -> tuple[Extra, ...]:
    """What would go though one did not point at it, nor at what takes its place."""
    from firmly_tui.checkout.addon_wish import lost

    own = {extra.key for extra in row.extra.walk()} if row.extra and row.line else set()
    return tuple(extra for extra in lost(rules, change) if extra.key not in own)


def _at_stake(row: OfferRow | None) -> Hashable:
    """What is asked about a row: to do without what goes along with it, as that is now."""
    if row is None or row.rules is None or row.extra is None:
        return None
    gone = _gone_along(row, row.rules, _wish(row, row.rules, row.extra))
    line = row.line.line_item_id if row.line else ""
    return (row.offer_id, line, frozenset(extra.key for extra in gone)) if gone else None


def _adds_tax(row: OfferRow) -> bool:
    """Whether the merchant adds tax to the prices that it gives."""
    cart = row.entry.cart
    return cart is not None and not cart.tax_included and nonzero(cart.tax_total)


def _for(row: OfferRow, extra: Extra) -> str:
    """What an offer is for, in words; what is not chosen, what it can be for."""
    if extra.picking == "none":
        return "for the whole order" if extra.place == "order" else ""
    chosen = row.rules.lines(extra.key) if row.rules else ()
    cart = row.entry.lines
    lines = [line_name(line, cart) for line in cart if line.line_item_id in (chosen or extra.lines)]
    is_open = can_pick(extra) and not chosen
    return f"{'can be for' if is_open else 'for'} {listed(lines)}" if lines else ""
