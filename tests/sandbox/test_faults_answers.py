"""Scenarios of single answers: what comes instead of them, and what becomes of them on their way."""

import json

import httpx
import pytest

from firmly_tui.sandbox.faults.registry import IDENTIFIERS
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.faults import ACTED, OPTIONS, SCENARIO, acted, play, raw, received
from tests.sandbox.shopper import Shopper

CART = f"/api/v2/domains/{CORNER}/cart"


@pytest.mark.parametrize(
    ("scenario", "status", "identifier"),
    [
        ("rate-limit", 429, "TooManyRetries"),
        ("server-error", 500, "Unexpected"),
        ("unavailable", 503, "ErrorStoreUnavailable"),
        ("expired-token", 401, "InvalidJWTToken"),
        ("refuse,error=errorPARTNERnotFound", 404, "ErrorPartnerNotFound"),
        ("refuse,error=MissingAuthHeader", 401, "MissingAuthHeader"),
        ("refuse,error=ErrorNotEnoughStock,status=400", 400, "ErrorNotEnoughStock"),
    ],
)
def test_a_refusal_is_written_as_its_route_writes_them(
    corner: Shopper, scenario: str, status: int, identifier: str
) -> None:
    play(corner, scenario)
    answer = corner.add("CUP-RED", 1, CORNER)
    error = answer.json()
    assert (answer.status_code, error["code"], error["error"]) == (status, status, identifier)
    assert error.keys() == {"code", "error", "description"}


def test_a_refused_request_is_not_carried_out(corner: Shopper) -> None:
    play(corner, "server-error,times=1")
    assert corner.add("CUP-RED", 1, CORNER).status_code == 500
    assert corner.cart(CORNER).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "fields"),
    [
        ("/api/v1/carts/active", 400, {"code", "error", "description"}),
        ("/api/v2/carts/active", 401, {"code", "error", "description"}),
        ("/nowhere", 400, {"code", "error", "description"}),
    ],
)
def test_the_same_identifier_follows_the_ways_of_each_route(
    corner: Shopper, path: str, status: int, fields: set[str]
) -> None:
    play(corner, "refuse,error=MissingAuthHeader,description=Who are you?")
    answer = corner.http.get(path)
    assert answer.status_code == status
    assert answer.json().keys() == fields
    assert answer.json()["description"] == "Who are you?"


def test_every_identifier_of_firmly_can_be_provoked(corner: Shopper) -> None:
    assert len(IDENTIFIERS) > 100
    for identifier, status in IDENTIFIERS.items():
        play(corner, {"name": "refuse", "error": identifier, "status": status})
        answer = corner.http.post("/api/v1/domains/anything/cart")
        assert (answer.status_code, answer.json()["error"]) == (status, identifier)


def test_unavailable_says_when_to_come_back_if_asked_to(corner: Shopper) -> None:
    play(corner, "unavailable")
    assert "retry-after" not in corner.http.get(OPTIONS).headers
    play(corner, "unavailable,retry_after=120")
    assert corner.http.get(OPTIONS).headers["retry-after"] == "120"


def test_a_page_comes_instead_of_json(corner: Shopper) -> None:
    play(corner, "html-page")
    answer = corner.http.get(OPTIONS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/octet-stream", "none"])
def test_an_answer_says_that_it_is_something_else(corner: Shopper, kind: str) -> None:
    plain = corner.http.get(OPTIONS)
    play(corner, f"wrong-content-type,type={kind}")
    answer = corner.http.get(OPTIONS)
    assert answer.headers.get("content-type", "none") == kind
    assert answer.content == plain.content


def test_json_ends_in_its_middle(corner: Shopper) -> None:
    plain = corner.http.get(OPTIONS).content
    play(corner, "broken-json")
    answer = corner.http.get(OPTIONS)
    assert answer.content == plain[: len(plain) // 2]
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_json_holds_bytes_that_are_no_text(corner: Shopper) -> None:
    plain = corner.http.get(OPTIONS).content
    play(corner, "broken-utf8")
    answer = corner.http.get(OPTIONS)
    assert answer.content.replace(b"\xff\xc3\x28", b"", 1) == plain
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()


def test_what_is_no_json_stays_whole(corner: Shopper) -> None:
    play(corner, "broken-json", "broken-utf8", "hostile-text")
    answer = corner.http.get("/api/v1/payment/key?format=PEM")
    assert answer.text.startswith("-----BEGIN PUBLIC KEY-----")
    assert acted(corner) == [0, 0, 0]


def test_a_body_comes_in_pieces(corner: Shopper) -> None:
    plain = corner.http.get(OPTIONS).content
    play(corner, "slow-body,bytes=7,seconds=60,times=1")
    with corner.http.stream("GET", OPTIONS, timeout=0.3) as answer:
        pieces = answer.iter_raw()
        assert next(pieces) == plain[:7]
        with pytest.raises(httpx.ReadTimeout):
            next(pieces)
    play(corner, "slow-body,bytes=7,seconds=0")
    assert corner.http.get(OPTIONS).content == plain


def test_a_late_answer_comes_all_the_same(corner: Shopper) -> None:
    play(corner, "latency,seconds=0.01")
    assert corner.add("CUP-RED", 1, CORNER).status_code == 200
    assert acted(corner) == [1]


def test_waiting_ends_when_the_client_leaves(corner: Shopper) -> None:
    play(corner, "latency,seconds=3600,times=1")
    with pytest.raises(httpx.ReadTimeout):
        corner.http.post(f"{CART}/line-items", json={"variant_id": "CUP-RED", "quantity": 1}, timeout=0.2)
    assert 200 in (corner.cart(CORNER).status_code for _ in range(2000))


def test_waiting_ends_when_the_server_stops(start: StartSandbox) -> None:
    sandbox = start(scenarios=("latency,seconds=3600", "slow-body,seconds=60"))
    connection = raw(sandbox, b"GET /api/v1/payment/key HTTP/1.1\r\nhost: x\r\n\r\n")
    with httpx.Client(base_url=sandbox.url) as http:
        assert 1 in (http.get(SCENARIO).json()["active"][0]["acted"] for _ in range(2000))
    sandbox.stop()
    assert b"kty" not in received(connection)


def test_a_large_request_waits_as_well_and_is_refused_as_ever(corner: Shopper) -> None:
    play(corner, "latency,seconds=0.2")
    answer = corner.http.post("/api/v1/discovery/search", content=b"x" * 10_000_000)
    assert (answer.status_code, answer.headers[ACTED]) == (400, "latency")


def test_a_connection_is_reset_before_a_byte(corner: Shopper, start: StartSandbox) -> None:
    sandbox = start(scenarios=("connection-refused,times=1",))
    request = b"GET /api/v1/payment/key HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    with pytest.raises(ConnectionResetError):
        received(raw(sandbox, request))
    assert b'"kty":"RSA"' in received(raw(sandbox, request))
