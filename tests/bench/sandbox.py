"""What the sandbox costs: requests against an empty route of its own, searching, starting, refusing giants."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.bench.measure import ROOT, Lab, Result, p95, resident_mib
from tests.bench.terminal import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

GOODS = 100_000
GIANT = 50_000_000
LOAD_SECONDS = 2
WORDS = ("lamp", "s", "oak chair", "waterproof tent blue", "zzz", "", "desk", "q", "woven rug", "kitchen pot")
FILTERS: tuple[dict[str, object], ...] = (
    {},
    {"in_stock": True, "max_price": 5000},
    {"variants": [{"option": "color", "values": ["Navy"]}]},
    {"domains": ["depot.example"], "min_price": 60_000},
)


@dataclass(frozen=True)
class Running:
    """A sandbox in a process of its own, and a client with a device."""

    process: int
    http: httpx.Client
    token: str


def sandbox_rates(lab: Lab) -> Iterator[Result]:
    """Time per request under load (wrk): a product page, and a durable change of a cart, against an empty route."""
    empty: list[float] = []
    reads: list[float] = []
    changes: list[float] = []
    with sandbox(lab, "--db", str(lab.fresh_folder() / "sandbox.db")) as running:
        hit = _search(running, "hoodie")["products"][0]
        page = f"/api/v1/domains-products/{hit['domain']}/{hit['handle']}"
        change = _change_script(running, hit, lab.fresh_folder() / "change.lua")
        for _ in range(lab.times(3)):
            empty.append(_load(running, "/sandbox/ping"))
            reads.append(_load(running, page))
            changes.append(_load(running, "/", "-s", str(change)))
    yield Result("sandbox-product", "us", reads, empty, "empty", times=2)
    yield Result("sandbox-change", "us", changes, empty, "empty", times=8)


def search_100000(lab: Lab) -> Iterator[Result]:
    """Searches over 100,000 generated goods, with and without filters, as seen by a client."""
    times: list[float] = []
    with sandbox(lab, "--catalog-size", str(GOODS)) as running:
        for _ in range(lab.times(10)):
            for word in WORDS:
                for filters in FILTERS:
                    started = time.perf_counter()
                    _search(running, word, filters=filters)
                    times.append((time.perf_counter() - started) * 1000)
    yield Result("search-100000", "ms", times, (), "", limit=50, value=p95)


def sandbox_start(lab: Lab) -> Iterator[Result]:
    """Start to the first answer, 100,000 goods generated before, and that of an empty Starlette app."""
    database = lab.fresh_folder() / "sandbox.db"
    options = ("--db", str(database), "--catalog-size", str(GOODS))
    ours: list[float] = []
    bare: list[float] = []
    _start_time(lab, _command(*options))
    _start_time(lab, _EMPTY)
    for _ in range(lab.times(9)):
        ours.append(_start_time(lab, _command(*options)))
        bare.append(_start_time(lab, _EMPTY))
    yield Result("sandbox-start", "ms", ours, bare, "starlette", times=3)


def giant_body(lab: Lab) -> Iterator[Result]:
    """Growth of the server by a body of 50 MB that it refuses."""
    growth: list[float] = []
    with sandbox(lab) as running:
        _send_giant(running, GIANT // 50)
        for _ in range(lab.times(3)):
            before = resident_mib(running.process)
            _send_giant(running, GIANT)
            growth.append(max(0.0, resident_mib(running.process) - before))
    yield Result("giant-body", "MiB", growth, (), "", limit=3, value=max)


@contextmanager
def sandbox(lab: Lab, *options: str) -> Iterator[Running]:
    """Run a sandbox."""
    process = _popen(lab, _command(*options))
    try:
        url = _address(process)
        with httpx.Client(base_url=url, timeout=60) as http:
            headers = {"x-firmly-app-id": SANDBOX_APP_ID}
            token = http.post("/api/v1/browser-session", headers=headers).json()["access_token"]
            http.headers["x-firmly-authorization"] = token
            yield Running(process.pid, http, token)
    finally:
        process.kill()
        process.communicate()


_EMPTY = (
    sys.executable,
    "-c",
    """
import socket, uvicorn
from starlette.applications import Starlette
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print("listening on http://127.0.0.1:%d" % listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(Starlette(), log_level="critical")).run(sockets=[listener])
""",
)


def _command(*options: str) -> Sequence[str]:
    return (sys.executable, "-m", "firmly_tui", "sandbox", *options)


def _popen(lab: Lab, command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, env=lab.environment, stdout=subprocess.PIPE, text=True)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().split()[-1]


def _start_time(lab: Lab, command: Sequence[str]) -> float:
    started = time.perf_counter()
    process = _popen(lab, command)
    try:
        url = urlsplit(_address(process))
        with socket.create_connection((url.hostname or "", url.port or 0), timeout=60) as connection:
            connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.recv(1000)
        return (time.perf_counter() - started) * 1000
    finally:
        process.kill()
        process.communicate()


def _search(running: Running, query: str, **more: object) -> dict[str, list[dict[str, str]]]:
    answer = running.http.post("/api/v1/discovery/search", json={"query": query, **more})
    return answer.raise_for_status().json()


def _change_script(running: Running, hit: dict[str, object], path: Path) -> Path:
    """Put something into a cart; a script for wrk that changes its quantity with each request."""
    variants = hit["variants"]
    assert isinstance(variants, list)
    sku = next(variant["sku"] for variant in variants if variant["available"])
    cart = f"/api/v2/domains/{hit['domain']}/cart/line-items"
    added = running.http.post(cart, json={"variant_id": sku, "quantity": 1}).raise_for_status().json()
    line = added["line_items"][0]["line_item_id"]
    path.write_text(f"""
local count = 0
local headers = {{["x-firmly-authorization"] = "{running.token}", ["content-type"] = "application/json"}}
request = function()
  count = count + 1
  return wrk.format("PUT", "{cart}/{line}", headers, '{{"quantity":' .. (count % 2 + 1) .. '}}')
end
""")
    return path


def _load(running: Running, path: str, *options: str) -> float:
    """Microseconds per request with four connections."""
    if shutil.which("wrk") is None:
        raise NotMeasuredError("wrk is not installed")
    url = str(running.http.base_url).rstrip("/") + path
    command = ["wrk", "-t1", "-c4", f"-d{LOAD_SECONDS}s", *options, url]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    if rate is None or "Non-2xx" in report:
        raise NotMeasuredError(f"wrk reports:\n{report}")
    return 1e6 / float(rate[1])


def _send_giant(running: Running, size: int) -> None:
    chunk = b" " * 65_536
    answer = running.http.post(
        "/api/v1/discovery/search",
        content=(chunk for _ in range(size // len(chunk))),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == httpx.codes.BAD_REQUEST
