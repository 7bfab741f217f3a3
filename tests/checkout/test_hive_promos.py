"""Promo codes: several at once, each with its outcome and its reason, and one taken off of several."""

import asyncio

import httpx
import pytest

from firmly_tui.checkout import Hive
from firmly_tui.checkout.promos import PromoCode, promo_codes, taken_off, typed_codes
from firmly_tui.client import FirmlyClient
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire

PLANTS, FERN = "mossgate.example", {"variant_id": "MG-FERN-6IN"}
POTTERY, BOWL = "pottersrow.example", {"variant_id": "PR-BOWL-SEA"}
CLOTHES, HOODIE = "staging.luma.gift", {"variant_id": "MH07-XS-Gray"}


def states(hive: Hive, domain: str = BOOKS) -> dict[str, str]:
    return {promo.code: promo.state for promo in promo_codes(hive[domain])}


def reason(hive: Hive, code: str, domain: str = BOOKS) -> str:
    (found,) = [promo.reason for promo in promo_codes(hive[domain]) if promo.code == code]
    return found


def test_typed_codes_are_told_apart_by_whatever_is_between_them() -> None:
    assert typed_codes(" LESEN10, fuenfer;TASCHE\nlesen10 ") == ["LESEN10", "fuenfer", "TASCHE"]
    assert typed_codes(" ,; ") == []


async def test_several_good_codes_go_in_one_call(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    outcome = await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    assert outcome == [PromoCode("LESEN10", "applied"), PromoCode("FUENFER", "applied")]
    assert wire.count("POST", "promo-codes") == 1
    (sums,) = hive.totals()
    assert not sums.discount.is_zero


async def test_each_code_has_its_own_outcome(hive: Hive) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "SOMMER25", "NONSENSE", "FUENFER"])
    assert states(hive) == {
        "LESEN10": "applied",
        "FUENFER": "applied",
        "SOMMER25": "refused",
        "NONSENSE": "refused",
    }
    assert reason(hive, "SOMMER25") == "SOMMER25 is over. Use another code, or none."
    assert "does not know the code NONSENSE" in reason(hive, "NONSENSE")


async def test_refused_code_can_be_corrected_and_forgotten(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN1O"])
    assert states(hive) == {"LESEN1O": "refused"}
    await hive.promos.remove(BOOKS, "LESEN1O")
    assert await hive.promos.apply(BOOKS, ["lesen10"]) == [PromoCode("LESEN10", "applied")]
    assert states(hive) == {"LESEN10": "applied"}
    await hive.promos.apply(BOOKS, ["NONSENSE"])
    before = len(wire.seen)
    await hive.promos.remove(BOOKS, "nonsense")
    assert states(hive) == {"LESEN10": "applied"}
    assert len(wire.seen) == before


async def test_code_on_the_cart_is_not_sent_again(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10"])
    assert await hive.promos.apply(BOOKS, ["lesen10"]) == [PromoCode("LESEN10", "applied")]
    assert wire.count("POST", "promo-codes") == 1


async def test_code_that_counts_nothing_for_now_is_idle_with_the_notice(hive: Hive) -> None:
    cart = await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    await hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 1)
    assert states(hive) == {"LESEN10": "applied", "FUENFER": "idle"}
    assert reason(hive, "FUENFER").startswith("FUENFER is for orders from €25.00 on.")


async def test_one_code_is_removed_and_the_others_stay(hive: Hive, books: None) -> None:
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER", "VERSANDFREI"])
    await hive.promos.remove(BOOKS, "fuenfer")
    assert states(hive) == {"LESEN10": "applied", "VERSANDFREI": "applied"}


async def test_cart_is_not_ready_while_its_codes_are_put_on_again(hive: Hive, books: None) -> None:
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    assert hive[BOOKS].ready
    ready_with: list[list[str]] = []

    def look() -> None:
        cart = hive[BOOKS].cart
        if hive[BOOKS].ready and cart is not None:
            ready_with.append(cart.coupons)

    hive.subscribe(look)
    await hive.promos.remove(BOOKS, "FUENFER")
    assert ready_with
    assert all(coupons == ["LESEN10"] for coupons in ready_with)


async def test_removal_whose_answer_was_lost_is_looked_up_and_finished(
    hive: Hive, wire: Wire, books: None
) -> None:
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    wire.lose("DELETE", "promo-codes", httpx.ReadError("reset"))
    await hive.promos.remove(BOOKS, "FUENFER")
    assert promo_codes(hive[BOOKS]) == [PromoCode("LESEN10", "applied")]


async def test_codes_removed_at_once_are_all_gone(hive: Hive) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER", "VERSANDFREI"])
    await asyncio.gather(hive.promos.remove(BOOKS, "LESEN10"), hive.promos.remove(BOOKS, "FUENFER"))
    assert states(hive) == {"VERSANDFREI": "applied"}


async def test_removal_goes_on_when_the_screen_goes_away(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    held = wire.hold("DELETE", "promo-codes")
    removal = asyncio.create_task(hive.promos.remove(BOOKS, "FUENFER"))
    await held.arrived.wait()
    removal.cancel()
    with pytest.raises(asyncio.CancelledError):
        await removal
    rest = asyncio.Event()
    hive.subscribe(lambda: None if hive[BOOKS].busy else rest.set())
    held.go.set()
    await rest.wait()
    assert states(hive) == {"LESEN10": "applied"}


async def test_code_that_does_not_come_back_is_kept_with_the_reason(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    wire.fail("POST", "promo-codes", httpx.ConnectError("refused"))
    wire.fail("POST", "promo-codes", httpx.ConnectError("refused"))
    wire.fail("POST", "promo-codes", httpx.ConnectError("refused"))
    await hive.promos.remove(BOOKS, "FUENFER")
    assert states(hive) == {"LESEN10": "refused"}
    assert reason(hive, "LESEN10")
    await hive.promos.apply(BOOKS, ["LESEN10"])
    assert states(hive) == {"LESEN10": "applied"}


async def test_code_that_the_merchant_does_not_let_go_stays_with_the_reason(hive: Hive) -> None:
    await hive.add(POTTERY, BOWL)
    await hive.promos.apply(POTTERY, ["SECONDS"])
    await hive.promos.remove(POTTERY, "SECONDS")
    assert states(hive, POTTERY) == {"SECONDS": "applied"}
    assert "does not take promo codes off" in reason(hive, "SECONDS", POTTERY)
    await hive.promos.clear(POTTERY)
    assert states(hive, POTTERY) == {"SECONDS": "applied"}


async def test_where_one_code_is_allowed_the_other_says_so(hive: Hive) -> None:
    await hive.add(PLANTS, FERN, 4)
    await hive.add(PLANTS, {"variant_id": "MG-TPOT-6IN"})
    await hive.promos.apply(PLANTS, ["GREENTHUMB", "POTTED5"])
    assert states(hive, PLANTS) == {"GREENTHUMB": "applied", "POTTED5": "refused"}
    assert "one promo code" in reason(hive, "POTTED5", PLANTS)


async def test_code_that_the_merchant_left_out_says_why(hive: Hive) -> None:
    await hive.add(CLOTHES, HOODIE)
    await hive.promos.apply(CLOTHES, ["LUMA10"])
    await hive.promos.apply(CLOTHES, ["SAVE20"])
    assert states(hive, CLOTHES) == {"SAVE20": "applied", "LUMA10": "refused"}
    assert reason(hive, "LUMA10", CLOTHES).startswith(
        "LUMA10 was left out: it does not go together with SAVE20"
    )


async def test_code_that_was_left_out_without_a_word_says_what_was_kept(hive: Hive, wire: Wire) -> None:
    await hive.add(CLOTHES, HOODIE)
    await hive.promos.apply(CLOTHES, ["LUMA10"])
    cart = hive[CLOTHES].cart
    assert cart is not None
    wire.reply("POST", "promo-codes", 200, cart.sent | {"coupons": ["SAVE20"], "notices": []})
    await hive.promos.apply(CLOTHES, ["SAVE20"])
    assert reason(hive, "LUMA10", CLOTHES) == (
        "LUMA left this code out. It kept SAVE20: they do not go together."
    )


async def test_lost_answer_is_looked_up(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    wire.lose("POST", "promo-codes", httpx.ReadError("reset"))
    await hive.promos.apply(BOOKS, ["LESEN10"])
    assert states(hive) == {"LESEN10": "applied"}


async def test_code_shows_while_it_is_on_its_way(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    held = wire.hold("POST", "promo-codes", before=True)
    applying = asyncio.create_task(hive.promos.apply(BOOKS, ["LESEN10"]))
    await held.arrived.wait()
    assert states(hive) == {"LESEN10": "sending"}
    assert hive[BOOKS].busy
    held.go.set()
    await applying
    assert not hive[BOOKS].busy


async def test_many_codes_go_by_tens(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    outcome = await hive.promos.apply(BOOKS, [f"CODE{number}" for number in range(12)] + ["LESEN10"])
    assert [promo.code for promo in outcome if promo.state == "applied"] == ["LESEN10"]
    assert all(promo.reason for promo in outcome if promo.state == "refused")
    assert len(outcome) == 13


async def test_all_codes_are_cleared(hive: Hive, elsewhere: FirmlyClient) -> None:
    await hive.add(BOOKS, BOOK, 2)
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER", "NONSENSE"])
    await hive.promos.clear(BOOKS)
    assert promo_codes(hive[BOOKS]) == []
    cart = await elsewhere.carts.get(BOOKS)
    assert cart is not None
    assert cart.coupons == []


async def test_code_that_was_refused_is_not_of_the_cart_after_the_ordered_one(
    hive: Hive, counter: Counter, books: None
) -> None:
    await hive.promos.apply(BOOKS, ["NOPE"])
    assert states(hive) == {"NOPE": "refused"}
    await hive.load()
    assert states(hive) == {"NOPE": "refused"}
    (lane,) = await counter.place(BOOKS)
    assert lane.order is not None
    await hive.add(BOOKS, BOOK)
    assert states(hive) == {}


async def test_what_each_code_takes_off_adds_up_to_the_discount(hive: Hive) -> None:
    cart = await hive.add(BOOKS, BOOK, 2)
    assert taken_off(cart, "LESEN10") is None
    await hive.promos.apply(BOOKS, ["LESEN10", "FUENFER"])
    cart = hive[BOOKS].cart
    assert cart is not None
    ten, five = taken_off(cart, "lesen10"), taken_off(cart, "FUENFER")
    assert ten is not None
    assert five is not None
    assert five.number == 500
    assert ten + five == cart.cart_discount
