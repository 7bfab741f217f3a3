"""The ways each merchant can send its goods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BAD, BOLD, DIM, amount_cell, joined, one_line, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.models import Shipment, ShippingMethod


@dataclass(frozen=True)
class MethodRow:
    """A merchant's title, a remark, or a way to send a shipment."""

    entry: MerchantCart
    shipment: Shipment | None = None
    method: ShippingMethod | None = None
    text: Content | None = None


class MethodList(RowList[MethodRow]):
    """Shipping methods as radio buttons, by merchant."""

    HEIGHT = 0

    def row_height(self, row: MethodRow) -> int:
        """A blank line stands above each merchant."""
        return 2 if row.method is None and row.text is None else 1

    def row_selectable(self, row: MethodRow) -> bool:
        """The cursor rests on methods."""
        return row.method is not None

    def row_key(self, row: MethodRow) -> Hashable:
        """A method is the same one by its ids."""
        return (
            row.entry.domain,
            row.shipment.shipment_id if row.shipment else "",
            row.method.id if row.method else "",
        )

    def draw_row(self, row: MethodRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The row's lines."""
        if row.text is not None:
            return [Content.assemble("   ", row.text)]
        if row.method is None or row.shipment is None:
            state = plain("asking …", DIM) if row.entry.busy else Content("")
            return [Content(""), Content.assemble(" ", joined([plain(row.entry.name, BOLD), state]))]
        chosen = row.shipment.shipping_method
        is_chosen = chosen is not None and chosen.id == row.method.id
        words = joined(
            [
                plain(row.method.description, BOLD if is_chosen else ""),
                plain(row.method.estimated_delivery, DIM),
            ]
        )
        left = Content.assemble("   (•) " if is_chosen else "   ( ) ", words)
        price = amount_cell(row.method.price, free=True, style="bold" if is_chosen else "")
        return [spread(left, Content.assemble(price, " "), width)]


def method_rows(entries: Sequence[MerchantCart]) -> list[MethodRow]:
    """The rows of all merchants that have something to send."""
    return [row for entry in entries if entry.cart and not entry.cart.is_empty for row in _entry_rows(entry)]


def _entry_rows(entry: MerchantCart) -> Iterator[MethodRow]:
    yield MethodRow(entry)
    for error in filter(None, [entry.error, entry.address_error]):
        yield MethodRow(entry, text=plain(f"✕ {one_line(error.sentence)}", BAD))
    shipments = entry.cart.shipments if entry.cart else []
    for number, shipment in enumerate(shipments, 1):
        if len(shipments) > 1:
            yield MethodRow(entry, text=plain(f"Shipment {number} of {len(shipments)}", DIM))
        for method in shipment.shipping_method_options:
            yield MethodRow(entry, shipment, method)
        if not shipment.shipping_method_options and entry.address_error is None:
            yield MethodRow(
                entry, text=plain("Nothing to choose: this merchant decides how it is sent.", DIM)
            )
