"""What every route has in common: ray ids, CORS, slashes, methods, and bodies that nobody should send."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from firmly_tui.sandbox.errors import Refusal
from firmly_tui.sandbox.wire import raw_body
from tests.sandbox.described import Route, document_of, routes_of
from tests.sandbox.shopper import SHOP, Shopper

BODIES = {
    "none": b"",
    "not json": b"hello",
    "half": b'{"quantity": 1',
    "not text": b"\xff\xfe\x00",
    "utf-16": '{"quantity": 1}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"quantity": 1}',
    "list": b"[]",
    "null": b"null",
    "text": b'"quantity"',
    "number": b"1e999",
    "not a number": b'{"quantity": NaN, "page_size": Infinity, "scenarios": [{"name": NaN}]}',
    "long number": b'{"quantity": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 100_000,
    "deep object": b'{"handle":' * 50_000 + b"1" + b"}" * 50_000,
    "deep in a field": b'{"handle": {"handle": "x", "merchantData": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "surrogate": b'{"query": "\\ud800", "variant_id": "\\ud800", "quantity": 1}',
    "nul": b'{"query": "\\u0000", "variant_id": "\\u0000", "email": "\\u0000@\\u0000", "quantity": 1}',
    "same key twice": b'{"quantity": 1, "quantity": [], "query": "a", "query": {}}',
    "unknown fields": b'{"__proto__": {}, "constructor": 1, "": null}',
    "wrong types": b'{"query": {}, "quantity": [], "items": 7, "encrypted_card": 3, "access_token": {}}',
    "large": b'{"query": "' + b"x" * 1_100_000 + b'"}',
}
KINDS = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=x",
    "%",
)


@pytest.fixture
def everyone(shopper: Shopper) -> Shopper:
    """A shopper who may call every route."""
    shopper.http.headers["x-firmly-app-id"] = SANDBOX_APP_ID
    return shopper


@pytest.fixture(scope="module")
def routes(sandbox: Sandbox) -> list[Route]:
    return routes_of(document_of(sandbox.url))


def assert_documented(answer: httpx.Response, case: object) -> None:
    """The hook of the shopper has held the answer against the document; here it must be no breakdown."""
    assert answer.status_code < 500, case
    if answer.status_code >= 400:
        error = answer.json()
        assert error["code"] == answer.status_code
        assert error["error"]
        assert error["description"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_makes_any_route_fail(everyone: Shopper, routes: list[Route], body: bytes) -> None:
    for route in routes:
        assert_documented(everyone.http.request(route.method, route.path, content=body), route.path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_is_read_as_json_whatever_it_is_called(
    everyone: Shopper, routes: list[Route], kind: str
) -> None:
    for route in routes:
        for body in route.bodies[:1]:
            sent = httpx.Request(route.method, everyone.http.base_url.join(route.path), json=body).content
            headers = {"content-type": kind}
            answer = everyone.http.request(route.method, route.path, content=sent, headers=headers)
            assert_documented(answer, route.path)
            assert answer.status_code != 415, route.path


def test_10_megabytes_are_refused_or_not_read(everyone: Shopper, routes: list[Route]) -> None:
    data = b"x" * 10_000_000
    for route in routes:
        answer = everyone.http.request(route.method, route.path, content=data)
        assert_documented(answer, route.path)
        if route.body_schema is not None:
            assert answer.status_code >= 400, route.path


@pytest.mark.parametrize(
    "path",
    ["/", "/api", "/api/v9/carts/active", "/sandbox", "/%00", "//", "/api/v2/domains//cart", "/%2Fapi"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "BREW"])
def test_an_unknown_path_is_route_not_found(shopper: Shopper, method: str, path: str) -> None:
    answer = shopper.http.request(method, path)
    error = answer.json()
    assert (answer.status_code, error["code"], error["error"]) == (404, 404, "RouteNotFound")
    assert error.keys() == {"code", "error", "description"}


def test_a_wrong_method_names_the_right_ones(shopper: Shopper, routes: list[Route]) -> None:
    for route in routes:
        answer = shopper.http.request("PATCH", route.path)
        assert answer.status_code == answer.json()["code"] == 405
        assert answer.json()["error"] == "MethodNotAllowed"
        assert route.method in answer.headers["allow"]


def test_options_tells_the_methods_of_every_path(shopper: Shopper, routes: list[Route]) -> None:
    for path in {route.path for route in routes}:
        described = {route.method for route in routes if route.path == path}
        answer = shopper.http.options(path)
        told = set(answer.headers["allow"].split(", "))
        assert (answer.status_code, answer.content) == (204, b"")
        assert told == {*described, "OPTIONS", *(("HEAD",) if "GET" in described else ())}, path


def test_a_slash_at_the_end_changes_nothing(everyone: Shopper, routes: list[Route]) -> None:
    for route in routes:
        plain = everyone.http.request(route.method, route.path)
        slashed = everyone.http.request(route.method, f"{route.path}/")
        assert plain.status_code == slashed.status_code, route.path
        assert "location" not in slashed.headers


def test_two_slashes_in_a_path_lead_nowhere(shopper: Shopper, routes: list[Route]) -> None:
    for route in routes:
        assert shopper.http.request(route.method, f"{shopper.sandbox.url}/{route.path}").status_code == 404


@pytest.mark.parametrize("place", ["%2F", "%2e%2e", "a%2Fb", "%00", "%FF%FE", "%F0%9F%92%A5", "x" * 9000])
def test_no_part_of_a_path_makes_any_route_fail(everyone: Shopper, routes: list[Route], place: str) -> None:
    for route in routes:
        parts = route.template.split("/")
        path = "/".join(place if part.startswith("{") else part for part in parts)
        assert_documented(everyone.http.request(route.method, path), path)


@pytest.mark.parametrize(
    "query", ["", "=", "&&&", "%", "%00=%00", "%FF=%FE", "page=1&page=x", "sse=%00&format=[]"]
)
def test_no_query_makes_any_route_fail(everyone: Shopper, routes: list[Route], query: str) -> None:
    for route in routes:
        assert_documented(everyone.http.request(route.method, f"{route.path}?{query}"), route.path)


def test_head_answers_like_get_without_a_body(everyone: Shopper, routes: list[Route]) -> None:
    for route in routes:
        if route.method == "GET":
            full, head = everyone.http.get(route.path), everyone.http.head(route.path)
            assert (head.status_code, head.content) == (full.status_code, b"")
            assert head.headers["content-type"] == full.headers["content-type"]


def test_every_answer_has_a_ray_id_of_its_own(shopper: Shopper) -> None:
    answers = [shopper.http.get(path) for path in ("/sandbox/health", "/sandbox/health", "/nowhere")]
    rays = [answer.headers["cf-ray"] for answer in answers]
    assert len(set(rays)) == 3
    assert all(ray.endswith("-SEA") and len(ray) == 20 for ray in rays)


def test_any_page_may_call_every_route(shopper: Shopper, routes: list[Route]) -> None:
    for route in routes:
        asked = {
            "origin": "https://shop.example",
            "access-control-request-method": route.method,
            "access-control-request-headers": "x-firmly-authorization, x-mine",
            "access-control-request-private-network": "true",
        }
        leave = shopper.http.options(route.path, headers=asked)
        assert leave.status_code == 204
        assert route.method in leave.headers["access-control-allow-methods"]
        assert leave.headers["access-control-allow-headers"] == "x-firmly-authorization, x-mine"
        assert leave.headers["access-control-allow-origin"] == "https://shop.example"
        assert leave.headers["access-control-allow-private-network"] == "true"


@pytest.mark.parametrize("path", ["/sandbox/health", "/nowhere", f"/api/v2/domains/{SHOP}/cart"])
def test_a_page_may_read_every_answer(shopper: Shopper, path: str) -> None:
    answer = shopper.http.get(path, headers={"origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert "CF-RAY" in answer.headers["access-control-expose-headers"]


def test_a_body_that_breaks_off_does_not_hurt(shopper: Shopper) -> None:
    def half() -> Iterator[bytes]:
        yield b'{"query":'
        raise httpx.ReadError("the client went away")

    with pytest.raises(httpx.ReadError):
        shopper.http.post("/api/v1/discovery/search", content=half())
    assert shopper.http.get("/sandbox/health").json()["status"] == "ok"


async def test_a_body_that_never_ends_is_refused() -> None:
    parts = iter([{"type": "http.request", "body": b"{", "more_body": True}])

    async def receive() -> dict[str, object]:
        return next(parts, None) or await asyncio.Future()

    with pytest.raises(Refusal, match="too long"):
        await raw_body(Request({"type": "http"}, receive), patience=0)
