"""What all parts of a catalog file have in common, and how the names in it are checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part of a catalog file; a field that is not known is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def no_twice(what: str, names: Iterable[str]) -> None:
    """Raise ValueError when a name occurs twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} occurs twice")
        seen.add(name)


def all_known(what: str, names: Iterable[str], known: Collection[str]) -> None:
    """Raise ValueError when a name is none of those that are known."""
    strange = sorted(set(names).difference(known))
    if strange:
        raise ValueError(f"there is no {what} {', '.join(strange)}")
