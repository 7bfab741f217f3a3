"""Scenarios: how they are asked for, and on which requests they act."""

from pathlib import Path

import httpx
import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.sandbox.faults import ScenarioError
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.faults import ACTED, OPTIONS, SCENARIO, acted, play
from tests.sandbox.shopper import Shopper

NEW = {"seen": 0, "acted": 0, "missed": 0, "is_over": False, "note": ""}


def test_without_a_scenario_nothing_is_touched(corner: Shopper) -> None:
    assert corner.http.get(SCENARIO).json()["active"] == []
    answer = corner.http.get(OPTIONS)
    assert answer.status_code == 200
    assert ACTED not in answer.headers


def test_a_scenario_names_itself_and_leaves_the_ray_id(corner: Shopper) -> None:
    play(corner, "rate-limit,retry_after=7")
    answer = corner.http.get(OPTIONS)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.headers[ACTED] == "rate-limit"
    assert answer.headers["cf-ray"].endswith("-SEA")
    assert ACTED in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("times", "expected"),
    [("once", [500, 200, 200, 200]), ("3", [500, 500, 500, 200]), ("always", [500, 500, 500, 500])],
)
def test_it_acts_once_some_times_or_always(corner: Shopper, times: str, expected: list[int]) -> None:
    play(corner, f"server-error,times={times}")
    assert [corner.http.get(OPTIONS).status_code for _ in range(4)] == expected


def test_the_seed_decides_with_a_chance(start: StartSandbox, tmp_path: Path) -> None:
    def statuses(seed: int, place: str) -> list[int]:
        with Shopper(start(seed=seed, database=tmp_path / place)) as someone:
            play(someone, "latency,seconds=0", "server-error,chance=0.5")
            return [someone.http.get(OPTIONS).status_code for _ in range(40)]

    first, again, other = statuses(7, "a"), statuses(7, "b"), statuses(8, "c")
    assert first == again
    assert first != other
    assert 8 < first.count(500) < 32


def test_two_of_a_kind_do_not_decide_alike(corner: Shopper) -> None:
    play(corner, "latency,seconds=0,chance=0.5", "latency,seconds=0,chance=0.5")
    ways = [corner.http.get(OPTIONS).headers.get(ACTED) for _ in range(40)]
    assert {None, "latency", "latency, latency"} == set(ways)


@pytest.mark.parametrize(
    ("route", "is_hit"),
    [
        ("*", True),
        ("GET *", True),
        ("get /api/v2/domains/*/cart", True),
        ("GET /api/v2/domains/*/cart/", True),
        ("/api/v2/domains/*", True),
        ("POST *|GET */cart", True),
        ("POST *", False),
        ("GET /api/v1/*", False),
        ("GET /api/v2/domains/*/cart/*", False),
        ("GET /api/v2/domains/other.example/cart", False),
    ],
)
def test_a_route_is_a_method_and_a_path_with_stars(corner: Shopper, route: str, is_hit: bool) -> None:
    play(corner, {"name": "unavailable", "route": route})
    assert (corner.cart(CORNER).status_code == 503) is is_hit
    assert acted(corner) == [int(is_hit)]


def test_the_routes_of_the_sandbox_itself_are_spared(corner: Shopper) -> None:
    play(corner, "connection-refused", "html-page")
    assert corner.http.get("/sandbox/health").json()["status"] == "ok"
    assert corner.http.delete(SCENARIO).json()["active"] == []
    assert corner.http.get(OPTIONS).status_code == 200


def test_several_act_on_one_request(corner: Shopper) -> None:
    play(corner, "rate-limit", "latency,seconds=0", "slow-body,seconds=0")
    answer = corner.http.get(OPTIONS)
    assert answer.status_code == 429
    assert answer.headers[ACTED] == "latency, rate-limit, slow-body"


def test_new_scenarios_take_the_place_of_the_old_and_count_anew(corner: Shopper) -> None:
    play(corner, "server-error,times=1")
    corner.http.get(OPTIONS)
    assert acted(corner) == [1]
    (active,) = play(corner, "server-error,times=1")
    assert (active["seen"], active["acted"]) == (0, 0)
    assert corner.http.get(OPTIONS).status_code == 500


def test_text_and_object_ask_for_the_same(corner: Shopper) -> None:
    as_text = play(corner, "latency,seconds=0.5,route=GET /api/*,times=2,chance=0.25")
    as_object = {"name": "latency", "seconds": 0.5, "route": "GET /api/*", "times": 2, "chance": 0.25}
    assert play(corner, as_object) == as_text == [{**as_object, **NEW}]


def test_each_is_explained_and_takes_its_own_defaults(corner: Shopper) -> None:
    scenarios = corner.http.get(SCENARIO).json()["scenarios"]
    assert len(scenarios) > 20
    for scenario in scenarios:
        defaults = {parameter["name"]: parameter["default"] for parameter in scenario["parameters"]}
        assert scenario["shows"].endswith(".")
        assert all(parameter["meaning"] and parameter["limits"] for parameter in scenario["parameters"])
        (active,) = play(corner, {"name": scenario["name"], **defaults})
        assert {name: str(active[name]) for name in defaults} == {n: str(v) for n, v in defaults.items()}


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("earthquake", "There is no scenario “earthquake”. There are rotated-key, "),
        ({}, "There is no scenario “”"),
        ("latency,secs=1", "latency has no “secs”. It knows seconds, route, times, chance."),
        ("latency,seconds", "“seconds” is not of the form option=value."),
        ("latency,seconds=nan", "seconds must be a number from 0 to 3600, not “nan”."),
        ("latency,seconds=-1", "seconds must be a number from 0 to 3600"),
        ("stream-cut-byte,byte=1.5", "byte must be a whole number from 0 to 1000000000"),
        ("stream-cut-byte,byte=" + "9" * 900, "byte must be a whole number"),
        ("latency,times=0", "times must be once, always, or a whole number from 1 to 1000000"),
        ("latency,times=99999999999", "times must be"),
        ("latency,chance=0", "chance must be a number from 0.000001 to 1"),
        (
            "hostile-text,kind=rude",
            "kind must be one of all, control, markup, bidi, long, marks, not “rude”.",
        ),
        ("refuse,error=OutOfPatience", "error must be an error identifier of firmly"),
        (
            {"name": "refuse", "description": "two\nlines"},
            "description must be text of at most 300 characters",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(corner: Shopper, scenario: object, said: str) -> None:
    before = play(corner, "latency,seconds=0")
    answer = corner.http.put(SCENARIO, json={"scenarios": [scenario]})
    assert answer.status_code == answer.json()["code"] == 400
    assert answer.json()["description"].startswith(said)
    assert corner.http.get(SCENARIO).json()["active"] == before


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"scenarios": 7}', b'{"scenarios": [[1]]}', b'{"scenarios": [""']
)
def test_a_broken_wish_changes_nothing(corner: Shopper, body: bytes) -> None:
    play(corner, "server-error")
    assert corner.http.put(SCENARIO, content=body).status_code == 400
    assert corner.http.get(OPTIONS).status_code == 500


def test_there_is_a_limit(corner: Shopper) -> None:
    assert len(play(corner, *["latency"] * 20)) == 20
    answer = corner.http.put(SCENARIO, json={"scenarios": ["latency"] * 21})
    assert answer.status_code == 400


def test_a_sandbox_can_begin_with_scenarios(start: StartSandbox) -> None:
    with httpx.Client(base_url=start(scenarios=("html-page,status=502", "latency,seconds=0")).url) as http:
        answer = http.get(OPTIONS)
    assert (answer.status_code, answer.headers[ACTED]) == (502, "latency, html-page")


def test_a_sandbox_does_not_begin_with_what_is_not_there() -> None:
    with pytest.raises(ScenarioError, match="There is no scenario “earthquake”"):
        Sandbox(SandboxOptions(scenarios=("earthquake",))).start()


@pytest.mark.parametrize(
    "route",
    [
        "",
        "PATCH *",
        "GET /api/v9/*",
        "POST /api/v2/domains/corner.example/basket",
        "GET /api/v1/domains/*/cart/nothing",
        "GET *|POST /nowhere",
        "/sandbox/*",
    ],
)
def test_a_route_that_the_shop_does_not_have_is_refused_in_words(corner: Shopper, route: str) -> None:
    play(corner, "latency,seconds=0")
    refused = corner.http.put(SCENARIO, json={"scenarios": [{"name": "server-error", "route": route}]})
    assert refused.status_code == 400
    assert "would never act" in refused.json()["description"]
    assert [active["name"] for active in corner.http.get(SCENARIO).json()["active"]] == ["latency"]


def test_every_group_of_routes_and_every_default_is_one(corner: Shopper) -> None:
    told = corner.http.get(SCENARIO).json()
    for group in told["routes"]:
        play(corner, {"name": "latency", "route": group["route"], "seconds": 0})
    for scenario in told["scenarios"]:
        play(corner, scenario["name"])


def test_a_server_does_not_start_with_a_route_that_it_does_not_have() -> None:
    with pytest.raises(ScenarioError, match="would never act"):
        Sandbox(SandboxOptions(scenarios=("latency,route=GET /nowhere",))).start()


def test_one_more_is_set_beside_the_others_and_ended_alone(corner: Shopper) -> None:
    play(corner, "latency,seconds=0", "server-error,route=POST *")
    corner.http.get(OPTIONS)
    corner.http.post(SCENARIO, json={"scenario": "server-error,route=GET */options"})
    assert acted(corner) == [1, 0]
    assert corner.http.get(OPTIONS).status_code == 500
    assert corner.http.delete(f"{SCENARIO}/server-error").json()["active"][0]["acted"] == 2
    assert corner.http.get(OPTIONS).status_code == 200
    assert corner.http.delete(f"{SCENARIO}/server-error").status_code == 400


def test_one_that_acted_as_often_as_it_was_to_is_over(corner: Shopper) -> None:
    play(corner, "server-error,times=1")
    corner.http.get(OPTIONS)
    (active,) = corner.http.get(SCENARIO).json()["active"]
    assert active["is_over"] is True
