"""What README.md shows works as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions

README = Path(__file__).parents[1] / "README.md"


def test_the_script_buys_a_hoodie(tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    script = tmp_path / "buy.py"
    script.write_text(found[1])
    assert len([line for line in found[1].splitlines() if line]) <= 25
    with Sandbox(SandboxOptions()) as running:
        command = [sys.executable, str(script), running.url, SANDBOX_APP_ID]
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert re.fullmatch(r"Hero Hoodie for \$[\d.]+: order \d+ at LUMA\n", run.stdout)
    assert SANDBOX_APP_ID in README.read_text()
