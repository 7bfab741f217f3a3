"""Runs `firmly-tui` as a user types it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}
SHARED, LOCKED, NONE = "tests.keyrings.Shared", "tests.keyrings.Locked", "keyring.backends.fail.Keyring"


class Run:
    """Runs it with this home folder, and with a keyring that its runs share, of this kind unless another is named."""

    def __init__(self, home: Path, vault: Path, backend: str) -> None:
        self._start = [sys.executable, "-m", "firmly_tui", "--home", str(home)]
        self._vault = vault
        self._backend = backend

    def __call__(
        self, *arguments: str, backend: str = "", typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """How it ended, with these arguments."""
        keyring = {"PYTHON_KEYRING_BACKEND": backend or self._backend, "KEYRING_FILE": str(self._vault)}
        return subprocess.run(
            [*self._start, *arguments],
            input=typed,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT | keyring | environment,
            check=False,
            timeout=60,
        )
