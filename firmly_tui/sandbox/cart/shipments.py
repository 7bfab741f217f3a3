"""How the lines of a cart travel: which of them go together, and in which of the ways they can."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firmly_tui.sandbox.documents import CartState, Line, ShipmentState
from firmly_tui.sandbox.goods.catalog import Merchant, Product


def kinds_of(products: Sequence[Product]) -> tuple[str, ...]:
    """Return the fulfillment types that all of these goods can have, the usual one first."""
    common = products[0].fulfillment if products else ()
    return tuple(kind for kind in common if all(kind in product.fulfillment for product in products))


def kind_of(state: ShipmentState, products: Sequence[Product]) -> str | None:
    """Return the fulfillment type of a shipment: the chosen one, or the usual one of its goods."""
    possible = kinds_of(products)
    return state.kind if state.kind in possible else next(iter(possible), None)


def products_of(merchant: Merchant, cart: CartState, line_item_ids: Sequence[str]) -> list[Product]:
    """Return the products of some lines, but for those that the catalog no longer holds."""
    found = [merchant.find(line.sku) for line in cart.lines if line.line_item_id in line_item_ids]
    return [goods[0] for goods in found if goods is not None]


def new_shipment(new_id: Callable[[str], str]) -> str:
    """Return an id for a shipment in the form that firmly shows."""
    return f"ship_{new_id('shipment')[:12]}"


def regrouped(merchant: Merchant, cart: CartState, new_id: Callable[[str], str]) -> CartState:
    """Return a cart whose every line is in a shipment: goods that can travel alike go together.

    Lines stay where they are; what is new joins the first shipment of its like, and empty shipments go.
    Goods that need no shipping are in none.
    """
    lines = {line.line_item_id: line for line in cart.lines}
    kept = [
        shipment.model_copy(update={"line_item_ids": tuple(i for i in shipment.line_item_ids if i in lines)})
        for shipment in cart.shipments
    ]
    placed = {name for shipment in kept for name in shipment.line_item_ids}
    for line in cart.lines:
        kinds = _kinds(merchant, line)
        if line.line_item_id in placed or not kinds:
            continue
        for index, shipment in enumerate(kept):
            mates = [lines[name] for name in shipment.line_item_ids]
            if mates and all(_kinds(merchant, mate) == kinds for mate in mates):
                ids = (*shipment.line_item_ids, line.line_item_id)
                kept[index] = shipment.model_copy(update={"line_item_ids": ids})
                break
        else:
            kept.append(ShipmentState(shipment_id=new_shipment(new_id), line_item_ids=(line.line_item_id,)))
    return cart.model_copy(update={"shipments": tuple(found for found in kept if found.line_item_ids)})


def _kinds(merchant: Merchant, line: Line) -> tuple[str, ...]:
    goods = merchant.find(line.sku)
    return goods[0].fulfillment if goods else ()
