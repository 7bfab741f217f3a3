"""What every route has in common: ray ids, CORS, unknown paths, and bodies that nobody should send."""

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.sandbox.shopper import SHOP, Shopper

ROUTES = [
    ("POST", "/api/v1/browser-session"),
    ("GET", "/api/v1/carts/active"),
    ("GET", "/api/v2/carts/active"),
    ("POST", "/api/v1/discovery/search"),
    ("GET", "/api/v1/discovery/search"),
    ("GET", "/api/v1/discovery/options"),
    ("GET", f"/api/v1/domains-products/{SHOP}/hero-hoodie"),
    ("GET", "/api/v1/domains-pdp"),
    ("GET", f"/api/v1/domains/{SHOP}/cart"),
    ("GET", f"/api/v2/domains/{SHOP}/cart"),
    ("POST", f"/api/v2/domains/{SHOP}/cart/line-items"),
    ("PUT", f"/api/v2/domains/{SHOP}/cart/line-items/x"),
    ("DELETE", f"/api/v2/domains/{SHOP}/cart/line-items"),
    ("POST", f"/api/v2/domains/{SHOP}/cart/shipping-info"),
    ("POST", f"/api/v2/domains/{SHOP}/cart/shipment/methods"),
    ("POST", f"/api/v2/domains/{SHOP}/cart/shipments/shipping-method"),
    ("GET", "/api/v1/payment/key"),
    ("POST", f"/api/v1/payment/domains/{SHOP}/place-order"),
    ("POST", f"/api/v2/payment/domains/{SHOP}/place-order"),
    ("POST", f"/api/v1/payment/domains/{SHOP}/complete-order"),
    ("POST", f"/api/v2/payment/domains/{SHOP}/complete-order"),
    ("GET", "/sandbox/health"),
    ("GET", "/sandbox/cards"),
]
BODIES = {
    "none": b"",
    "not json": b"hello",
    "half": b'{"quantity": 1',
    "not text": b"\xff\xfe\x00",
    "list": b"[]",
    "null": b"null",
    "number": b"1e999",
    "long number": b'{"quantity": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 100_000,
    "surrogate": b'{"query": "\\ud800", "variant_id": "\\ud800", "quantity": 1}',
    "wrong types": b'{"query": {}, "quantity": [], "items": 7, "encrypted_card": 3, "access_token": {}}',
    "large": b'{"query": "' + b"x" * 1_100_000 + b'"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_makes_any_route_fail(shopper: Shopper, body: bytes) -> None:
    shopper.http.headers["x-firmly-app-id"] = SANDBOX_APP_ID
    for method, path in ROUTES:
        answer = shopper.http.request(method, path, content=body)
        assert answer.status_code < 500, path
        if answer.status_code >= 400:
            error = answer.json()
            assert error["code"] == answer.status_code
            assert error["error"]
            assert error["description"]


@pytest.mark.parametrize(
    "path", ["/", "/api", "/api/v9/carts/active", "/sandbox", "/%00", "//", "/api/v2/domains//cart"]
)
def test_an_unknown_path_is_route_not_found(shopper: Shopper, path: str) -> None:
    answer = shopper.http.get(path)
    assert answer.status_code == 404
    assert answer.json() == {
        "code": 404,
        "error": "RouteNotFound",
        "description": answer.json()["description"],
    }


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_wrong_method_names_the_right_ones(shopper: Shopper, method: str, path: str) -> None:
    answer = shopper.http.request("PATCH", path)
    assert answer.status_code == answer.json()["code"] == 405
    assert method in answer.headers["allow"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_trailing_slash_changes_nothing(shopper: Shopper, method: str, path: str) -> None:
    plain, slashed = shopper.http.request(method, path), shopper.http.request(method, f"{path}/")
    assert plain.status_code == slashed.status_code
    assert not slashed.is_redirect


def test_every_answer_has_a_ray_id_of_its_own(shopper: Shopper) -> None:
    answers = [shopper.http.get(path) for path in ("/sandbox/health", "/sandbox/health", "/nowhere")]
    rays = [answer.headers["cf-ray"] for answer in answers]
    assert len(set(rays)) == 3
    assert all(ray.endswith("-SEA") and len(ray) == 20 for ray in rays)


def test_any_page_may_call_the_sandbox(shopper: Shopper) -> None:
    asked = {
        "origin": "https://shop.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "x-firmly-authorization",
    }
    preflight = shopper.http.options(f"/api/v2/domains/{SHOP}/cart/line-items/1", headers=asked)
    real = shopper.http.get("/sandbox/health", headers={"origin": "https://shop.example"})

    assert preflight.status_code == 204
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "x-firmly-authorization"
    assert real.headers["access-control-allow-origin"] == "https://shop.example"
    assert "CF-RAY" in real.headers["access-control-expose-headers"]


def test_head_answers_like_get_without_a_body(shopper: Shopper) -> None:
    answer = shopper.http.head("/sandbox/health")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_body_that_breaks_off_does_not_hurt(shopper: Shopper) -> None:
    def half() -> object:
        yield b'{"query":'
        raise httpx.ReadError("the client went away")

    with pytest.raises(httpx.ReadError):
        shopper.http.post("/api/v1/discovery/search", content=half())
    assert shopper.http.get("/sandbox/health").json()["status"] == "ok"
