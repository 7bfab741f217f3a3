"""The format of tours: what each line means, and what is said about a line that is wrong."""

from pathlib import Path

import pytest

from firmly_tui.tour.cards import named_cards
from firmly_tui.tour.keyboard import played, read_keys
from firmly_tui.tour.library import find, shipped
from firmly_tui.tour.reading import describe_format, read_tour
from firmly_tui.tour.steps import (
    Caption,
    Deadline,
    GoTo,
    GoToField,
    Note,
    Picture,
    Press,
    Switch,
    TourError,
    Type,
    UseCard,
    Wait,
)

WHOLE = """\
# What stands behind this sign says nothing to the app.
title A sofa
about How one buys it.
size 120x40
address

caption Type what you want.
note Wait for questions.
key down*2 ctrl+s ? A
type "  a sofa "
to Express  parcel
field E-mail
wait 6 found
gone asking
deadline 2.5
card declined
scenario on latency,seconds=2,route=GET *
scenario off latency
scenario off
picture found 80x24 120x40
"""


def read(text: str):
    return read_tour(text, Path("mine.tour"))


def test_every_line_means_what_it_says():
    tour = read(WHOLE)
    assert (tour.name, tour.title, tour.about) == ("mine", "A sofa", "How one buys it.")
    assert (tour.size, tour.knows_address) == ((120, 40), True)
    kinds = [type(step) for step in tour.steps]
    assert kinds == [
        Caption, Note, Press, Type, GoTo, GoToField, Wait, Wait, Deadline, UseCard, Switch, Switch, Switch, Picture,
    ]  # fmt: skip
    press, typed, going = tour.steps[2:5]
    assert isinstance(press, Press)
    assert press.keys == ("down", "down", "ctrl+s", "question_mark", "A")
    assert isinstance(typed, Type)
    assert typed.text == "  a sofa "
    assert isinstance(going, GoTo)
    assert going.words == "Express parcel"
    assert [step.gone for step in tour.steps if isinstance(step, Wait)] == [False, True]
    assert tour.steps[-1].line == 20


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dance a while", "There is no “dance”. A line begins with title, about"),
        ("wait", "Something is missing: wait WORDS."),
        ("key entre", "“entre” is no key."),
        ("key down*0", "“down*0” is no key."),
        ("card golden", "There is no card “golden”. There are approved"),
        ("scenario on rain", "There is no scenario “rain”. There are "),
        ("scenario on latency,seconds=x", "seconds"),
        ("scenario maybe", "Write scenario on NAME, scenario off NAME, or scenario off."),
        ("picture Über", "A picture's name is of small letters"),
        ("picture found 80x2", "“80x2” is no size."),
        ("deadline soon", "A deadline is a number of seconds"),
        ("title Late", "title belongs above the first step."),
        ("type 4111 1111 1111 1111", "This looks like the number of a card."),
        ("# 4000-0000-0000-0002", "This looks like the number of a card."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(line, said):
    with pytest.raises(TourError) as error:
        read(f"caption Here.\n\n{line}\n")
    assert str(error.value).startswith(f"mine.tour, line 3: {said}") or said in str(error.value)
    assert "4111" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n", "There is no step in it."),
        ("title A\ntitle B\nkey a\n", "line 2: There is a second title."),
        ("size huge\nkey a\n", "line 1: “huge” is no size."),
        ("address home\nkey a\n", "line 1: address takes nothing behind it."),
    ],
)
def test_a_header_that_is_wrong_is_told(text, said):
    with pytest.raises(TourError, match=said):
        read(text)


def test_the_format_is_described_with_all_that_there_is():
    described = describe_format()
    for word in ("caption TEXT", "wait WORDS", "scenario on NAME", "size 80x24", *named_cards()):
        assert word in described


def test_keys_type_what_they_are_named_for():
    keys = read_keys("/ slash + minus full_stop A space enter ctrl+s")
    assert [played(key).character for key in keys] == ["/", "/", "+", "-", ".", "A", " ", None, None]


def test_tours_are_found_by_name_and_by_path(tmp_path):
    assert find("first-purchase").title == "A first purchase"
    own = tmp_path / "mine.tour"
    own.write_text("key a\n")
    assert find(str(own)).name == "mine"
    with pytest.raises(TourError, match="There is no tour “nowhere”"):
        find("nowhere")
    own.write_bytes(b"caption \xff\n")
    with pytest.raises(TourError, match="is not a text in UTF-8"):
        find(str(own))


@pytest.mark.parametrize("tour", shipped(), ids=lambda tour: tour.name)
def test_the_captions_of_shipped_tours_take_one_line(tour):
    long = [step.text for step in tour.steps if isinstance(step, Caption) and len(step.text) > 76]
    assert long == []
    assert tour.about
