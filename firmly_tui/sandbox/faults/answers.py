"""Scenarios in which something else answers in the shop's place, and nothing of the request is done."""

from __future__ import annotations

from typing import Final

from starlette.responses import HTMLResponse, Response
from starlette.types import Send

from firmly_tui.sandbox.errors import Dialect, Name, Problem, name_of, named_body
from firmly_tui.sandbox.faults.call import Call
from firmly_tui.sandbox.faults.registry import named
from firmly_tui.sandbox.faults.scenario import Forward
from firmly_tui.sandbox.wire import answer, error_answer

_PAGE: Final = """<!doctype html>
<html lang="en"><head><title>Just a moment…</title></head>
<body><h1>Just a moment…</h1><p>The page that you asked for will be here soon.</p></body></html>
"""


async def refuse(call: Call, forward: Forward, send: Send) -> None:
    """Refuse with an identifier of choice."""
    if not call.claim():
        await forward(send)
        return
    name = named(call.text("error"), call.dialect)
    status = call.whole("status") or name.status
    await call.respond(send, refusal(Name(name.identifier, status), call.text("description"), call.dialect))


async def rate_limit(call: Call, forward: Forward, send: Send) -> None:
    """Refuse with 429."""
    if not call.claim():
        await forward(send)
        return
    identifier = "RateLimitExceeded" if call.dialect is Dialect.DISCOVERY else "TooManyRetries"
    response = refusal(Name(identifier, 429), "Too many requests at once. Wait a moment.", call.dialect)
    response.headers["Retry-After"] = str(call.whole("retry_after"))
    await call.respond(send, response)


async def server_error(call: Call, forward: Forward, send: Send) -> None:
    """Fail with 500."""
    if call.claim():
        await call.respond(send, error_answer(Problem.UNEXPECTED, "Something went wrong.", call.dialect))
    else:
        await forward(send)


async def unavailable(call: Call, forward: Forward, send: Send) -> None:
    """Be out of order: 503, with Retry-After when it is to be said."""
    if not call.claim():
        await forward(send)
        return
    identifier = name_of(Problem.STORE_UNAVAILABLE, call.dialect).identifier
    if call.dialect is Dialect.DISCOVERY:
        identifier = "ServiceUnavailable"
    response = refusal(Name(identifier, 503), "The shop cannot be reached for now.", call.dialect)
    if call.whole("retry_after"):
        response.headers["Retry-After"] = str(call.whole("retry_after"))
    await call.respond(send, response)


async def html_page(call: Call, forward: Forward, send: Send) -> None:
    """Answer with a page for browsers, as something between client and shop would."""
    if call.claim():
        await call.respond(send, HTMLResponse(_PAGE, call.whole("status")))
    else:
        await forward(send)


async def expired_token(call: Call, forward: Forward, send: Send) -> None:
    """Take the token of the request for one that has expired."""
    if call.claim():
        sentence = "The access token has expired. Renew the session."
        await call.respond(send, error_answer(Problem.TOKEN_EXPIRED, sentence, call.dialect))
    else:
        await forward(send)


def refusal(name: Name, description: str, dialect: Dialect) -> Response:
    """Answer with an error as the routes of ``dialect`` write it."""
    return answer(named_body(name, description, dialect), name.status)
