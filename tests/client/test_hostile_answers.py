"""Whatever a server answers to any call, it ends in a document or in one of our errors."""

import pytest

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    FirmlyError,
    NotFirmly,
    OutcomeUnknown,
    PaymentRefused,
    ServiceUnavailable,
)
from tests.client.every_call import CASES, Case
from tests.client.every_order import WAYS, Buy
from tests.client.server import LoopbackServer, error, reply

NOT_FIRMLY = {
    "html": reply(b"<!doctype html><title>Sign in to the hotel's network</title>", 200, "text/html"),
    "html, said to be json": reply(b"<html>"),
    "half a document": reply(b'{"cart_id": "c'),
    "broken utf-8": reply(b'{"cart_id": "\xff\xfe"}'),
    "no body": reply(b""),
    "no content": reply(b"", 204),
    "null": reply(None),
    "number": reply(7),
    "text": reply("welcome"),
    "other object": reply({"ok": True, "user": {"name": "Ada"}}),
    "object without anything": reply({}),
    "depth": reply(b'{"cart_id": ' + b"[" * 50_000),
    "redirect": reply(b"", 302, location="https://elsewhere.example"),
    "forbidden": reply(b"<html>Blocked</html>", 403, "text/html"),
    "other error": reply({"detail": "Not Found"}, 404),
}

# 2xx is all that firmly promises of it.
NO_ANSWER = CASES["password"]
# A shipment without dates may be an object without anything.
NO_FIELDS = CASES["availability"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_call_that_is_not_answered_like_firmly(
    server: LoopbackServer, client: FirmlyClient, case: Case
) -> None:
    for name, answer in NOT_FIRMLY.items():
        if (case is NO_ANSWER and answer.startswith(b"HTTP/1.1 2")) or (
            case is NO_FIELDS and "object" in name
        ):
            continue
        server.on(case.method, case.path, answer)
        server.on("GET", "/api/v1/carts/active", answer)
        with pytest.raises(NotFirmly, match="not like firmly"):
            await case.call(client)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_list_where_an_object_belongs_and_the_reverse(
    server: LoopbackServer, client: FirmlyClient, case: Case
) -> None:
    other = {"0": "x"} if isinstance(case.answer, list) else [case.answer]
    server.on(case.method, case.path, reply(other))
    if case is not NO_ANSWER:
        with pytest.raises(NotFirmly):
            await case.call(client)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize(
    "answer",
    [
        error(200, "CreditCardDeclined", "No"),
        reply({"error": "CreditCardDeclined", "message": "No"}),
        reply({"error": {"error": "CreditCardDeclined", "message": "No"}}),
        error(422, "CreditCardDeclined", "No"),
    ],
)
async def test_an_error_counts_whatever_the_status(
    server: LoopbackServer, client: FirmlyClient, case: Case, answer: bytes
) -> None:
    server.on(case.method, case.path, answer)
    with pytest.raises(PaymentRefused) as caught:
        await case.call(client)
    assert caught.value.description == "No"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_gateway_that_fails(server: LoopbackServer, client: FirmlyClient, case: Case) -> None:
    server.on(case.method, case.path, reply(b"<html>", 502, "text/html"))
    with pytest.raises(ServiceUnavailable):
        await case.call(client)


@pytest.mark.parametrize(("buy", "where", "_"), WAYS.values(), ids=WAYS)
async def test_an_order_that_is_not_answered_like_firmly_is_unknown(
    server: LoopbackServer, client: FirmlyClient, buy: Buy, where: str, _: object
) -> None:
    for answer in NOT_FIRMLY.values():
        server.on("POST", where, answer)
        with pytest.raises(OutcomeUnknown):
            await buy(client)
    assert len(server.seen(where)) == len(NOT_FIRMLY)


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ({"code": 422, "error": "CreditCardDeclined", "description": "No"}, PaymentRefused),
        ({"code": 412, "error": "MissingTaxSync"}, ApiError),
        ({"code": 500, "error": "Unexpected"}, OutcomeUnknown),
        ({"error": "NeverHeardOf", "message": "?"}, OutcomeUnknown),
    ],
)
@pytest.mark.parametrize(("buy", "where", "_"), WAYS.values(), ids=WAYS)
async def test_an_order_that_is_refused_with_200(
    server: LoopbackServer,
    client: FirmlyClient,
    buy: Buy,
    where: str,
    _: object,
    answer: object,
    raised: type[FirmlyError],
) -> None:
    server.on("POST", where, reply(answer))
    with pytest.raises(raised):
        await buy(client)
    assert len(server.seen(where)) == 1
