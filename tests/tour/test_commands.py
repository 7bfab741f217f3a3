"""`firmly-tui tour`, `run` and `screenshots` as a user types them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firmly_tui.cli import main
from firmly_tui.commands import tell
from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.terminal import Terminal as RealTerminal
from tests.terminal import why_not
from tests.tour.conftest import CARD

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}
ELSEWHERE = ["--server", "http://127.0.0.1:1"]
LOOK = "wait 50+ found\ntype sofa\nwait 6 found\npicture found 80x24 60x20\n"


@pytest.fixture
def command(tmp_path: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "firmly_tui", "--home", str(tmp_path / "home"), *arguments],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            env=ENVIRONMENT,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "mine.tour"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_tours_are_listed_and_their_format_is_explained(command):
    listed = command("tour", "--list")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert names[:4] == ["first-purchase", "full-cart", "declined-card", "dropped-stream"]
    assert "caption TEXT" in command("tour", "--format").stdout


def test_a_run_is_told_as_json_with_its_pictures_and_orders(command, written, tmp_path):
    flow = written(f"{CARD}card declined\nkey ctrl+s\nwait 1 order refused\npicture refused 80x24\n")
    answer = command("run", flow, "--json", "--out", str(tmp_path / "pictures"))
    assert answer.returncode == 3, answer.stderr
    told = json.loads(answer.stdout)
    assert (told["outcome"], told["exit_code"], told["failure"]) == ("refused", 3, None)
    assert [order["state"] for order in told["orders"]] == ["refused"]
    assert told["pictures"] == ["mine-refused-80x24.svg"]
    assert (tmp_path / "pictures" / "mine-refused-80x24.svg").read_text().startswith("<svg")


def test_a_step_that_fails_is_told_with_what_was_on_the_screen(command, written):
    answer = command("run", written("wait 50+ found\ndeadline 0.1\nwait a miracle\n"))
    assert answer.returncode == 1
    assert "Line 3: “a miracle” never came within 0.1 seconds." in answer.stderr
    assert "50+ found" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "nowhere"], "There is no tour “nowhere”."),
        (["run"], "the following arguments are required: TOUR"),
        (["run", "first-purchase", "--size", "1x1"], "“1x1” is no size."),
        (["tour", "first-purchase", "--speed", "0"], "'0' is not a speed"),
        (["tour", "nowhere"], "There is no tour “nowhere”."),
        ([*ELSEWHERE, "tour"], "on a sandbox of its own"),
        ([*ELSEWHERE, "tour", "full-cart", "--record", "never.cast"], "on a sandbox of its own"),
        ([*ELSEWHERE, "tour", "--new", "never.tour"], "on a sandbox of its own"),
        ([*ELSEWHERE, "screenshots", "full-cart", "--out", "never"], "on a sandbox of its own"),
        (["--app-id", "x", "run", "first-purchase"], "This would run on firmly itself"),
        (["run", "first-purchase", "--server", "https://shop.example"], "This would run on firmly itself"),
        (["screenshots", "nowhere"], "There is no tour “nowhere”."),
        (["--theme", "beige", "tour"], "There is no theme “beige”."),
        (["--theme", "beige", "run", "first-purchase"], "There is no theme “beige”."),
        (["--theme", "beige", "screenshots"], "There is no theme “beige”."),
    ],
)
def test_wrong_usage_is_told(capsys, tmp_path, arguments, said):
    with pytest.raises(SystemExit) as ended:
        sys.exit(main(["--home", str(tmp_path), *arguments]))
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_flow_that_cannot_be_read_is_wrong_usage_with_its_line(command, written):
    answer = command("run", written("wait 50+ found\ndance\n"))
    assert answer.returncode == 2
    assert "mine.tour, line 2: There is no “dance”." in answer.stderr


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_step_that_failed_before_an_audience_is_told_in_the_shell_too(written, tmp_path):
    flow = written("wait 50+ found\ndeadline 0.1\nwait a miracle\n")
    with RealTerminal(tmp_path / "home", "tour", flow) as terminal:
        terminal.until("q quits")
        terminal.type("q")
        terminal.until("ended with 1")
        assert "Line 3: “a miracle” never came within 0.1 seconds." in terminal.said()
        assert "50+ found" not in terminal.said()


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_tour_with_an_error_ends_before_the_app_opens(written, tmp_path):
    with RealTerminal(tmp_path / "home", "tour", written("wait 50+ found\ndance\n")) as terminal:
        terminal.until("ended with 2")
        assert "mine.tour, line 2: There is no “dance”." in terminal.said()


def test_without_a_terminal_a_tour_says_what_plays_one(command):
    answer = command("tour")
    assert answer.returncode == 1
    assert "`firmly-tui run TOUR` plays a tour without one." in answer.stderr


def test_a_run_on_a_sandbox_elsewhere_keeps_its_order_in_the_journal(command, written):
    with Sandbox(SandboxOptions(step_seconds=0)) as sandbox:
        flow = written(f"{CARD}card approved\nkey ctrl+s\nwait 1 order placed\n")
        answer = command("run", flow, "--server", sandbox.url)
    assert (answer.returncode, answer.stdout) == (0, "mine: placed, 18 steps.\n"), answer.stderr
    assert [order["state"] for order in json.loads(command("orders", "--json").stdout)] == ["placed"]


def test_a_recording_and_pictures_are_written_where_they_are_wanted(command, written, tmp_path):
    flow = written(LOOK)
    cast = tmp_path / "casts" / "mine.cast"
    answer = command("tour", flow, "--record", str(cast), "--size", "100x30")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(cast.read_text().splitlines()[0])["width"] == 100
    answer = command("screenshots", flow, "--out", str(tmp_path / "pictures"))
    assert answer.returncode == 0, answer.stderr
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == [
        "mine-found-60x20.svg",
        "mine-found-80x24.svg",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_told_breaks_between_words_in_a_terminal_alone(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    told = "It is a text file, to be changed at will.\n  | /a/long/path/that/is/not/broken.tour"
    for stream, shown in (
        (
            Terminal(),
            "It is a text file, to be\nchanged at will.\n  |\n/a/long/path/that/is/not/broken.tour\n",
        ),
        (io.StringIO(), f"{told}\n"),
    ):
        tell(told, stream)
        assert stream.getvalue() == shown


def test_a_file_that_is_there_is_not_written_over(command, written):
    flow = written(LOOK)
    answer = command("tour", "--new", flow)
    assert answer.returncode == 2
    assert "exists already" in answer.stderr
    assert Path(flow).read_text() == LOOK
