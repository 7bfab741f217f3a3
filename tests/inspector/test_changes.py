"""What changed about a cart is said in words."""

from firmly_tui.client import FirmlyClient
from firmly_tui.inspector import Log, cart_changes, differences
from tests.inspector.conftest import APPROVED, BOOK, BOOKS, DECLINED, fill, order


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


def test_the_same_goods_are_the_same_line_in_another_cart() -> None:
    def cart(number: int, *skus: str, date: str = "") -> dict[str, object]:
        ids = [f"{number}-{sku}" for sku in skus]
        lines = [{"line_item_id": f"{number}-{sku}", "sku": sku, "description": "Sofa"} for sku in skus]
        shipment = {"shipment_id": f"s{number}", "line_item_ids": ids, "selected_date": date}
        offer = {"addon_id": "care", "display": {"name": "Care"}, "eligible_line_item_ids": ids}
        return {"line_items": lines, "shipments": [shipment], "addons": {"offers": [offer]}}

    assert words(cart(1, "A", "B"), cart(2, "A", "B")) == []
    assert words(cart(1, "A", date="1 June"), cart(2, "A")) == ["shipments[1].selected_date 1 June → none"]
    assert words(cart(1, "A", "B"), cart(2, "B")) == [
        "line_items removed: Sofa",
        "shipments[1].line_item_ids removed: Sofa 2",
    ]
    assert words(cart(1, "A"), cart(1, "A", "B")) == [
        "line_items added: Sofa",
        "shipments[1].line_item_ids added: Sofa 2",
    ]


def test_what_is_new_is_called_by_its_name_and_told_in_full() -> None:
    offer = {"addon_id": "a", "display": {"name": "Care", "description": "For years"}, "price": usd(5)}
    assert words({}, {"addons": {"offers": [offer], "selections": []}}) == [
        "addons.offers added: Care ($5.00)"
    ]
    address = {"first_name": "Ada", "address1": "1 Pine St " * 20, "country": "US"}
    (said,) = words({"shipping_info": None}, {"shipping_info": address})
    assert said.endswith(", country US")


def test_choices_of_a_shipment() -> None:
    before = {"shipments": [{"shipment_id": "s", "selected_date": None}]}
    after = {"shipments": [{"shipment_id": "s", "selected_date": "2026-06-12"}]}
    assert words(before, after) == ["shipments[1].selected_date none → 2026-06-12"]


def test_what_is_nested_too_deep_ends_it() -> None:
    deep: object = 1
    for _ in range(2_000):
        deep = [deep]
    assert words({"quantity": 1, "deep": deep}, {"quantity": 2}) == ["quantity 1 → 2"]


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
    assert [found.where for found in change.changes] == ["cart_id", "billing_info"]


async def test_after_an_order_there_is_another_cart(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    await order(client, APPROVED)
    (placed,) = cart_changes(log, log.entries[-1])
    assert "cart_status active → submitted" in map(str, placed.changes)
    assert not any(found.where.startswith("line_items") for found in placed.changes)
    await client.carts.add(BOOKS, BOOK, 1)
    (added,) = cart_changes(log, log.entries[-1])
    assert "line_items" in [found.where for found in added.changes]
    assert not any(found.after in ("", "none") for found in added.changes)
