"""Device tokens: creation, renewal, refusal."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.shopper import SHOP, Shopper

PATH = "/api/v1/browser-session"
APP = {"x-firmly-app-id": SANDBOX_APP_ID}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def claims_of(token: str) -> tuple[dict[str, object], dict[str, object]]:
    parts = (part + "=" * (-len(part) % 4) for part in token.split(".")[:2])
    header, claims = (json.loads(base64.urlsafe_b64decode(part)) for part in parts)
    return header, claims


def test_a_new_session_is_a_signed_token_for_an_hour(shopper: Shopper) -> None:
    shopper.http.cookies.clear()
    session = shopper.http.post(PATH, headers=APP).json()

    header, claims = claims_of(session["access_token"])
    assert session["device_created"] is True
    assert session["expires_in"] == 3600
    assert header["alg"] == "RS256"
    assert header["kid"]
    assert claims["deviceid"] == session["device_id"]
    assert claims["appid"] == SANDBOX_APP_ID
    assert claims["exp"] == session["expires"] == claims["iat"] + 3600
    assert claims["sub"]
    assert claims["iss"]


def test_a_session_is_renewed_for_the_same_device_by_body_or_cookie(shopper: Shopper) -> None:
    by_body = shopper.http.post(PATH, headers=APP, json={"access_token": shopper.token}).json()
    cookie = {"cookie": f"fsession_v2={shopper.token}"}
    by_cookie = shopper.http.post(PATH, headers={**APP, **cookie}).json()

    for session in (by_body, by_cookie):
        assert session["device_id"] == shopper.device_id
        assert session["device_created"] is False


@pytest.mark.parametrize("nothing", [None, "", "null", "undefined"])
def test_the_text_of_a_token_that_is_not_there_makes_a_new_session(
    shopper: Shopper, nothing: str | None
) -> None:
    headers = {**APP, "cookie": f"fsession_v2={nothing}"}
    session = shopper.http.post(PATH, headers=headers, json={"access_token": nothing}).json()
    assert session["device_created"] is True


def test_the_cookie_that_is_set_renews_the_session(shopper: Shopper) -> None:
    shopper.http.cookies.clear()
    first = shopper.http.post(PATH, headers=APP).json()
    second = shopper.http.post(PATH, headers=APP).json()
    assert second["device_id"] == first["device_id"]
    assert second["browser_id"] == first["browser_id"]
    assert first["browser_id"].startswith("B")


def test_a_token_that_is_none_cannot_be_renewed(shopper: Shopper) -> None:
    answer = shopper.http.post(PATH, headers=APP, json={"access_token": "a.b.c"})
    assert (answer.status_code, answer.json()["error"]) == (401, "InvalidJWTToken")


def test_an_expired_token_renews_for_a_week_and_no_longer(start: StartSandbox) -> None:
    clock = Clock()
    someone = Shopper(start(clock=clock))
    with someone:
        clock.now += timedelta(hours=1)
        expired = someone.http.get("/api/v2/carts/active")
        clock.now += timedelta(days=6, hours=23)
        renewed = someone.http.post(PATH, headers=APP, json={"access_token": someone.token})
        clock.now += timedelta(hours=2)
        too_late = someone.http.post(PATH, headers=APP, json={"access_token": someone.token})

    assert (expired.status_code, expired.json()["error"]) == (401, "InvalidJWTToken")
    assert renewed.json()["device_id"] == someone.device_id
    assert too_late.status_code == 401
    assert too_late.json()["message"]


def test_a_stale_cookie_does_not_lock_a_browser_out(shopper: Shopper) -> None:
    session = shopper.http.post(PATH, headers={**APP, "cookie": "fsession_v2=a.b.c"}).json()
    assert session["device_created"] is True


@pytest.mark.parametrize(
    ("headers", "error"),
    [({}, "MissingAppId"), ({"x-firmly-app-id": "not-a-uuid"}, "InvalidAppId")],
)
def test_an_app_id_is_needed(shopper: Shopper, headers: dict[str, str], error: str) -> None:
    answer = shopper.http.post(PATH, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_every_header_that_clients_use_is_read(shopper: Shopper) -> None:
    spellings = [
        {"x-firmly-authorization": f"Bearer {shopper.token}"},
        {"x-firmly-authentication": shopper.token},
        {"authorization": f"Bearer {shopper.token}"},
    ]
    del shopper.http.headers["x-firmly-authorization"]
    codes = [shopper.http.get("/api/v2/carts/active", headers=header).status_code for header in spellings]
    assert codes == [200, 200, 200]


@pytest.mark.parametrize(
    ("path", "missing", "garbage"),
    [
        ("/api/v1/carts/active", (400, "MissingAuthHeader"), (400, "InvalidToken")),
        ("/api/v2/carts/active", (401, "MissingAuthHeader"), (401, "InvalidToken")),
        ("/api/v1/discovery/options", (401, "Unauthorized"), (401, "Unauthorized")),
    ],
)
def test_a_missing_or_garbled_token_is_refused_as_each_version_does(
    shopper: Shopper, path: str, missing: tuple[int, str], garbage: tuple[int, str]
) -> None:
    del shopper.http.headers["x-firmly-authorization"]
    without = shopper.http.get(path)
    garbled = shopper.http.get(path, headers={"x-firmly-authorization": "null"})

    assert (without.status_code, without.json()["error"]) == missing
    assert (garbled.status_code, garbled.json()["error"]) == garbage


def test_a_token_with_a_changed_claim_is_refused(shopper: Shopper) -> None:
    head, body, signature = shopper.token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = (
        base64.urlsafe_b64encode(json.dumps({**claims, "exp": 9999999999}).encode()).rstrip(b"=").decode()
    )

    answer = shopper.cart(SHOP)
    shopper.http.headers["x-firmly-authorization"] = f"{head}.{forged}.{signature}"
    refused = shopper.cart(SHOP)

    assert answer.status_code == 404
    assert (refused.status_code, refused.json()["error"]) == (401, "InvalidJWTToken")


def test_active_carts_lists_the_merchants_with_something_in_the_cart(shopper: Shopper) -> None:
    assert shopper.http.get("/api/v2/carts/active").json() == {"domains": [], "carts": []}
    for domain in (SHOP, "kintaro.example"):
        shopper.add(shopper.skus(domain)[0], domain=domain)

    both = shopper.http.get("/api/v2/carts/active").json()
    one = shopper.http.get("/api/v1/carts/active", params={"excludes": SHOP}).json()

    assert both["domains"] == ["kintaro.example", SHOP]
    assert [cart["schema_version"] for cart in both["carts"]] == ["2.0", "2.0"]
    assert one["domains"] == ["kintaro.example"]
    assert "tax" in one["carts"][0]
