"""What is shown of an encrypted card: true to the token, and nothing secret."""

import json
from base64 import urlsafe_b64encode
from datetime import date

import pytest
from jwcrypto import jwk

from firmly_tui.checkout import Card, KeyRefused, encrypt_card
from firmly_tui.checkout.leaving import leaving, token_shape
from firmly_tui.models import PaymentKey

KEY = jwk.JWK.generate(kty="RSA", size=2048, kid="key-1")
PUBLIC = PaymentKey.model_validate(json.loads(KEY.export_public()))
WEAK = PaymentKey.model_validate(
    json.loads(jwk.JWK.generate(kty="RSA", size=1024, kid="weak").export_public())
)


def card() -> Card:
    return Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", date(2026, 6, 15))


def test_without_a_card_the_key_is_shown_and_no_size_is_made_up() -> None:
    shown = leaving(PUBLIC, None)
    assert shown.header == {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "key-1"}
    assert shown.bits == 2048
    assert shown.fingerprint.replace(" ", "") == KEY.thumbprint()
    assert shown.token is None


def test_the_fingerprint_is_the_same_however_the_key_is_written() -> None:
    padded = PUBLIC.model_copy(update={"n": PUBLIC.n + "=="})
    assert leaving(padded, None).fingerprint == leaving(PUBLIC, None).fingerprint


def test_the_sizes_and_ends_are_those_of_the_token() -> None:
    token = encrypt_card(card(), PUBLIC)
    parts = token.split(".")
    shape = token_shape(token)
    assert shape.token == len(token)
    assert shape.encrypted_key == 2048 // 8
    assert len(urlsafe_b64encode(bytes(shape.ciphertext)).rstrip(b"=")) == len(parts[3])
    assert parts[3].startswith(shape.first)
    assert parts[3].endswith(shape.last)
    fields = {"number": "4111111111111111", "name": "Ada Quill", "verification_value": "987"}
    assert shape.plain == len(json.dumps({**fields, "month": "08", "year": "2030"}))


def test_nothing_of_the_card_is_shown() -> None:
    shown = repr(leaving(PUBLIC, card()))
    assert "token=TokenShape" in shown
    assert not [secret for secret in ("4111", "Ada", "987", "2030") if secret in shown]


def test_a_key_that_is_not_trusted_is_refused_before_there_is_a_card() -> None:
    with pytest.raises(KeyRefused):
        leaving(WEAK, None)
