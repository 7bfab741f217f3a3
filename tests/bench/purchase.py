"""Buys something by keys alone, as a shopper would, and measures what that leaves in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.bench.measure import Lab, Result, resident_mib
from tests.bench.starting import warm_up

if TYPE_CHECKING:
    from collections.abc import Iterator

GOODS = {"linden sofa": "Linden 3-Seat Sofa", "tarn tent": "Tarn Tent"}
"""What to type, and what to buy: goods of two merchants."""

BEFORE_COUNTRY = ("ada@example.com", "+1 206 555 0142", "Ada", "Byron", "1 Analytical Way", "")
AFTER_COUNTRY = ("98101", "Seattle")
STATE = "washington"


class Shopper(Protocol):
    """Something that shows a screen and takes keys."""

    def wait(self, text: str) -> float:
        """Wait until `text`, a regular expression, is shown."""
        ...

    def press(self, *keys: str) -> None:
        """Press named keys; what is no name is typed."""
        ...

    def settle(self) -> object:
        """Wait until nothing changes any more."""
        ...


def purchase(app: Shopper) -> None:
    """From the first frame of an empty home to the receipts, on the embedded sandbox."""
    app.wait(r"\d\+? found")
    for typed, title in GOODS.items():
        app.press(typed)
        app.wait(rf"/  {typed} (?s:.*)▌{title}")
        app.press("enter")
        app.wait("✓ available")
        app.press("enter")
        app.wait(f"✓ 1 × {title}")
        app.press("escape")
        app.wait(f"/  {typed}")
        app.press("escape")
        app.wait("/  Search")
    app.press("f3")
    app.wait("2 carts(?s:.*)check out")
    app.press("o")
    app.wait("E-mail")
    _type_address(app)
    app.press("ctrl+s")
    app.wait("(?s:Delivery.*Standard|Delivery.*Ground)")
    app.press("o")
    app.wait("Repair plan")
    app.press("o")
    app.wait("Place 2 orders")
    app.press("f7")
    app.wait("4242|1111")
    app.press("ctrl+s")
    app.wait("2 orders placed")
    app.press("enter")
    app.wait("Receipt")


def _type_address(app: Shopper) -> None:
    for text in (*BEFORE_COUNTRY, "", *AFTER_COUNTRY):
        app.press(text)
        app.settle()
        app.press("tab")
        app.settle()  # the focus moves a moment after Tab
    app.press("enter")
    app.wait("Alabama")
    app.press(STATE)
    app.settle()
    app.press("enter")
    app.wait(f"{STATE.title()} +▼")


def memory(lab: Lab) -> Iterator[Result]:
    """Resident memory after a purchase at two merchants on the embedded sandbox."""
    ours: list[float] = []
    reference: list[float] = []
    warm_up(lab)
    for _ in range(lab.times(3)):
        with lab.firmly() as app, lab.bare() as bare:
            bare.wait("READY")
            purchase(app)
            app.settle(1.0)
            ours.append(resident_mib(app.process))
            reference.append(resident_mib(bare.process))
    yield Result("memory", "MiB", ours, reference, "bare app", times=3)
