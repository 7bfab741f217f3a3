"""What leaves this machine to pay, and what does not: for showing, without anything secret."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.vault import check_key, encrypt_card, fingerprint, jwe_header, key_bits
from firmly_tui.checkout.ways import NewCard, PayPal, SavedCard, WalletCard, wallet_name

if TYPE_CHECKING:
    from firmly_tui.checkout.card import Card
    from firmly_tui.checkout.ways import Way
    from firmly_tui.models import PaymentKey

STAYS: Final = ("the number", "the name on the card", "month and year", "the security code")
"""What does not leave unless encrypted."""

_CODE: Final = "its security code, if that is asked for: encrypted"
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class TokenShape:
    """An encrypted card seen from outside. All sizes are bytes."""

    plain: int
    """The card before it is encrypted."""
    encrypted_key: int
    """The key that it is encrypted with, itself encrypted."""
    ciphertext: int
    token: int
    """All of it, as it is sent."""
    first: str
    last: str
    """The ciphertext's ends, in base64url as they are sent."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is sent to pay."""

    header: dict[str, str]
    """The token's protected header: readable by everybody."""
    bits: int
    """The length of the server's key."""
    fingerprint: str
    """The thumbprint of that key (RFC 7638), in groups of four."""
    token: TokenShape | None
    """None until there is a card."""


def leaving(key: "PaymentKey", card: "Card | None") -> Leaving:
    """What this card would be sent as. It is encrypted for that, and the token is dropped: placing makes its own.

    Raises KeyRefused as `encrypt_card`, with and without a card.
    """
    check_key(key)
    print_of = fingerprint(key)
    groups = " ".join(print_of[start : start + 4] for start in range(0, len(print_of), 4))
    shape = token_shape(encrypt_card(card, key)) if card is not None else None
    return Leaving(jwe_header(key), key_bits(key), groups, shape)


def leaves_of(way: "Way") -> str:
    """What is sent to pay in a way for which no card is typed in, in words; `""` for a card that is."""
    match way:
        case SavedCard():
            return f"the id under which the merchant keeps the card; {_CODE}"
        case WalletCard(wallet=wallet):
            return f"the card's id in {wallet_name(wallet)}, and the token that opened it; {_CODE}"
        case PayPal():
            return "PayPal's token for this payment, and the id of who agreed to it"
        case NewCard():
            return ""


def token_shape(token: str) -> TokenShape:
    """The sizes of a compact JWE, and the ends of its ciphertext."""
    _, encrypted_key, _, ciphertext, _ = token.split(".")
    size = _size(ciphertext)
    return TokenShape(
        # A256GCM makes as many bytes as it is given.
        plain=size,
        encrypted_key=_size(encrypted_key),
        ciphertext=size,
        token=len(token),
        first=ciphertext[:_SHOWN],
        last=ciphertext[-_SHOWN:],
    )


def _size(part: str) -> int:
    return len(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
