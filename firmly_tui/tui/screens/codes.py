"""What is opened with a one-time code: a wallet, and a merchant's own customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr
from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from firmly_tui.client.errors import ApiError, FirmlyError, InvalidOtp, Unauthorized
from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BOLD, DIM, GOOD, count, error_detail, one_line, plain, shortened
from firmly_tui.tui.screens.paying import PayingScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.field import Field, FieldBase

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.models import OtpDestination


class CodeScreen(PayingScreen[str]):
    """Asks for an e-mail address, has a code sent there, and hands it in. Gives the sentence that tells of success."""

    CSS_PATH = "../styles/codes.tcss"
    AUTO_FOCUS = "#input-account"
    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+s,f8", "go_on", "go on", "Have a code sent, or hand in the one that is typed."),
        command("ctrl+r,f7", "again", "new code", "Have a new code sent."),
    ]

    def __init__(self, shop: Shop, about: str, kind: str, key: str) -> None:
        """`about` explains; the e-mail address that was typed is kept by `kind` and `key`."""
        super().__init__(shop)
        self._about = about
        self._draft = (kind, key)
        self._sent_to: OtpDestination | None = None
        self._busy = False
        kept = shop.payments.drafts.get(self._draft)
        known = shop.shopper.address
        email = kept.get_secret_value() if kept else known.email if known else ""
        self.account = Field("account", "E-mail address", value=email, max_length=200)
        self.captcha = Field(
            "captcha",
            "Captcha token",
            placeholder="from the page that asks for it",
            max_length=8000,
            secret=True,
        )
        self.code = Field(
            "otp", "One-time code", placeholder="as it was sent to you", max_length=20, secret=True
        )

    async def send(self) -> OtpDestination:
        """Have a code sent. Raises FirmlyError."""
        raise NotImplementedError

    async def hand_in(self, code: str) -> str:
        """Hand the code in; what to say then. Raises FirmlyError."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """What it is about, the fields, and where the code went."""
        yield Stepper(4)
        with VerticalScroll(id="code-form", can_focus=False):
            yield Static(plain(self._about, DIM), id="about", markup=False)
            yield self.account
            yield self.captcha
            yield Static(id="sent", markup=False)
            yield self.code
            with Horizontal(id="code-buttons"):
                yield Button("Send a code", variant="primary", compact=True, id="go-on")

    def on_mount(self) -> None:
        """Begin with the address alone."""
        self.captcha.display = False
        self._show_sent(None)

    def _show_sent(self, destination: OtpDestination | None) -> None:
        self._sent_to = destination
        self.code.display = destination is not None
        self.code.problem = ""
        self.query_one("#go-on", Button).label = "Hand it in" if destination else "Send a code"
        self.query_one("#sent", Static).update(_sent_in_words(destination) if destination else "")

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        event.stop()
        event.field.problem = ""
        if event.field is self.account:
            self.here.payments.drafts[self._draft] = SecretStr(self.account.value)
            if self._sent_to is not None:
                # The code went to the one before.
                self._show_sent(None)

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        event.stop()

    @on(Input.Submitted)
    @on(Button.Pressed, "#go-on")
    def _submitted(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Have a code sent; once one was, hand it in."""
        if self._sent_to is None:
            self.action_again()
        elif not self.code.value.strip():
            self._wrong(self.code, "Type the code that was sent to you.")
        elif not self._busy:
            self._busy = True
            self._hand_in()

    def action_again(self) -> None:
        """Have a new code sent."""
        from firmly_tui.checkout import check_field

        email = self.account.value.strip()
        if problem := check_field("email", email, "") if email else "Type the e-mail address first.":
            self._wrong(self.account, problem)
        elif self.captcha.display and not self.captcha.value.strip():
            self._wrong(self.captcha, "Paste the token that the page gave you.")
        elif not self._busy:
            self._busy = True
            self._send()

    def _wrong(self, field: Field, sentence: str) -> None:
        field.problem = one_line(sentence)
        field.focus_control()

    @work(group="code")
    async def _send(self) -> None:
        self.say("Having a code sent …")
        try:
            destination = await self.send()
        except FirmlyError as error:
            self._not_sent(error)
            return
        finally:
            self._busy = False
        self.say("")
        self._show_sent(destination)
        self.code.value = ""
        self.code.focus_control()

    def _not_sent(self, error: FirmlyError) -> None:
        from firmly_tui.checkout import wants_captcha

        self.say("")
        if wants_captcha(error):
            self.captcha.display = True
            self._wrong(
                self.captcha, "It asks for a captcha first. Solve it on its page, and paste the token."
            )
        elif isinstance(error, ApiError):
            self._refused(self.account, error)
        else:
            self.say_error(error)

    def _refused(self, field: Field, error: ApiError) -> None:
        """Tell the reason at the field; below it what that means, unless it is about who asks and not about us."""
        self._wrong(field, error.description or error.sentence)
        if isinstance(error, Unauthorized) and error.description:
            self.say("")
        else:
            self.say(error.sentence, "warn", error_detail(error))

    @work(group="code")
    async def _hand_in(self) -> None:
        # Not an argument: a worker tells those in its description. It works once; what is typed again is another one.
        code, self.code.value = self.code.value, ""
        self.say("Handing the code in …")
        try:
            sentence = await self.hand_in(code)
        except InvalidOtp as error:
            self.say("Ctrl+R has a new one sent.", "warn")
            self._wrong(self.code, error.description or error.sentence)
        except ApiError as error:
            self._refused(self.code, error)
        except FirmlyError as error:
            self.say_error(error)
        else:
            self.done(sentence)
        finally:
            self._busy = False

    def done(self, sentence: str) -> None:
        """Go back and say so; where somebody left meanwhile, nothing is left to close."""
        self.here.payments.drafts.pop(self._draft, None)
        if self.is_current:
            # Not awaited: the screen waits for this worker before it goes.
            self.dismiss(sentence)


class WalletScreen(CodeScreen):
    """Unlocks a wallet."""

    PLACE = "Wallet"
    EXPLAINS = (
        "A wallet keeps cards and addresses. A code goes to whoever the e-mail address belongs to, and opens the "
        "wallet for this run: its cards are then among the ways to pay. Nothing is bought here. Ctrl+R has a new "
        "code sent. Escape goes back."
    )

    def __init__(self, shop: Shop, wallet: str) -> None:
        from firmly_tui.checkout import wallet_name

        self._wallet = wallet
        self._who = wallet_name(wallet)
        about = (
            f"{self._who} keeps cards and addresses for you. A code opens it for this run; what it tells is "
            "kept in memory, but for an address that you use. Nothing is bought by that."
        )
        super().__init__(shop, about, "wallet", wallet)

    async def send(self) -> OtpDestination:
        """Have a code sent to the wallet's owner."""
        return await self.here.payments.start_unlock(self._wallet, self.account.value, self.captcha.value)

    async def hand_in(self, code: str) -> str:
        """Open the wallet."""
        opened = await self.here.payments.unlock(self._wallet, code)
        self.here.shopper.offer(opened.addresses)
        where = f"; {count(len(opened.addresses), 'address')} to send to" if opened.addresses else ""
        return f"{self._who} is open: {count(len(opened.cards), 'card')} to pay with{where}."


class LoginScreen(CodeScreen):
    """Signs in at a merchant."""

    PLACE = "Sign in"
    EXPLAINS = (
        "The merchant sends its customer a code. With it the cart becomes the customer's: what the merchant keeps "
        "of you, such as cards, can be used then. Nothing is bought here. Ctrl+R has a new code sent. Escape goes "
        "back."
    )

    def __init__(self, shop: Shop, domain: str) -> None:
        self._domain = domain
        self._who = shortened(one_line(shop.hive[domain].name), 40)
        about = (
            f"{self._who} sends its customers a code by e-mail. Once you are signed in, the cards that it keeps "
            "for you can pay. Nothing is bought by that."
        )
        super().__init__(shop, about, "sign in", domain)

    async def send(self) -> OtpDestination:
        """Have a code sent to the customer."""
        return await self.here.payments.send_code(self._domain, self.account.value)

    async def hand_in(self, code: str) -> str:
        """Sign in."""
        await self.here.payments.sign_in(self._domain, self.account.value, code)
        return f"You are signed in at {self._who}."


def _sent_in_words(destination: OtpDestination) -> Content:
    """`A code went to s•••@example.com and (•••) •••-••12.`"""
    places = [one_line(place) for place in [*destination.emails, *destination.phones] if place]
    where = " and ".join(places) if places else "where you are known"
    return Content.assemble(
        ("✓ ", GOOD), "A code went to ", plain(where, BOLD), ". Ctrl+R has a new one sent."
    )
