"""The hive against the sandbox: many carts side by side, each change undone, rolled back or kept."""

import httpx
import pytest

from firmly_tui.checkout import Hive, MerchantCart
from firmly_tui.client import ConnectionLost, FirmlyClient, NotSent, OutOfStock
from firmly_tui.models import Address, LineItem
from tests.checkout.goods import BOOK, BOOKS, ELECTRONICS, FURNITURE, HEADPHONES, LOVESEAT, SOFA, SOLD_OUT
from tests.checkout.wire import Wire


def only_line(entry: MerchantCart) -> LineItem:
    (line,) = entry.lines
    return line


async def test_carts_stand_side_by_side_by_name(hive: Hive) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(ELECTRONICS, HEADPHONES, 2)
    await hive.add(BOOKS, BOOK, 3)
    assert [entry.name for entry in hive.entries] == ["Bücherhalle", "Kintarō Electronics", "Nordhaus"]
    assert [(sums.currency, str(sums.goods)) for sums in hive.totals()] == [
        ("EUR", "€42.00"),
        ("JPY", "¥79,600"),
        ("USD", "$1,299.00"),
    ]
    assert hive.count == 6


async def test_carts_are_there_for_the_next_run(hive: Hive, elsewhere: FirmlyClient) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    later = Hive(elsewhere)
    await later.load()
    await later.aclose()
    assert [entry.domain for entry in later.entries] == [BOOKS, FURNITURE]
    assert later.error is None


async def test_cart_that_was_emptied_elsewhere_is_told_once(hive: Hive, elsewhere: FirmlyClient) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    await elsewhere.carts.clear(FURNITURE)
    await hive.load()
    assert [entry.domain for entry in hive.entries] == [BOOKS, FURNITURE]
    assert hive[FURNITURE].elsewhere
    assert not hive[FURNITURE].lines
    await hive.load()
    assert [entry.domain for entry in hive.entries] == [BOOKS]


async def test_refused_goods_leave_nothing_behind(hive: Hive) -> None:
    with pytest.raises(OutOfStock):
        await hive.add(FURNITURE, SOLD_OUT)
    assert hive.entries == []
    assert hive.is_empty


async def test_load_that_fails_keeps_the_known_carts(hive: Hive, wire: Wire) -> None:
    await hive.add(FURNITURE, SOFA)
    for _ in range(3):
        wire.fail("GET", "/carts/active", httpx.ConnectError("refused"))
    await hive.load()
    assert isinstance(hive.error, NotSent)
    assert [entry.domain for entry in hive.entries] == [FURNITURE]
    await hive.load()
    assert hive.error is None


async def test_failing_merchant_hides_no_other_and_keeps_its_cart(hive: Hive, wire: Wire) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    for _ in range(3):
        wire.reply(
            "GET", FURNITURE, 503, {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}
        )
    await hive.refresh(FURNITURE)
    assert [entry.domain for entry in hive.entries] == [BOOKS, FURNITURE]
    assert hive[FURNITURE].error is not None
    assert hive[FURNITURE].lines
    assert hive[BOOKS].error is None
    await hive.refresh(FURNITURE)
    assert hive[FURNITURE].error is None


async def test_watchers_are_told_until_they_leave(hive: Hive) -> None:
    told: list[int] = []
    leave = hive.subscribe(lambda: told.append(hive.count))
    await hive.add(BOOKS, BOOK)
    assert told[-1] == 1
    leave()
    leave()
    before = len(told)
    await hive.add(BOOKS, BOOK)
    assert len(told) == before


async def test_address_goes_to_all_carts_and_each_answers_for_itself(hive: Hive, address: Address) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    assert all(entry.needs_address and not entry.ready for entry in hive.entries)
    berlin = address.model_copy(
        update={"country": "DE", "city": "Berlin", "postal_code": "10115", "state_or_province": ""}
    )
    refused = await hive.set_address(berlin)
    assert list(refused) == [FURNITURE]
    assert hive[FURNITURE].address_error is refused[FURNITURE]
    assert not hive[FURNITURE].ready
    assert hive[BOOKS].ready
    assert await hive.set_address(address) == {}
    assert all(entry.ready for entry in hive.entries)


async def test_cheapest_method_is_chosen_and_another_can_be(hive: Hive, address: Address) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.set_address(address)
    (shipment,) = hive[BOOKS].cart.shipments if hive[BOOKS].cart else []
    assert shipment.shipping_method is not None
    assert shipment.cheapest is not None
    assert shipment.shipping_method.id == shipment.cheapest.id
    (before,) = hive.totals()
    await hive.shipments.choose(BOOKS, shipment.shipment_id, lambda choice: choice.by("express"))
    (after,) = hive.totals()
    assert (before.shipping_known, str(after.shipping)) == (True, "€14.90")
    assert after.total.number - before.total.number == after.shipping.number - before.shipping.number


async def test_removed_lines_come_back_the_latest_first(hive: Hive) -> None:
    await hive.add(FURNITURE, SOFA, 2)
    await hive.add(BOOKS, BOOK, 3)
    await hive.remove(BOOKS, only_line(hive[BOOKS]).line_item_id)
    await hive.remove(FURNITURE, only_line(hive[FURNITURE]).line_item_id)
    assert hive.is_empty
    assert hive.can_undo
    assert [entry.domain for entry in hive.entries] == [BOOKS, FURNITURE]
    back = await hive.undo()
    assert back is not None
    assert (back.domain, only_line(hive[FURNITURE]).quantity) == (FURNITURE, 2)
    await hive.undo()
    assert only_line(hive[BOOKS]).quantity == 3
    assert await hive.undo() is None


async def test_cleared_cart_can_be_undone_line_by_line(hive: Hive) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, LOVESEAT)
    await hive.clear(FURNITURE)
    assert hive.count == 0
    await hive.undo()
    await hive.undo()
    assert hive.count == 2
    assert not hive.can_undo


async def test_refused_undo_is_kept(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.remove(BOOKS, only_line(hive[BOOKS]).line_item_id)
    wire.reply(
        "POST", "line-items", 422, {"code": 422, "error": "ErrorNotEnoughStock", "description": "Gone."}
    )
    with pytest.raises(OutOfStock):
        await hive.undo()
    assert hive.can_undo
    await hive.undo()
    assert hive.count == 1


async def test_lost_answer_is_looked_up(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    wire.lose("POST", "line-items", httpx.ReadError("reset"))
    with pytest.raises(ConnectionLost):
        await hive.add(BOOKS, BOOK)
    assert only_line(hive[BOOKS]).quantity == 2
