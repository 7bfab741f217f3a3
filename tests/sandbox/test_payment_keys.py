"""The payment key: its forms, and what happens when it is rotated or the sandbox starts anew."""

import sqlite3
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwcrypto import jwk

from firmly_tui.sandbox.payment.keys import KeyRing
from firmly_tui.sandbox.store import Store
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.sealing import envelope, field
from tests.sandbox.shopper import CARD, SEATTLE, Shopper, encrypted


def sealed_for(key: dict[str, str], handle: str) -> dict[str, dict[str, object]]:
    """The bodies of the three envelopes, by the routes that take them."""
    fields = {name: field(value, key) for name, value in CARD.items()}
    billed = {"billing_info": SEATTLE, "handle": handle}
    return {
        "/api/v3/payment/complete-order": {"encrypted_card": encrypted(CARD, key), **billed},
        "/api/v2/payment/complete-order": {"credit_card": fields, **billed},
        "/api/v1/payment/tokenize": {**envelope({"credit_card": CARD}, key), "handle": handle},
    }


def test_the_key_comes_in_three_forms_to_anybody(shopper: Shopper) -> None:
    del shopper.http.headers["x-firmly-authorization"]
    key = shopper.http.get("/api/v1/payment/key")
    pem = shopper.http.get("/api/v1/payment/key", params={"format": "PEM"})
    rsa = shopper.http.get("/api/v1/payment/key", params={"format": "RSA"})

    assert set(key.json()) == {"kid", "kty", "n", "e", "use"}
    assert {answer.headers["x-firmly-kid"] for answer in (key, pem, rsa)} == {key.json()["kid"]}
    assert pem.headers["content-type"].startswith("text/plain")
    assert pem.text.startswith("-----BEGIN PUBLIC KEY-----")
    assert rsa.text.startswith("-----BEGIN RSA PUBLIC KEY-----")
    same = jwk.JWK.from_pem(pem.content).export_public(as_dict=True)
    assert same["n"] == key.json()["n"]
    assert load_pem_public_key(rsa.content).key_size == 2048


def test_a_key_outlives_the_sandbox_and_a_payment_token_does_not(start: StartSandbox) -> None:
    with Shopper(first := start()) as someone:
        someone.add("CUP-RED", 1, CORNER)
        handle = someone.ship_to(CORNER).json()["payment_handle"]
        content = {"credit_card": CARD, "billing_info": SEATTLE}
        body = {**envelope(content, key := someone.key()), "handle": handle}
        token = someone.http.post("/api/v1/payment/tokenize", json=body).json()["token"]
        device_token = someone.token
    first.stop()
    with Shopper(start()) as later:
        later.http.headers["x-firmly-authorization"] = device_token
        pay = {"payment_token": {"id": token}}
        answer = later.http.post(f"/api/v1/domains/{CORNER}/cart/complete-order", json=pay)
        again = later.http.post("/api/v1/payment/tokenize", json=body).json()["token"]
        assert later.key() == key
    assert (answer.status_code, answer.json()["error"]) == (412, "CheckoutError")
    assert again != token


def test_after_a_rotation_cards_for_the_old_key_are_refused(start: StartSandbox, tmp_path: Path) -> None:
    with Shopper(first := start()) as someone:
        someone.add("CUP-RED", 1, CORNER)
        handle = someone.ship_to(CORNER).json()["payment_handle"]
        old, device_token = someone.key(), someone.token
    first.stop()
    store = Store(tmp_path / "sandbox.db")
    KeyRing(store).rotate_payment()
    store.close()
    with Shopper(start()) as later:
        later.http.headers["x-firmly-authorization"] = device_token
        for path, body in sealed_for(old, handle).items():
            answer = later.http.post(path, json=body)
            assert (answer.status_code, answer.json()["error"]) == (409, "InvalidKey")
        assert later.key()["kid"] != old["kid"]
        assert later.complete(CORNER).status_code == 200


def test_nothing_of_a_card_reaches_the_database(start: StartSandbox, tmp_path: Path) -> None:
    with Shopper(sandbox := start()) as someone:
        someone.place("CUP-RED", 1, CORNER, number="4000000000000002", verification_value="987")
        handle = someone.cart(CORNER).json()["payment_handle"]
        content = {"credit_card": {**CARD, "verification_value": "987"}, "billing_info": SEATTLE}
        body = {**envelope(content, someone.key()), "handle": handle}
        token = someone.http.post("/api/v1/payment/tokenize", json=body).json()["token"]
        started = someone.http.post(
            "/api/v1/wallets/visa/unlock-start", json={"email": "shopper@example.com"}
        )
        pay = {"payment_token": {"id": token}}
        paid = someone.http.post(f"/api/v1/domains/{CORNER}/cart/complete-order", json=pay)
    sandbox.stop()
    dump = "\n".join(sqlite3.connect(tmp_path / "sandbox.db").iterdump())

    assert paid.status_code == 200
    for secret in ("4111111111111111", "4000000000000002", '"987"', token, started.json()["access_token"]):
        assert secret not in dump


@pytest.mark.parametrize("form", ["jwk", "", "XML"])
def test_any_other_form_of_the_key_is_a_jwk(shopper: Shopper, form: str) -> None:
    assert shopper.http.get("/api/v1/payment/key", params={"format": form}).json() == shopper.key()
