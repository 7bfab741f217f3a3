"""Review what is bought, and pay: the card is encrypted on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import Button

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import count, one_line, shortened
from firmly_tui.tui.screens.review_base import ReviewBase
from firmly_tui.tui.widgets.card_form import CardForm
from firmly_tui.tui.widgets.consent_list import ConsentList
from firmly_tui.tui.widgets.leaving import LeavingPanel
from firmly_tui.tui.widgets.review_list import ReviewList, in_the_way

if TYPE_CHECKING:
    from firmly_tui.checkout import Card, LaneOrder, Shop


class ReviewScreen(ReviewBase):
    """The last look, the card, and the one key that buys."""

    PLACE = "Payment"
    GO = "review"
    EXPLAINS = (
        "Above is all that you are about to buy, as the merchants give it, and how each is paid: Ctrl+Y chooses "
        "another way. In the review, Enter goes to where a line can be changed, and Escape comes back. The card is "
        "encrypted here, for the merchants' payment key; its number and code are wiped when you place the order or "
        "leave. Ctrl+S places one order for each merchant, one after the other."
    )
    CSS_PATH = "../styles/review.tcss"
    AUTO_FOCUS = "#input-number"
    BINDINGS = [
        *TYPED_AHEAD,
        command(
            "ctrl+s,f8",
            "place",
            "place order",
            "Place the orders. This cannot be undone here.",
            called="pay, buy, checkout, purchase, submit",
        ),
        command(
            "ctrl+y",
            "ways",
            "pay with",
            "Choose how each merchant is paid; unlock wallets, sign in.",
            called="login, account, paypal, saved cards, payment method",
        ),
        command("f6", "billing", "billing", "Choose another billing address.", footer=False),
        command("pageup", "look(-1)", "look up", "Scroll the review back.", footer=False),
        command("pagedown", "look(1)", "look down", "Scroll the review.", footer=False),
        command("ctrl+l,f10", "leaving", "what leaves", "Show what leaves this machine, and what does not."),
        command("f7", "test_card", "test card", "Fill in a card that the sandbox accepts.", footer=False),
        command("ctrl+o,f12", "test_cards", "test cards", "Choose one of the sandbox's cards.", footer=False),
    ]

    @dataclass
    class Confirmed(Message):
        """The shopper places these orders, as they were shown; `card` pays those that a new card pays."""

        orders: list[LaneOrder]
        card: Card | None

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._placed = False
        self._asks_total = False
        self._waits = False

    def carts_changed(self) -> None:
        """Show what is bought, and say when what was waited for is there."""
        from firmly_tui.checkout import is_answering

        super().carts_changed()
        if self._waits and not any(map(is_answering, self.filled)):
            self._waits = False
            self.say("All have answered now. Look, and press it again.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Test cards are the sandbox's."""
        if action in ("test_card", "test_cards") and not (self.shop and self.shop.test_cards):
            return False
        return super().check_action(action, parameters)

    def action_look(self, by: int) -> None:
        """Scroll the review, or what is shown instead of it, while typing."""
        self.form.touch()
        panel = self.query_one(LeavingPanel)
        seen = panel if panel.display else self.query_one(ReviewList)
        seen.scroll_relative(y=by * max(1, seen.size.height - 1), animate=False)

    def action_leaving(self) -> None:
        """Show what leaves this machine, or the review again."""
        self.query_one(LeavingPanel).toggle()

    @on(CardForm.Changed)
    def _card_changed(self) -> None:
        self.query_one(LeavingPanel).follow()

    def action_test_card(self) -> None:
        """Fill in the sandbox's first test card."""
        if self._needs_no_card():
            return
        if self.shop is not None and self.shop.test_cards:
            self.form.fill(self.shop.test_cards[0][0])
            self.query_one("#place", Button).focus()

    def action_test_cards(self) -> None:
        """Choose from the sandbox's test cards."""
        from firmly_tui.tui.screens.sandbox_cards import SandboxCardsScreen

        def fill(number: str | None) -> None:
            if number:
                self.form.fill(number)

        if not self._needs_no_card() and self.shop is not None and self.shop.test_cards:
            self.app.push_screen(SandboxCardsScreen(self.shop.test_cards), fill)

    def _needs_no_card(self) -> bool:
        """Whether a card has no use here; says so."""
        if not self.form.display:
            self.say("No merchant is paid by a card that is typed in. Ctrl+Y chooses how to pay.")
        return not self.form.display

    # The one key that buys

    def _lacks_consent(self) -> bool:
        """Whether a merchant waits for a consent, or nobody knows yet; says so, and goes to it."""
        from firmly_tui.checkout.consent_text import missing, unknown

        assert self.shop is not None  # noqa: S101
        entries = [self.shop.hive[domain] for domain in self.shown]
        if unread := unknown(entries):
            name, failed = shortened(one_line(unread[0].name), 24), unread[0].consent_errors.get("")
            why = "What it asks you to agree to could not be read; it is asked again." if failed else ""
            why = why or "It has not said yet what you are to agree to."
            self.say(f"One moment: {name}. {why} Nothing was sent; then press it again.", "warn")
            self.ask_for_consents()
            return True
        waiting = missing(entries)
        if waiting:
            merchant = shortened(one_line(waiting[0][0].name), 24)
            number = count(len(waiting), "consent")
            self.say(f"{merchant} takes no order without your consent: {number} to go. Space agrees.", "warn")
            self.query_one(ConsentList).focus_first()
        return bool(waiting)

    @on(Button.Pressed)
    def action_place(self) -> None:
        """Place the orders, once."""
        if self._placed or self.shop is None or self.shop.shopper.address is None:
            return
        if self.shop.placing:
            self.say(
                "Another order is still being placed: F5 shows it. Nothing of this one was sent.", "warn"
            )
            return
        if self._somebody_answers() or self._nothing_to_pay() or self._lacks_consent():
            return
        self.query_one(LeavingPanel).uncover()
        if self.form.display and (trouble := self.form.look_over()):
            self.say(trouble, "warn")
        elif self.is_live and not self.shop.payments.total_typed:
            self._ask_total()
        else:
            self._confirm()

    def _somebody_answers(self) -> bool:
        """Whether a merchant is still being asked something, whose order would be missing; says so."""
        from firmly_tui.checkout import is_answering

        busy = [entry for entry in self.filled if is_answering(entry)]
        if busy:
            name = shortened(one_line(busy[0].name), 24)
            self.say(f"One moment: {name} is still answering. Nothing was sent; then press it again.", "warn")
            self._waits = True
        return bool(busy)

    def _nothing_to_pay(self) -> bool:
        """Whether no cart can be ordered as it was shown; says why."""
        from firmly_tui.checkout import hindrance

        assert self.shop is not None  # noqa: S101
        drawn = self.shown
        self.carts_changed()
        if self.shown != drawn:
            # Nobody has seen yet what is known since this very moment.
            self.say("The carts changed just now, and nothing was sent. Look, and press it again.", "warn")
            return True
        if self.shown:
            return False
        for entry in self.filled:
            if reason := hindrance(entry, self.shop.payments, live=self.is_live):
                name = shortened(one_line(entry.name), 24)
                self.say(f"Nothing can be paid yet. {name}: {in_the_way(entry.cart, reason)}", "warn")
                return True
        self.say("There is no cart that can be paid. F3 goes back to the carts.", "warn")
        return True

    def _ask_total(self) -> None:
        """Where money is real, have the total typed before the first order of a run."""
        from firmly_tui.tui.screens.live_total import LiveTotalScreen

        if self._asks_total or self.shop is None:
            return
        self._asks_total = True
        shown = dict(self.shown)

        def confirm(typed: bool | None) -> None:
            self._asks_total = False
            if not typed or self.shop is None:
                return
            if self._somebody_answers() or self._nothing_to_pay() or self._lacks_consent():
                return
            if self.shown != shown:
                self.say("The carts changed meanwhile, so nothing was sent. Look, and place again.", "warn")
                return
            if self.form.display and (trouble := self.form.look_over()):
                self.say(trouble, "warn")
                return
            self.shop.payments.total_typed = True
            self._confirm()

        self.app.push_screen(LiveTotalScreen(self.shop.host, list(shown.values())), confirm)

    def _confirm(self) -> None:
        """Have the orders placed; from here on no key does it again."""
        if not self._placed:
            self._placed = True
            orders = self._orders()
            for order in orders:
                if order.captcha_token and self.shop is not None:
                    # It is good for one order.
                    self.shop.payments.set_captcha_token(order.domain, "")
            self.post_message(self.Confirmed(orders, self.form.take() if self.form.display else None))

    def not_taken(self) -> None:
        """What was confirmed last is not placed: it can be confirmed again."""
        self._placed = False

    def _orders(self) -> list[LaneOrder]:
        from firmly_tui.checkout import LaneOrder

        assert self.shop is not None  # noqa: S101
        shopper, payments = self.shop.shopper, self.shop.payments
        return [
            LaneOrder(
                domain,
                payments.as_agreed(cart),
                way,
                address,
                shopper.billing_for(domain),
                payments.captcha_token(domain),
            )
            for domain, cart in self.shown.items()
            if (address := shopper.address_for(domain)) is not None
            and (way := payments.way_for(cart)) is not None
        ]
