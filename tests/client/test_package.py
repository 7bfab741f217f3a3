"""What the package hands out, and what importing it costs."""

import subprocess
import sys

import firmly_tui.client as package


def test_every_public_name_exists_and_is_documented() -> None:
    for name in package.__all__:
        assert getattr(package, name).__doc__ or name == "OrderEvent"


def test_importing_the_client_brings_neither_terminal_nor_http() -> None:
    code = "import sys, firmly_tui.client; print(*sorted(m for m in sys.modules if '.' not in m))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not {"textual", "rich", "click", "httpx", "starlette"} & set(run.stdout.split())
