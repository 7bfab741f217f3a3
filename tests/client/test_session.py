"""The device's session: created, kept, renewed, and replaced only when the server refuses it."""

import asyncio
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from firmly_tui.client import ApiError, FirmlyClient, NotFirmly, ServiceUnavailable, Unauthorized
from firmly_tui.models import DeviceSession
from tests.client.server import Cut, LoopbackServer, Seen, error, reply, session

SESSION = "/api/v1/browser-session"
CARTS = "/api/v2/carts/active"
NOW = 1_000_000
EMPTY = reply({"domains": [], "carts": []})


class Store:
    """A session store in memory."""

    def __init__(self, kept: DeviceSession | None = None) -> None:
        self.kept = kept

    async def load(self) -> DeviceSession | None:
        return self.kept

    async def save(self, session: DeviceSession) -> None:
        self.kept = session

    async def clear(self) -> None:
        self.kept = None


def kept(token: str, expires: int = NOW + 3600, device: str = "device-1") -> DeviceSession:
    return DeviceSession(access_token=SecretStr(token), device_id=device, expires=expires)


@pytest.fixture
def start(server: LoopbackServer, connect: Callable[..., FirmlyClient]) -> Callable[..., FirmlyClient]:
    server.on("GET", CARTS, EMPTY)

    def make(store: Store | None = None, **options: object) -> FirmlyClient:
        return connect(server.url, sessions=store, clock=lambda: NOW, **options)

    return make


async def test_the_first_call_creates_a_session_and_keeps_it(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    store = Store()
    client = start(store)
    assert server.requests == []
    await client.session.active_carts()
    await client.session.active_carts()
    assert len(server.seen(SESSION)) == 1
    assert server.seen(SESSION)[0].headers["x-firmly-app-id"] == "app"
    assert [request.token for request in server.seen(CARTS)] == ["token-1", "token-1"]
    assert store.kept is not None
    assert store.kept.access_token.get_secret_value() == "token-1"


async def test_a_kept_session_is_used_as_it_is(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    await start(Store(kept("kept", NOW + 301))).session.active_carts()
    assert server.seen(SESSION) == []
    assert server.seen(CARTS)[0].token == "kept"


@pytest.mark.parametrize("expires", [NOW + 300, NOW + 1, NOW - 86_400])
async def test_a_session_near_or_past_its_end_is_renewed_with_its_token(
    server: LoopbackServer, start: Callable[..., FirmlyClient], expires: int
) -> None:
    server.on("POST", SESSION, session("renewed"))
    lost: list[str] = []
    await start(Store(kept("old", expires)), on_new_device=lambda: lost.append("gone")).session.active_carts()
    assert [request.json for request in server.seen(SESSION)] == [{"access_token": "old"}]
    assert server.seen(CARTS)[0].token == "renewed"
    assert lost == []


async def test_many_callers_share_one_renewal(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    client = start(Store(kept("old", NOW)))
    answer_now = asyncio.Event()
    asked = asyncio.Event()

    async def renew(request: Seen) -> bytes:
        asked.set()
        await answer_now.wait()
        return session("renewed")

    server.on("POST", SESSION, renew)
    callers = [asyncio.create_task(client.session.active_carts()) for _ in range(20)]
    await asked.wait()
    callers[0].cancel()
    answer_now.set()
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [[]] * 19
    assert len(server.seen(SESSION)) == 1


async def test_a_401_renews_and_repeats_once(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, session("renewed"))
    server.on("GET", CARTS, error(401, "InvalidJWTToken"), EMPTY)
    assert await start(Store(kept("old"))).session.active_carts() == []
    assert [request.token for request in server.seen(CARTS)] == ["old", "renewed"]
    assert server.seen(SESSION)[0].json == {"access_token": "old"}


@pytest.mark.parametrize(
    "answer", [error(400, "InvalidToken"), error(400, "MissingAuthHeader"), reply(b"", 401)]
)
async def test_other_ways_to_refuse_a_token_count_as_401(
    server: LoopbackServer, start: Callable[..., FirmlyClient], answer: bytes
) -> None:
    server.on("GET", CARTS, answer, EMPTY)
    assert await start().session.active_carts() == []


async def test_a_change_is_repeated_after_a_401(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    where = "/api/v2/domains/shop/cart/line-items"
    server.on("DELETE", where, error(401, "InvalidJWTToken"), reply({"cart_id": "c"}))
    assert (await start().carts.clear("shop")).cart_id == "c"


async def test_many_401s_at_once_renew_once(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    async def judge(request: Seen) -> bytes:
        return error(401, "InvalidJWTToken") if request.token == "old" else EMPTY

    server.on("GET", CARTS, judge)
    server.on("POST", SESSION, session("renewed"))
    client = start(Store(kept("old")))
    await asyncio.gather(*(client.session.active_carts() for _ in range(10)))
    assert len(server.seen(SESSION)) == 1


async def test_a_401_that_stays_is_said(server: LoopbackServer, start: Callable[..., FirmlyClient]) -> None:
    server.on("GET", CARTS, error(401, "InvalidJWTToken", "Jwt is malformed"))
    with pytest.raises(Unauthorized) as caught:
        await start().session.active_carts()
    assert len(server.seen(CARTS)) == 2
    assert caught.value.sentence.startswith("The server does not accept this app's session.")
    assert "malformed" not in caught.value.sentence


async def test_a_refused_renewal_makes_a_new_device_and_says_so(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, error(401, "SessionTokenExpired"), session("fresh", device="device-2"))
    store, lost = Store(kept("old", NOW)), list[str]()
    await start(store, on_new_device=lambda: lost.append("gone")).session.active_carts()
    assert [request.json for request in server.seen(SESSION)] == [{"access_token": "old"}, {}]
    assert lost == ["gone"]
    assert store.kept is not None
    assert store.kept.device_id == "device-2"


async def test_a_new_device_is_known_without_ids(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, error(401, "SessionTokenExpired"), session("fresh", device=""))
    lost: list[str] = []
    client = start(Store(kept("old", NOW, device="")), on_new_device=lambda: lost.append("gone"))
    assert client.device_changes == 0
    await client.session.active_carts()
    assert (client.device_changes, lost) == (1, ["gone"])


@pytest.mark.parametrize("store", [None, Store(kept("old", NOW)), Store(kept("old", NOW, device="other"))])
async def test_a_first_device_or_a_renewal_is_no_new_device(
    server: LoopbackServer, start: Callable[..., FirmlyClient], store: Store | None
) -> None:
    server.on("POST", SESSION, session("token", created=True))
    client = start(store)
    await client.session.active_carts()
    assert client.device_changes == 0


async def test_a_refused_app_id_keeps_the_old_device(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, error(400, "InvalidAppId"))
    store, lost = Store(kept("old", NOW - 1)), list[str]()
    with pytest.raises(ApiError) as caught:
        await start(store, on_new_device=lambda: lost.append("gone")).session.active_carts()
    assert "app id" in caught.value.sentence
    assert store.kept == kept("old", NOW - 1)
    assert lost == []
    assert len(server.seen(SESSION)) == 1


@pytest.mark.parametrize(
    "answer", [error(404, "RouteNotFound"), error(501, "NotImplemented"), error(429, "TooManyRetries")]
)
async def test_a_server_that_does_not_renew_does_not_take_the_device_away(
    server: LoopbackServer, start: Callable[..., FirmlyClient], answer: bytes
) -> None:
    server.on("POST", SESSION, answer)
    store = Store(kept("old", NOW - 1))
    client = start(store)
    with pytest.raises(ApiError):
        await client.session.active_carts()
    assert (store.kept, client.device_changes) == (kept("old", NOW - 1), 0)
    assert {request.json["access_token"] for request in server.seen(SESSION)} == {"old"}


async def test_a_token_that_is_still_good_outlives_a_failing_renewal(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, error(503, "ServiceUnavailable"))
    client = start(Store(kept("old", NOW + 60)))
    await client.session.active_carts()
    tries = len(server.seen(SESSION))
    await client.session.active_carts()
    assert [request.token for request in server.seen(CARTS)] == ["old", "old"]
    assert len(server.seen(SESSION)) == tries


async def test_an_expired_token_does_not_outlive_it(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, error(503, "ServiceUnavailable"))
    with pytest.raises(ServiceUnavailable):
        await start(Store(kept("old", NOW))).session.active_carts()
    assert server.seen(CARTS) == []


async def test_a_lost_renewal_is_tried_again_with_the_same_token(
    server: LoopbackServer, start: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", SESSION, Cut(), session("renewed"))
    await start(Store(kept("old", NOW))).session.active_carts()
    assert [request.json for request in server.seen(SESSION)] == [{"access_token": "old"}] * 2


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "tök"])
async def test_a_token_that_is_none_is_not_sent(
    server: LoopbackServer, start: Callable[..., FirmlyClient], token: str
) -> None:
    server.on("POST", SESSION, session(token))
    with pytest.raises(NotFirmly):
        await start().session.active_carts()
    assert server.seen(CARTS) == []


async def test_cookies_are_not_kept(server: LoopbackServer, start: Callable[..., FirmlyClient]) -> None:
    server.on("GET", CARTS, reply({"carts": []}, set_cookie="fsession_v2=secret; Path=/"))
    client = start()
    await client.session.active_carts()
    await client.session.active_carts()
    assert "cookie" not in server.requests[-1].headers
