"""The state of a sandbox goes into a file, and another sandbox goes on from there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.sandbox.state import StateError
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.faults import SCENARIO, play
from tests.sandbox.shopper import JSON, Shopper

STATE = "/sandbox/state"


@pytest.fixture
def other(start: StartSandbox, tmp_path: Path) -> Iterator[Shopper]:
    """Somebody at another sandbox, with a database and keys of its own."""
    with Shopper(start(database=tmp_path / "other.db")) as someone:
        yield someone


def saved(someone: Shopper) -> JSON:
    answer = someone.http.get(STATE, params={"device": someone.device_id})
    assert answer.status_code == 200
    return answer.json()


def cart_of(someone: Shopper) -> JSON:
    """The cart, without the port in the addresses of its pictures."""
    return json.loads(someone.cart(CORNER).text.replace(someone.sandbox.url, ""))


def busy(someone: Shopper) -> JSON:
    """Buy, fill a cart, sell out, set a fault and move the clock; returns the cart."""
    assert someone.place("CUP-RED", domain=CORNER).status_code == 200
    someone.add("CUP-RED", 2, CORNER)
    someone.ship_to(CORNER)
    someone.http.put(f"/sandbox/merchants/{CORNER}/goods/CUP-BLUE", json={"stock": 0, "price": 777})
    someone.http.put(f"/sandbox/merchants/{CORNER}", json={"health": "degraded"})
    play(someone, "server-error,times=2,route=GET /api/v1/discovery/*")
    someone.http.get("/api/v1/discovery/options")
    cart = cart_of(someone)
    someone.http.put("/sandbox/clock", json={"ahead_seconds": 600})
    return cart


def become(someone: Shopper, device: str = "") -> None:
    session = someone.http.post("/sandbox/session", json={"device_id": device} if device else None).json()
    someone.http.headers["x-firmly-authorization"] = session["access_token"]


def test_another_sandbox_goes_on_where_the_state_was_saved(corner: Shopper, other: Shopper) -> None:
    cart = busy(corner)
    other.add("CUP-BLUE", 1, CORNER)
    loaded = other.http.put(STATE, json=saved(corner)).json()
    assert loaded == {"carts": 1, "orders": 1, "scenarios": 1, "device_id": corner.device_id}
    become(other)
    assert cart_of(other) == cart
    assert other.http.get("/sandbox/clock").json()["ahead_seconds"] == 600
    assert other.http.get(f"/api/v1/domains/{CORNER}").json()["status"] == "degraded"
    (active,) = other.http.get(SCENARIO).json()["active"]
    assert (active["times"], active["acted"]) == (2, 1)
    goods = other.http.get(f"/sandbox/merchants/{CORNER}/goods", params={"query": "CUP-BLUE"}).json()["goods"]
    assert (goods[0]["stock"], goods[0]["price"]) == (0, 777)
    for part in ("carts", "orders", "visits", "goods", "slots", "health", "scenarios"):
        assert saved(other)["content"][part] == saved(corner)["content"][part], part
    number = corner.place("CUP-RED", domain=CORNER).json()["platform_order_number"]
    assert other.place("CUP-RED", domain=CORNER).json()["platform_order_number"] == number


def test_neither_keys_nor_tokens_nor_cards_are_in_it(corner: Shopper) -> None:
    busy(corner)
    text = json.dumps(saved(corner))
    assert corner.token not in text
    assert "eyJ" not in text
    assert "PRIVATE KEY" not in text
    assert "1111" not in text.replace(corner.device_id, "")
    assert "123 Main St" in text


def test_an_old_token_is_not_good_for_the_other_sandbox(corner: Shopper, other: Shopper) -> None:
    busy(corner)
    other.http.put(STATE, json=saved(corner))
    other.http.headers["x-firmly-authorization"] = corner.token
    assert other.cart(CORNER).status_code == 401


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: {"name": "value"}, "no saved state"),
        (lambda state: {**state, "firmly_sandbox_state": 2}, "A newer firmly-tui wrote it"),
        (lambda state: {**state, "content": {**state["content"], "seed": 7}}, "damaged"),
        (lambda state: {**state, "content": None}, "damaged"),
        (lambda state: {**state, "more": 1}, "damaged at more"),
    ],
)
def test_what_is_damaged_or_newer_is_refused_and_nothing_changes(
    corner: Shopper, change: object, words: str
) -> None:
    cart = busy(corner)
    refused = corner.http.put(STATE, json=change(saved(corner)))
    assert refused.status_code == 400
    assert words in refused.json()["description"]
    assert cart_of(corner) == cart


def test_a_state_of_merchants_that_are_not_here_is_refused(
    corner: Shopper, start: StartSandbox, tmp_path: Path
) -> None:
    busy(corner)
    with Shopper(start(database=tmp_path / "shipped.db", catalogs=None)) as someone:
        refused = someone.http.put(STATE, json=saved(corner)).json()
    assert CORNER in refused["description"]


def test_a_sandbox_begins_with_a_file(corner: Shopper, start: StartSandbox, tmp_path: Path) -> None:
    cart = busy(corner)
    file = tmp_path / "state.json"
    file.write_text(json.dumps(saved(corner)))
    with Shopper(
        start(database=tmp_path / "new.db", state=file, scenarios=("latency,seconds=0",))
    ) as someone:
        become(someone)
        assert cart_of(someone) == cart
        names = {active["name"] for active in someone.http.get(SCENARIO).json()["active"]}
        assert names == {"server-error", "latency"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"firmly_sandbox_state": 9}'])
def test_a_sandbox_does_not_begin_with_a_wrong_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    with pytest.raises(StateError, match=r"state\.json cannot be loaded"):
        Sandbox(SandboxOptions(state=file)).start()
    with pytest.raises(StateError, match="cannot be read"):
        Sandbox(SandboxOptions(state=tmp_path / "none.json")).start()


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
@pytest.mark.parametrize(("method", "path"), [("GET", STATE), ("PUT", STATE), ("POST", "/sandbox/session")])
def test_no_website_gets_at_it(corner: Shopper, method: str, path: str, headers: dict[str, str]) -> None:
    assert corner.http.request(method, path, headers=headers, json={}).status_code == 400


def test_there_are_sessions_for_known_devices_alone(corner: Shopper) -> None:
    assert corner.http.post("/sandbox/session").status_code == 400
    assert corner.http.post("/sandbox/session", json={"device_id": "nobody"}).status_code == 400
