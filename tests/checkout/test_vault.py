"""The card's encryption: what the key must be, what the token is, and that nothing else leaks."""

import json
from datetime import date

import pytest
from jwcrypto import jwe, jwk

from firmly_tui.checkout import Card, KeyRefused, check_key, encrypt_card, key_bits
from firmly_tui.models import PaymentKey

PRIVATE = jwk.JWK.generate(kty="RSA", size=2048, kid="key-1", use="enc")
PUBLIC: dict[str, str] = json.loads(PRIVATE.export_public())
WEAK: dict[str, str] = json.loads(jwk.JWK.generate(kty="RSA", size=1024, kid="weak").export_public())


def key(**changes: str) -> PaymentKey:
    return PaymentKey.model_validate({**PUBLIC, **changes})


def card() -> Card:
    return Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", date(2026, 6, 15))


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
def test_key_that_is_not_fit_is_refused(changes: dict[str, str], says: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        encrypt_card(card(), key(**changes))
    assert says in caught.value.sentence


def test_key_of_1024_bits_is_refused() -> None:
    with pytest.raises(KeyRefused, match="1024 bits"):
        check_key(PaymentKey.model_validate(WEAK))


def test_wiped_card_is_not_encrypted() -> None:
    empty = card()
    empty.wipe()
    with pytest.raises(ValueError, match="wiped"):
        encrypt_card(empty, key())


def test_failure_carries_nothing_of_the_card() -> None:
    # An even modulus passes every check of form, and fails in the cryptography itself.
    with pytest.raises(KeyRefused) as caught:
        encrypt_card(card(), key(n="_" * 342 + "A"))
    assert caught.value.__context__ is None
    assert "4111" not in repr(caught.value)
