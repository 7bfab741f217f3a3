"""One cart that is met under several domains is kept once, under the server's own name for it."""

import asyncio

from firmly_tui.checkout import Hive
from firmly_tui.models import Address, Cart
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire

ALIAS = "books.example"


def answer(cart: Cart, **changed: object) -> dict[str, object]:
    return {**cart.model_dump(mode="json"), **changed}


def with_quantity(cart: Cart, quantity: int) -> dict[str, object]:
    changed = cart.model_dump(mode="json")
    changed["line_items"][0]["quantity"] = quantity
    return changed


async def bought_by_alias(hive: Hive, wire: Wire) -> Cart:
    """The sandbox's cart, as if it had been filled under another domain."""
    cart = await hive._client.carts.add(BOOKS, BOOK, 1)
    wire.reply("POST", f"{ALIAS}/cart/line-items", 200, answer(cart))
    return await hive.add(ALIAS, BOOK)


async def test_cart_goes_under_the_domain_that_the_server_gives_it(hive: Hive, wire: Wire) -> None:
    await bought_by_alias(hive, wire)
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert hive[ALIAS] is hive[BOOKS]


async def test_cart_counts_once_after_all_are_read(hive: Hive, wire: Wire) -> None:
    await bought_by_alias(hive, wire)
    await hive.load()
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert hive.count == 1
    assert [str(sums.goods) for sums in hive.totals()] == ["€14.00"]
    assert wire.count("GET", ALIAS) == 0


async def test_known_cart_takes_the_answer_of_its_other_domain(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    await hive.remove(BOOKS, cart.line_items[0].line_item_id)
    await bought_by_alias(hive, wire)
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert hive.count == 1
    assert hive.can_undo


async def test_same_cart_id_is_the_same_cart(hive: Hive, wire: Wire) -> None:
    cart = await hive._client.carts.add(BOOKS, BOOK, 1)
    # An answer that leaves the merchant out is taken for the one that was asked.
    wire.reply("POST", f"{ALIAS}/cart/line-items", 200, answer(cart, domain=""))
    await hive.add(ALIAS, BOOK)
    assert [entry.domain for entry in hive.entries] == [ALIAS]
    await hive.load()
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert hive.count == 1


async def test_changes_under_way_end_well_when_the_cart_is_renamed(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    held = wire.hold("PUT", "line-items")
    change = asyncio.ensure_future(hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 3))
    await held.arrived.wait()
    wire.reply("POST", f"{ALIAS}/cart/line-items", 200, answer(cart))
    await hive.add(ALIAS, BOOK)
    assert hive[BOOKS].busy
    held.go.set()
    await change
    assert not hive[BOOKS].busy
    assert not hive[BOOKS].changing
    assert hive.count == 3


async def test_other_domain_goes_on_working(hive: Hive, wire: Wire, address: Address) -> None:
    cart = await bought_by_alias(hive, wire)
    await hive.set_quantity(ALIAS, cart.line_items[0].line_item_id, 2)
    await hive.set_address(address)
    assert hive[ALIAS].ready
    assert hive.count == 2
    assert wire.count("PUT", ALIAS) == 0


async def test_answer_of_an_older_change_does_not_hide_a_newer_one(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    line = cart.line_items[0]
    older = wire.reply("PUT", f"{BOOKS}/cart/line-items", 200, with_quantity(cart, 9))
    older.go.clear()
    change = asyncio.ensure_future(hive.set_quantity(BOOKS, line.line_item_id, 9))
    await older.arrived.wait()
    # Changes under another domain do not wait for this one.
    wire.reply("POST", f"{ALIAS}/cart/line-items", 200, with_quantity(cart, 2))
    await hive.add(ALIAS, BOOK)
    assert hive[BOOKS].lines[0].quantity == 2
    older.go.set()
    await change
    # Which was last, only the server knows.
    assert hive[BOOKS].lines[0].quantity == line.quantity
    assert not hive[BOOKS].quantities


async def test_merchant_may_be_named_as_before_again(hive: Hive, wire: Wire) -> None:
    cart = await bought_by_alias(hive, wire)
    wire.reply("POST", f"{BOOKS}/cart/line-items", 200, cart.sent | {"shop_id": ALIAS})
    await hive.add(BOOKS, BOOK)
    assert [entry.domain for entry in hive.entries] == [ALIAS]
    assert hive[BOOKS] is hive[ALIAS]


async def test_what_was_said_under_one_domain_stays_when_it_turns_out_to_be_another(
    hive: Hive, wire: Wire, address: Address
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    line = cart.line_items[0].line_item_id
    await hive.consents.load(BOOKS)
    await hive.set_quantity(BOOKS, line, 1000)
    abroad = address.model_copy(update={"country": "AU", "state_or_province": "NSW", "postal_code": "2000"})
    refused = await hive.set_address(abroad)
    assert refused
    await bought_by_alias(hive, wire)
    entry = hive[ALIAS]
    assert entry.address_error is refused[BOOKS]
    assert entry.line_errors[line]
    assert entry.consents is not None


async def test_changes_that_belong_together_keep_their_turn_when_the_cart_is_renamed(
    hive: Hive, wire: Wire
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    held = wire.hold("POST", "promo-codes")
    first = asyncio.create_task(hive.promos.apply(BOOKS, ["LESEN10"]))
    await held.arrived.wait()
    wire.reply("POST", f"{ALIAS}/cart/line-items", 200, answer(cart))
    await hive.add(ALIAS, BOOK)
    second = asyncio.create_task(hive.promos.clear(ALIAS))
    for _ in range(5):
        await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, second)
    present = hive[BOOKS].cart
    assert present is not None
    assert present.coupons == []
