"""Changes that were made in another window: marked on reload, by line and by sum."""

from pathlib import Path

import httpx
import pytest

from firmly_tui.checkout import Hive
from firmly_tui.client import FirmlyClient, NotFound
from firmly_tui.models import Address
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, LOVESEAT, SOFA
from tests.checkout.test_hive_shipments import shipments
from tests.checkout.wire import Wire

GONE = {"code": 404, "error": "ErrorCartNotFound", "description": "No such cart."}


async def test_reload_marks_what_was_changed_elsewhere(hive: Hive, elsewhere: FirmlyClient) -> None:
    cart = await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    sofa = cart.line_items[0].line_item_id
    await elsewhere.carts.update(FURNITURE, sofa, 3)
    added = await elsewhere.carts.add(FURNITURE, LOVESEAT, 1)
    await hive.load()
    changes = hive[FURNITURE].elsewhere
    assert changes is not None
    assert [change.what for change in changes.of_line(sofa)] == ["quantity"]
    assert changes.of_line(sofa)[0].words == "Linden 3-Seat Sofa (Navy): 3 in place of 1."
    assert [change.what for change in changes.of_line(added.line_items[-1].line_item_id)] == ["added"]
    total = changes.amount("total")
    assert total is not None
    assert (total.before, total.after) == (cart.total, added.total)
    assert hive[BOOKS].elsewhere is None


async def test_marks_go_with_the_next_reload_and_with_the_next_change(
    hive: Hive, elsewhere: FirmlyClient
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    line = cart.line_items[0].line_item_id
    await elsewhere.carts.update(BOOKS, line, 3)
    await hive.load()
    assert hive[BOOKS].elsewhere
    await hive.load()
    assert hive[BOOKS].elsewhere is None
    await elsewhere.carts.update(BOOKS, line, 2)
    await hive.load()
    await hive.set_quantity(BOOKS, line, 4)
    assert hive[BOOKS].elsewhere is None


async def test_quiet_reload_keeps_marks_and_refusals_and_adds_to_the_marks(
    hive: Hive, elsewhere: FirmlyClient
) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.add(FURNITURE, LOVESEAT)
    sofa = (await hive.add(FURNITURE, SOFA)).line_items[-1].line_item_id
    book = hive[BOOKS].lines[0].line_item_id
    await hive.set_quantity(BOOKS, book, 1000)
    await elsewhere.carts.update(FURNITURE, sofa, 3)
    await hive.load(quietly=True)
    await hive.load(quietly=True)
    assert hive[BOOKS].line_errors
    await elsewhere.carts.remove(FURNITURE, hive[FURNITURE].lines[0].line_item_id)
    await elsewhere.carts.update(BOOKS, book, 2)
    await hive.load(quietly=True)
    changes = hive[FURNITURE].elsewhere
    assert changes is not None
    assert [change.what for change in changes.lines] == ["removed", "quantity"]
    assert not hive[BOOKS].line_errors
    await elsewhere.carts.update(FURNITURE, sofa, 1)
    await hive.load()
    changes = hive[FURNITURE].elsewhere
    assert changes is not None
    assert [change.words for change in changes.lines] == ["Linden 3-Seat Sofa (Navy): 1 in place of 3."]


async def test_cart_that_was_emptied_elsewhere_tells_its_lines(hive: Hive, elsewhere: FirmlyClient) -> None:
    await hive.add(BOOKS, BOOK)
    await elsewhere.carts.clear(BOOKS)
    await hive.load()
    changes = hive[BOOKS].elsewhere
    assert changes is not None
    assert [change.what for change in changes.lines] == ["removed"]


async def test_change_of_a_cart_that_was_ordered_elsewhere_finds_that_it_is_gone(
    hive: Hive, elsewhere: FirmlyClient, address: Address, books: None, tmp_path: Path
) -> None:
    window = Hive(elsewhere)
    await window.load()
    counter = Counter(elsewhere, window, address, tmp_path)
    await counter.place(BOOKS)
    counter.journal.close()
    await window.aclose()
    assert hive.count == 2
    await hive.set_address(address)
    changes = hive[BOOKS].elsewhere
    assert changes is not None
    assert [change.what for change in changes.lines] == ["removed"]
    assert hive.count == 0
    assert hive.totals() == []
    await hive.add(BOOKS, BOOK)
    assert hive[BOOKS].address_error is None


@pytest.mark.parametrize("change", ["address", "quantity", "remove"])
async def test_change_of_a_cart_that_was_emptied_elsewhere_offers_nothing_back(
    hive: Hive, elsewhere: FirmlyClient, address: Address, change: str
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    line = cart.line_items[0].line_item_id
    await elsewhere.carts.clear(BOOKS)
    changes = {
        "address": lambda: hive.set_address(address),
        "quantity": lambda: hive.set_quantity(BOOKS, line, 2),
        "remove": lambda: hive.remove(BOOKS, line),
    }
    await changes[change]()
    assert hive.is_empty
    assert not hive.can_undo


@pytest.mark.parametrize("read", ["consents", "availability"])
async def test_read_that_finds_no_cart_shows_that_it_is_gone(
    hive: Hive, elsewhere: FirmlyClient, wire: Wire, read: str
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    await elsewhere.carts.clear(BOOKS)
    wire.reply("GET" if read == "consents" else "POST", read, 404, GONE)
    if read == "consents":
        await hive.consents.load(BOOKS)
    else:
        with pytest.raises(NotFound):
            await hive.shipments.availability(BOOKS, cart.shipments[0].shipment_id)
    changes = hive[BOOKS].elsewhere
    assert changes is not None
    assert [change.what for change in changes.lines] == ["removed"]
    assert hive.is_empty


async def test_read_that_finds_no_shipment_shows_what_went_with_it(
    hive: Hive, elsewhere: FirmlyClient, address: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    line = (await hive.add(FURNITURE, LOVESEAT)).line_items[-1].line_item_id
    await hive.set_address(address)
    (whole,) = shipments(hive)
    await hive.shipments.split(FURNITURE, whole.shipment_id, [line])
    gone = shipments(hive)[1].shipment_id
    await elsewhere.carts.remove(FURNITURE, line)
    with pytest.raises(NotFound):
        await hive.shipments.availability(FURNITURE, gone)
    changes = hive[FURNITURE].elsewhere
    assert changes is not None
    assert [change.what for change in changes.of_line(line)] == ["removed"]


@pytest.mark.parametrize("decide", ["sign", "revoke"])
async def test_decision_about_a_consent_that_finds_no_cart_shows_that_it_is_gone(
    hive: Hive, elsewhere: FirmlyClient, wire: Wire, decide: str
) -> None:
    await hive.add(BOOKS, BOOK)
    await elsewhere.carts.clear(BOOKS)
    wire.reply("POST", "consents", 404, GONE)
    consents = hive.consents
    await (consents.sign if decide == "sign" else consents.revoke)(BOOKS, ["terms"])
    changes = hive[BOOKS].elsewhere
    assert changes is not None
    assert [change.what for change in changes.lines] == ["removed"]
    assert hive.is_empty


async def test_own_change_whose_answer_was_lost_is_nobody_elses(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    wire.lose("PUT", "line-items", httpx.ReadError("reset"))
    await hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 3)
    assert hive.count == 3
    assert hive[BOOKS].elsewhere is None


async def test_first_sight_of_a_cart_marks_nothing(hive: Hive, elsewhere: FirmlyClient) -> None:
    await elsewhere.carts.add(BOOKS, BOOK, 2)
    await hive.load()
    assert hive.count == 2
    assert hive[BOOKS].elsewhere is None


async def test_reading_anew_forgets_what_was_refused_before(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    await hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 1000)
    assert hive[BOOKS].line_errors
    for _ in range(3):
        wire.fail("GET", "/carts/active", httpx.ConnectError("refused"))
    await hive.load()
    assert hive[BOOKS].line_errors
    await hive.load()
    assert not hive[BOOKS].line_errors


async def test_refused_address_stays_until_one_is_taken(hive: Hive, address: Address) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
    abroad = address.model_copy(update={"country": "DE", "state_or_province": "", "postal_code": "20095"})
    await hive.set_address(abroad)
    await hive.load()
    assert hive[FURNITURE].address_error is not None
    assert not hive[FURNITURE].ready
    await hive.set_address(address)
    assert hive[FURNITURE].ready


async def test_reading_anew_forgets_that_the_shop_did_not_answer_and_not_that_the_address_is_another_one(
    hive: Hive, wire: Wire, address: Address
) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.set_address(address)
    down = {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}
    wire.reply("POST", "shipping-info", 503, down)
    wire.reply("DELETE", BOOKS, 503, down)
    await hive.set_address(address.model_copy(update={"address1": "2 Pine St"}))
    await hive.clear(BOOKS)
    entry = hive[BOOKS]
    assert "does not answer" in entry.error.sentence
    assert "does not answer" in entry.address_error.sentence
    await hive.load()
    assert entry.error is None
    assert entry.address_error.sentence == "Your address has not reached the merchant yet: send it again."
    assert not entry.ready


async def test_cart_that_cannot_be_read_is_shown_as_it_was(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    down = {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}
    for _ in range(3):
        wire.reply("GET", BOOKS, 503, down)
    await hive.refresh(BOOKS)
    assert hive[BOOKS].unread
    assert hive.count == 1
    await hive.refresh(BOOKS)
    assert not hive[BOOKS].unread
