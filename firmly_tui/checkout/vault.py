"""Encrypts a card for the payment host: what leaves the machine is a JWE that only its key can open."""

import binascii
import json
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firmly_tui.checkout.card import Card
    from firmly_tui.models import PaymentKey

ALGORITHM: Final = "RSA-OAEP-256"
ENCRYPTION: Final = "A256GCM"
MIN_KEY_BITS: Final = 2048
_MAX_KEY_BITS: Final = 16384
_PRIVATE: Final = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])


class KeyRefused(ValueError):
    """The payment key is not one to trust a card to. `sentence` says why, to a shopper."""

    def __init__(self, reason: str):
        self.sentence = f"The card was not sent: {reason} Nothing was ordered; try again later."
        super().__init__(self.sentence)


def key_bits(key: "PaymentKey") -> int:
    """The length of the key's modulus in bits. Raises KeyRefused where it cannot be read."""
    return _number(key.n).bit_length()


def check_key(key: "PaymentKey") -> None:
    """Raises KeyRefused unless this is a public RSA encryption key of at least 2048 bits with an id.

    Libraries take weaker keys without a word (jwcrypto accepts 1024 bits), so this is looked at here.
    """
    members = key.jwk()
    if key.kty != "RSA":
        raise KeyRefused("the server offers a key of another kind than RSA.")
    if not key.kid:
        raise KeyRefused("the server's key has no id.")
    if key.use not in (None, "enc"):
        raise KeyRefused("the server's key is not meant for encryption.")
    if members.get("alg") not in (None, ALGORITHM, "RSA-OAEP"):
        raise KeyRefused("the server's key is meant for another kind of encryption.")
    if not _PRIVATE.isdisjoint(members):
        raise KeyRefused("the server gave away its private key.")
    exponent = _number(key.e)
    if exponent < 3 or exponent % 2 == 0:
        raise KeyRefused("the server's key is damaged.")
    bits = key_bits(key)
    if not MIN_KEY_BITS <= bits <= _MAX_KEY_BITS:
        raise KeyRefused(f"the server's key has {bits} bits, {MIN_KEY_BITS} are needed.")


def encrypt_card(card: "Card", key: "PaymentKey") -> str:
    """The card as a compact JWE: RSA-OAEP-256, A256GCM and the key's id (firmly docs: card encryption).

    Raises KeyRefused for a key that `check_key` does not pass, and ValueError for a wiped card.
    """
    from jwcrypto import jwe, jwk
    from jwcrypto.common import JWException

    check_key(key)
    if card.wiped:
        raise ValueError("the card is wiped")
    payload = {
        "number": card.number,
        "name": card.name,
        "verification_value": card.code,
        "month": card.month,
        "year": card.year,
    }
    header = {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": key.kid}
    token = None
    try:
        # Only what makes the key: an `alg` of the server must not choose the padding.
        public = jwk.JWK(kty="RSA", n=key.n, e=key.e, kid=key.kid)
        envelope = jwe.JWE(json.dumps(payload).encode(), protected=json.dumps(header))
        envelope.add_recipient(public)
        token = envelope.serialize(compact=True)
    except (JWException, ValueError, TypeError):
        # Raised below, outside of this block: the cause's frames hold the card.
        pass
    if token is None:
        raise KeyRefused("it could not be encrypted with the server's key.")
    return token


def _number(text: str) -> int:
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise KeyRefused("the server's key is damaged.") from None
    return int.from_bytes(raw)
