"""Servers that search with a secret instead of a token."""

import pytest

from firmly_tui.sandbox import SANDBOX_API_SECRET
from tests.sandbox.shopper import Shopper

PATHS = [
    ("POST", "/api/v1/discovery/search"),
    ("GET", "/api/v1/discovery/search"),
    ("GET", "/api/v1/discovery/options"),
]


def ask(shopper: Shopper, method: str, path: str, **headers: str) -> tuple[int, str]:
    del shopper.http.headers["x-firmly-authorization"]
    body = {"query": "chair"} if method == "POST" else None
    sent = {f"x-firmly-{name.replace('_', '-')}": value for name, value in headers.items()}
    answer = shopper.http.request(method, path, json=body, headers=sent)
    return answer.status_code, answer.json().get("error", "")


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_the_secret_and_a_device_are_enough(shopper: Shopper, method: str, path: str) -> None:
    status, _ = ask(shopper, method, path, authorization=SANDBOX_API_SECRET, device_id="kiosk_7-A")
    assert status == 200


@pytest.mark.parametrize("device_id", ["", "a b", "x" * 257])
def test_an_ill_formed_device_is_a_bad_request(shopper: Shopper, device_id: str) -> None:
    answer = ask(shopper, *PATHS[0], authorization=SANDBOX_API_SECRET, device_id=device_id)
    assert answer == (400, "BadRequest")


def test_a_missing_device_is_a_bad_request(shopper: Shopper) -> None:
    assert ask(shopper, *PATHS[0], authorization=SANDBOX_API_SECRET) == (400, "BadRequest")


@pytest.mark.parametrize("secret", ["wrong", "null", ""])
def test_a_wrong_secret_is_refused(shopper: Shopper, secret: str) -> None:
    assert ask(shopper, *PATHS[0], authorization=secret, device_id="kiosk") == (401, "InvalidAPIToken")


def test_a_token_is_a_token_whatever_device_is_named(shopper: Shopper) -> None:
    assert ask(shopper, *PATHS[0], authorization=shopper.token, device_id="a b")[0] == 200


def test_the_secret_opens_nothing_else(shopper: Shopper) -> None:
    status, error = ask(
        shopper, "GET", "/api/v2/carts/active", authorization=SANDBOX_API_SECRET, device_id="kiosk"
    )
    assert (status, error) == (401, "InvalidToken")


def test_errors_of_the_search_carry_the_text_twice(shopper: Shopper) -> None:
    error = shopper.http.post("/api/v1/discovery/search", json={}).json()
    assert error["message"] == error["description"]
