"""The event-stream decoder against the WHATWG rules, however the bytes are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.client import TooLarge
from firmly_tui.client.sse import Decoder, Event


def decode(stream: bytes) -> list[Event]:
    decoder = Decoder()
    events = decoder.feed(stream)
    decoder.close()
    return events


def data(stream: bytes) -> list[str]:
    return [event.data for event in decode(stream)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_every_line_end_ends_a_line(end: bytes) -> None:
    stream = end.join([b"event: item-added", b"data: one", b"data: two", b"", b"data: three", b"", b""])
    assert decode(stream) == [Event("item-added", "one\ntwo", ""), Event("message", "three", "")]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", ["b"]),
        (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", ["a"]),
        (b"data\n\n", [""]),
        (b"data:\n\n", [""]),
        (b"data\ndata\n\ndata\n", ["\n"]),
        (b"data:a\n\n", ["a"]),
        (b"data:  a\n\n", [" a"]),
        (b"data:\ta\n\n", ["\ta"]),
        (b"data: a:b\n\n", ["a:b"]),
        (b"Data: a\n\ndata\0: b\n\nda-ta: c\n\n data: d\n\n", []),
        (b": a comment\r: \0 \n:\ndata: a\n\n", ["a"]),
        (b":" + b"x" * 2048 + b"\ndata: a\n\n", ["a"]),
        (b"event: lonely\n\nid: 1\n\nretry: 10\n\n: ping\n\n", []),
        (b"data: tail", []),
        (b"data: tail\n", []),
        (b"data: \xe2\x80\xa8\xc2\x85\x0b\x0c\n\n", ["\u2028\u0085\x0b\x0c"]),
        (b"data: \xff\xed\xa0\x80\xe2\x82\n\n", ["\ufffd\ufffd\ufffd\ufffd\ufffd"]),
        (b"data: a\0b\n\n", ["a\0b"]),
        (b"\n\n\ndata: a\n\n\n\n", ["a"]),
    ],
)
def test_fields_follow_the_standard(stream: bytes, expected: list[str]) -> None:
    assert data(stream) == expected


def test_an_event_name_holds_for_one_event_only() -> None:
    assert [e.name for e in decode(b"event: a\n\ndata: 1\n\nevent: b\nevent: c\ndata: 2\n\ndata: 3\n\n")] == [
        "message",
        "c",
        "message",
    ]


def test_an_id_stays_until_it_is_changed() -> None:
    stream = b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\nid: 3\n\ndata: e\n\n"
    assert [event.id for event in decode(stream)] == ["1", "1", "1", "", "3"]


def test_retry_is_never_an_event_and_never_fails() -> None:
    assert data(b"retry: 03000\nretry: 1000x\nretry: \xd9\xa3\ndata: a\n\n") == ["a"]


def test_a_carriage_return_ends_an_event_at_once() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\r\r") == [Event("message", "a", "")]
    assert decoder.feed(b"\ndata: b\r\n\r") == [Event("message", "b", "")]
    assert decoder.feed(b"\n") == []


def test_closing_drops_the_unfinished_event() -> None:
    decoder = Decoder()
    decoder.feed(b"data: a\n")
    decoder.close()
    assert decoder.feed(b"\n") == []


PIECES = st.sampled_from(
    [
        b"data",
        b"event",
        b"id",
        b":",
        b" ",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xc3\xa9",
        b"data: x\n\n",
        b"event: order-placed\n",
        b"\xe2\x80\xa8",
        b"\xff",
    ]
)
STREAMS = st.lists(PIECES | st.binary(max_size=4), max_size=40).map(b"".join)


def in_pieces(stream: bytes, cuts: list[int], limit: int) -> tuple[list[Event], bool]:
    decoder = Decoder(max_event_bytes=limit)
    borders = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    events: list[Event] = []
    try:
        for start, end in pairwise(borders):
            events += decoder.feed(stream[start:end])
        decoder.feed(b": the end\n")
    except TooLarge:
        return events, True
    return events, False


@given(STREAMS, st.lists(st.integers(0, 10_000), max_size=30), st.sampled_from([10, 10_000]))
def test_where_a_stream_is_cut_changes_nothing(stream: bytes, cuts: list[int], limit: int) -> None:
    assert in_pieces(stream, cuts, limit) == in_pieces(stream, [], limit)


@given(STREAMS)
def test_byte_by_byte_is_the_same(stream: bytes) -> None:
    assert in_pieces(stream, list(range(len(stream))), 10_000) == in_pieces(stream, [], 10_000)


@pytest.mark.parametrize(
    "line", [b"data: " + b"x" * 200, b"data:\n" * 200, b"event: " + b"x" * 200, b"x" * 200]
)
def test_an_event_over_the_limit_is_refused(line: bytes) -> None:
    with pytest.raises(TooLarge):
        Decoder(max_event_bytes=100).feed(line)


def test_the_limit_counts_one_event_not_the_stream() -> None:
    decoder = Decoder(max_event_bytes=100)
    assert len(decoder.feed(b"data: 0123456789\n\n: ping\n" * 1000)) == 1000


def test_events_before_one_too_large_are_handed_out() -> None:
    decoder = Decoder(max_event_bytes=100)
    assert decoder.feed(b"data: a\n\n" + b"data: " + b"x" * 200) == [Event("message", "a", "")]
    with pytest.raises(TooLarge):
        decoder.feed(b"more")
