"""Where a scenario acts: a method and a path with * for anything, and whether a server has such a route."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase, translate
from typing import Final

_ANY: Final = "*"
_PART, _PARTS = "\0", "\1"
"""What stands for a part of a path, and for several with slashes between them."""
_NAMED: Final = re.compile(r"\{\w+(:path)?\}")
_TOKEN: Final = re.compile(r"\*+|\[[^\]]+\]|.", re.DOTALL)


def glob_pattern(glob: str) -> re.Pattern[str]:
    """Compile ``POST /api/*``; a glob without a method goes for all of them."""
    return re.compile(translate(_whole(glob)))


def reaches(glob: str, routes: Iterable[str]) -> bool:
    """Tell whether a request to one of the ``routes``, each as ``GET /api/{part}``, can fit the glob."""
    method, _, path = _whole(glob).partition(" ")
    wanted = _TOKEN.findall(path)
    asked = (route.partition(" ") for route in routes)
    return any(
        fnmatchcase(verb, method) and _meet(wanted, _NAMED.sub(_stand_in, at)) for verb, _, at in asked
    )


def _stand_in(named: re.Match[str]) -> str:
    return _PARTS if named[1] else _PART


def _whole(glob: str) -> str:
    glob = glob.strip()
    method, space, path = glob.partition(" ")
    if not space:
        method, path = _ANY, glob
    path = path.strip()
    return f"{method.upper()} {path.rstrip('/') or path}"


def _meet(glob: list[str], route: str) -> bool:
    """Tell whether some text fits both: by the places in ``route`` that can be reached."""
    places = _beyond_parts({0}, route)
    for sign in glob:
        if sign.startswith(_ANY):
            places = set(range(min(places, default=len(route) + 1), len(route) + 1))
            continue
        reached: set[int] = set()
        for place in places:
            if place == len(route):
                continue
            if route[place] == _PARTS or (route[place] == _PART and sign != "/"):
                reached.add(place)
            elif fnmatchcase(route[place], sign):
                reached.add(place + 1)
        places = _beyond_parts(reached, route)
    return len(route) in places


def _beyond_parts(places: set[int], route: str) -> set[int]:
    """Return the places and those after them that only parts, of which enough was read, lie between."""
    found = set(places)
    for place in places:
        while place < len(route) and route[place] in (_PART, _PARTS):
            place += 1
            found.add(place)
    return found
