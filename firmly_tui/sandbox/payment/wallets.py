"""Wallets: the cards and addresses that a provider keeps for a shopper, unlocked with a one-time code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.terms import SavedCard
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.magic import GOOD_CODE, provoke
from firmly_tui.sandbox.payment.cards import Behavior, Payment
from firmly_tui.sandbox.payment.tickets import Tickets
from firmly_tui.sandbox.store import Store

PROVIDERS: Final = ("shoppay", "visa", "mastercard-unified")
WALLET_EMAILS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shopper@example.com": "has a wallet with every provider",
        "tester@tester.com": "has a wallet too (the one of firmly's own samples)",
        "captcha@example.com": "has a wallet that opens only with an hcaptcha_token (else BadRequest)",
        "frozen@example.com": "has a wallet that cannot be used now (PaymentMethodNotAvailable)",
        "banned@example.com": "may not use wallets (Unauthorized)",
    }
)
"""What each e-mail address means to a wallet provider; any other one has no wallet (WalletNotFound)."""

_CHALLENGE_SECONDS: Final = 600
_OPEN_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class WalletCard:
    """A card in a wallet, where it is billed to, and what happens when it is used."""

    card: SavedCard
    billing: Address
    behavior: Behavior = Behavior.APPROVED

    def payment(self, wallet: str) -> Payment:
        """Return it as a way to pay."""
        return saved_payment(self.card, wallet, self.behavior)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whose wallet with which provider a device is unlocking, or has unlocked."""

    device: str
    wallet: str
    email: str


class Wallets:
    """Unlocks wallets (firmly docs: Start Unlocking Wallet, Complete Unlocking Wallet)."""

    def __init__(self, store: Store, ids: Ids, clock: Callable[[], datetime]) -> None:
        self._challenges = Tickets[Opening]("wallet-challenge", _CHALLENGE_SECONDS, store, ids, clock)
        self._open = Tickets[Opening]("wallet", _OPEN_SECONDS, store, ids, clock)

    def start(self, opening: Opening, captcha: str | None) -> str:
        """Send a code to the owner of a wallet, and return the token to hand in with it."""
        _check_provider(opening.wallet)
        email = opening.email.strip().lower()
        if email == "banned@example.com":
            raise Refusal(Problem.UNAUTHORIZED, "Wallets cannot be used with this e-mail address.")
        if email == "frozen@example.com":
            raise Refusal(
                Problem.PAYMENT_NOT_AVAILABLE,
                "The wallet cannot be used now. Pay in another way, or try later.",
            )
        if email not in WALLET_EMAILS:
            raise Refusal(Problem.WALLET_NOT_FOUND, "There is no wallet for this e-mail address.")
        if email == "captcha@example.com" and not captcha:
            raise Refusal(Problem.BAD_REQUEST, "hcaptcha_token: This wallet asks for a captcha first.")
        return self._challenges.issue(opening, opening.device)

    def complete(self, device: str, wallet: str, code: str, token: str) -> tuple[Opening, str]:
        """Unlock a wallet with the code, and return whose it is with the token that its cards are used with."""
        _check_provider(wallet)
        opening = _own(self._challenges.value(token), device, wallet)
        provoke("one-time code", code)
        if code != GOOD_CODE:
            raise Refusal(Problem.INVALID_OTP, "The code is not right. Look at it again.")
        self._challenges.use_up(token)
        return opening, self._open.issue(opening, device)

    def card(self, device: str, wallet: str, card_id: str, token: str | None) -> WalletCard:
        """Return a card of an unlocked wallet."""
        _check_provider(wallet)
        _own(self._open.value(token or ""), device, wallet)
        found = next((held for held in cards_of(wallet) if held.card.id == card_id), None)
        if found is None:
            raise Refusal(Problem.SAVED_CARD_NOT_FOUND, "This card is not in the wallet. Choose another one.")
        return found


def cards_of(wallet: str) -> tuple[WalletCard, ...]:
    """Return the cards that every wallet of a provider holds."""
    if wallet == "visa":
        return tuple(held for held in _CARDS if held.card.card_type == "Visa")
    if wallet == "mastercard-unified":
        return tuple(held for held in _CARDS if held.card.card_type == "Mastercard")
    return _CARDS


def addresses_of(opening: Opening) -> tuple[Address, ...]:
    """Return the delivery addresses in a wallet."""
    return tuple(address.model_copy(update={"email": opening.email}) for address in _HOMES)


def saved_payment(card: SavedCard, wallet: str, behavior: Behavior = Behavior.APPROVED) -> Payment:
    """Return a saved card as a way to pay."""
    return Payment(
        wallet=wallet,
        brand=card.card_type,
        last_four=card.last_four,
        month=card.month,
        year=card.year,
        behavior=behavior,
    )


def destination(opening: Opening) -> dict[str, object]:
    """Return where the code was sent, all but hidden."""
    name, _, host = opening.email.partition("@")
    return {"emails": [f"{name[:1]}•••@{host}"], "phones": ["(•••) •••-••12"]}


def _check_provider(wallet: str) -> None:
    if wallet not in PROVIDERS:
        raise Refusal(Problem.WALLET_PROVIDER_NOT_FOUND, "There is no such wallet. Pay in another way.")


def _own(opening: Opening | None, device: str, wallet: str) -> Opening:
    if opening is None or (opening.device, opening.wallet) != (device, wallet):
        raise Refusal(Problem.UNAUTHORIZED, "The wallet is not open any more. Ask for a new code.")
    return opening


_HOMES: Final = (
    Address(
        first_name="Tess",
        last_name="Tester",
        phone="2065551212",
        address1="123 Main St",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
        country="US",
    ),
    Address(
        first_name="Tess",
        last_name="Tester",
        phone="+49 40 5550123",
        address1="Alsterweg 7",
        city="Hamburg",
        postal_code="20095",
        country="DE",
    ),
)
_CARDS: Final = (
    WalletCard(
        SavedCard(id="wallet-visa-4242", card_type="Visa", last_four="4242", month=11, year=2089), _HOMES[0]
    ),
    WalletCard(
        SavedCard(
            id="wallet-visa-1111", card_type="Visa", last_four="1111", month=5, year=2088, needs_code=True
        ),
        _HOMES[0],
    ),
    WalletCard(
        SavedCard(id="wallet-mastercard-4444", card_type="Mastercard", last_four="4444", month=3, year=2090),
        _HOMES[1],
    ),
    WalletCard(
        SavedCard(id="wallet-visa-0002", card_type="Visa", last_four="0002", month=9, year=2087),
        _HOMES[0],
        Behavior.DECLINED,
    ),
    WalletCard(
        SavedCard(id="wallet-visa-0069", card_type="Visa", last_four="0069", month=1, year=2021), _HOMES[0]
    ),
)
