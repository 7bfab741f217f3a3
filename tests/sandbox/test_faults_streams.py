"""Scenarios of event streams: broken off, silent, in pieces, with what does not belong there."""

import re

import httpx
import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.faults import (
    ACTED,
    PLACE,
    SCENARIO,
    acted,
    decoded,
    is_sold,
    names,
    play,
    raw,
    received,
    stream,
)
from tests.sandbox.shopper import Shopper

STEPS = ["creating-cart", "item-added", "shipping-updated", "order-placed"]


def test_a_cut_comes_before_the_head(corner: Shopper) -> None:
    play(corner, "stream-cut-head")
    assert stream(corner, "CUP-BLUE") == (b"", True)
    assert not is_sold(corner)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_cut_comes_after_some_events_and_the_order_is_lost(corner: Shopper, after: int) -> None:
    play(corner, f"stream-cut-event,after={after}")
    data, is_cut = stream(corner, "CUP-BLUE")
    assert (names(data), is_cut) == (STEPS[:after], True)
    assert not is_sold(corner)


def test_a_cut_after_the_last_event_comes_after_the_order(corner: Shopper) -> None:
    play(corner, "stream-cut-event,after=4")
    data, is_cut = stream(corner, "CUP-BLUE")
    assert (names(data), is_cut) == (STEPS, True)
    assert is_sold(corner)


@pytest.mark.parametrize("byte", [0, 1, 29, 40, 200])
def test_a_cut_comes_at_a_byte(corner: Shopper, byte: int) -> None:
    play(corner, f"stream-cut-byte,byte={byte}")
    data, is_cut = stream(corner, "CUP-BLUE")
    assert (len(data), is_cut) == (byte, True)
    start = b"event: creating-cart\ndata: {}\n\nevent: item-added"
    assert data[: len(start)] == start[:byte]
    assert not is_sold(corner)


@pytest.mark.parametrize("cut", ["stream-cut-head", "stream-cut-event,after=1", "stream-cut-byte,byte=7"])
def test_the_shop_goes_on_after_a_cut_if_asked_to(corner: Shopper, cut: str) -> None:
    play(corner, f"{cut},order=placed")
    _, is_cut = stream(corner, "CUP-BLUE")
    assert is_cut
    assert 404 in (corner.cart(CORNER).status_code for _ in range(2000))
    assert is_sold(corner)


def test_the_order_exists_but_its_event_does_not_come(corner: Shopper) -> None:
    play(corner, "lost-answer")
    data, is_cut = stream(corner, "CUP-BLUE")
    assert (names(data), is_cut) == (STEPS[:3], True)
    assert is_sold(corner)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_an_error_comes_at_each_step_and_no_order_after_it(corner: Shopper, step: int) -> None:
    play(corner, f"stream-error,step={step},error=CreditCardDeclined")
    data, is_cut = stream(corner, "CUP-BLUE")
    assert (names(data), is_cut) == ([*STEPS[: step - 1], "error"], False)
    assert '"code":422,"error":"CreditCardDeclined"' in decoded(data)[-1].data
    assert not is_sold(corner)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_error_comes_at_each_step_in_the_words_of_the_guide(corner: Shopper, step: int) -> None:
    play(corner, f"stream-error,step={step}")
    data, _ = stream(corner, "CUP-BLUE", query="", accept="text/event-stream")
    before = ["order_processing", "payment_processing"][: step - 1]
    assert names(data) == [*before, "error"]
    assert not is_sold(corner)


def test_an_error_never_follows_what_ends_a_stream(corner: Shopper) -> None:
    play(corner, "stream-error,step=3")
    assert names(stream(corner, "CUP-GREEN")[0]) == ["creating-cart", "error"]
    play(corner, "stream-error,step=5")
    assert names(stream(corner, "CUP-BLUE")[0]) == STEPS


def test_a_silent_stream_goes_on_in_the_end(corner: Shopper) -> None:
    play(corner, "stream-stall,after=2,seconds=0.01")
    assert names(stream(corner)[0]) == STEPS
    assert acted(corner) == [1]


def test_silence_ends_when_the_client_leaves_and_the_order_is_placed(corner: Shopper) -> None:
    play(corner, "stream-stall,after=1,seconds=3600")
    body = corner.order_body("CUP-BLUE", domain=CORNER)
    with corner.http.stream("POST", f"{PLACE}?sse=true", json=body, timeout=0.3) as answer:
        parts = answer.iter_raw()
        assert names(next(parts)) == ["creating-cart"]
        with pytest.raises(httpx.ReadTimeout):
            next(parts)
    assert 404 in (corner.cart(CORNER).status_code for _ in range(2000))
    assert is_sold(corner)


def test_silence_ends_when_the_server_stops(start: StartSandbox) -> None:
    sandbox = start(scenarios=("stream-stall,seconds=3600", "stream-keep-alive,seconds=0.01"))
    with Shopper(sandbox) as someone:
        body = someone.order_body("CUP-BLUE", domain=CORNER)
        with someone.http.stream("POST", f"{PLACE}?sse=true", json=body) as answer:
            parts = answer.iter_raw()
            assert any(names(part) == ["creating-cart"] for part in parts)
            sandbox.stop()
            with pytest.raises(httpx.RemoteProtocolError):
                list(parts)


def test_comments_keep_a_silent_stream_alive(corner: Shopper) -> None:
    play(corner, "stream-stall,seconds=0.3", "stream-keep-alive,seconds=0.01")
    data, is_cut = stream(corner)
    assert (names(data), is_cut) == (STEPS, False)
    assert b"event: creating-cart\ndata: {}\n\n: keep-alive\n\n: keep-alive\n\n" in data


def test_each_event_comes_several_times(corner: Shopper) -> None:
    play(corner, "stream-duplicates,copies=3")
    assert names(stream(corner)[0]) == [name for name in STEPS for _ in range(3)]


@pytest.mark.parametrize("after", [0, 1, 4])
def test_an_unknown_event_comes_among_the_others(corner: Shopper, after: int) -> None:
    play(corner, f"stream-unknown-event,after={after},event=tea-time")
    assert names(stream(corner)[0]) == [*STEPS[:after], "tea-time", *STEPS[after:]]


def test_comments_and_strange_fields_mean_nothing(corner: Shopper) -> None:
    play(corner, "stream-comments,count=2")
    data, _ = stream(corner)
    assert names(data) == STEPS
    assert data.startswith(
        b": nothing new\n: nothing new\n\nevent: creating-cart\n: nothing new\n: nothing new\n:\n"
    )
    assert '"platform_order_number"' in decoded(data)[-1].data


@pytest.mark.parametrize(("ends", "pattern"), [("cr", rb"[^\n]*"), ("crlf", rb"([^\r\n]|\r\n)*")])
def test_lines_end_otherwise(corner: Shopper, ends: str, pattern: bytes) -> None:
    play(corner, "stream-comments", f"stream-line-ends,ends={ends}")
    data, _ = stream(corner)
    assert re.fullmatch(pattern, data)
    assert b"\r" in data
    assert names(data)[:3] == STEPS[:3]


def test_a_stream_comes_byte_by_byte(start: StartSandbox) -> None:
    sandbox = start(scenarios=("stream-dribble",))
    with Shopper(sandbox) as someone:
        data, is_cut = stream(someone)
        body = someone.http.build_request("POST", PLACE, json=someone.order_body("CUP-RED", domain=CORNER))
        head = f"POST {PLACE}?sse=true HTTP/1.1\r\nhost: x\r\nx-firmly-authorization: {someone.token}\r\n"
        head += f"connection: close\r\ncontent-length: {len(body.content)}\r\n\r\n"
        answer = received(raw(sandbox, head.encode() + body.content)).partition(b"\r\n\r\n")[2]
    assert (names(data), is_cut) == (STEPS, False)
    assert re.fullmatch(rb"(1\r\n(.|\n)\r\n)+0\r\n\r\n", answer)


def test_broken_events_are_still_events(corner: Shopper) -> None:
    play(corner, "broken-json,route=POST */place-order")
    data, is_cut = stream(corner)
    assert (names(data), is_cut) == (STEPS, False)
    assert decoded(data)[0].data == "{"
    assert not decoded(data)[-1].data.endswith("}}")


def test_an_order_without_a_stream_is_left_alone(corner: Shopper) -> None:
    play(corner, "stream-error", "stream-cut-head", "stream-cut-event", "stream-stall", "stream-dribble")
    answer = corner.place("CUP-RED", domain=CORNER)
    assert answer.status_code == 200
    assert ACTED not in answer.headers
    assert [scenario["seen"] for scenario in corner.http.get(SCENARIO).json()["active"]] == [0] * 5


def test_the_stream_says_what_acts_on_it(corner: Shopper) -> None:
    play(corner, "stream-comments,times=1", "stream-duplicates,chance=1")
    body = corner.order_body("CUP-RED", domain=CORNER)
    heads = [corner.http.post(f"{PLACE}?sse=true", json=body).headers[ACTED] for _ in range(2)]
    assert heads == ["stream-duplicates, stream-comments", "stream-duplicates"]


@pytest.mark.parametrize(
    "scenario",
    [
        "stream-error,step=9",
        "stream-cut-event,after=9",
        "stream-stall,after=9",
        "stream-cut-byte,byte=999999",
    ],
)
def test_a_step_that_never_comes_is_told_and_not_counted(corner: Shopper, scenario: str) -> None:
    play(corner, f"{scenario},times=1")
    data, broke_off = stream(corner)
    assert not broke_off
    (active,) = corner.http.get("/sandbox/scenario").json()["active"]
    assert (active["acted"], active["missed"], active["is_over"]) == (0, 1, False)
    assert active["note"] == f"A stream ended after {len(names(data))} events, before it could act."
