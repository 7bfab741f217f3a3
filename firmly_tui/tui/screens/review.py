"""Review what is bought, and pay: the card is encrypted on this machine."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import count, one_line, shortened
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.consent_list import AFTER_SHIPPING, UNDER_EMAIL, ConsentList
from firmly_tui.tui.widgets.field import Field, FieldBase
from firmly_tui.tui.widgets.review_list import ReviewList, review_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Card, Shop
    from firmly_tui.models import Address, Cart, Consent


class ReviewScreen(FirmlyScreen[None]):
    """The last look, the card, and the one key that buys."""

    PLACE = "Payment"
    GO = "review"
    EXPLAINS = (
        "Above is all that you are about to buy, as the merchants give it. The card is encrypted here, for the "
        "merchants' payment key; its number and code are wiped when you place the order or leave. Ctrl+S places "
        "one order for each merchant, one after the other."
    )
    SHOWS_CARD = True
    CSS_PATH = "../styles/review.tcss"
    AUTO_FOCUS = "#input-number"
    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+s,f8", "place", "place order", "Place the orders. This cannot be undone here."),
        command("f6", "billing", "billing", "Choose another billing address."),
        command("pageup", "look(-1)", "look up", "Scroll the review back.", footer=False),
        command("pagedown", "look(1)", "look down", "Scroll the review.", footer=False),
        command("f7", "test_card", "test card", "Fill in a card that the sandbox accepts.", footer=False),
    ]

    @dataclass
    class Confirmed(Message):
        """The shopper places the orders with this card."""

        card: Card
        address: Address
        billing: Address
        carts: dict[str, Cart]
        """What was confirmed, by merchant."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._placed = False
        self._shown: dict[str, Cart] = {}
        self._late: set[str] = set()

    def compose_body(self) -> ComposeResult:
        """The review, and below or beside it the card."""
        sandbox = self.shop is not None and self.shop.environment == "SANDBOX"
        yield Stepper(4)
        with Vertical(id="panes"):
            yield ReviewList()
            with Vertical(id="pay"):
                with VerticalScroll(id="agree", can_focus=False):
                    if self.shop is not None:
                        yield ConsentList(self.shop, self._asked_here, place="review")
                with Grid(id="card"):
                    yield Field(
                        "number",
                        "Card number",
                        placeholder="F7: a test card" if sandbox else "",
                        restrict=r"[0-9 \-]*",
                        max_length=30,
                    )
                    yield Field("holder", "Name on the card", value=self._holder())
                    yield Field("expiry", "Expires", placeholder="MM/YY", restrict=r"[0-9/ ]*", max_length=9)
                    yield Field(
                        "code",
                        "Security code",
                        placeholder="3 or 4 digits",
                        restrict=r"\d*",
                        max_length=4,
                        secret=True,
                    )
                with Horizontal(id="place-line"):
                    yield Label(id="billing", markup=False)
                    yield Button("Place order", variant="primary", compact=True, id="place")

    def _holder(self) -> str:
        address = self.shop.shopper.address if self.shop else None
        return address.name if address else ""

    def carts_changed(self) -> None:
        """Show what is bought."""
        if self.shop is None or self.shop.shopper.address is None:
            return
        self.query_one(ReviewList).show(review_rows(self.shop.hive, self.shop.shopper.address))
        self._shown = {e.domain: e.cart for e in self.shop.hive.entries if e.ready and e.cart is not None}
        self.query_one("#place", Button).label = f"Place {count(len(self._shown), 'order')}"
        self.query_one("#billing", Label).update(self._billing())
        consents = self.query_one(ConsentList)
        consents.show(self.shop.hive.entries)
        self.query_one("#agree").display = consents.display

    def _billing(self) -> str:
        billing = self.shop.shopper.billing if self.shop else None
        place = shortened(", ".join([billing.name, billing.city]), 30) if billing else "as delivery"
        return f"The card is encrypted here. Bill: {place} (F6)."

    def action_billing(self) -> None:
        """Choose where the bill goes; the card that is typed stays."""
        from firmly_tui.tui.screens.billing import BillingScreen

        if self.shop is not None:
            self.app.push_screen(BillingScreen(self.shop))

    def on_mount(self) -> None:
        """Ask what there is to agree to, where that was not asked yet."""
        self._ask_for_consents()

    @work(group="consents")
    async def _ask_for_consents(self) -> None:
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

    def _today(self) -> date:
        return self.shop.today() if self.shop else date.today()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        from firmly_tui.checkout.card import brand, format_number

        field = event.field
        if field.problem:
            field.problem = ""
        if isinstance(field, Field) and field.name == "number":
            known = brand(field.value)
            field.note(known.name if known else "")
            grouped = format_number(field.value)
            if grouped != field.value and field.input.cursor_position >= len(field.value):
                with field.prevent(Input.Changed):
                    field.value = grouped
                    field.input.cursor_position = len(grouped)

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        if event.field.value:
            event.field.problem = self._problems().get(str(event.field.name), "")
            self.say(event.field.problem, "warn")

    def _problems(self) -> dict[str, str]:
        from firmly_tui.checkout.card import check_code, check_expiry, check_holder, check_number

        number = self._field("number").value
        found = {
            "number": check_number(number),
            "holder": check_holder(self._field("holder").value),
            "expiry": check_expiry(self._field("expiry").value, self._today()),
            "code": check_code(self._field("code").value, number),
        }
        return {name: problem for name, problem in found.items() if problem}

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; from the last one it does not go on to buying."""
        if event.input is self._field("code").input:
            self.say("Ctrl+S places the order.")
        else:
            self.focus_next()

    def on_screen_suspend(self) -> None:
        """Wipe the card when another place is gone to; a help or palette on top is none, nor is the billing."""
        from firmly_tui.tui.screens.billing import BillingScreen

        if not isinstance(self.app.screen, (ModalScreen, BillingScreen)):
            for name in ("number", "expiry", "code"):
                self._field(name).value = ""

    def action_look(self, by: int) -> None:
        """Scroll the review while typing."""
        review = self.query_one(ReviewList)
        review.scroll_relative(y=by * max(1, review.size.height - 1), animate=False)

    def action_test_card(self) -> None:
        """Fill in the sandbox's first test card."""
        if self.shop is None or not self.shop.test_cards:
            self.say("There are no test cards here: this is not the sandbox.", "warn")
            return
        self._field("number").value = self.shop.test_cards[0][0]
        self._field("expiry").value = f"12/{self._today().year % 100 + 4:02d}"
        self._field("code").value = "123"
        self.query_one("#place", Button).focus()

    def _lacks_consent(self) -> bool:
        """Whether a merchant waits for a consent; says so, and goes to it."""
        from firmly_tui.checkout.consent_text import missing

        assert self.shop is not None  # noqa: S101
        waiting = missing(self.shop.hive[domain] for domain in self._shown)
        if waiting:
            merchant = shortened(one_line(waiting[0][0].name), 24)
            number = count(len(waiting), "consent")
            self.say(f"{merchant} takes no order without your consent: {number} to go. Space agrees.", "warn")
            self.query_one(ConsentList).focus_first()
        return bool(waiting)

    @on(Button.Pressed)
    def action_place(self) -> None:
        """Place the orders, once."""
        from firmly_tui.checkout import Card

        if self._placed or self.shop is None or self.shop.shopper.address is None:
            return
        if any(entry.in_turn for entry in self.shop.hive.entries):
            self.say("One moment: a merchant is being told what you decided.", "warn")
            return
        if not self._shown:
            self.say("There is no cart that can be paid. Go back to the carts with c.", "warn")
            return
        if self._lacks_consent():
            return
        problems = self._problems()
        for field in self.query(Field):
            field.problem = problems.get(str(field.name), "")
        if problems:
            self._field(next(iter(problems))).focus_control()
            self.say(f"{count(len(problems), 'field needs', 'fields need')} another look.", "warn")
            return
        self._placed = True
        card = Card.of(
            self._field("number").value,
            self._field("holder").value,
            self._field("expiry").value,
            self._field("code").value,
            self._today(),
        )
        for field in self.query(Field):
            field.value = ""
        shopper = self.shop.shopper
        self.post_message(
            self.Confirmed(
                card, self.shop.shopper.address, shopper.billing or self.shop.shopper.address, self._shown
            )
        )
