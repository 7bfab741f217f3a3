"""The tests spend their time on the app, not on looking for garbage among all that they have imported."""

import gc

import pytest

YOUNG = 200_000
"""Objects until the collector looks at the young ones: an app on the screen is about a tenth of this."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is there for good alone, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
