"""What an embedding program may choose about the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

SANDBOX_APP_ID: Final = "5a9db0c5-0000-4000-8000-f1e2d3c4b5a6"
"""The application id that the sandbox uses for itself; it accepts any other UUID as well."""


def utc_now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """The settings of one sandbox.

    ``port`` 0 takes a free one. ``database`` None keeps everything in memory. ``seed`` and ``clock`` decide
    every generated id and every moment, so that two runs can be made equal. ``step_seconds`` is the pause
    between two events of an order, ``slow_seconds`` the delay of the slow test card. ``catalogs`` names
    another folder of catalog files than the sandbox's own.
    """

    host: str = "127.0.0.1"
    port: int = 0
    database: Path | None = None
    seed: int = 0
    clock: Callable[[], datetime] = utc_now
    step_seconds: float = 0.35
    slow_seconds: float = 3.0
    catalogs: Path | None = None
