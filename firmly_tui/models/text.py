"""Text that comes from outside, made harmless once, when it is decoded."""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

MAX_TEXT = 4000
"""How many characters of one server string are kept."""

MAX_MARKS = 4
"""How many combining marks may sit on one character before the rest are dropped."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# C0 without newline, DEL, C1, line and paragraph separators, bidi controls, zero-width and other invisible
# format characters, interlinear annotation, tags, lone surrogates. U+200D (joiner) stays: emoji need it.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


def untrusted(value: str, limit: int = MAX_TEXT) -> str:
    """Return `value` without anything that could steer a terminal or hide what it says.

    Control, bidi and invisible characters become U+FFFD, tabs and carriage returns become spaces, piles of
    combining marks are cut, and the length is capped at `limit` characters (an ellipsis marks the cut).
    Markup is left alone: it is never parsed.
    """
    if len(value) > limit:
        value = value[: limit - 1] + "…"
    if value.isascii() and value.isprintable():
        return value
    value = value.replace("\r\n", "\n").replace("\t", " ").replace("\r", " ")
    value = _UNSAFE.sub(REPLACEMENT, value)
    value = _MARKS.sub(lambda marks: marks.group()[:MAX_MARKS], value)
    return unicodedata.normalize("NFC", value)


def as_text(value: object) -> str:
    """A JSON value as a `Text`: strings sanitized, numbers written out, `""` for all that is no text."""
    if isinstance(value, str):
        return untrusted(value)
    return untrusted(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def as_line(value: object) -> str:
    """A JSON value as a `Line`."""
    # Most are one line already, and there are thousands of them in a page of hits.
    if isinstance(value, str) and len(value) <= MAX_TEXT and value.isascii() and value.isprintable():
        return value if "  " not in value and value.strip() == value else " ".join(value.split())
    return " ".join(as_text(value).split())


Text = Annotated[str, BeforeValidator(as_text)]
"""A string meant for people: sanitized, `""` when the server sends null or no text."""

Line = Annotated[str, BeforeValidator(as_line)]
"""A `Text` that must stay on one line: names, titles, labels."""
