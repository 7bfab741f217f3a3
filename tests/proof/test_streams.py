"""Whatever is answered to an order: it ends in one of four outcomes, soon, in little memory, and in plain words."""

import asyncio
import json
import os
import tracemalloc
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain, count, repeat
from pathlib import Path
from urllib.parse import urlsplit

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as NoKeyring

from firmly_tui.checkout import Journal, Lane
from firmly_tui.client import Timeouts
from firmly_tui.sandbox import Sandbox
from tests.checkout.wire import no_nap
from tests.hostile import EVIL, INVISIBLE, MARKUP
from tests.proof.buyer import BOOK, BOOKS, HOME, Buyer
from tests.proof.liar import OK, End, Liar, event
from tests.proof.window import device
from tests.tui.shopper import shopping

STEERS = INVISIBLE - {"\n"}
EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "50"))
"""How many answers are made up."""
ENDS: tuple[End, ...] = ("close", "reset")


@dataclass(frozen=True)
class Piece:
    """Some bytes of an answer, and what they prove when they are the first ones of a stream."""

    data: bytes
    proves: str = ""


evil = st.sampled_from(EVIL) | st.text(max_size=30)
names_of_placed = st.sampled_from(["order-placed", "order-completed", "ORDER_PLACED"])
orders = st.one_of(
    st.builds(lambda number: {"platform_order_number": f"#{number}"}, evil),
    st.just({"status": "submitted"}),
)
placed = st.builds(
    lambda name, order, wrapped: Piece(event(name, {"order": order} if wrapped else order), "placed"),
    names_of_placed,
    orders,
    st.booleans(),
)
refused = st.builds(
    lambda text: Piece(
        event("error", {"code": 422, "error": "CreditCardDeclined", "description": text}), "refused"
    ),
    evil,
)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | evil,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(evil, inner, max_size=3),
    max_leaves=6,
)
unclear = st.builds(
    lambda name, data: Piece(event(name, data)),
    st.sampled_from(["order-placed", "error", "item-added", "shipping-updated"]),
    st.sampled_from([b"", b"{", b"null", b"[" * 20_000, b'{"order": {}}', b'{"cart": "\xff\xfe"}'])
    | st.builds(lambda value: json.dumps({"order": value, "cart": value, "error": value}).encode(), json_like)
    | st.just(b'{"code": 500, "error": "Unexpected"}'),
)
progress = st.builds(
    lambda name, text: Piece(event(name, {"cart": {"cart_id": text, "line_items": [{"title": text}]}})),
    st.sampled_from(
        ["order-processing", "item-added", "shipping-updated", "payment-processing", "[b]news[/"]
    ),
    evil,
)
garbage = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b": still here\n", b"data: \xe2\x82", b"event: order-placed\n", b"\xef\xbb\xbf", b"\r\n\r\n", b"\n"]
    ),
    st.just(b"data: " + b"x" * 200_000),
).map(Piece)
bodies = st.lists(st.one_of(placed, refused, unclear, progress, garbage), max_size=6)

others = st.builds(
    lambda status, kind, more: b"HTTP/1.1 %d X\r\ncontent-type: %b\r\n%b\r\n" % (status, kind, more),
    st.sampled_from([200, 204, 302, 402, 422, 500, 503]),
    st.sampled_from(
        [b"text/event-stream", b"Text/Event-Stream; charset=utf-16", b"application/json", b"text/html"]
    ),
    st.sampled_from(
        [b"", b"content-encoding: gzip\r\n", b"transfer-encoding: chunked\r\n", b"content-length: 12\r\n"]
    ),
)
heads = st.one_of(st.just(OK), st.just(OK), others, st.binary(max_size=40))


class Counter:
    """A shopper with a book, whose orders come to a liar."""

    def __init__(self, somebody: Buyer, liar: Liar, folder: Path) -> None:
        self._buyer = somebody
        self._folder = folder
        self._numbers = count()
        self.liar = liar

    async def order(self, answer: Iterable[bytes], end: End = "close") -> Lane:
        """Order, and be answered so; each time with a journal of its own."""
        asked = self.liar.asked
        self.liar.lie(answer, end)
        somebody = self._buyer
        with Journal(self._folder / f"{next(self._numbers)}" / "orders.db") as journal:
            buyer = Buyer(somebody.client, somebody.hive, journal, self._folder)
            placement = buyer.placement("place-order", sleep=no_nap)
            # A hang is a failure, and not a test that never ends.
            async with asyncio.timeout(60):
                await placement.run()
            (attempt,) = journal.attempts()
        (lane,) = placement.lanes
        assert placement.finished
        assert attempt.state == lane.state
        assert self.liar.asked == asked + 1
        return lane


@asynccontextmanager
async def counter(sandbox: Sandbox, folder: Path, timeouts: Timeouts) -> AsyncIterator[Counter]:
    async with (
        Liar(urlsplit(sandbox.url).port or 0) as liar,
        device(sandbox.url, liar.url, sandbox.issue_session(), timeouts=timeouts) as (client, hive),
    ):
        await hive.add(BOOKS, BOOK)
        await hive.set_address(HOME)
        with Journal(folder / "orders.db") as journal:
            yield Counter(Buyer(client, hive, journal, folder), liar, folder)


def words(lane: Lane) -> Iterator[str]:
    """All that may be shown of a lane."""
    yield lane.sentence
    yield from (step.text for step in lane.steps)
    yield from (name for _, name in lane.events)
    if lane.attempt is not None:
        yield json.dumps(lane.attempt.to_json(), ensure_ascii=False)
    if lane.order is not None:
        yield lane.order.platform_order_number


def test_any_answer_ends_in_what_it_proves(tmp_path: Path, sandbox: Sandbox) -> None:
    with asyncio.Runner() as runner:
        opened = counter(sandbox, tmp_path, Timeouts())
        made = runner.run(opened.__aenter__())

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(heads, bodies, st.sampled_from(ENDS))
        def answer(head: bytes, body: list[Piece], end: End) -> None:
            lane = runner.run(made.order([head, *(piece.data for piece in body)], end))
            proofs = {piece.proves for piece in body}
            # The order arrived, so that nobody may say that it was not sent.
            assert lane.state in proofs | {"unknown"}
            if head == OK and end == "close" and body and body[0].proves:
                assert lane.state == body[0].proves
            assert lane.error is not None or lane.state == "placed"
            for text in words(lane):
                assert not STEERS & set(text), text

        try:
            answer()
        finally:
            runner.run(opened.__aexit__(None, None, None))


async def test_silence_and_endless_comments_end_in_time(tmp_path: Path, sandbox: Sandbox) -> None:
    begun = event("order-processing", {})
    async with counter(sandbox, tmp_path, Timeouts(order_idle=0.05, order_total=0.2)) as made:
        for answer in ([], [OK], [OK, begun], [OK, begun, b"data: half a li"]):
            lane = await made.order(answer, "silence")
            assert lane.state == "unknown"
    async with counter(sandbox, tmp_path / "comments", Timeouts(order_total=0.2)) as made:
        lane = await made.order(chain([OK, begun], repeat(b": still here\n\n")))
        assert lane.state == "unknown"


LINE = b"x" * 50_000
MUCH = 200_000_000


def carts() -> Iterator[bytes]:
    goods = [{"title": "x" * 1_000}] * 20
    for number in count():
        yield event("item-added", {"cart": {"cart_id": f"{number}", "line_items": goods}})


@pytest.mark.parametrize(
    "endless",
    [repeat(LINE), repeat(b": " + LINE + b"\n"), repeat(b"data: " + LINE + b"\n\n"), carts()],
    ids=["one line", "comments", "events", "carts"],
)
async def test_a_stream_without_end_is_given_up_in_little_memory(
    tmp_path: Path,
    sandbox: Sandbox,
    endless: Iterator[bytes],
) -> None:
    async with counter(sandbox, tmp_path, Timeouts()) as made:
        tracemalloc.start()
        try:
            lane = await made.order(chain([OK], lazily(endless)))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert lane.state == "unknown"
    assert peak < 40_000_000
    assert made.liar.sent < MUCH / 4


def lazily(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, until they are more than anybody should take."""
    sent = 0
    for piece in pieces:
        yield piece
        sent += len(piece)
        if sent > MUCH:
            return


async def test_what_a_stream_says_is_shown_as_it_is(home: Path, sandbox: Sandbox) -> None:
    keyring.set_keyring(NoKeyring())
    steering = "\x1b[2Jgone\x07 right\u202eleft"
    told = " ".join(MARKUP[:6])
    answer = [
        OK,
        *(event(name, {}) for name in (steering.replace("\n", ""), "[b]news[/b]", "[@click=app.quit]x[/]")),
        event("item-added", {"cart": {"cart_id": "[/]", "line_items": [{"title": told}]}}),
        event("error", {"code": 422, "error": "CreditCardDeclined", "description": f"{told} {steering}"}),
    ]
    async with Liar(urlsplit(sandbox.url).port or 0) as liar:
        liar.lie(answer)
        async with shopping(home, server=liar.url, size=(100, 40)) as shopper:
            await shopper.opened()
            await shopper.put(BOOKS, BOOK["variant_id"])
            await shopper.go_to_payment()
            await shopper.fill_card("4111111111111111")
            await shopper.press("ctrl+s")
            await shopper.until("1 order refused.")
            assert told in shopper.said()
            assert not INVISIBLE & set(shopper.text().replace("\n", ""))
            await shopper.press("e")
            await shopper.until("[@click=app.quit]x[/]")
            assert "[b]news[/b]" in shopper.said()
            assert not INVISIBLE & set(shopper.text().replace("\n", ""))
