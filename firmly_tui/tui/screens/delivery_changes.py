"""What every choice of a delivery comes to: the merchant is told, and what it refuses is shown where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Input

from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from firmly_tui.tui.widgets.shipment_list import ShipmentList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from firmly_tui.checkout import ChoiceRefused, DeliveryChoice, MerchantCart, Shop
    from firmly_tui.checkout.fulfillment import TypeOption
    from firmly_tui.checkout.offers import Offer, Offers
    from firmly_tui.models import Shipment
    from firmly_tui.tui.widgets.shipment_rows import ShipmentRow


class DeliveryChanges(FirmlyScreen[None]):
    """The part of the delivery screen that knows which shipment is changed, and changes it.

    While something is chosen beside the list the screen has the class `-picking`, while notes are written `-writing`.
    """

    def _show_detail(self) -> None:
        """Show what there is to choose for the shipment."""
        raise NotImplementedError

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__(shop)
        self._offers: Offers | None = None
        self._at: Hashable = None
        self._asked: Hashable = None
        self._new_type: TypeOption | None = None
        self._subject: tuple[str, str] = ("", "")
        self._drafts: dict[tuple[str, str], str] = {}

    def open(self, shop: Shop) -> None:
        """Follow the carts, and what can be chosen for them."""
        from firmly_tui.checkout.offers import Offers

        self._offers = Offers(shop.hive.shipments, shop.today, shop.zone)
        self._offers.subscribe(self.something_changed)
        super().open(shop)

    @work(group="ask")
    async def _ask(self, entry: MerchantCart, shipment: Shipment) -> None:
        if self._offers is not None:
            await self._offers.ask(entry, shipment)

    @property
    def _is_picking(self) -> bool:
        return self.has_class("-picking")

    def _row(self) -> ShipmentRow | None:
        return self.query_one(ShipmentList).selected

    def _found(self) -> tuple[MerchantCart, Shipment, Offer] | None:
        """The shipment that the detail is about, as it is now."""
        entry = self.shop.hive.get(self._subject[0]) if self.shop else None
        shipment = entry.shipment(self._subject[1]) if entry else None
        if entry is None or shipment is None or self._offers is None:
            return None
        return entry, shipment, self._offers.of(entry, shipment)

    def _merge(self, row: ShipmentRow) -> None:
        if self.shop is not None and isinstance(row.item, str):
            ids = [row.item, row.shipment_id]
            self._change(self.shop.hive.shipments.merge(row.entry.domain, ids))

    def _set_type(self, type_id: str, location_id: str | None) -> None:
        if self.shop is not None:
            self._change(self.shop.hive.shipments.set_type(*self._subject, type_id, location_id))

    def _choose(self, edit: Callable[[DeliveryChoice], DeliveryChoice]) -> None:
        if self.shop is not None:
            self._change(self.shop.hive.shipments.choose(*self._subject, edit))

    @work(group="choice")
    async def _change(self, call: Awaitable[ChoiceRefused | None]) -> None:
        """Make a change; go back to the shipments when it is made, and to the day when that was taken."""
        subject = self._subject
        self.say("Telling the merchant …")
        refused = await call
        if refused is None:
            self.say("")
            if self._is_picking and self._subject == subject:
                self.action_leave(keep=False)
            return
        self.say(refused.sentence, "bad")
        if refused.reopen:
            await self._reopen(subject, refused)

    async def _reopen(self, subject: tuple[str, str], refused: ChoiceRefused) -> None:
        """Show the day as it is now."""
        from firmly_tui.checkout.delivery_days import as_date

        entry = self.shop.hive.get(subject[0]) if self.shop else None
        shipment = entry.shipment(subject[1]) if entry else None
        if entry is None or shipment is None or self._offers is None:
            return
        await self._offers.ask(entry, shipment)
        found = self._found()
        if found is None or self._subject != subject or not found[2].view.days.days:
            return
        detail = self.query_one(DeliveryDetail)
        detail.show_days(found[1], found[2].view)
        if day := as_date(refused.reopen):
            detail.open_day(day)
        self._pick()
        self.say(refused.sentence, "bad")

    def _pick(self) -> None:
        self.say("")
        self.add_class("-picking")
        self.query_one(DeliveryDetail).focus_choice()
        self.refresh_bindings()

    def action_leave(self, *, keep: bool = True) -> None:
        """Back to the shipments. Notes that are not sent yet are kept for when they are opened again."""
        if keep and self._is_picking and self.query_one(DeliveryDetail).step_back():
            return
        if keep and self.has_class("-writing"):
            self._drafts[self._subject] = self.query_one("#words", Input).value
        self.remove_class("-picking", "-writing")
        self._asked = self._new_type = None
        self.say("")
        self.query_one(ShipmentList).focus()
        self._show_detail()
        self.refresh_bindings()
