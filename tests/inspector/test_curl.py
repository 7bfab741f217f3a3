"""A curl command runs: with the token in the environment it does what the app did."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from firmly_tui.checkout import Card, encrypt_card
from firmly_tui.client import FirmlyClient
from firmly_tui.inspector import Log, curl, json_lines
from firmly_tui.models import PaymentKey
from firmly_tui.sandbox import Sandbox
from tests.inspector.conftest import BOOK, BOOKS, DECLINED, fill, order
from tests.inspector.test_log import exchange

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = folder / "exported.sh"
    path.write_text(script)
    return subprocess.run(
        ["sh", str(path)],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@needs_curl
async def test_a_change_of_a_cart_runs(
    client: FirmlyClient, log: Log, sandbox: Sandbox, tmp_path: Path
) -> None:
    await client.carts.add(BOOKS, BOOK, 2)
    added = log.entries[-1].exchange
    token = sandbox.issue_session(None)["access_token"]
    done = run(curl([added]), tmp_path, FIRMLY_TOKEN=token)
    assert json.loads(done.stdout)["line_items"][0]["quantity"] == 2, done.stderr


@needs_curl
async def test_a_declined_order_runs(
    client: FirmlyClient, log: Log, sandbox: Sandbox, tmp_path: Path
) -> None:
    await fill(client)
    await order(client, DECLINED)
    key = await client.payment.key()
    assert isinstance(key, PaymentKey)
    jwe = encrypt_card(Card.of(DECLINED, "Ada Quill", "12/40", "123", date(2030, 1, 1)), key)
    script = curl([entry.exchange for entry in log.entries if entry.is_order])
    assert "# This places an order." in script
    token = sandbox.issue_session(None)["access_token"]
    done = run(script, tmp_path, FIRMLY_TOKEN=token, ENCRYPTED_CARD=jwe)
    assert "event: error" in done.stdout, done.stderr
    assert "ErrorPaymentDeclined" in done.stdout


async def test_without_the_token_it_stops_and_says_so(client: FirmlyClient, log: Log, tmp_path: Path) -> None:
    await client.carts.add(BOOKS, BOOK, 1)
    done = run(curl([log.entries[-1].exchange]), tmp_path)
    assert done.returncode != 0
    assert "FIRMLY_TOKEN" in done.stderr
    assert done.stdout == ""


@needs_curl
def test_nothing_of_a_request_is_read_by_the_shell(tmp_path: Path) -> None:
    evil = "'; touch evil; echo '$(touch evil)`touch evil`\n# \\"
    body = json.dumps({"note": evil, "card": "(hidden)", "otp": "(hidden)"})
    headers = (("x-odd", evil.replace("\n", " ")), ("accept", "application/json"))
    made = exchange(
        1,
        method="POST",
        path="/a'b",
        query=(("q", evil),),
        request_body=body,
        request_headers=headers,
        failure=f"NotSent: {evil}",
        ray_id="x\ntouch evil",
    )
    script = curl([made]).replace("curl -sS", f"cd '{tmp_path}'; printf '%s\\n'", 1)
    done = run(script, tmp_path, CARD="a-card", OTP="a-code")
    assert json.dumps({"note": evil, "card": "a-card", "otp": "a-code"}) in done.stdout, done.stderr
    assert not (tmp_path / "evil").exists()


def test_a_body_that_was_not_recorded_is_not_made_up(tmp_path: Path) -> None:
    for remark in ("(5000000 bytes, which is more than is recorded)", "(3 bytes that are not JSON)"):
        script = curl([exchange(1, method="POST", request_body=remark)])
        done = run(script, tmp_path)
        assert done.returncode == 1
        assert "was not recorded" in done.stderr
        assert f"# Its body was not recorded: {remark}" in script
        assert "curl -sS" not in script


async def test_json_lines_are_one_object_each(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    await order(client, DECLINED)
    lines = [json.loads(line) for line in json_lines([entry.exchange for entry in log.entries]).splitlines()]
    assert [line["id"] for line in lines] == [entry.id for entry in log.entries]
    last = lines[-1]
    assert (last["identifier"], last["is_order"], last["merchant"]) == ("ErrorPaymentDeclined", True, BOOKS)
    assert last["events"][1]["data"]["cart"]["cart_id"]
    assert last["request"]["body"]["encrypted_card"] == "(hidden)"
