"""The sandbox's RSA keys for tokens and for cards, made at first need and kept in the database."""

from __future__ import annotations

import base64
import binascii
import json
from hashlib import sha256
from typing import Final, Literal, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from firmly_tui.sandbox.store import Store

_KEY_BITS: Final = 2048
_HASHES: Final = {"SHA-1": hashes.SHA1, "SHA-256": hashes.SHA256}

OaepHash = Literal["SHA-1", "SHA-256"]


def to_base64url(data: bytes) -> str:
    """Encode as JWT and JWE do: base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Decode base64url without padding. Raises ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def json_object(data: bytes) -> dict[str, object]:
    """Parse a JSON object. Raises ValueError for anything else."""
    try:
        value: object = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return cast("dict[str, object]", value)


class Key:
    """A private RSA key of the sandbox with the id it is known by."""

    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        self._private = private
        self.public = private.public_key()
        numbers = self.public.public_numbers()
        self.n = to_base64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big"))
        self.e = to_base64url(numbers.e.to_bytes(3, "big"))
        self.kid = sha256(self.n.encode()).hexdigest()[:32]

    def sign(self, data: bytes) -> bytes:
        """Sign for RS256."""
        return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def has_signed(self, data: bytes, signature: bytes) -> bool:
        """Tell whether this key made the RS256 signature."""
        try:
            self.public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    def decrypt(self, data: bytes, hash_name: OaepHash) -> bytes:
        """Decrypt RSA-OAEP, the hash also in its MGF1. Raises ValueError for what was not made for this key."""
        digest = _HASHES[hash_name]()
        return self._private.decrypt(data, padding.OAEP(padding.MGF1(digest), digest, None))

    def jwk(self) -> dict[str, str]:
        """Return the public key as firmly serves it (firmly docs: Get Public Key)."""
        return {"kid": self.kid, "kty": "RSA", "n": self.n, "e": self.e, "use": "enc"}

    def pem(self, form: Literal["PEM", "RSA"]) -> str:
        """Return the public key as SubjectPublicKeyInfo (PEM) or PKCS#1 (RSA)."""
        kinds = {
            "PEM": serialization.PublicFormat.SubjectPublicKeyInfo,
            "RSA": serialization.PublicFormat.PKCS1,
        }
        return self.public.public_bytes(serialization.Encoding.PEM, kinds[form]).decode("ascii")


class KeyRing:
    """Gives the signing key of device tokens and the payment key, kept as long as the database lives."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, Key] = {}

    @property
    def signing(self) -> Key:
        """The key that signs device tokens."""
        return self._key("signing")

    @property
    def payment(self) -> Key:
        """The key that cards are encrypted for."""
        return self._key("payment")

    def rotate_payment(self) -> None:
        """Put a new payment key in the place of the old one, which opens nothing any more."""
        fresh = _made()
        with self._store.change() as transaction:
            transaction.set_setting("key:payment", _text(fresh))
        self._keys["payment"] = Key(fresh)

    def _key(self, purpose: str) -> Key:
        if purpose not in self._keys:
            self._keys[purpose] = Key(self._kept_or_made(f"key:{purpose}"))
        return self._keys[purpose]

    def _kept_or_made(self, name: str) -> rsa.RSAPrivateKey:
        with self._store.change() as transaction:
            kept = transaction.setting(name)
            if kept is not None:
                return _loaded(kept)
            private = _made()
            transaction.set_setting(name, _text(private))
            return private


def _made() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _text(private: rsa.RSAPrivateKey) -> str:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def _loaded(pem: str) -> rsa.RSAPrivateKey:
    # The sandbox wrote this key itself; checking it anew would cost each start some 20 ms.
    key = serialization.load_pem_private_key(pem.encode("ascii"), None, unsafe_skip_rsa_key_validation=True)
    return cast("rsa.RSAPrivateKey", key)
