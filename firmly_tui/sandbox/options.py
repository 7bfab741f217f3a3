"""What an embedding program may choose about the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

SANDBOX_APP_ID: Final = "5a9db0c5-0000-4000-8000-f1e2d3c4b5a6"
"""The application id that the sandbox uses for itself; it accepts any other UUID as well."""

SANDBOX_API_SECRET: Final = "sandbox-server-secret"  # noqa: S105 - documented, and good for nothing but a search
"""The secret with which a server, rather than a shopper's device, searches."""


Reading = Literal["no-cart", "accept-first", "guide-errors"]
"""A place where firmly's documents contradict each other, read in the other way."""
READINGS: Final[Mapping[Reading, str]] = MappingProxyType(
    {
        "no-cart": "without a cart, v1 answers CartNotFound, v2 an empty cart",
        "accept-first": "Accept: text/event-stream decides over sse=true",
        "guide-errors": "place-order refuses as the guide says: InvalidAddress, …",
    }
)
"""What the sandbox does otherwise with each."""


def readings_named(names: Iterable[str]) -> tuple[Reading, ...]:
    """Return readings by their names. Raises ValueError with a sentence for a name of none."""
    known: dict[str, Reading] = {reading: reading for reading in READINGS}
    found: list[Reading] = []
    for name in names:
        reading = known.get(name.strip().lower())
        if reading is None:
            raise ValueError(f"There is no reading “{name[:60]}”. There are {', '.join(READINGS)}.")
        found.append(reading)
    return tuple(found)


def utc_now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """The settings of one sandbox.

    ``port`` 0 takes a free one. ``database`` None keeps everything in memory. ``seed`` and ``clock`` decide
    every generated id and every moment, so that two runs can be made equal. ``step_seconds`` is the pause
    between two events of an order, ``slow_seconds`` the delay of the slow test card. ``catalogs`` names
    another folder of catalog files than the sandbox's own; ``catalog_size`` adds so many generated products.
    ``scenarios`` are what is to go wrong from the start, each as NAME[,option=value…]. ``readings`` choose how
    the sandbox takes some contradictions of the documents. ``state`` is a file with a saved state to begin with.
    """

    host: str = "127.0.0.1"
    port: int = 0
    database: Path | None = None
    seed: int = 0
    clock: Callable[[], datetime] = utc_now
    step_seconds: float = 0.35
    slow_seconds: float = 3.0
    catalogs: Path | None = None
    scenarios: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    catalog_size: int = 0
    state: Path | None = None
