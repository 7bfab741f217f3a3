"""The sandbox's two RSA keys, made at first need and kept in the database, and what they are used for."""

from __future__ import annotations

import base64
import binascii
import json
from hashlib import sha256
from typing import Final, Literal, cast

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.store import Store

_KEY_BITS: Final = 2048
_OAEP_HASHES: Final = {"RSA-OAEP-256": hashes.SHA256, "RSA-OAEP": hashes.SHA1}


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

    def unwrap(self, data: bytes, algorithm: str) -> bytes:
        """Decrypt a wrapped content key. Raises ValueError when it was not made for this key."""
        digest = _OAEP_HASHES[algorithm]()
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
    """Gives the signing key of device tokens and the payment key, the same as long as a database lives."""

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

    def _key(self, purpose: str) -> Key:
        if purpose not in self._keys:
            self._keys[purpose] = Key(self._kept_or_made(f"key:{purpose}"))
        return self._keys[purpose]

    def _kept_or_made(self, name: str) -> rsa.RSAPrivateKey:
        with self._store.change() as transaction:
            kept = transaction.setting(name)
            if kept is not None:
                return _loaded(kept)
            private = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
            text = private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            transaction.set_setting(name, text.decode("ascii"))
            return private


def _loaded(pem: str) -> rsa.RSAPrivateKey:
    # The sandbox wrote this key itself; checking it anew would cost each start some 20 ms.
    key = serialization.load_pem_private_key(pem.encode("ascii"), None, unsafe_skip_rsa_key_validation=True)
    return cast("rsa.RSAPrivateKey", key)


def open_jwe(token: str, key: Key) -> dict[str, object]:
    """Decrypt a compact JWE made for ``key`` and return the JSON object in it (RFC 7516).

    Raises Refusal: unknown kid is InvalidKey; another alg, enc, zip or crit UnprocessableEntity; all else
    that cannot be read an invalid body. No description holds any of the token.
    """
    parts = token.split(".")
    try:
        header = json_object(from_base64url(parts[0]))
        wrapped, nonce, text, tag = (from_base64url(part) for part in parts[1:])
    except ValueError as error:
        raise _unreadable() from error
    _check_header(header, key)
    try:
        content_key = key.unwrap(wrapped, str(header["alg"]))
        if (len(content_key), len(nonce), len(tag)) != (32, 12, 16):
            raise ValueError("wrong sizes for A256GCM")
        return json_object(AESGCM(content_key).decrypt(nonce, text + tag, parts[0].encode("ascii")))
    except (ValueError, InvalidTag):
        raise _unreadable() from None


def _check_header(header: dict[str, object], key: Key) -> None:
    if header.get("kid") != key.kid:
        raise Refusal(Problem.INVALID_KEY, "The card was encrypted for another key. Fetch the key again.")
    if header.get("alg") not in _OAEP_HASHES or header.get("enc") != "A256GCM":
        raise Refusal(Problem.UNPROCESSABLE, "The card must be encrypted with RSA-OAEP-256 and A256GCM.")
    if "zip" in header or "crit" in header:
        raise Refusal(Problem.UNPROCESSABLE, "The card must be encrypted without zip and without crit.")


def _unreadable() -> Refusal:
    return Refusal(Problem.INVALID_BODY, "The encrypted card could not be read.")
