"""The ways in which one cart can be paid, as far as the cart offers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import SecretStr

from firmly_tui.checkout.attempts import CallKind
from firmly_tui.checkout.order_call import STEP_BY_STEP, CardCall, can_be_named, choose_call, would_lose
from firmly_tui.models import Cart, PaymentOption, UnlockedWallet

_WALLET_NAMES: Final[Mapping[str, str]] = {
    "shoppay": "Shop Pay",
    "visa": "Visa Click to Pay",
    "mastercard-unified": "Mastercard Click to Pay",
}
"""What can be unlocked with a code (firmly docs: Start Unlocking Wallet)."""

_CARD_WALLETS: Final = ("visa", "mastercard-unified")
"""Those that belong to no merchant: they pay wherever a card does."""

_THIS_CART: Final = "The merchant charges the card for the cart that you filled, and says when that is done."


@dataclass(frozen=True)
class NewCard:
    """A card that is typed in. `would_lose` is what this call would lose of the cart, `""` for nothing."""

    call: CardCall
    reason: str
    would_lose: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        return "New card, step by step" if self.call == "place-order" else "New card, for this very cart"

    @property
    def explains(self) -> str:
        """What it means for the shopper."""
        return f"{self.reason} The order would lose {self.would_lose}." if self.would_lose else self.reason


@dataclass(frozen=True)
class SavedCard:
    """A card that the merchant keeps for its customer."""

    option: PaymentOption

    @property
    def call(self) -> CallKind:
        """The call that pays with it."""
        return "saved-payment"

    @property
    def label(self) -> str:
        """The card as one knows it."""
        return card_name(self.option)

    @property
    def explains(self) -> str:
        """What it means for the shopper."""
        return f"The merchant keeps this card{_until(self.option)}. Nothing of it leaves this machine."


@dataclass(frozen=True)
class WalletCard:
    """A card of a wallet that was unlocked with a code."""

    wallet: str
    option: PaymentOption
    access_token: SecretStr = field(repr=False)

    @property
    def call(self) -> CallKind:
        """The call that pays with it."""
        return "wallet"

    @property
    def label(self) -> str:
        """The card as one knows it, and whose it is."""
        return f"{card_name(self.option)} · {wallet_name(self.wallet)}"

    @property
    def bills_to(self) -> str:
        """Where the bill goes, in short. The wallet says so: its order takes no billing address along."""
        billing = self.option.billing_info
        place = ", ".join(filter(None, [billing.name, billing.city])) if billing else ""
        return f"the wallet's: {place}" if place else "the wallet's own"

    @property
    def explains(self) -> str:
        """What it means for the shopper."""
        return f"{wallet_name(self.wallet)} keeps this card{_until(self.option)}. It may ask for the security code."


@dataclass(frozen=True)
class PayPal:
    """The payment that the shopper approves at PayPal."""

    @property
    def call(self) -> CallKind:
        """The call that completes it."""
        return "paypal"

    @property
    def label(self) -> str:
        """What it is called."""
        return "PayPal"

    @property
    def explains(self) -> str:
        """What it means for the shopper."""
        return "You approve the payment on PayPal's page, and come back to place the order."


Way = NewCard | SavedCard | WalletCard | PayPal


def ways_to_pay(cart: Cart, unlocked: Mapping[str, UnlockedWallet] | None = None) -> list[Way]:
    """The ways that this cart offers, the best first; none where nothing fits.

    `unlocked` are the open wallets by their names. What the merchant keeps comes first, then open wallets, a
    new card with the call that `choose_call` prefers and then with the other, and PayPal.
    """
    if cart.is_empty:
        return []
    options = cart.payment_methods
    ways: list[Way] = [SavedCard(option) for option in options if _is_saved(option)]
    for wallet in wallets_of(cart):
        opened = (unlocked or {}).get(wallet)
        if opened is not None:
            ways += [WalletCard(wallet, card, opened.access_token) for card in opened.cards if card.id]
    if takes_cards(cart):
        ways += _new_card(cart)
    if any(option.type.casefold() == "paypal" for option in options):
        ways.append(PayPal())
    return ways


def new_card(cart: Cart) -> NewCard:
    """The better of the two calls for a card that is typed in, whether or not the cart takes one."""
    return _new_card(cart)[0]


def wallets_of(cart: Cart) -> list[str]:
    """The wallets that can be unlocked to pay this cart, by their names in the API.

    Shop Pay where the cart names it; Click to Pay, which is a card like another, where it takes cards.
    """
    named = [option.wallet.casefold() for option in cart.payment_methods]
    cards = _CARD_WALLETS if _names_cards(cart.payment_methods) else ()
    return [wallet for wallet in _WALLET_NAMES if wallet in named or wallet in cards]


def wallet_name(wallet: str) -> str:
    """What people call a wallet."""
    return _WALLET_NAMES.get(wallet, wallet)


def card_name(option: PaymentOption) -> str:
    """A kept card as one knows it: `Visa •••• 4242`."""
    return " ".join(
        filter(None, [option.card_type or "Card", f"•••• {option.last_four}" if option.last_four else ""])
    )


def takes_cards(cart: Cart) -> bool:
    """Whether the cart takes a card that is typed in, or says nothing about how it can be paid.

    A list of ways that is sent and empty says that there is none; a cart that costs nothing has no list
    (firmly docs: Payment Methods Available for a Cart).
    """
    if _names_cards(cart.payment_methods):
        return True
    silent = "payment_methods" not in cart.model_fields_set
    free = cart.total is not None and cart.total.is_zero
    return not cart.payment_methods and (silent or free)


def needs_login(cart: Cart) -> bool:
    """Whether the merchant sells to signed-in customers only, and the shopper is not signed in.

    For some of these merchants an e-mail address that they do not know yet is enough; they refuse an order
    otherwise, and nothing is bought (firmly docs: Login Required).
    """
    return cart.session.requires_login and not cart.session.is_logged_in


def can_log_in(cart: Cart) -> bool:
    """Whether the merchant signs its customers in with a code by e-mail."""
    return cart.session.accepts_otp and not cart.session.is_logged_in


def no_way(cart: Cart) -> str:
    """What to say of the merchant where nothing fits, with the page to go on at; `""` where a way is open."""
    if ways_to_pay(cart) or wallets_of(cart):
        return ""
    page = merchant_page(cart)
    if cart.is_empty:
        return "has an empty cart."
    offered = ", ".join(dict.fromkeys(option.type for option in cart.payment_methods if option.type))
    takes = f"takes {offered} only, which this app cannot use" if offered else "names no way to pay this cart"
    return f"{takes}. Buy it on the merchant's own site: {page}"


def has_choice(cart: Cart) -> bool:
    """Whether the cart can be paid in more than one way, or may be once a wallet is open."""
    return len(ways_to_pay(cart)) > 1 or bool(wallets_of(cart))


def merchant_page(cart: Cart) -> str:
    """A page of the merchant's own, to go on at."""
    return cart.thank_you_page or (f"https://{cart.domain}" if cart.domain else "")


def _new_card(cart: Cart) -> Sequence[NewCard]:
    preferred = choose_call(cart)
    best = NewCard(preferred.kind, preferred.reason)
    if preferred.kind == "place-order":
        return best, NewCard("complete-order", _THIS_CART)
    if not can_be_named(cart):
        return (best,)
    return best, NewCard("place-order", STEP_BY_STEP, would_lose(cart))


def _names_cards(options: Sequence[PaymentOption]) -> bool:
    return any(
        option.type.casefold() == "creditcard" and option.wallet.casefold() in ("user", "") and not option.id
        for option in options
    )


def _is_saved(option: PaymentOption) -> bool:
    return bool(option.id) and option.wallet.casefold() in ("merchant", "")


def _until(option: PaymentOption) -> str:
    if option.month is None or option.year is None:
        return ""
    return f", good until {option.month:02d}/{option.year % 100:02d}"
