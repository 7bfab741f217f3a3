"""Recordings: asciicast v2, from the frames of the real app."""

import json

import pyte

from firmly_tui.tour.performance import Wishes
from tests.tour.conftest import CARD, play

WITH_CARD = f"title A card\n{CARD}caption A card is filled in.\ncard approved\n"


async def test_a_recording_is_an_asciicast_that_shows_what_was_shown():
    played = await play(WITH_CARD, Wishes(recording=True))
    assert played.failure is None
    first, *events = [json.loads(line) for line in played.recording.splitlines()]
    assert (first["version"], first["width"], first["height"], first["title"]) == (2, 80, 24, "A card")
    assert isinstance(first["timestamp"], int)
    assert all(len(event) == 3 and event[1] in ("o", "m") and isinstance(event[2], str) for event in events)
    times = [event[0] for event in events]
    assert times == sorted(times)
    assert times[0] == 0
    assert [event[2] for event in events if event[1] == "m"] == ["A card is filled in."]
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    for _, kind, data in events:
        if kind == "o":
            stream.feed(data)
    said = "\n".join(screen.display)
    assert "▶ A card is filled in." in screen.display[-1]
    assert "Hero Hoodie" in said
    assert "•••• •••• •••• 1111" in said


async def test_no_frame_of_a_recording_shows_a_card():
    played = await play(WITH_CARD, Wishes(recording=True))
    assert "1111" in played.recording
    assert "4111" not in played.recording
