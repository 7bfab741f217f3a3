"""A test card as a client would send it, for the samples of the document."""

from __future__ import annotations

import json
import os
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from firmly_tui.sandbox.payment.keys import Key, to_base64url

_CARD: Final = {
    "number": "4111111111111111",
    "name": "John Smith",
    "verification_value": "123",
    "month": "08",
    "year": "2090",
}
_TAG_BYTES: Final = 16


def sealed_card(key: Key) -> str:
    """Return the first test card as a compact JWE for ``key`` (RFC 7516: RSA-OAEP-256, A256GCM)."""
    header = to_base64url(json.dumps({"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key.kid}).encode())
    secret, nonce = os.urandom(32), os.urandom(12)
    digest = hashes.SHA256()
    wrapped = key.public.encrypt(secret, padding.OAEP(padding.MGF1(digest), digest, None))
    text = AESGCM(secret).encrypt(nonce, json.dumps(_CARD).encode(), header.encode("ascii"))
    parts = (wrapped, nonce, text[:-_TAG_BYTES], text[-_TAG_BYTES:])
    return ".".join((header, *map(to_base64url, parts)))
