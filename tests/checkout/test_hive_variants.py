"""Another variant in place of a line's, and clearing all carts."""

import httpx
import pytest

from firmly_tui.checkout import Hive
from firmly_tui.client import FirmlyClient
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, LOVESEAT, OAT_SOFA, SOFA, SOLD_OUT
from tests.checkout.wire import Wire

GONE = {"code": 404, "error": "ErrorLineItemNotFound", "description": "No such line."}


def pieces(hive: Hive, domain: str = FURNITURE) -> dict[str, int]:
    return {line.sku: line.quantity for line in hive[domain].lines}


async def sofas(hive: Hive, quantity: int = 2) -> str:
    cart = await hive.add(FURNITURE, SOFA, quantity)
    return cart.line_items[0].line_item_id


async def test_other_variant_takes_the_place_of_as_many(hive: Hive) -> None:
    line = await sofas(hive)
    await hive.add(FURNITURE, LOVESEAT)
    await hive.set_variant(FURNITURE, line, OAT_SOFA)
    assert pieces(hive) == {"NH-LIN2-NAVY": 1, "NH-LIN3-OAT": 2}
    assert hive[FURNITURE].line_errors == {}
    assert not hive.can_undo


async def test_variant_that_is_sold_out_changes_nothing_and_says_so(hive: Hive, wire: Wire) -> None:
    line = await sofas(hive)
    await hive.set_variant(FURNITURE, line, SOLD_OUT)
    assert pieces(hive) == {"NH-LIN3-NAVY": 2}
    assert hive[FURNITURE].lines[0].line_item_id == line
    assert hive[FURNITURE].line_errors[line]
    assert wire.count("PUT", "line-items") == 0


async def test_new_goods_go_again_where_the_old_ones_cannot(hive: Hive, wire: Wire) -> None:
    line = await sofas(hive)
    wire.reply("PUT", "line-items", 404, GONE)
    await hive.set_variant(FURNITURE, line, OAT_SOFA)
    assert pieces(hive) == {"NH-LIN3-NAVY": 2}
    assert hive[FURNITURE].line_errors[line]


async def test_line_that_is_there_already_gets_back_to_what_it_was(hive: Hive, wire: Wire) -> None:
    line = await sofas(hive)
    await hive.add(FURNITURE, OAT_SOFA)
    wire.reply("PUT", "line-items", 404, GONE)
    await hive.set_variant(FURNITURE, line, OAT_SOFA)
    assert pieces(hive) == {"NH-LIN3-NAVY": 2, "NH-LIN3-OAT": 1}


async def test_variant_joins_its_like(hive: Hive) -> None:
    line = await sofas(hive)
    await hive.add(FURNITURE, OAT_SOFA)
    await hive.set_variant(FURNITURE, line, OAT_SOFA)
    assert pieces(hive) == {"NH-LIN3-OAT": 3}


async def test_same_variant_stays_as_it_is(hive: Hive) -> None:
    line = await sofas(hive)
    await hive.set_variant(FURNITURE, line, {**SOFA, "product_id": "NH-LIN3"})
    assert pieces(hive) == {"NH-LIN3-NAVY": 2}


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_lost_answer_leaves_no_goods_twice(
    hive: Hive, wire: Wire, elsewhere: FirmlyClient, method: str
) -> None:
    line = await sofas(hive)
    wire.lose(method, "line-items", httpx.ReadError("reset"))
    await hive.set_variant(FURNITURE, line, OAT_SOFA)
    cart = await elsewhere.carts.get(FURNITURE)
    assert cart is not None
    assert pieces(hive) == {found.sku: found.quantity for found in cart.line_items} == {"NH-LIN3-OAT": 2}


async def test_all_carts_are_cleared_and_come_back_line_by_line(hive: Hive) -> None:
    await sofas(hive)
    await hive.add(BOOKS, BOOK, 3)
    await hive.clear_all()
    assert hive.is_empty
    await hive.undo()
    await hive.undo()
    assert hive.count == 5


async def test_merchant_that_cannot_be_cleared_says_so_and_the_others_are(hive: Hive, wire: Wire) -> None:
    await sofas(hive)
    await hive.add(BOOKS, BOOK)
    down = {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}
    wire.reply("DELETE", FURNITURE, 503, down)
    await hive.clear_all()
    assert pieces(hive) == {"NH-LIN3-NAVY": 2}
    assert hive[FURNITURE].error is not None
    assert not hive[BOOKS].has_lines
