"""Reads tours: a line is a step, its first word says which. This is also what tells users the format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmly_tui.tour.cards import looks_like_card, named_cards
from firmly_tui.tour.steps import (
    SMALL,
    Caption,
    Deadline,
    GoTo,
    GoToField,
    Note,
    Picture,
    Press,
    Size,
    Step,
    Switch,
    Tour,
    TourError,
    Type,
    UseCard,
    Wait,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePath

MOST_BYTES = 200_000
MOST_SECONDS = 600.0
SIZES = (Size(20, 10), Size(400, 200))
"""The smallest and the largest terminal."""


class _Wrong(ValueError):
    """What is wrong with a line, in a sentence."""


@dataclass(frozen=True)
class _Verb:
    usage: str
    meaning: str
    read: Callable[[int, str, str], Step]
    """Makes a step of the line's number, the line, and what follows the verb. Raises _Wrong."""


def _words(rest: str, what: str) -> str:
    """What follows the verb; quotation marks around it keep spaces at its ends."""
    if not rest:
        raise _Wrong(f"{what} is missing.")
    if len(rest) > 1 and rest[0] == rest[-1] == '"':
        return rest[1:-1]
    return rest


def _said(rest: str) -> str:
    """Words as they stand on a screen, where it does not matter how they are spaced."""
    words = " ".join(_words(rest, "What to wait for").split())
    if not words:
        raise _Wrong("What to wait for is missing.")
    return words


def _press(line: int, source: str, rest: str) -> Step:
    from firmly_tui.tour.keyboard import read_keys

    try:
        keys = read_keys(_words(rest, "The key"))
    except ValueError as error:
        raise _Wrong(
            f"“{error}” is no key. Keys are letters, and names such as enter, tab, escape, down, f7, ctrl+s; "
            "down*3 is three times."
        ) from None
    return Press(line, source, keys)


def _deadline(line: int, source: str, rest: str) -> Step:
    try:
        seconds = float(rest)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise _Wrong(f"A deadline is a number of seconds, up to {MOST_SECONDS:.0f}.")
    return Deadline(line, source, seconds)


def _card(line: int, source: str, rest: str) -> Step:
    if rest not in named_cards():
        raise _Wrong(f"There is no card “{rest[:40]}”. There are {', '.join(named_cards())}.")
    return UseCard(line, source, rest)


def _scenario(line: int, source: str, rest: str) -> Step:
    from firmly_tui.sandbox.faults import ScenarioError
    from firmly_tui.sandbox.faults.table import SCENARIOS, wish_from_text

    state, _, scenario = rest.partition(" ")
    scenario = scenario.strip()
    if state not in ("on", "off") or (state == "on" and not scenario):
        raise _Wrong("Write scenario on NAME, scenario off NAME, or scenario off.")
    try:
        if state == "on":
            wish_from_text(scenario)
    except ScenarioError as error:
        raise _Wrong(str(error)) from None
    if state == "off" and scenario and scenario not in SCENARIOS:
        raise _Wrong(f"There is no scenario “{scenario[:60]}”. There are {', '.join(SCENARIOS)}.")
    return Switch(line, source, state == "on", scenario)


def _picture(line: int, source: str, rest: str) -> Step:
    name, *sizes = rest.split()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name):
        raise _Wrong("A picture's name is of small letters, digits and hyphens; it becomes part of a file's.")
    return Picture(line, source, name, tuple(read_size(size) for size in sizes))


def read_size(text: str) -> Size:
    """The size that a text such as 80x24 tells. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text)
    least, most = SIZES
    size = Size(int(found[1]), int(found[2])) if found else Size(0, 0)
    if not (least.width <= size.width <= most.width and least.height <= size.height <= most.height):
        raise _Wrong(
            f"“{text[:20]}” is no size. A size is columns x lines, such as 80x24, from {least} to {most}."
        )
    return size


_VERBS: Mapping[str, _Verb] = {
    "caption": _Verb(
        "caption TEXT",
        "tell the audience something, until the next caption; 70 letters fit into one line",
        lambda line, source, rest: Caption(line, source, _words(rest, "The caption")),
    ),
    "note": _Verb(
        "note TEXT",
        "tell the presenter something, who sees it with n, and what comes next",
        lambda line, source, rest: Note(line, source, _words(rest, "The note")),
    ),
    "key": _Verb("key NAME…", "press keys: enter, tab, f7, ctrl+s, a letter; down*3 is three times", _press),
    "type": _Verb(
        "type TEXT",
        'type a text; "…" around it keeps spaces at its ends',
        lambda line, source, rest: Type(line, source, _words(rest, "The text to type")),
    ),
    "to": _Verb(
        "to WORDS",
        "press Down until the row under the cursor holds these words",
        lambda line, source, rest: GoTo(line, source, _said(rest)),
    ),
    "field": _Verb(
        "field LABEL",
        "press Tab until the cursor is in the field with this label",
        lambda line, source, rest: GoToField(line, source, _said(rest)),
    ),
    "wait": _Verb(
        "wait WORDS",
        "go on when these words are on the screen, however lines are broken",
        lambda line, source, rest: Wait(line, source, _said(rest), gone=False),
    ),
    "gone": _Verb(
        "gone WORDS",
        "go on when these words are not on the screen any more",
        lambda line, source, rest: Wait(line, source, _said(rest), gone=True),
    ),
    "deadline": _Verb(
        "deadline SECONDS", "how long each wait from here on may take (at first 20)", _deadline
    ),
    "card": _Verb("card NAME", "fill the card form in with one of the sandbox's test cards", _card),
    "scenario": _Verb(
        "scenario on NAME[,option=value…]",
        "let something go wrong in the sandbox; scenario off NAME ends it, scenario off ends all",
        _scenario,
    ),
    "picture": _Verb(
        "picture NAME [80x24 …]",
        "take a picture in each of these sizes, without the caption, where pictures are asked for",
        _picture,
    ),
}

_HEADER = {
    "title": "title TEXT: what the tour is called",
    "about": "about TEXT: what it shows, in a sentence",
    "size": "size 80x24: the size it plays in without a terminal (80x24 unless told otherwise)",
    "address": "address: the shopper has bought before, so that an address is filled in already",
}


def read_tour(text: str, path: PurePath) -> Tour:
    """A tour from the text of its file. Raises TourError with the line and what is wrong in it."""
    header: dict[str, str] = {}
    steps: list[Step] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        try:
            if looks_like_card(line):
                raise _Wrong("This looks like the number of a card. A tour holds none: write card NAME.")
            if not line or line.startswith("#"):
                continue
            verb, _, rest = line.partition(" ")
            if verb in _HEADER:
                _keep(header, verb, rest.strip(), late=bool(steps))
            else:
                steps.append(_step(number, line, verb, rest.strip()))
        except _Wrong as error:
            raise TourError(f"{path.name}, line {number}: {error}") from None
    if not steps:
        raise TourError(
            f"{path.name}: There is no step in it. `firmly-tui tour --format` explains the format."
        )
    return Tour(
        path,
        header.get("title") or path.stem,
        header.get("about", ""),
        read_size(header["size"]) if "size" in header else SMALL,
        "address" in header,
        tuple(steps),
    )


def _keep(header: dict[str, str], verb: str, rest: str, *, late: bool) -> None:
    if late:
        raise _Wrong(f"{verb} belongs above the first step.")
    if verb in header:
        raise _Wrong(f"There is a second {verb}.")
    if (verb == "address") == bool(rest):
        raise _Wrong("address takes nothing behind it." if rest else f"What the {verb} is, is missing.")
    if verb == "size":
        read_size(rest)
    header[verb] = rest


def _step(number: int, line: str, verb: str, rest: str) -> Step:
    known = _VERBS.get(verb)
    if known is None:
        raise _Wrong(
            f"There is no “{verb[:30]}”. A line begins with {', '.join((*_HEADER, *_VERBS))}, or # for a comment."
        )
    if not rest:
        raise _Wrong(f"Something is missing: {known.usage}.")
    return known.read(number, line, rest)


def describe_format() -> str:
    """The format of tours, for users."""
    width = max(len(verb.usage) for verb in _VERBS.values())
    verbs = "\n".join(f"  {verb.usage.ljust(width)}  {verb.meaning}" for verb in _VERBS.values())
    header = "\n".join(f"  {text}" for text in _HEADER.values())
    return f"""\
A tour is a text file whose name ends in .tour. A line is a step; empty lines, and lines
that begin with #, say nothing to the app. Nothing waits for time: a step that needs
something waits for the words that tell it. Wide terminals show more at once, and small ones
less: what is sure to be seen in all of them are the row under the cursor, the sentence
above the keys, and the first of the keys in the last line.

above the first step:
{header}

steps:
{verbs}

cards:
  {", ".join(named_cards())}

scenarios:
  `firmly-tui sandbox --help` lists them with their options.
"""
