"""Opens a month of days with 200 times in one of them, or a bare list of 200 lines: `month.py ours|bare`.

The key `o` opens it, and closes it again.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Label

from firmly_tui.checkout.fulfillment import fulfillment
from firmly_tui.models import Availability, Shipment
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from tests.bench.apps.rows import BareList, Line

SLOTS = 200
TODAY = date(2026, 6, 1)
SHIPMENT = Shipment.model_validate({"shipment_id": "s", "fulfillment_type": {"id": "SCHEDULED_DELIVERY"}})


def availability() -> Availability:
    """Thirty days of three slots, the first of them with 200."""
    days = [(TODAY + timedelta(number)).isoformat() for number in range(30)]
    return Availability.model_validate(
        {
            "available_dates": [
                {
                    "date": day,
                    "time_slots": [slot(number) for number in range(SLOTS if day == days[0] else 3)],
                }
                for day in days
            ]
        }
    )


def slot(number: int) -> dict[str, object]:
    hour, quarter = divmod(number % 92, 4)
    begins, ends = f"{hour:02}:{quarter * 15:02}", f"{hour + 1:02}:{quarter * 15:02}"
    price = {"currency": "USD", "number": number % 3 * 500, "symbol": "$"}
    return {"slot_id": f"slot-{number}", "start_time": begins, "end_time": ends, "price": price}


def bare_rows() -> list[tuple[Line, Line]]:
    """The same number of lines; the bare list shows two of them in a row."""
    lines: list[Line] = [((f" ( ) {number:04}  09:00 – 12:00".ljust(118), 0),) for number in range(SLOTS)]
    return list(zip(lines[::2], lines[1::2], strict=True))


class MonthApp(App[None]):
    BINDINGS = [("o", "turn", "Open or close")]

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._rows = bare_rows()
        # The answer is made a calendar when it comes, and kept.
        self._offered = fulfillment(SHIPMENT, availability(), TODAY)

    def compose(self) -> ComposeResult:
        yield Label("READY")
        yield BareList(self._rows) if self._kind == "bare" else DeliveryDetail(TODAY)

    def on_mount(self) -> None:
        self._shown.display = False

    @property
    def _shown(self) -> Widget:
        return self.query_one(BareList if self._kind == "bare" else DeliveryDetail)

    def action_turn(self) -> None:
        """As Enter on the day of a shipment does: show its days in the place that is there for them."""
        shown = self._shown
        if shown.display:
            shown.display = False
            if isinstance(shown, DeliveryDetail):
                shown.show_about("")
            return
        with self.batch_update():
            if isinstance(shown, DeliveryDetail):
                shown.show_days(SHIPMENT, self._offered)
                shown.display = True
                shown.focus_choice()
            else:
                shown.display = True
                shown.focus()


if __name__ == "__main__":
    MonthApp(sys.argv[1]).run()
