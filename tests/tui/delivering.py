"""The delivery screen in somebody's hands, and goods that are sent in one way or another."""

from datetime import date

from firmly_tui.checkout.delivery_days import SlotView
from firmly_tui.models import Money, Shipment
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.shipment_list import ShipmentList
from tests.tui.shopper import Shopper

FURNITURE, SOUND, BOOKS = "nordhaus.example", "voltline.example", "buecherhalle.example"
SOFA, LOVESEAT, TABLE = "NH-LIN3-NAVY", "NH-LIN2-NAVY", "NH-SKAG-OAK-60IN"
HEADPHONES, GIFT_CARD = "VL-HUSH-BLACK", "VL-GIFT-25"


class Delivery:
    """The delivery screen, and what the merchants were told through it."""

    def __init__(self, shopper: Shopper) -> None:
        self.shopper = shopper

    async def open(self, *goods: tuple[str, str]) -> None:
        """Come to delivery with these goods, and wait until everything is asked for."""
        for domain, sku in goods:
            await self.shopper.put(domain, sku)
        self.shopper.has_bought_before()
        await self.shopper.press("f3")
        await self.shopper.until("Total so far")
        await self.shopper.press("o")
        await self.shopper.until("1 Pine St")
        await self.shopper.press("ctrl+s")
        await self.shopper.until("to Ada Quill", gone="asking")

    async def go(self, kind: str, words: str = "") -> None:
        """Move the cursor to the first row of a kind that holds these words."""
        rows = self.shown.rows
        wanted = next((i for i, row in enumerate(rows) if row.kind == kind and words in row.left.plain), None)
        assert wanted is not None, f"no {kind} with “{words}”:\n{self.shopper.text()}"
        self.shown.cursor = wanted
        await self.shopper.pilot.pause()

    async def choose(self, kind: str, words: str = "") -> None:
        """Press Enter on that row."""
        await self.go(kind, words)
        await self.shopper.press("enter")

    @property
    def shown(self) -> ShipmentList:
        return self.shopper.app.screen.query_one(ShipmentList)

    @property
    def calendar(self) -> MonthCalendar:
        return self.shopper.app.screen.query_one(MonthCalendar)

    def shipments(self, domain: str = FURNITURE) -> list[Shipment]:
        """The shipments as the merchant last gave them."""
        cart = self.shopper.shop.hive[domain].cart
        assert cart is not None
        return cart.shipments

    def cost(self, domain: str = FURNITURE) -> Money | None:
        """What the delivery costs."""
        cart = self.shopper.shop.hive[domain].cart
        return cart.shipping_total if cart is not None else None

    async def go_to_paid_hours(self) -> tuple[date, SlotView]:
        """In the calendar, move to an open day with hours that cost something."""
        detail = self.shopper.app.screen.query_one(DeliveryDetail)
        assert detail._days is not None
        hours = ((day.date, slot) for day in detail._days.open for slot in day.slots)
        found = next((day, slot) for day, slot in hours if not slot.full and slot.price and slot.price.number)
        self.calendar.cursor = found[0]
        await self.shopper.pilot.pause()
        return found

    async def go_to_day(self) -> date:
        """In the calendar, move to an open day with hours, the first of which is free."""
        detail = self.shopper.app.screen.query_one(DeliveryDetail)
        assert detail._days is not None
        day = next(day for day in detail._days.open if day.slots and not day.slots[0].full)
        self.calendar.cursor = day.date
        await self.shopper.pilot.pause()
        return day.date
