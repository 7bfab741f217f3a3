"""Encrypts a card for the payment host: only the host's key can open what leaves the machine.

The JWE is the way of today; the other two envelopes are for the older calls that take nothing else.
"""

import binascii
import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from firmly_tui.checkout.card import Card
    from firmly_tui.models import Address, PaymentKey

ALGORITHM: Final = "RSA-OAEP-256"
ENCRYPTION: Final = "A256GCM"
MIN_KEY_BITS: Final = 2048
_MAX_KEY_BITS: Final = 16384
_TAG_BYTES: Final = 16
_UNUSABLE: Final = "it could not be encrypted with the server's key."
_PRIVATE: Final = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])


class KeyRefused(ValueError):
    """The payment key is not one to trust a card to. `sentence` says so to a shopper, `reason` says only why."""

    def __init__(self, reason: str):
        self.reason = reason
        self.sentence = f"The card was not sent: {reason} Nothing was ordered; try again later."
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class SealedCard:
    """What `payment.tokenize` takes: both are base64, `metadata` with the key's id before it."""

    data: str = field(repr=False)
    metadata: str = field(repr=False)


def key_bits(key: "PaymentKey") -> int:
    """The length of the key's modulus in bits. Raises KeyRefused where it cannot be read."""
    return _number(key.n).bit_length()


def fingerprint(key: "PaymentKey") -> str:
    """The key's thumbprint (RFC 7638, SHA-256, base64url): one can compare it with what firmly says it is.

    Raises KeyRefused where the key cannot be read.
    """
    members = {"e": _base64url(_number(key.e)), "kty": key.kty, "n": _base64url(_number(key.n))}
    digest = sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def jwe_header(key: "PaymentKey") -> dict[str, str]:
    """The token's protected header: how it is encrypted, and for which key."""
    return {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": key.kid}


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
    return _jwe(_fields(card), key)


def encrypt_code(code: str, key: "PaymentKey") -> str:
    """A card's security code alone, as such a JWE: a wallet has the rest.

    Raises KeyRefused, and ValueError for an empty code.
    """
    if not code:
        raise ValueError("the code is wiped")
    return _jwe({"verification_value": code}, key)


def encrypt_fields(card: "Card", key: "PaymentKey") -> dict[str, str]:
    """The card with each field encrypted by itself, as `kid|base64` (firmly docs: Complete Order with Card v2).

    RSA-OAEP with SHA-1: it is what that call takes. Raises as `encrypt_card`.
    """
    public = _public(key)
    return {name: _rsa(value.encode(), public, key.kid) for name, value in _fields(card).items()}


def seal_for_token(card: "Card", billing: "Address", key: "PaymentKey") -> SealedCard:
    """Card and billing address for `payment.tokenize` (firmly docs: Add an Item to Cart and Place the Order).

    AES-256-GCM with a key and a 16-byte nonce of its own; key, nonce and tag go under RSA-OAEP with SHA-1.
    Raises as `encrypt_card`.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    public = _public(key)
    fields = {**_fields(card), "month": int(card.month), "year": int(card.year)}
    plain = json.dumps({"credit_card": fields, "billing_info": billing.to_api()}).encode()
    secret, nonce = token_bytes(32), token_bytes(16)
    sealed = AESGCM(secret).encrypt(nonce, plain, None)
    data, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
    return SealedCard(b64encode(data).decode(), _rsa(secret + nonce + tag, public, key.kid))


def _fields(card: "Card") -> dict[str, str]:
    if card.wiped:
        raise ValueError("the card is wiped")
    return {
        "number": card.number,
        "name": card.name,
        "verification_value": card.code,
        "month": card.month,
        "year": card.year,
    }


def _jwe(payload: dict[str, str], key: "PaymentKey") -> str:
    from jwcrypto import jwe, jwk
    from jwcrypto.common import JWException

    check_key(key)
    token = None
    try:
        # Only what makes the key: an `alg` of the server must not choose the padding.
        public = jwk.JWK(kty="RSA", n=key.n, e=key.e, kid=key.kid)
        envelope = jwe.JWE(json.dumps(payload).encode(), protected=json.dumps(jwe_header(key)))
        envelope.add_recipient(public)
        token = envelope.serialize(compact=True)
    except (JWException, ValueError, TypeError):
        # Raised below, outside of this block: the cause's frames hold the card.
        pass
    if token is None:
        raise KeyRefused(_UNUSABLE)
    return token


def _public(key: "PaymentKey") -> "RSAPublicKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    check_key(key)
    numbers = RSAPublicNumbers(_number(key.e), _number(key.n))
    with suppress(ValueError, UnsupportedAlgorithm):
        return numbers.public_key()
    raise KeyRefused(_UNUSABLE)


def _rsa(plain: bytes, public: "RSAPublicKey", kid: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
    from cryptography.hazmat.primitives.hashes import SHA1

    # SHA-1 is firmly's choice; the padding does not rest on what is broken about it.
    sha1 = SHA1()  # noqa: S303
    sealed = None
    # Raised after this block, not inside of it: the cause's frames hold the card.
    with suppress(ValueError):
        sealed = public.encrypt(plain, OAEP(MGF1(sha1), sha1, None))
    if sealed is None:
        raise KeyRefused(_UNUSABLE)
    return f"{kid}|{b64encode(sealed).decode()}"


def _number(text: str) -> int:
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise KeyRefused("the server's key is damaged.") from None
    return int.from_bytes(raw)


def _base64url(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    return urlsafe_b64encode(raw).decode().rstrip("=")
