"""Keys by their names, and keys that are played rather than pressed."""

from __future__ import annotations

import re
from string import punctuation

from textual.keys import Keys, key_to_character
from textual.keys import _character_to_key as name_of_character  # Textual has no public name for it

from firmly_tui.tui import quiet_app

MOST_TIMES = 200
_WITH_MODIFIER = re.compile(r"(ctrl|alt|shift)(\+(ctrl|alt|shift))*\+(?P<key>.+)")


# Textual finds a handler by the name of the class, so this one is called as what it stands for.
class Key(quiet_app.Key):
    """A key that a tour plays. Keys of any other kind are the presenter's."""


def played(key: str) -> Key:
    """The event for a key, as if it had been pressed."""
    return Key(key, _character_of(key))


def played_character(character: str) -> Key:
    """The event for a letter that is typed."""
    return Key(name_of_character(character), character)


def read_keys(words: str) -> tuple[str, ...]:
    """The keys of `down*3 enter`. Raises ValueError with the word that is no key."""
    keys: list[str] = []
    for word in words.split():
        name, times, number = word.partition("*")
        known = _known(name)
        if not known or (times and not (number.isdecimal() and 1 <= int(number) <= MOST_TIMES)):
            raise ValueError(word)
        keys += [known] * (int(number) if number else 1)
    return tuple(keys)


def _known(name: str) -> str:
    """The name that Textual has for a key, `""` if there is no such key."""
    if len(name) == 1:
        return name_of_character(name) if name.isprintable() else ""
    name = name.lower()
    if found := _WITH_MODIFIER.fullmatch(name):
        return name if _known(found["key"]) else ""
    return name if name in set(Keys) or _character_of(name) else ""


def _character_of(key: str) -> str | None:
    """What a key types, None if nothing."""
    signs = {name_of_character(sign): sign for sign in punctuation}
    return signs.get(key) or key_to_character(key)
