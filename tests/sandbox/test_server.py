"""The server around the API: starting, stopping, and what outlives it."""

import gc
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from firmly_tui.sandbox import PortInUse, Sandbox, SandboxOptions
from tests.sandbox.conftest import CORNER, OpenShop, StartSandbox
from tests.sandbox.shopper import CARD, Shopper


def test_health_names_the_merchants(shopper: Shopper) -> None:
    health = shopper.http.get("/sandbox/health").json()
    assert health["status"] == "ok"
    assert "kintaro.example" in [merchant["domain"] for merchant in health["merchants"]]


def test_everything_survives_a_restart(start: StartSandbox) -> None:
    first = start()
    before = Shopper(first)
    with before:
        key = before.key()
        before.place("CUP-BLUE", domain=CORNER)
        cart = before.add("CUP-RED", 1, CORNER).json()
    port = urlsplit(first.url).port
    first.stop()

    second = start(port=port)
    session = second.issue_session(before.device_id)
    with httpx.Client(base_url=second.url, headers={"x-firmly-authorization": before.token}) as http:
        after = http.get(f"/api/v2/domains/{CORNER}/cart").json()
        sold_out = http.post(
            f"/api/v2/domains/{CORNER}/cart/line-items", json={"variant_id": "CUP-BLUE", "quantity": 1}
        )
        same_key = http.get("/api/v1/payment/key").json()

    assert (after, same_key) == (cart, key)
    assert sold_out.status_code == 422
    assert (session["device_id"], session["device_created"]) == (before.device_id, False)


def test_what_a_device_is_to_a_merchant_survives_a_restart(shop: OpenShop) -> None:
    consent = {"id": "news", "ui_slot": "UNDER_EMAIL_INPUT", "text": "News", "type": "marketing"}
    terms = {"accounts": [{"email": "anna@example.com"}], "consents": [consent]}
    before, url = shop(terms=terms), f"/api/v1/domains/{CORNER}"
    before.http.post(f"{url}/session/create-otp", json={"email": "anna@example.com"})
    before.http.post(f"{url}/cart/consents", json={"consents": [{"id": "news"}]})
    before.http.post("/api/v2/carts/postal-code", json={"postal_code": "98101"})
    wallet = before.http.post("/api/v1/wallets/visa/unlock-start", json={"email": "shopper@example.com"})
    before.sandbox.stop()

    after = shop(terms=terms)
    after.http.headers["x-firmly-authorization"] = before.token
    login = {"email": "anna@example.com", "otp": "123456"}
    code = {"otp": "123456", "access_token": wallet.json()["access_token"]}
    assert after.http.post(f"{url}/session/validate-otp", json=login).json()["session"]["is_logged_in"]
    assert after.http.get(f"{url}/cart/consents").json()[0]["signed"]
    assert after.http.get("/api/v2/carts/postal-code").json() == {"postal_code": "98101"}
    assert after.http.post("/api/v1/wallets/visa/unlock-complete", json=code).status_code == 401


def test_a_session_for_an_unknown_device_is_a_new_one(start: StartSandbox) -> None:
    session = start().issue_session("11111111-2222-4333-8444-555555555555")
    assert session["device_created"] is True
    assert session["device_id"] != "11111111-2222-4333-8444-555555555555"


def test_carts_can_be_forgotten(start: StartSandbox) -> None:
    sandbox = start()
    someone = Shopper(sandbox)
    with someone:
        someone.add("CUP-RED", 1, CORNER)
        sandbox.forget_carts()
        assert someone.cart(CORNER).status_code == 404


def test_the_same_seed_and_clock_give_the_same_ids(start: StartSandbox, tmp_path: Path) -> None:
    def ids(name: str, seed: int) -> tuple[str, str, str]:
        def clock() -> datetime:
            return datetime(2026, 3, 1, tzinfo=UTC)

        someone = Shopper(start(database=tmp_path / name, seed=seed, clock=clock))
        with someone:
            cart = someone.add("CUP-RED", 1, CORNER).json()
            order = someone.place("CUP-RED", domain=CORNER).json()
            return (
                someone.device_id,
                cart["cart_id"],
                f"{order['platform_order_number']} {order['submitted_at']}",
            )

    assert ids("a", 7) == ids("b", 7)
    assert ids("c", 8)[0] != ids("d", 9)[0]


def test_nothing_of_a_card_reaches_the_database(start: StartSandbox, tmp_path: Path) -> None:
    sandbox = start()
    someone = Shopper(sandbox)
    with someone:
        someone.place("CUP-RED", domain=CORNER)
    sandbox.stop()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("sandbox.db*"))
    assert CARD["number"].encode() not in stored
    assert b"John" in stored


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "new.db"
    with Sandbox(SandboxOptions(database=path)):
        assert path.stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_said_so(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(PortInUse, match=str(port)):
        Sandbox(SandboxOptions(port=port)).start()


def test_a_database_that_cannot_be_opened_leaves_no_socket_behind(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_text("this is no database, " * 100)
    broken = Sandbox(SandboxOptions(database=path))
    with pytest.raises(sqlite3.DatabaseError):
        broken.start()
    with pytest.raises(RuntimeError):
        _ = broken.url


def test_stopping_breaks_off_what_is_under_way(start: StartSandbox) -> None:
    sandbox = start(step_seconds=60)
    someone = Shopper(sandbox)
    url = f"/api/v2/payment/domains/{CORNER}/place-order?sse=true"
    with (
        someone,
        someone.http.stream("POST", url, json=someone.order_body("CUP-RED", 1, CORNER)) as answer,
    ):
        parts = answer.iter_text()
        assert next(parts).startswith("event: creating-cart")
        sandbox.stop()
        with pytest.raises(httpx.RemoteProtocolError):
            next(parts)
    sandbox.stop()


def test_stopping_leaves_no_connection_open_that_was_just_made(start: StartSandbox) -> None:
    for _ in range(10):
        sandbox = start()
        address = ("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
        with socket.create_connection(address), socket.create_connection(address):
            sandbox.stop()
    gc.collect()  # what was left open is warned of, and warnings are errors


def test_it_runs_in_the_foreground_until_interrupted(tmp_path: Path) -> None:
    code = (
        "from firmly_tui.sandbox import Sandbox\n"
        "try: Sandbox().serve(lambda url: print(url, flush=True))\n"
        "except KeyboardInterrupt: print('bye')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        url = process.stdout.readline().strip()
        health = httpx.get(f"{url}/sandbox/health")
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert json.loads(health.content)["status"] == "ok"
    assert (out, err) == ("bye\n", "")


def test_importing_the_package_loads_no_server() -> None:
    code = "import sys, firmly_tui.sandbox; print({'uvicorn', 'starlette', 'pydantic'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
