"""What comes of a tour: of its steps, its orders, its scenarios and its waits."""

import json

import pytest

from tests.tour.conftest import CARD, play


@pytest.mark.parametrize(
    ("card", "result", "code"),
    [("approved", "placed", 0), ("declined", "refused", 3), ("dropped", "unknown", 4)],
)
async def test_the_exit_code_tells_what_became_of_the_order(card, result, code):
    played = await play(f"{CARD}card {card}\nkey ctrl+s\nwait order\n")
    assert played.failure is None
    assert (played.result, played.exit_code) == (result, code)
    told = played.to_json()
    assert [order["merchant"] for order in told["orders"]] == ["staging.luma.gift"]
    assert told["steps"][-1]["step"] == "wait order"
    looks = [look for order in told["orders"] for look in order["looks"]]
    assert bool(looks) is (card == "dropped")
    assert all(look.startswith("2026-06-01 17:00:00 UTC") for look in looks)
    # What a journal knows of a card: its brand and its last four digits.
    assert not any(number in json.dumps(told) for number in ("4111111111111111", "4000000000000"))


async def test_an_order_that_never_left_is_not_sent():
    closed = "scenario on connection-refused,route=* *payment*\n"
    played = await play(f"{CARD}{closed}card approved\nkey ctrl+s\nwait not sent\n")
    assert (played.result, played.exit_code) == ("not sent", 5)
    assert [order["state"] for order in played.to_json()["orders"]] == ["not sent"]


async def test_a_tour_without_an_order_is_done_when_its_steps_are():
    played = await play("wait 50+ found\ntype sofa\nwait 6 found\n")
    assert (played.result, played.exit_code) == ("no order", 0)


async def test_a_wait_that_fails_tells_line_and_screen():
    played = await play("wait 50+ found\ndeadline 0.2\nwait a miracle\n")
    assert played.exit_code == 1
    assert str(played.failure) == "Line 3: “a miracle” never came within 0.2 seconds."
    assert any("50+ found" in line for line in played.failure.screen)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ("deadline 0.1\ngone 6 found", "“6 found” was still there after 0.1 seconds."),
        ("card approved", "There is no form for a card on the screen."),
        ("field E-mail", "Tab does not come to a field “E-mail”."),
        ("to Unobtainium", "Down does not come to a row with “Unobtainium”."),
        ("scenario off latency", "No scenario latency is at work."),
    ],
)
async def test_a_step_that_cannot_be_made_says_why(steps, sentence):
    played = await play(f"wait 50+ found\ntype sofa\nwait 6 found\n{steps}\n")
    assert played.failure is not None
    assert played.failure.sentence == sentence


async def test_scenarios_are_switched_on_and_off_whatever_proxy_there_is(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    played = await play(
        "wait 50+ found\nscenario on server-error,route=POST *search*\nwait 1 fault\ntype sofa\nwait F6\n"
        "scenario off server-error\nkey f6\nwait 6 found\nscenario on price-change\nscenario off\ngone fault\n"
    )
    assert played.failure is None, played.failure.screen


async def test_what_a_caption_says_is_not_on_the_screen_of_the_app():
    played = await play("wait 50+ found\ncaption Unobtainium\ngone Unobtainium\nwait 50+ found\n")
    assert played.failure is None
