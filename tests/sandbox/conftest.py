"""Running sandboxes for the tests, and shoppers who use them."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.sandbox.shopper import Shopper

MERCHANT = {
    "domain": "corner.example",
    "name": "Corner",
    "platform_id": "shopify",
    "currency": "USD",
    "tax_included": False,
    "ships_to": ["US"],
    "terms": {
        "methods": [
            {
                "id": "slow",
                "description": "Slow boat",
                "estimated_delivery": "9 days",
                "price": 500,
                "free_from": 9000,
            },
            {"id": "fast", "description": "Fast", "estimated_delivery": "1 day", "price": 1500},
        ]
    },
    "products": [
        {
            "handle": "cup",
            "base_sku": "CUP",
            "title": "Cup",
            "category": {"l1": "Kitchen", "l2": "Cups"},
            "options": [{"name": "Color", "values": ["Red", "Blue", "Green"]}],
            "variants": [
                {"sku": "CUP-RED", "options": ["Red"], "price": 1005, "stock": 3},
                {"sku": "CUP-BLUE", "options": ["Blue"], "price": 1005, "stock": 1},
                {"sku": "CUP-GREEN", "options": ["Green"], "price": 1005, "stock": 0},
            ],
        },
        {
            "handle": "bead",
            "base_sku": "BEAD",
            "title": "Bead",
            "category": {"l1": "Toys"},
            "options": [{"name": "Letter", "values": [f"L{number}" for number in range(101)]}],
            "variants": [
                {"sku": f"BEAD-{number}", "options": [f"L{number}"], "price": 99, "stock": 50}
                for number in range(101)
            ],
        },
    ],
}
CORNER = "corner.example"

StartSandbox = Callable[..., Sandbox]
OpenShop = Callable[..., Shopper]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox that many tests share, each with its own device; none may use up its stock."""
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def shopper(sandbox: Sandbox) -> Iterator[Shopper]:
    someone = Shopper(sandbox)
    with someone:
        yield someone


@pytest.fixture
def start(tmp_path: Path, keys_made: Path) -> Iterator[StartSandbox]:
    """Start sandboxes of the test's own on one database, selling what ``MERCHANT`` says."""
    database = tmp_path / "sandbox.db"
    shutil.copy(keys_made, database)
    catalogs = tmp_path / "catalogs"
    catalogs.mkdir()
    (catalogs / f"{CORNER}.json").write_text(json.dumps(MERCHANT))
    with ExitStack() as stack:

        def run(**options: object) -> Sandbox:
            settings = {"database": database, "catalogs": catalogs, "step_seconds": 0, "slow_seconds": 0}
            return stack.enter_context(Sandbox(SandboxOptions(**{**settings, **options})))

        yield run


@pytest.fixture
def corner(start: StartSandbox) -> Iterator[Shopper]:
    """A shopper at a sandbox of the test's own with the one merchant ``MERCHANT``."""
    someone = Shopper(start())
    with someone:
        yield someone


@pytest.fixture
def shop(start: StartSandbox, tmp_path: Path) -> Iterator[OpenShop]:
    """Open a sandbox whose one merchant is ``MERCHANT`` with other terms and other fields."""
    with ExitStack() as stack:

        def open_shop(clock: object = None, terms: object = None, **fields: object) -> Shopper:
            merchant = {**MERCHANT, **fields, "terms": {**MERCHANT["terms"], **(terms or {})}}
            (tmp_path / "catalogs" / f"{CORNER}.json").write_text(json.dumps(merchant))
            return stack.enter_context(Shopper(start(**({"clock": clock} if clock else {}))))

        yield open_shop
