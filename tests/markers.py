"""Values that must not be left anywhere, and a search for them in every form that they could be left in."""

import gc
import html
import logging
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType, TracebackType
from urllib.parse import quote

_SHORTEST = 8
"""What is shorter is a part of many numbers, and is looked for only where it stands alone."""


@dataclass(frozen=True, repr=False)
class Marker:
    """A secret value, and what to call it."""

    name: str
    value: str

    def __repr__(self) -> str:
        return self.name

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches every form of it."""
        whole = "|".join(map(re.escape, sorted(set(self.forms()), key=len, reverse=True)))
        # With anything between the digits that people write there: 4929 1234, 4929-1234, one digit a line.
        spaced = r"[\s\-·.\u00a0]{0,3}".join(map(re.escape, self.value))
        if len(self.value) < _SHORTEST:
            return re.compile(rf"(?<![0-9A-Za-z.#-])(?:{re.escape(self.value)})(?![0-9A-Za-z%-])")
        return re.compile(f"{whole}|{spaced}" if len(self.value) < 32 else whole)

    def forms(self) -> Iterator[str]:
        """As it is, and in the codes in which it may travel."""
        raw = self.value.encode()
        yield self.value
        yield self.value[::-1]
        yield raw.hex()
        yield raw.hex().upper()
        yield quote(self.value, safe="")
        yield "".join(f"%{byte:02X}" for byte in raw)
        yield "".join(f"\\x{byte:02x}" for byte in raw)
        yield "".join(f"\\u{byte:04x}" for byte in raw)
        yield "\0".join(self.value)
        for offset in range(3):
            # In the middle of a longer text; what the neighbors have a part in is left out.
            packed = b64encode(b"\0" * offset + raw + b"\0" * 3).decode()
            middle = packed[-(-8 * offset // 6) : (offset + len(raw)) * 8 // 6]
            yield middle
            yield middle.replace("+", "-").replace("/", "_")


def found(text: str, markers: Iterable[Marker]) -> list[str]:
    """The names of the markers that are in a text, as it is or as a person would see it in a picture."""
    seen = html.unescape(re.sub(r"<[^>]*>", "", text)) if "<svg" in text else ""
    patterns = [(marker, marker.pattern) for marker in markers]
    return [marker.name for marker, pattern in patterns if pattern.search(text) or pattern.search(seen)]


def found_in_files(folder: Path, markers: Iterable[Marker]) -> dict[str, list[str]]:
    """Which files below tell which markers, by their content or by their name."""
    known = list(markers)
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert paths, "nothing was written at all"
    told = {
        path.name: found(path.read_bytes().decode("latin-1"), known)
        + found(str(path.relative_to(folder)), known)
        for path in paths
    }
    return {name: names for name, names in told.items() if names}


_NO_WAY_ON = (type, ModuleType, FunctionType, CodeType, FrameType, TracebackType)


def reachable(root: object) -> Iterator[object]:
    """Every object that one can come to from this one, but for code and what only leads to it."""
    seen: set[int] = {id(root)}
    ahead = [root]
    while ahead:
        here = ahead.pop()
        yield here
        for following in gc.get_referents(here):
            if id(following) not in seen and not isinstance(following, _NO_WAY_ON):
                seen.add(id(following))
                ahead.append(following)


def found_in_reprs(root: object, markers: Iterable[Marker]) -> dict[str, list[str]]:
    """The kinds of objects that tell a marker by their repr, among all that are reachable."""
    known = list(markers)
    reprs: dict[str, set[str]] = {}
    for here in reachable(root):
        kind = f"{type(here).__module__}.{type(here).__qualname__}"
        if kind.startswith(("firmly_tui.", "textual.", "httpx.", "httpcore.")) and not isinstance(here, str):
            reprs.setdefault(kind, set()).add(repr(here))
    if not found("\n".join(text for texts in reprs.values() for text in texts), known):
        return {}
    told = {kind: found("\n".join(texts), known) for kind, texts in reprs.items()}
    return {kind: names for kind, names in told.items() if names}


def found_in_memory(root: object, markers: Iterable[Marker]) -> list[str]:
    """The markers that are still held as text by anything reachable."""
    known = list(markers)
    texts = {here for here in reachable(root) if isinstance(here, str) and len(here) < 100_000}
    return found("\n".join(texts), known)


@contextmanager
def watched_loggers() -> Iterator[None]:
    """All loggers say all they have to say, also those that were told to keep quiet."""
    known = logging.Logger.manager.loggerDict.values()
    # The root, too: loggers that come to be meanwhile go by it.
    every = (*known, logging.getLogger())
    before = [(one, one.level, one.propagate) for one in every if isinstance(one, logging.Logger)]
    for one, _, _ in before:
        one.setLevel(1)
        one.propagate = True
    try:
        yield
    finally:
        for one, level, propagate in before:
            one.setLevel(level)
            one.propagate = propagate
