"""A payment with PayPal: begun here, agreed to on PayPal's page, and told to the merchant."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pydantic import SecretStr
from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BAD, BOLD, DIM, FOCUS, error_detail, one_line, plain, shortened
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.screens.paying import PayingScreen
from firmly_tui.tui.widgets.field import Field, FieldBase
from firmly_tui.tui.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.models import PayPalCheckout

TEST_PAYER = "SANDBOXPAYER"
TEXT_WIDTH = 36
"""Cells that the words need beside the code."""


class PayPalScreen(PayingScreen[str]):
    """Begins at once. Gives the sentence that tells of the agreement."""

    PLACE = "PayPal"
    EXPLAINS = (
        "Open the link, or scan the code, and agree to the payment on PayPal's page. PayPal then goes back to the "
        "merchant: paste that address, or only the payer id in it, and the merchant knows. Nothing is bought until "
        "you place the order. Escape goes back; what was begun and typed stays."
    )
    CSS_PATH = "../styles/paypal.tcss"
    AUTO_FOCUS = "#input-payer"
    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+s,f8", "agree", "agreed", "Tell the merchant that you agreed at PayPal."),
        command("y,f7", "copy", "copy link", "Copy the link to PayPal's page."),
        command("o,f12", "open_link", "open link", "Open PayPal's page in the browser."),
        command(
            "ctrl+o,f6",
            "test_payer",
            "test payer",
            "Fill in a payer id that the sandbox accepts.",
            footer=False,
        ),
        command("ctrl+r", "anew", "begin anew", "Begin anew with another link. The one before is void then."),
    ]

    def __init__(self, shop: Shop, domain: str) -> None:
        super().__init__(shop)
        self._domain = domain
        self._who = shortened(one_line(shop.hive[domain].name), 40)
        self._draft = ("paypal", domain)
        self._trouble = ""
        self._beginning = self._telling = False
        # Not an argument of what tells it: a worker shows those in its description.
        self._payer = SecretStr("")
        kept = shop.payments.drafts.get(self._draft)
        self.payer = Field(
            "payer",
            "What PayPal gave back",
            value=kept.get_secret_value() if kept else "",
            placeholder="the address, or the payer id",
            max_length=4000,
        )

    def compose_body(self) -> ComposeResult:
        """The link and the field; beside it, or in a large window below, the code."""
        with Horizontal(id="paypal"):
            with Vertical(id="paypal-words"):
                with VerticalScroll(id="link"):
                    yield Static(id="link-text", markup=False)
                yield self.payer
                yield Button("I agreed", variant="primary", compact=True, id="agree")
            yield QrCode()

    @property
    def _begun(self) -> PayPalCheckout | None:
        entry = self.here.hive.get(self._domain)
        return self.here.payments.paypal(entry.cart) if entry is not None and entry.cart is not None else None

    @property
    def _link(self) -> str:
        """PayPal's page, if it can be opened: nothing but a web page is."""
        url = harmless(self._begun.url) if self._begun else ""
        return url if url.startswith("https://") else ""

    def on_mount(self) -> None:
        """Begin, unless that was done before and is still open."""
        begun = self._begun
        if begun is None or not begun.token or begun.payer_id:
            self._begin()
        else:
            self._draw()

    def carts_changed(self) -> None:
        """Show what is known now."""
        self._draw()

    @property
    def _is_sandbox(self) -> bool:
        return bool(self.here.test_cards)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Payers for tests are the sandbox's."""
        if action == "test_payer" and not self._is_sandbox:
            return False
        return super().check_action(action, parameters)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Show the code where it fits."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        code = self.query_one(QrCode)
        code.show_address("" if self._beginning else self._link)
        body = self.query_one("#paypal").size
        fits = code.fit(body.width - TEXT_WIDTH, body.height)
        self.query_one("#link-text", Static).update(self._words(fits=fits))

    def _words(self, *, fits: bool) -> Content:
        if self._beginning:
            return plain("Asking the merchant for PayPal's page …", DIM)
        if self._trouble:
            return Content.assemble((f"✕ {self._trouble}", BAD), "\n", ("Ctrl+R tries again.", DIM))
        if not self._link:
            return plain("The merchant gave no page of PayPal's. Ctrl+R begins anew.", BAD)
        cart = self.here.hive[self._domain].cart
        total = f" {cart.total}" if cart is not None and cart.total is not None else ""
        scan = ", or scan the code" if fits else ""
        anybody = "\nIn the sandbox any payer id will do: Ctrl+O fills one in." if self._is_sandbox else ""
        return Content.assemble(
            (f"1  Agree to pay {self._who}{total} on PayPal's page", BOLD),
            (f"  (F12 opens it, F7 copies it{scan})\n", DIM),
            (self._link, FOCUS),
            ("\n\n2  Paste below the address that PayPal goes back to, or the payer id", BOLD),
            ("\nNothing is bought before you place the order.", DIM),
            (anybody, DIM),
        )

    @work(group="paypal")
    async def _begin(self) -> None:
        self._beginning, self._trouble = True, ""
        self._draw()
        try:
            await self.here.payments.start_paypal(self._domain)
        except FirmlyError as error:
            self._trouble = one_line(_said(error))
            self.say_error(error)
        finally:
            self._beginning = False
        self._draw()

    def action_anew(self) -> None:
        """Begin anew."""
        if not self._beginning and not self._telling:
            self.say("")
            self._begin()

    def action_copy(self) -> None:
        """Copy the link."""
        if self._link:
            self.app.copy_to_clipboard(self._link)
            self.say("The link is copied.", "good")

    def action_open_link(self) -> None:
        """Open the link, where there is something to open it with."""
        if not self._link:
            return
        if not _has_browser():
            self.say("There is no browser here. F7 copies the link, for one on another machine.", "warn")
            return
        self.say("PayPal's page is opened in the browser.")
        self.app.open_url(self._link)

    def action_test_payer(self) -> None:
        """Fill in a payer id, as the sandbox's shopper would."""
        self.payer.value = TEST_PAYER
        self.payer.focus_control()

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        event.stop()
        self.payer.problem = ""
        self.here.payments.drafts[self._draft] = SecretStr(self.payer.value)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted beside the field is meant for it."""
        event.stop()
        self.payer.focus_control()
        self.payer.input.post_message(event)

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        event.stop()

    @on(Input.Submitted)
    @on(Button.Pressed, "#agree")
    def _submitted(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        self.action_agree()

    def action_agree(self) -> None:
        """Tell the merchant who agreed."""
        from firmly_tui.checkout import payer_id_of

        if self._telling:
            return
        begun = self._begun
        if self._beginning or begun is None or not begun.token:
            self.say("There is nothing to agree to yet. One moment, or Ctrl+R.", "warn")
            return
        text = self.payer.value.strip()
        payer, problem = payer_id_of(text, begun.token) if text else ("", "Agree on PayPal's page first.")
        if problem:
            self.payer.problem = problem
            self.payer.focus_control()
            return
        self._telling = True
        self._payer = SecretStr(payer)
        self._authorize()

    @work(group="paypal")
    async def _authorize(self) -> None:
        self.say(f"Telling {self._who} that you agreed …")
        try:
            await self.here.payments.authorize_paypal(self._domain, self._payer.get_secret_value())
        except ApiError as error:
            self.payer.problem = one_line(_said(error))
            self.payer.focus_control()
            self.say(error.sentence, "warn", error_detail(error))
            return
        except FirmlyError as error:
            self.say_error(error)
            return
        finally:
            self._telling = False
        self.here.payments.drafts.pop(self._draft, None)
        if self.is_current:
            # Not awaited: the screen waits for this worker before it goes.
            self.dismiss(f"{self._who} is paid with PayPal: you agreed. Nothing is bought yet.")


def _said(error: FirmlyError) -> str:
    return error.description or error.sentence if isinstance(error, ApiError) else error.sentence


def _has_browser() -> bool:
    """Whether a browser has a window of its own; one in the terminal would take it from the app."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
