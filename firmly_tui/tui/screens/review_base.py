"""What is bought and how it is paid, as it stands on the payment's screen, and the ways from there to change it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Label

from firmly_tui.tui.drawing import count, one_line, shortened
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.card_form import CardForm
from firmly_tui.tui.widgets.consent_list import AFTER_SHIPPING, UNDER_EMAIL, ConsentList
from firmly_tui.tui.widgets.leaving import LeavingPanel
from firmly_tui.tui.widgets.review_list import ReviewList, ReviewRow, review_rows
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

    from firmly_tui.checkout import MerchantCart, Shop, Way
    from firmly_tui.models import Cart, Consent


class ReviewBase(FirmlyScreen[None]):
    """The review, the consents and the card form. `shown` are the carts that can be ordered as they stand."""

    IS_FORM = True
    SHOWS_CARD = True

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.shown: dict[str, Cart] = {}
        self._late: set[str] = set()
        self._filled_before: list[str] = []
        self._held_for: list[tuple[str, str]] | None = None

    def compose_body(self) -> ComposeResult:
        """The review, and below or beside it the card."""
        yield Stepper(4)
        with Vertical(id="panes"):
            yield ReviewList()
            if self.shop is not None:
                yield LeavingPanel(
                    self.shop,
                    lambda: self.form.copy_card_if_complete(),
                    lambda: self.chosen_ways,
                    lambda: self.form.display,
                )
            with Vertical(id="pay"):
                with VerticalScroll(id="agree", can_focus=False):
                    if self.shop is not None:
                        yield ConsentList(self.shop, self._asked_here, place="review")
                if self.shop is not None:
                    yield CardForm(self.shop)
                with Horizontal(id="place-line"):
                    yield Label(id="billing", markup=False)
                    yield Button("Place order", variant="primary", compact=True, id="place")

    # What is bought, and how it is paid

    def carts_changed(self) -> None:
        """Show what is bought."""
        if self.shop is None or self.shop.shopper.address is None:
            return
        from firmly_tui.checkout import hindrance, is_answering

        shop = self.shop
        self.query_one(ReviewList).show(review_rows(shop, self.shop.shopper.address))
        self.shown = {
            entry.domain: entry.cart
            for entry in self.filled
            if entry.cart
            and not is_answering(entry)
            and hindrance(entry, shop.payments, live=self.is_live) is None
        }
        place = self.query_one("#place", Button)
        place.label = (
            f"Place {count(len(self.shown), 'order')}" if self.shown else "! Nothing can be paid yet"
        )
        # Textual leaves a button as wide as it was.
        place.refresh(layout=True)
        self._look_for_holds()
        self._show_card_form()
        self.query_one("#billing", Label).update(self._billing())
        self.query_one(LeavingPanel).follow_ways()
        consents = self.query_one(ConsentList)
        consents.show(self.shop.hive.entries)
        self.query_one("#agree").display = consents.display
        self._tell_gone()

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # noqa: ARG002
        """Orders may have been settled, or placed, since."""
        self._held_for = None

    def _look_for_holds(self) -> None:
        """Look, once for each cart, whether another order keeps it from being ordered."""
        carts = [(entry.domain, entry.cart.cart_id) for entry in self.filled if entry.cart]
        if carts != self._held_for:
            self._held_for = carts
            self._read_holds(carts)

    @work(group="holds", exclusive=True)
    async def _read_holds(self, carts: list[tuple[str, str]]) -> None:
        from firmly_tui.checkout import JournalError

        assert self.shop is not None  # noqa: S101 (there are carts)
        hive, journal = self.shop.hive, self.shop.journal
        for domain, cart_id in carts:
            try:
                other = await asyncio.to_thread(journal.blocking, cart_id=cart_id, merchant=domain)
            except JournalError as error:
                self.say(str(error), "bad")
                return
            if (entry := hive.get(domain)) is not None:
                entry.held_back = other.hold_back if other is not None else ""
        self.something_changed()

    def _tell_gone(self) -> None:
        """Say of which merchant the cart that stood here was emptied by somebody else."""
        before, self._filled_before = self._filled_before, [entry.domain for entry in self.filled]
        entries = self.shop.hive.entries if self.shop else []
        gone = [e for e in entries if e.domain in before and e.elsewhere and not e.has_lines]
        if gone:
            name = shortened(one_line(gone[0].name), 24)
            self.say(f"{name}: the cart was ordered or emptied elsewhere. F3 shows it.", "warn")

    @property
    def filled(self) -> list[MerchantCart]:
        """The merchants with something in the cart."""
        return [entry for entry in self.shop.hive.entries if entry.has_lines] if self.shop else []

    @property
    def is_live(self) -> bool:
        """Whether money is real here."""
        return self.shop is not None and self.shop.environment == "LIVE"

    @property
    def _needs_card(self) -> bool:
        """Whether a merchant is paid by a card that is typed in, or may be, once it has answered."""
        from firmly_tui.checkout import NewCard, hindrance, is_answering

        if self.shop is None:
            return False
        payments = self.shop.payments
        return any(
            isinstance(payments.way_for(entry.cart), NewCard)
            for entry in self.filled
            if entry.cart and (is_answering(entry) or hindrance(entry, payments, live=self.is_live) is None)
        )

    def _show_card_form(self) -> None:
        """Have the form where it is needed, and the focus somewhere else where it is not."""
        form, needed = self.form, self._needs_card
        if form.display == needed:
            return
        form.display = needed
        if needed:
            form.query_one("#input-number").focus()
            return
        form.wipe()
        if self.focused is None or form in self.focused.ancestors:
            self.query_one(ReviewList).focus()

    @property
    def chosen_ways(self) -> list[tuple[MerchantCart, Way]]:
        """The merchants that can be paid now, and how each is."""
        shop = self.shop
        entries = [shop.hive[domain] for domain in self.shown if shop.hive.get(domain)] if shop else []
        found = ((e, shop.payments.way_for(e.cart)) for e in entries if shop and e.cart)
        return [(entry, way) for entry, way in found if way is not None]

    def _bills_of_wallets(self) -> tuple[list[str], bool]:
        """Where open wallets bill what they pay, and whether they pay all there is."""
        from firmly_tui.checkout import WalletCard

        ways = [way for _, way in self.chosen_ways]
        bills = [one_line(way.bills_to) for way in ways if isinstance(way, WalletCard)]
        return list(dict.fromkeys(bills)), bool(bills) and len(bills) == len(ways)

    def _billing(self) -> str:
        bills, are_all = self._bills_of_wallets()
        if are_all:
            return f"Bill: {shortened(bills[0], 48) if len(bills) == 1 else 'each wallet its own'}."
        card = "Card: encrypted here." if self.form.display else "Card: none needed."
        billing = self.shop.shopper.billing if self.shop else None
        room = 12 if bills else 30
        place = shortened(", ".join([billing.name, billing.city]), room) if billing else "as delivery"
        return f"{card} Bill: {place} (F6){'; a wallet: its own' if bills else ''}."

    def action_ways(self, domain: str = "") -> None:
        """Choose how each merchant is paid; the card that is typed stays."""
        from firmly_tui.tui.screens.ways import WaysScreen

        if self.shop is not None:
            # What kept the order back may be settled there.
            self.say("")
            self.app.push_screen(WaysScreen(self.shop, domain))

    @on(RowList.Chosen, "ReviewList")
    def _change(self, event: RowList.Chosen) -> None:
        """Go to where a line of the review can be changed. It lies above the review, so that Escape comes back."""
        event.stop()
        row = event.row
        if self.shop is None or not isinstance(row, ReviewRow) or not row.where:
            return
        if row.where == "ways":
            self.action_ways(row.domain)
        elif row.where == "orders":
            self.post_message(self.GoTo("orders"))
        else:
            self.app.push_screen(_editor(row.where, self.shop, row.domain))

    def action_billing(self) -> None:
        """Choose where the bill goes, unless wallets say so for all; the card that is typed stays."""
        from firmly_tui.tui.screens.billing import BillingScreen

        bills, are_all = self._bills_of_wallets()
        if are_all:
            self.say(
                f"Bill: {shortened(bills[0], 60)}. A wallet bills its card itself, and takes no other address. "
                "Ctrl+Y chooses another way to pay.",
                "warn",
            )
        elif self.shop is not None:
            self.app.push_screen(BillingScreen(self.shop))

    def on_mount(self) -> None:
        """Ask what there is to agree to, where that was not asked yet."""
        self.ask_for_consents()

    @work(group="consents")
    async def ask_for_consents(self) -> None:
        """Ask the merchants of which that is not known what there is to agree to."""
        if self.shop is not None:
            hive = self.shop.hive
            unknown = [e.domain for e in hive.entries if e.has_lines and e.consents is None]
            await asyncio.gather(*(hive.consents.load(domain) for domain in unknown))

    def _asked_here(self, consent: Consent) -> bool:
        """What belongs above the button, and what an order cannot do without, wherever it was asked first."""
        elsewhere = consent.ui_slot in (UNDER_EMAIL, AFTER_SHIPPING)
        if elsewhere and consent.blocks:
            self._late.add(consent.id)
        # One that was given here stays here: it may be taken back.
        return not elsewhere or consent.id in self._late

    @property
    def form(self) -> CardForm:
        """The card form."""
        return self.query_one(CardForm)

    def on_screen_suspend(self) -> None:
        """Wipe the card when another place is gone to; a help or palette on top is none, nor what belongs to paying."""
        if not belongs_to_paying(self.app.screen):
            self.form.wipe()


def belongs_to_paying(screen: Screen[object]) -> bool:
    """Whether a typed card stays in its form while this screen lies above."""
    return screen.is_modal or getattr(screen, "BELONGS_TO_PAYING", False)


def _editor(place: str, shop: Shop, domain: str) -> FirmlyScreen[None]:
    """The screen on which something of the review is changed, at this merchant where that can be said."""
    match place:
        case "address":
            from firmly_tui.tui.screens.address import AddressScreen as Editor
        case "delivery":
            from firmly_tui.tui.screens.delivery import DeliveryScreen

            return DeliveryScreen(shop, domain)
        case "addons":
            from firmly_tui.tui.screens.addons import AddonsScreen as Editor
        case _:
            from firmly_tui.tui.screens.hive import HiveScreen as Editor
    return Editor(shop)
