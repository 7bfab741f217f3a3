"""The tests spend their time on the app, not on garbage among all that is imported; a busy machine fails none."""

import gc

import pytest
from hypothesis import HealthCheck, settings

YOUNG = 200_000
"""Objects until the collector looks at the young ones: an app on the screen is about a tenth of this."""


settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is there for good alone, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
