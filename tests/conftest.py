"""The tests spend their time on the app, not on garbage, keys or names; a busy machine fails none."""

import gc
from pathlib import Path
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, settings

from firmly_tui.sandbox import Sandbox, SandboxOptions

YOUNG = 200_000
"""Objects until the collector looks at the young ones: an app on the screen is about a tenth of this."""

LONG = 200
"""Characters from which a text is no name for a test."""


settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session")
def keys_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox's database that holds keys already, to begin with a copy of it: making them is slow."""
    path = tmp_path_factory.mktemp("keys") / "sandbox.db"
    with Sandbox(SandboxOptions(database=path)) as sandbox:
        sandbox.issue_session()
        urlopen(f"{sandbox.url}/api/v1/payment/key").close()
    return path


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test by a text of megabytes, which every worker and every report would carry."""
    return argname if isinstance(val, str | bytes) and len(val) > LONG else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is there for good alone, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
