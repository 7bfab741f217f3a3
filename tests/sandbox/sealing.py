"""The three envelopes for cards as the documents describe them, sealed with bare cryptographic primitives."""

import base64
import json
import os
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHA1 = hashes.SHA1()  # noqa: S303 (what the documented samples use)
SHA256 = hashes.SHA256()


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def rsa_oaep(data: bytes, key: dict[str, str], digest: hashes.HashAlgorithm) -> bytes:
    public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    return public.encrypt(data, padding.OAEP(padding.MGF1(digest), digest, None))


def jwe(plain: bytes, key: dict[str, str], **header: object) -> str:
    """A compact JWE. ``header`` changes what the head says, and with it the hash of RSA-OAEP."""
    head = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key["kid"], **header}
    protected = b64url(json.dumps(head).encode())
    content_key, nonce = os.urandom(32), os.urandom(12)
    sealed = AESGCM(content_key).encrypt(nonce, plain, protected.encode())
    wrapped = rsa_oaep(content_key, key, SHA1 if head["alg"] == "RSA-OAEP" else SHA256)
    return ".".join([protected, *map(b64url, (wrapped, nonce, sealed[:-16], sealed[-16:]))])


def deflated(plain: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(plain) + compressor.flush()


def field(text: str, key: dict[str, str], digest: hashes.HashAlgorithm = SHA1) -> str:
    return f"{key['kid']}|{base64.b64encode(rsa_oaep(text.encode(), key, digest)).decode()}"


def envelope(
    payload: object, key: dict[str, str], digest: hashes.HashAlgorithm = SHA1, kid: str | None = None
) -> dict[str, str]:
    """``data`` and ``metadata`` of tokenize."""
    aes, iv = os.urandom(32), os.urandom(16)
    sealed = AESGCM(aes).encrypt(iv, json.dumps(payload).encode(), None)
    secrets = rsa_oaep(aes + iv + sealed[-16:], key, digest)
    return {
        "data": base64.b64encode(sealed[:-16]).decode(),
        "metadata": f"{kid or key['kid']}|{base64.b64encode(secrets).decode()}",
    }
