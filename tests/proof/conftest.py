"""The app and its sandbox, as the tests of the screens have them."""

from tests.tui.conftest import (
    database,
    home,
    plain_environment,
    records,
    sandbox,
    shopper,
    start_sandbox,
)

__all__ = [
    "database",
    "home",
    "plain_environment",
    "records",
    "sandbox",
    "shopper",
    "start_sandbox",
]
