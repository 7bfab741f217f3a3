"""The card's encryption: what the key must be, what the token is, and that nothing else leaks."""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwcrypto import jwe, jwk

from firmly_tui.checkout import (
    Card,
    KeyRefused,
    check_key,
    encrypt_card,
    encrypt_code,
    encrypt_fields,
    key_bits,
    seal_for_token,
)
from firmly_tui.models import Address, PaymentKey

PRIVATE = jwk.JWK.generate(kty="RSA", size=2048, kid="key-1", use="enc")
PUBLIC: dict[str, str] = json.loads(PRIVATE.export_public())
WEAK: dict[str, str] = json.loads(jwk.JWK.generate(kty="RSA", size=1024, kid="weak").export_public())


def key(**changes: str) -> PaymentKey:
    return PaymentKey.model_validate({**PUBLIC, **changes})


def card() -> Card:
    return Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", date(2026, 6, 15))


def rsa_open(text: str) -> bytes:
    """What is in `kid|base64`."""
    kid, _, sealed = text.partition("|")
    assert kid == "key-1"
    private = load_pem_private_key(PRIVATE.export_to_pem(private_key=True, password=None), None)
    assert isinstance(private, RSAPrivateKey)
    return private.decrypt(b64decode(sealed, validate=True), OAEP(MGF1(SHA1()), SHA1(), None))  # noqa: S303


WAYS: list[Callable[[Card, PaymentKey], object]] = [
    encrypt_card,
    encrypt_fields,
    lambda card, key: seal_for_token(card, Address(), key),
    lambda card, key: encrypt_code(card.code, key),
]
every_way = pytest.mark.parametrize("encrypt", WAYS, ids=["card", "fields", "token", "code"])


def test_token_opens_with_the_private_key_to_the_five_documented_texts() -> None:
    token = jwe.JWE()
    token.deserialize(encrypt_card(card(), key()), PRIVATE)
    assert json.loads(token.payload) == {
        "number": "4111111111111111",
        "name": "Ada Quill",
        "verification_value": "987",
        "month": "08",
        "year": "2030",
    }
    assert json.loads(token.objects["protected"]) == {
        "alg": "RSA-OAEP-256",
        "enc": "A256GCM",
        "kid": "key-1",
    }


def test_token_is_compact_and_never_the_same() -> None:
    tokens = {encrypt_card(card(), key()) for _ in range(3)}
    assert len(tokens) == 3
    assert all(token.count(".") == 4 and "=" not in token for token in tokens)


def test_algorithm_that_the_key_names_does_not_choose_the_padding() -> None:
    token = jwe.JWE()
    token.deserialize(encrypt_card(card(), key(alg="RSA-OAEP")), PRIVATE)
    assert json.loads(token.objects["protected"])["alg"] == "RSA-OAEP-256"


def test_good_key_passes() -> None:
    check_key(key())
    assert key_bits(key()) == 2048


def test_code_alone_is_a_token_too() -> None:
    token = jwe.JWE()
    token.deserialize(encrypt_code("987", key()), PRIVATE)
    assert json.loads(token.payload) == {"verification_value": "987"}


def test_fields_open_one_by_one() -> None:
    fields = encrypt_fields(card(), key())
    assert {name: rsa_open(text).decode() for name, text in fields.items()} == {
        "number": "4111111111111111",
        "name": "Ada Quill",
        "verification_value": "987",
        "month": "08",
        "year": "2030",
    }
    assert fields["number"] != encrypt_fields(card(), key())["number"]


def test_sealed_card_opens_with_the_key_nonce_and_tag_of_its_metadata() -> None:
    sealed = seal_for_token(card(), Address(city="Oslo", first_name="Ada"), key())
    inner = rsa_open(sealed.metadata)
    assert len(inner) == 32 + 16 + 16
    opener = Cipher(AES(inner[:32]), GCM(inner[32:48], inner[48:])).decryptor()
    document = json.loads(opener.update(b64decode(sealed.data, validate=True)) + opener.finalize())
    assert document["credit_card"] == {
        "number": "4111111111111111",
        "name": "Ada Quill",
        "verification_value": "987",
        "month": 8,
        "year": 2030,
    }
    assert document["billing_info"]["city"] == "Oslo"
    assert sealed.data not in repr(sealed)
    assert sealed.metadata not in repr(sealed)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kty": "EC"}, "RSA"),
        ({"kid": ""}, "id"),
        ({"use": "sig"}, "encryption"),
        ({"alg": "RS256"}, "encryption"),
        ({"d": "AQAB"}, "private"),
        ({"e": "AQ"}, "damaged"),
        ({"n": "no base64 !"}, "bits"),
        ({"n": "AAAA"}, "bits"),
    ],
)
@every_way
def test_key_that_is_not_fit_is_refused(
    encrypt: Callable[[Card, PaymentKey], object], changes: dict[str, str], says: str
) -> None:
    with pytest.raises(KeyRefused) as caught:
        encrypt(card(), key(**changes))
    assert says in caught.value.sentence


def test_key_of_1024_bits_is_refused() -> None:
    with pytest.raises(KeyRefused, match="1024 bits"):
        check_key(PaymentKey.model_validate(WEAK))


@every_way
def test_wiped_card_is_not_encrypted(encrypt: Callable[[Card, PaymentKey], object]) -> None:
    empty = card()
    empty.wipe()
    with pytest.raises(ValueError, match="wiped"):
        encrypt(empty, key())


@every_way
def test_failure_carries_nothing_of_the_card(encrypt: Callable[[Card, PaymentKey], object]) -> None:
    # An even modulus passes every check of form, and fails in the cryptography itself.
    with pytest.raises(KeyRefused) as caught:
        encrypt(card(), key(n="_" * 342 + "A"))
    assert caught.value.__context__ is None
    assert "4111" not in repr(caught.value)
