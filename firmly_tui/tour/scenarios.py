"""Switches the scenarios of a sandbox, through its own address for that."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SECONDS = 10.0


def switch_at(url: str) -> Callable[[bool, str], Awaitable[str]]:
    """What switches scenarios of the sandbox at this address: on or off, and which."""

    async def switch(on: bool, scenario: str) -> str:
        return await asyncio.to_thread(_ask, f"{url.rstrip('/')}/sandbox/scenario", on, scenario)

    return switch


def _ask(address: str, on: bool, scenario: str) -> str:
    if on:
        request = Request(address, json.dumps({"scenario": scenario}).encode(), method="POST")  # noqa: S310 (a sandbox's)
    else:
        place = f"{address}/{quote(scenario)}" if scenario else address
        request = Request(place, method="DELETE")  # noqa: S310 (a sandbox's)
    try:
        urlopen(request, timeout=SECONDS).close()  # noqa: S310 (a sandbox's)
    except HTTPError as error:
        return f"The sandbox did not take the scenario “{scenario}” (HTTP {error.code})."
    except URLError as error:
        return f"The server does not answer about scenarios: {error.reason}."
    return ""
