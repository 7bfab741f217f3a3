"""The envelopes of cards at the place where they are opened: what is accepted, and what is refused and how."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.payment.envelopes import open_code, open_field, open_jwe, open_tokenize
from firmly_tui.sandbox.payment.keys import Key
from tests.sandbox.sealing import SHA1, SHA256, b64url, deflated, envelope, field, jwe
from tests.sandbox.shopper import CARD

KEY = Key(rsa.generate_private_key(65537, 2048))
OTHER = Key(rsa.generate_private_key(65537, 2048))
JWK = KEY.jwk()
PLAIN = json.dumps(CARD).encode()


def problem_of(opened: object) -> Problem:
    """Return why something cannot be opened, having checked that the refusal drags nothing along."""
    with pytest.raises(Refusal) as caught:
        opened()
    assert caught.value.__context__ is None
    assert "4111" not in repr(caught.value) + caught.value.description
    return caught.value.problem


@pytest.mark.parametrize("algorithm", ["RSA-OAEP-256", "RSA-OAEP"])
def test_a_jwe_opens_under_both_algorithms_zipped_or_not(algorithm: str) -> None:
    assert open_jwe(jwe(PLAIN, JWK, alg=algorithm), KEY) == CARD
    assert open_jwe(jwe(deflated(PLAIN), JWK, alg=algorithm, zip="DEF"), KEY) == CARD


@pytest.mark.parametrize(
    "header",
    [
        {"enc": "A128GCM"},
        {"enc": "A256CBC-HS512"},
        {"alg": "RSA1_5"},
        {"alg": "dir"},
        {"alg": "none"},
        {"alg": ["RSA-OAEP-256"]},
        {"zip": "GZIP"},
        {"zip": None},
        {"crit": ["exp"], "exp": 1},
    ],
)
def test_another_way_to_encrypt_is_refused(header: dict[str, object]) -> None:
    assert problem_of(lambda: open_jwe(jwe(PLAIN, JWK, **header), KEY)) is Problem.UNPROCESSABLE


@pytest.mark.parametrize("bomb", [b" " * 50_000_000, b'{"number": "' + b"4" * 5000 + b'"}'])
def test_what_inflates_to_more_than_a_card_is_refused(bomb: bytes) -> None:
    token = jwe(deflated(bomb), JWK, zip="DEF")
    assert problem_of(lambda: open_jwe(token, KEY)) is Problem.INVALID_BODY


@pytest.mark.parametrize("kid", ["old", "", None, 7, ["x"]])
def test_another_kid_is_another_key(kid: object) -> None:
    assert problem_of(lambda: open_jwe(jwe(PLAIN, JWK, kid=kid), KEY)) is Problem.INVALID_KEY


def test_a_jwe_for_another_key_or_with_a_changed_part_is_unreadable() -> None:
    parts = jwe(PLAIN, JWK).split(".")
    tokens = [jwe(PLAIN, {**OTHER.jwk(), "kid": KEY.kid}), ".".join(parts[:4]), ".".join([*parts, ""])]
    for index in range(1, 5):
        changed = [*parts]
        changed[index] = b64url(bytes(len(parts[index]) * 3 // 4))
        tokens.append(".".join(changed))
    tokens += [jwe(b'["4111111111111111"]', JWK), jwe(b"4111 no JSON", JWK), jwe(b"[" * 4000, JWK)]
    assert {problem_of(lambda token=token: open_jwe(token, KEY)) for token in tokens} == {
        Problem.INVALID_BODY
    }


def test_the_head_of_a_jwe_is_authenticated() -> None:
    _, *rest = jwe(PLAIN, JWK).split(".")
    head = b64url(json.dumps({"enc": "A256GCM", "alg": "RSA-OAEP-256", "kid": KEY.kid}).encode())
    assert problem_of(lambda: open_jwe(".".join([head, *rest]), KEY)) is Problem.INVALID_BODY


@pytest.mark.parametrize("digest", [SHA1, SHA256], ids=["SHA-1", "SHA-256"])
@pytest.mark.parametrize("text", ["4111111111111111", "12", "Zoë Müller", ""])
def test_a_field_opens_under_both_hashes(text: str, digest: hashes.HashAlgorithm) -> None:
    assert open_field(field(text, JWK, digest), KEY) == text


def test_a_field_that_cannot_be_opened_is_refused() -> None:
    sealed = field("4111111111111111", JWK)
    kid, _, data = sealed.partition("|")
    wrong = [f"{kid}|", f"{kid}|!{data}", f"{kid}|{data[:-4]}", field("1", {**OTHER.jwk(), "kid": kid}), kid]
    assert {problem_of(lambda text=text: open_field(text, KEY)) for text in wrong} == {Problem.INVALID_BODY}
    assert problem_of(lambda: open_field(f"old|{data}", KEY)) is Problem.INVALID_KEY
    assert problem_of(lambda: open_field(data, KEY)) is Problem.INVALID_KEY


@pytest.mark.parametrize("digest", [SHA1, SHA256], ids=["SHA-1", "SHA-256"])
@pytest.mark.parametrize("kid", [None, "undefined"])
def test_the_tokenize_envelope_opens(kid: str | None, digest: hashes.HashAlgorithm) -> None:
    sent = envelope({"credit_card": CARD}, JWK, digest, kid)
    assert open_tokenize(sent["data"], sent["metadata"], KEY) == {"credit_card": CARD}


def test_a_tokenize_envelope_that_was_changed_is_refused() -> None:
    sent = envelope({"credit_card": CARD}, JWK)
    data, metadata = sent["data"], sent["metadata"]
    flipped = base64.b64encode(bytes([base64.b64decode(data)[0] ^ 1]) + base64.b64decode(data)[1:]).decode()
    short = field("too short", JWK)
    for wrong in ((flipped, metadata), ("no base64", metadata), (data, short), (data, f"{KEY.kid}|AAAA")):
        assert problem_of(lambda wrong=wrong: open_tokenize(*wrong, KEY)) is Problem.INVALID_BODY
    assert problem_of(lambda: open_tokenize(data, "old|AAAA", KEY)) is Problem.INVALID_KEY


def test_a_code_alone_comes_as_a_field_or_as_a_jwe() -> None:
    assert open_code(field("123", JWK), KEY) == "123"
    assert open_code(jwe(b'{"verification_value": "123"}', JWK), KEY) == "123"
    assert problem_of(lambda: open_code(jwe(b'{"code": 123}', JWK), KEY)) is Problem.INVALID_BODY


@given(st.text(max_size=300))
def test_any_text_at_all_is_refused_in_words(text: str) -> None:
    for opened in (open_jwe, open_field, open_code):
        problem_of(lambda opened=opened: opened(text, KEY))
    problem_of(lambda: open_tokenize(text, text, KEY))
    problem_of(lambda: open_tokenize(text, f"undefined|{text}", KEY))
