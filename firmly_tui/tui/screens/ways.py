"""How each merchant is paid: a new card, one that is kept, a wallet's, or PayPal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widgets import Input, Label

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.screens.paying import PayingScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.field import SecretInput
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.way_list import WayList, WayRow, way_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop


class WaysScreen(PayingScreen[None]):
    """All ways to pay all merchants, one chosen for each."""

    PLACE = "Ways to pay"
    EXPLAINS = (
        "Every merchant is paid on its own, in the way with the filled circle. Enter chooses another one. A line with "
        "an arrow opens more: a wallet is unlocked with a code, a merchant signs its customers in, PayPal is agreed "
        "to on its own page. Only what a cart offers is shown. Escape goes back to the payment, where a typed card "
        "is still there."
    )
    CSS_PATH = "../styles/ways.tcss"
    AUTO_FOCUS = "WayList"
    BINDINGS = [
        command("escape", "leave", "back", "Leave the field, or go back to the payment."),
        command("ctrl+s,f8", "leave", "done", "Go back to the payment.", footer=False),
    ]

    def __init__(self, shop: Shop, domain: str = "") -> None:
        """The cursor begins at this merchant."""
        super().__init__(shop)
        self._begin_at = domain
        self._captcha_for = ""

    def compose_body(self) -> ComposeResult:
        """The list, and a field below it while it is asked for."""
        yield Stepper(4)
        yield WayList()
        with Horizontal(id="captcha"):
            yield Label(markup=False)
            yield SecretInput(
                password=True, compact=True, max_length=8000, placeholder="paste it; empty forgets it"
            )

    def carts_changed(self) -> None:
        """Show the ways there are now."""
        shown = self.query_one(WayList)
        shown.show(way_rows(self.here.hive.entries, self.here.payments))
        entry = self.here.hive.get(self._begin_at) if self._begin_at else None
        if entry is not None and entry.cart is not None:
            shown.begin_at(entry.domain, self.here.payments.way_for(entry.cart))
        self._begin_at = ""

    @on(RowList.Chosen, "WayList")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row = event.row
        if not isinstance(row, WayRow):
            return
        if row.way is not None:
            self.here.payments.choose(row.domain, row.way)
            self._tell(row)
        elif row.kind == "lock":
            self.here.payments.lock(row.wallet)
            self.say("It is closed, and its cards are forgotten here.")
        elif row.kind == "captcha":
            self._ask_captcha(row.domain)
        else:
            self._open(row)

    def _tell(self, row: WayRow) -> None:
        from firmly_tui.checkout import NewCard, PayPal

        cart = self.here.hive[row.domain].cart
        name = shortened(one_line(self.here.hive[row.domain].name), 30)
        if isinstance(row.way, NewCard) and row.way.would_lose:
            self.say(
                f"Step by step, {name} fills a fresh cart: the order loses {row.way.would_lose}.", "warn"
            )
        elif isinstance(row.way, PayPal) and cart is not None and not self.here.payments.is_agreed(cart):
            self.say(f"{name} is paid with PayPal once you agree to it: begin below.")
        else:
            self.say("")

    def _open(self, row: WayRow) -> None:
        """Do what the row says on a screen of its own; what came of it is said here."""
        from firmly_tui.tui.screens.codes import LoginScreen, WalletScreen
        from firmly_tui.tui.screens.paypal import PayPalScreen

        def told(sentence: str | None) -> None:
            if sentence:
                self.say(sentence, "good")
                self._begin_at = row.domain
                self.something_changed()

        if row.kind == "unlock":
            self.app.push_screen(WalletScreen(self.here, row.wallet), told)
        elif row.kind == "sign in":
            self.app.push_screen(LoginScreen(self.here, row.domain), told)
        elif row.kind == "paypal":
            self.app.push_screen(PayPalScreen(self.here, row.domain), told)

    # The captcha token

    @property
    def _captcha(self) -> SecretInput:
        return self.query_one(SecretInput)

    def _ask_captcha(self, domain: str) -> None:
        self._captcha_for = domain
        name = shortened(one_line(self.here.hive[domain].name), 20)
        self.query_one("#captcha Label", Label).update(f"Captcha token from the page of {name}  ")
        self._captcha.value = ""
        self.query_one("#captcha").display = True
        self._captcha.focus()

    @on(Input.Submitted)
    def _captcha_given(self, event: Input.Submitted) -> None:
        event.stop()
        token, domain = event.value, self._captcha_for
        self._close_captcha()
        self.here.payments.set_captcha_token(domain, token)
        self.say(
            "It goes along with the next order there." if token.strip() else "The token is forgotten.", "good"
        )

    def _close_captcha(self) -> None:
        self._captcha.value = ""
        self.query_one("#captcha").display = False
        self.query_one(WayList).focus()

    def action_leave(self) -> None:
        """Leave the field; else go back to the payment."""
        if self.query_one("#captcha").display:
            self._close_captcha()
        else:
            self.dismiss()
