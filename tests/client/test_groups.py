"""Every call that shops, signs in or unlocks: where it goes and what it sends."""

import pytest

from firmly_tui.client import FirmlyClient
from tests.client.every_call import CASES, Case
from tests.client.server import LoopbackServer, reply


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_what_is_sent(server: LoopbackServer, client: FirmlyClient, case: Case) -> None:
    server.on(case.method, case.path, reply(case.answer))
    await case.call(client)
    request = server.requests[-1]
    assert (request.method, request.path, request.query) == (case.method, case.path, case.query)
    assert (request.json if request.body else None) == case.body
    assert request.token == "token-1"
