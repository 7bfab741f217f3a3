"""The envelopes that cards travel in: JWE, single fields under RSA, and the AES-GCM envelope of tokenize.

No error of this module holds anything of what was sent.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.payment.keys import Key, OaepHash, from_base64url, json_object

_Result = TypeVar("_Result")
_ALGORITHMS: Final[Mapping[str, OaepHash]] = {"RSA-OAEP-256": "SHA-256", "RSA-OAEP": "SHA-1"}
_BOTH: Final[tuple[OaepHash, ...]] = ("SHA-1", "SHA-256")
_MOST_INFLATED: Final = 4096
_KEY_BYTES: Final = 32
_IV_BYTES: Final = 16
_TAG_BYTES: Final = 16


def open_jwe(token: str, key: Key) -> dict[str, object]:
    """Decrypt a compact JWE made for ``key`` and return the JSON object in it (RFC 7516).

    Raises Refusal: an unknown kid is InvalidKey; another alg, enc or zip, and any crit, UnprocessableEntity;
    all else that cannot be read, and what inflates to more than a card can hold, an invalid body.
    """
    parts = token.split(".")
    header, (wrapped, nonce, text, tag) = _read(lambda: _parsed(parts))
    digest = _checked(header, key)

    def opened() -> dict[str, object]:
        content_key = key.decrypt(wrapped, digest)
        if (len(content_key), len(nonce), len(tag)) != (_KEY_BYTES, 12, _TAG_BYTES):
            raise ValueError("wrong sizes for A256GCM")
        plain = AESGCM(content_key).decrypt(nonce, text + tag, parts[0].encode("ascii"))
        return json_object(_inflated(plain) if "zip" in header else plain)

    return _read(opened)


def open_field(text: str, key: Key) -> str:
    """Decrypt one value of the form ``kid|base64``, under OAEP with SHA-1 or SHA-256.

    Raises Refusal: InvalidKey for another kid, an invalid body for all else (firmly docs: Complete Order
    with Card v2).
    """
    kid, _, sealed = text.partition("|")
    _check_kid(kid, key)
    return _read(lambda: _decrypted(sealed, key).decode("utf-8"))


def open_tokenize(data: str, metadata: str, key: Key) -> dict[str, object]:
    """Decrypt the envelope of tokenize and return the JSON object in it.

    ``metadata`` is ``kid|base64`` of AES key, 16-byte IV and tag; ``undefined`` as kid, which the documented
    sample sends, means the current key. Raises Refusal as ``open_field`` (firmly docs: Tokenize Card Data).
    """
    kid, _, sealed = metadata.partition("|")
    if kid != "undefined":
        _check_kid(kid, key)

    def opened() -> dict[str, object]:
        secrets = _decrypted(sealed, key)
        if len(secrets) != _KEY_BYTES + _IV_BYTES + _TAG_BYTES:
            raise ValueError("wrong sizes for AES-256-GCM")
        iv, tag = secrets[_KEY_BYTES:-_TAG_BYTES], secrets[-_TAG_BYTES:]
        return json_object(AESGCM(secrets[:_KEY_BYTES]).decrypt(iv, _base64(data) + tag, None))

    return _read(opened)


def open_code(text: str, key: Key) -> str:
    """Decrypt a security code sent by itself: as one field, or as a JWE of ``verification_value``."""
    if "|" in text:
        return open_field(text, key)
    code = open_jwe(text, key).get("verification_value")
    if not isinstance(code, str | int):
        raise _unreadable()
    return str(code)


def _parsed(parts: list[str]) -> tuple[dict[str, object], tuple[bytes, bytes, bytes, bytes]]:
    header = json_object(from_base64url(parts[0]))
    wrapped, nonce, text, tag = (from_base64url(part) for part in parts[1:])
    return header, (wrapped, nonce, text, tag)


def _checked(header: dict[str, object], key: Key) -> OaepHash:
    """Return the hash that a JWE header means, once all of it is acceptable."""
    _check_kid(header.get("kid"), key)
    algorithm = header.get("alg")
    if algorithm not in ("RSA-OAEP-256", "RSA-OAEP") or header.get("enc") != "A256GCM":
        raise Refusal(Problem.UNPROCESSABLE, "The card must be encrypted with RSA-OAEP-256 and A256GCM.")
    if "crit" in header or header.get("zip", "DEF") != "DEF":
        raise Refusal(
            Problem.UNPROCESSABLE, "The card must be encrypted without crit, and zip can only be DEF."
        )
    return _ALGORITHMS[algorithm]


def _check_kid(kid: object, key: Key) -> None:
    if kid != key.kid:
        raise Refusal(Problem.INVALID_KEY, "The card was encrypted for another key. Fetch the key again.")


def _inflated(data: bytes) -> bytes:
    """Inflate raw DEFLATE, but never to more than a card can need."""
    plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, _MOST_INFLATED + 1)
    if len(plain) > _MOST_INFLATED:
        raise ValueError("larger than a card can be")
    return plain


def _decrypted(sealed: str, key: Key) -> bytes:
    """Decrypt base64 under either hash; the documents and real clients disagree on which one it is."""
    data = _base64(sealed)
    for digest in _BOTH:
        try:
            return key.decrypt(data, digest)
        except ValueError:
            continue
    raise ValueError("not made for this key")


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _read(opened: Callable[[], _Result]) -> _Result:
    try:
        return opened()
    except (ValueError, InvalidTag, zlib.error):
        pass
    # Raised out here, the refusal drags along no error that could hold some of the plain text.
    raise _unreadable()


def _unreadable() -> Refusal:
    return Refusal(Problem.INVALID_BODY, "The encrypted card could not be read.")
