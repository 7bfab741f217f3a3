"""How each cart is paid: the way that was chosen, open wallets, sign-ins, and payments begun with PayPal."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from pydantic import SecretStr

from firmly_tui.checkout.ways import NewCard, PayPal, SavedCard, WalletCard, Way, ways_to_pay
from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.models import Cart, OtpDestination, PayPalCheckout, UnlockedWallet, WalletChallenge

if TYPE_CHECKING:
    from firmly_tui.checkout.hive import Hive
    from firmly_tui.client import FirmlyClient

_PAYER_ID: Final = re.compile(r"[A-Za-z0-9_\-]{4,64}")

_CARD_FIELDS: Final = {
    "creditcardinvalidnumber": "number",
    "creditcardinvalidexpiry": "expiry",
    "creditcardinvalidsecuritycode": "code",
    "cvvrequired": "code",
    # It says no more than that; what comes first of a card is looked at first.
    "invalidcard": "number",
}


class Payments:
    """`shop.payments`: all that is known about paying, in memory only, and of no use on another device.

    Wallets, sign-ins and PayPal raise FirmlyError. Nothing here is in a repr, and nothing here buys.
    """

    def __init__(self, client: "FirmlyClient", hive: "Hive") -> None:
        self._client = client
        self._hive = hive
        self._devices = client.device_changes
        self._chosen: dict[str, Way] = {}
        self._challenges: dict[str, WalletChallenge] = {}
        self._unlocked: dict[str, UnlockedWallet] = {}
        self._begun: dict[str, tuple[str, PayPalCheckout]] = {}
        self._captcha: dict[str, SecretStr] = {}
        self._captcha_wanted: set[str] = set()
        self.card_refusal: ApiError | None = None
        self.drafts: dict[tuple[str, str], SecretStr] = {}
        """What was typed and not sent yet, by what it is and for whom; never a one-time code."""
        self.total_typed = False
        """Whether the shopper typed what an order costs, in this run: asked for once, where money is real."""

    def __repr__(self) -> str:
        return "Payments()"

    def forget(self) -> None:
        """Let go of everything: the app ends, or another device begins."""
        known = (self._chosen, self._challenges, self._unlocked, self._begun, self._captcha, self.drafts)
        for each in known:
            each.clear()
        self._captcha_wanted.clear()
        self._devices = self._client.device_changes

    # Which way

    def ways(self, cart: Cart) -> list[Way]:
        """The ways that the cart offers now, the best first."""
        return ways_to_pay(cart, self.unlocked)

    def way_for(self, cart: Cart) -> Way | None:
        """The way that was chosen, as long as it is offered and costs nothing more of the cart; else the best one.

        None where nothing fits.
        """
        ways = self.ways(cart)
        chosen = self._chosen.get(cart.domain)
        wanted = _key(chosen) if chosen is not None else None
        return next((way for way in ways if _key(way) == wanted), ways[0] if ways else None)

    def choose(self, domain: str, way: Way) -> None:
        """Pay the merchant in this way."""
        self._chosen[domain] = way
        self._hive.said()

    def captcha_token(self, domain: str) -> str:
        """What the merchant's page gave to prove that a person is here, `""` for nothing."""
        token = self._captcha.get(domain)
        return token.get_secret_value() if token is not None else ""

    def set_captcha_token(self, domain: str, token: str) -> None:
        """Keep a captcha token for the merchant's next order; `""` forgets it."""
        self._captcha[domain] = SecretStr(token.strip())
        self._hive.said()

    def wants_captcha(self, domain: str) -> bool:
        """Whether the merchant refused an order for want of a captcha's token, or one is kept for it."""
        return domain in self._captcha_wanted or bool(self.captcha_token(domain))

    def note_refusal(self, domain: str, error: FirmlyError | None, way: Way) -> None:
        """An order that was to be paid in this way was refused: keep in mind what the next one takes.

        What a card lacked that was typed in is in `card_refusal`.
        """
        if isinstance(way, NewCard) and isinstance(error, ApiError) and card_field(error):
            self.card_refusal = error
        if error is not None and wants_captcha(error):
            self._captcha_wanted.add(domain)

    # Wallets

    @property
    def unlocked(self) -> Mapping[str, UnlockedWallet]:
        """The open wallets, by their names in the API; none on another device than they were opened on."""
        if self._client.device_changes != self._devices:
            self.forget()
        return self._unlocked

    async def start_unlock(self, wallet: str, email: str, captcha_token: str = "") -> OtpDestination:
        """Have a code sent to the owner of the wallet, and return where it went, as the server masks it."""
        challenge = await self._client.wallets.unlock_start(
            wallet, email.strip(), captcha_token=captcha_token.strip() or None
        )
        self._challenges[wallet] = challenge
        return challenge.destination

    async def unlock(self, wallet: str, code: str) -> UnlockedWallet:
        """Open the wallet with the code that was sent last; a wrong one can be followed by another."""
        challenge = self._challenges.get(wallet)
        if challenge is None:
            raise FirmlyError("There is no code to wait for. Have one sent first.")
        opened = await self._client.wallets.unlock_complete(wallet, code.strip(), challenge.access_token)
        if not opened.access_token:
            opened = opened.model_copy(update={"access_token": challenge.access_token})
        self._challenges.pop(wallet, None)
        self._unlocked[wallet] = opened
        self._hive.said()
        return opened

    def lock(self, wallet: str) -> None:
        """Forget an open wallet."""
        self._unlocked.pop(wallet, None)
        self._hive.said()

    # Signing in

    async def send_code(self, domain: str, email: str) -> OtpDestination:
        """Have the merchant send a code to its customer, and return where it went."""
        return await self._client.session.create_otp(domain, email.strip())

    async def sign_in(self, domain: str, email: str, code: str) -> Cart:
        """Sign in at the merchant with the code; the customer's cart takes the place of the guest's."""
        call = partial(self._client.session.validate_otp, domain, email.strip(), code.strip())
        return await self._change(domain, call)

    # PayPal

    def paypal(self, cart: Cart) -> PayPalCheckout | None:
        """The payment that was begun with PayPal for this cart; with a `payer_id` the shopper agreed to it."""
        cart_id, kept = self._begun.get(cart.domain, ("", None))
        shown = cart.paypal
        if kept is None or cart_id != cart.cart_id:
            return shown
        if shown is None or not shown.token:
            return kept
        if shown.token != kept.token:
            return shown
        # Servers show the page, and who agreed, where they were just told of it, and not always later.
        more = {"url": shown.url or kept.url, "payer_id": shown.payer_id or kept.payer_id}
        return shown.model_copy(update=more)

    def is_agreed(self, cart: Cart) -> bool:
        """Whether the shopper agreed at PayPal to pay for this cart."""
        begun = self.paypal(cart)
        return begun is not None and bool(begun.payer_id)

    async def start_paypal(self, domain: str) -> PayPalCheckout:
        """Begin with PayPal, and return the page to agree on. An agreement of before is void."""
        cart = await self._change(domain, partial(self._client.express.paypal_start, domain))
        begun = self.paypal(cart)
        if begun is None or not begun.token:
            raise FirmlyError("The merchant did not say where PayPal is to be found. Pay in another way.")
        return begun

    async def authorize_paypal(self, domain: str, payer_id: str) -> Cart:
        """Tell the merchant who agreed at PayPal."""
        cart = self._hive[domain].cart
        begun = self.paypal(cart) if cart is not None else None
        if cart is None or begun is None or not begun.token:
            raise FirmlyError("Nothing was begun with PayPal for this cart. Begin first.")
        call = partial(self._client.express.paypal_authorize, domain, payer_id, paypal_token=begun.token)
        answer = await self._change(domain, call)
        known = self.paypal(answer) or begun
        if not known.payer_id:
            # Not every server says again what it was just told.
            agreed = known.model_copy(update={"payer_id": payer_id})
            self._begun[answer.domain or domain] = (answer.cart_id, agreed)
            self._hive.said()
        return answer

    def as_agreed(self, cart: Cart) -> Cart:
        """The cart with the agreement at PayPal, where the server does not show it in the cart."""
        begun = self.paypal(cart)
        return cart if begun == cart.paypal else cart.model_copy(update={"paypal": begun})

    async def _change(self, domain: str, call: Callable[[], Awaitable[Cart]]) -> Cart:
        """Make a change whose answer is a cart of the simple API, and take the whole cart over in its place."""

        async def change() -> Cart:
            answer = await call()
            if answer.paypal is not None and answer.paypal.token:
                self._begun[answer.domain or domain] = (answer.cart_id, self._completed(answer))
            try:
                return await self._client.carts.get(domain) or answer
            except FirmlyError:
                # What was asked for is done; the rest of the cart is read the next time.
                return answer

        return await self._hive.change(domain, change)

    def _completed(self, cart: Cart) -> PayPalCheckout:
        """What the cart tells of PayPal, with the page of before where it is the same payment."""
        _, kept = self._begun.get(cart.domain, ("", None))
        shown = cart.paypal or PayPalCheckout()
        if shown.url or kept is None or kept.token != shown.token:
            return shown
        return shown.model_copy(update={"url": kept.url})


def card_field(error: ApiError) -> str:
    """Which field of a card a refusal is about: `number`, `expiry` or `code`, `""` for none."""
    key = error.key.casefold()
    return next((field for start, field in _CARD_FIELDS.items() if key.startswith(start)), "")


def wants_captcha(error: FirmlyError) -> bool:
    """Whether a refusal only means that a captcha is to be solved first; no identifier says so, only the words."""
    return isinstance(error, ApiError) and "captcha" in error.description.casefold()


def payer_id_of(text: str, token: SecretStr) -> tuple[str, str]:
    """Who agreed, out of what PayPal hands back: the address that it went back to, or the payer's id alone.

    Returns the id and `""`, or `""` and what is wrong. `token` is that of the payment that was begun.
    """
    text = text.strip()
    if "?" not in text and "&" not in text and "=" not in text:
        if _PAYER_ID.fullmatch(text):
            return text, ""
        return "", "No payer id, nor such an address."
    query = urlsplit(text).query or text.partition("?")[2] or text
    given = {name.casefold(): value for name, value in parse_qsl(query)}
    other = given.get("token") or given.get("paypal_token") or ""
    if other and token and other != token.get_secret_value():
        return "", "This is of another payment."
    payer = given.get("payerid") or given.get("payer_id") or ""
    if not _PAYER_ID.fullmatch(payer):
        return "", "It has no PayerID: agree first."
    return payer, ""


def _key(way: Way) -> tuple[str, ...]:
    """What makes two ways the same one, as far as a shopper chose it."""
    match way:
        case NewCard(call=call, would_lose=lost):
            return "new", call, lost
        case SavedCard(option=option):
            return "saved", option.id
        case WalletCard(wallet=wallet, option=option):
            return "wallet", wallet, option.id
        case PayPal():
            return ("paypal",)
