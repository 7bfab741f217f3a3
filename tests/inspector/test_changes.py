"""What changed about a cart is said in words."""

from firmly_tui.client import FirmlyClient
from firmly_tui.inspector import Log, cart_changes, differences
from tests.inspector.conftest import BOOK, BOOKS, DECLINED, fill, order


def words(before: object, after: object) -> list[str]:
    return [str(change) for change in differences(before, after)]


def usd(value: float) -> dict[str, object]:
    return {"currency": "USD", "value": value, "number": round(value * 100), "symbol": "$"}


def test_amounts_are_money() -> None:
    before, after = {"shipping_total": usd(0)}, {"shipping_total": usd(49.99)}
    assert words(before, after) == ["shipping_total $0.00 → $49.99"]
    assert words({"tax_total": None}, {"tax_total": usd(5)}) == ["tax_total none → $5.00"]
    yen = {"currency": "JPY", "value": 3980}
    assert words({"total": {**yen, "value": 0}}, {"total": yen}) == ["total ¥0 → ¥3,980"]


def test_lines_are_followed_by_their_ids() -> None:
    sofa = {"line_item_id": "1", "description": "Sofa", "quantity": 1, "line_price": usd(100)}
    lamp = {"line_item_id": "2", "description": "Lamp", "quantity": 2, "line_price": usd(20)}
    before = {"line_items": [sofa]}
    after = {"line_items": [lamp, {**sofa, "quantity": 3}]}
    assert words(before, after) == [
        "line_items added: 2 × Lamp ($20.00)",
        "line_items[Sofa].quantity 1 → 3",
    ]
    assert words(after, before)[-1] == "line_items removed: 2 × Lamp ($20.00)"


def test_choices_of_a_shipment() -> None:
    before = {"shipments": [{"shipment_id": "s", "selected_date": None}]}
    after = {"shipments": [{"shipment_id": "s", "selected_date": "2026-06-12"}]}
    assert words(before, after) == ["shipments[1].selected_date none → 2026-06-12"]


def test_what_is_empty_in_two_ways_did_not_change() -> None:
    assert words({"coupons": [], "notes": ""}, {"coupons": None, "notes": None}) == []


async def test_a_change_of_the_cart_is_told_from_what_was_there_before(
    client: FirmlyClient, log: Log
) -> None:
    await client.session.active_carts()
    await fill(client)
    await client.carts.add(BOOKS, BOOK, 1)
    added, addressed, again = (cart_changes(log, entry)[0] for entry in log.entries[-3:])
    assert added.known
    assert any(str(change).startswith("line_items added: 1 × ") for change in added.changes)
    assert any(str(change).startswith("shipping_info added: first_name Ada") for change in addressed.changes)
    assert any(str(change).endswith(".quantity 1 → 2") for change in again.changes)
    assert any(str(change).startswith("sub_total €14.00 → €28.00") for change in again.changes)


async def test_the_first_cart_has_nothing_to_be_compared_with(client: FirmlyClient, log: Log) -> None:
    await client.carts.add(BOOKS, BOOK, 1)
    (change,) = cart_changes(log, log.entries[-1])
    assert (change.merchant, change.known) == (BOOKS, False)


async def test_the_cart_of_an_order_is_found_in_its_events(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    await order(client, DECLINED)
    (change,) = cart_changes(log, log.entries[-1])
    assert change.known
    assert any(str(found).startswith("cart_id ") for found in change.changes)
