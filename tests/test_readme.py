"""What README.md shows works as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def output(folder: Path, script: str, *more: str) -> str:
    """What a script prints that is given a running sandbox."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    with Sandbox(SandboxOptions()) as running:
        command = [sys.executable, str(path), running.url, *more]
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_script_buys_a_hoodie(tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    assert len([line for line in found[1].splitlines() if line]) <= 25
    bought = output(tmp_path, found[1], SANDBOX_APP_ID)
    assert re.fullmatch(r"Hero Hoodie for \$[\d.]+: order \d+ at LUMA\n", bought)
    assert SANDBOX_APP_ID in README


def test_the_script_encrypts_a_card(tmp_path: Path) -> None:
    found = re.search(r"<<'END'\n(.*?)\nEND\n", README, re.DOTALL)
    assert found is not None
    assert output(tmp_path, found[1]).count(".") == 4
