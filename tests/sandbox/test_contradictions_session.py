"""Where firmly's documents contradict each other about sessions and who may ask: what the sandbox takes and gives.

The numbers are those of `test_contradictions_errors`, `_cart`, `_delivery`, `_payment` and `_catalog`, too. 64 and 65
are about programs that use the API, and say nothing to a server.
"""

import base64
import json

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.sandbox.provoking import HOODIE, changed_token, filled
from tests.sandbox.shopper import JSON, SHOP, Shopper

V1, V2 = f"/api/v1/domains/{SHOP}/cart", f"/api/v2/domains/{SHOP}/cart"
POSTAL = "/api/v2/carts/postal-code"


def bare(sandbox: Sandbox, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Send these headers and no others of firmly."""
    return httpx.request(method, f"{sandbox.url}{path}", headers=headers)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("name", ["x-firmly-authorization", "x-firmly-authentication"])
def test_1_auth_header_name(shopper: Shopper, sandbox: Sandbox, name: str) -> None:
    assert bare(sandbox, V1, **{name: shopper.token}).status_code == 200


def test_1_the_first_auth_header_decides(shopper: Shopper, sandbox: Sandbox) -> None:
    headers = {"x-firmly-authorization": shopper.token, "x-firmly-authentication": "nonsense"}
    assert bare(sandbox, V1, **headers).status_code == 200


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("x-firmly-authorization", ""),
        ("x-firmly-authorization", "Bearer "),
        ("x-firmly-authorization", "bearer "),
        ("authorization", "Bearer "),
    ],
)
def test_2_token_form(shopper: Shopper, sandbox: Sandbox, name: str, prefix: str) -> None:
    assert bare(sandbox, V1, **{name: prefix + shopper.token}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [(V1, 400), ("/api/v1/carts/active", 400), (V2, 401), (POSTAL, 401), ("/api/v2/carts/active", 401)],
)
def test_3_status_of_auth_errors(sandbox: Sandbox, path: str, status: int) -> None:
    assert refusal(bare(sandbox, path)) == (status, "MissingAuthHeader")
    assert refusal(bare(sandbox, path, **{"x-firmly-authorization": "nonsense"})) == (status, "InvalidToken")


def test_3_a_foreign_token_is_401_always(shopper: Shopper, sandbox: Sandbox) -> None:
    foreign = changed_token(shopper).request.headers["x-firmly-authorization"]
    for path in (V1, V2, POSTAL, "/api/v1/carts/active"):
        assert refusal(bare(sandbox, path, **{"x-firmly-authorization": foreign})) == (401, "InvalidJWTToken")


def test_4_error_body(shopper: Shopper, sandbox: Sandbox) -> None:
    plain = {"code", "error", "description"}
    for path in (V1, V2, POSTAL, "/nowhere"):
        assert set(bare(sandbox, path).json()) == plain
    for body in (
        bare(sandbox, "/api/v1/browser-session", "POST").json(),
        shopper.http.post("/api/v1/discovery/search", json={}).json(),
    ):
        assert set(body) == {*plain, "message"}
        assert body["message"] == body["description"]


def test_4_error_body_of_a_stream(shopper: Shopper) -> None:
    name, data = shopper.stream(HOODIE, number="4000000000000002")[-1]
    assert name == "error"
    error = data["error"]
    assert set(error) == {"code", "error", "description", "message"}
    assert (error["code"], error["error"]) == (422, "ErrorPaymentDeclined")


def test_43_the_key_needs_no_token_and_minds_none(sandbox: Sandbox) -> None:
    for headers in ({}, {"x-firmly-authorization": "nonsense"}):
        assert bare(sandbox, "/api/v1/payment/key", **headers).json()["kty"] == "RSA"


def test_45_claims_of_the_token(shopper: Shopper) -> None:
    claims = claims_of(shopper.token)
    assert (claims["deviceid"], claims["appid"]) == (shopper.device_id, SANDBOX_APP_ID)
    assert not {"device_id", "app_id"} & set(claims)


def test_46_life_of_the_token(sandbox: Sandbox) -> None:
    answer = bare(sandbox, "/api/v1/browser-session", "POST", **{"x-firmly-app-id": SANDBOX_APP_ID}).json()
    claims = claims_of(answer["access_token"])
    assert answer["expires_in"] == claims["exp"] - claims["iat"] == 3600
    assert answer["expires"] == claims["exp"]


def test_47_both_paths_of_the_active_carts(shopper: Shopper) -> None:
    filled(shopper)
    simple, full = (shopper.http.get(f"/api/v{version}/carts/active").json() for version in (1, 2))
    assert simple["domains"] == full["domains"] == [SHOP]
    assert "tax" in simple["carts"][0]
    assert "tax_total" in full["carts"][0]


def test_48_no_postal_code_is_empty_text(shopper: Shopper) -> None:
    assert shopper.http.get(POSTAL).json() == {"postal_code": ""}


def test_53_the_status_of_a_merchant_is_public(sandbox: Sandbox) -> None:
    for headers in ({}, {"x-firmly-app-id": "nonsense"}, {"x-firmly-authorization": "nonsense"}):
        assert bare(sandbox, f"/api/v1/domains/{SHOP}", **headers).json() == {"status": "operational"}


def test_54_header_of_the_app_id(sandbox: Sandbox) -> None:
    answer = bare(sandbox, "/api/v1/browser-session", "POST", **{"x-firmly-authentication": SANDBOX_APP_ID})
    assert refusal(answer) == (400, "MissingAppId")


def test_55_errors_of_the_app_id(sandbox: Sandbox) -> None:
    path = "/api/v1/browser-session"
    assert refusal(bare(sandbox, path, "POST")) == (400, "MissingAppId")
    assert refusal(bare(sandbox, path, "POST", **{"x-firmly-app-id": "1"})) == (400, "InvalidAppId")


def claims_of(token: str) -> JSON:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
