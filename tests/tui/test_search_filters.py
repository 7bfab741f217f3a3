"""Narrowing a search down: every filter by its key, what is said about it, and how it is dropped."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from firmly_tui.models import Product
from firmly_tui.tui.widgets.facets import FacetLine
from firmly_tui.tui.widgets.results import ResultList
from tests.client.server import LoopbackServer, Seen, reply
from tests.tui.conftest import StartSandbox
from tests.tui.shopper import Shopper, shopping

SEARCH, OPTIONS = "/api/v1/discovery/search", "/api/v1/discovery/options"


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    """A server that says what a test tells it to."""
    keyring.set_keyring(NoKeyring())
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


def rows(shopper: Shopper) -> Sequence[Product]:
    """The goods in the list."""
    return shopper.app.screen.query_one(ResultList).rows


def in_words(product: Product) -> str:
    """All that there is to choose about a product."""
    return " ".join(choice for variant in product.variants for choice in variant.choices)


async def set_merchants(shopper: Shopper, *names: str) -> None:
    """Keep to these merchants."""
    await shopper.press("f7")
    await shopper.until("Merchants met so far")
    for name in names:
        await shopper.type(name)
        await shopper.press("space", "ctrl+u")
    await shopper.press("enter")


async def set_price(shopper: Shopper, least: str, most: str) -> None:
    """Keep to these prices."""
    await shopper.press("f8")
    await shopper.until("From")
    await shopper.retype(least)
    await shopper.press("tab")
    await shopper.retype(most)
    await shopper.press("enter")


async def test_nothing_is_set_at_first_and_every_filter_names_its_key(shopper: Shopper) -> None:
    await shopper.until("F7 any merchant · F8 any price · ^n in stock or not · ^o any option")
    await shopper.press("tab")
    await shopper.until("m any merchant · p any price · i in stock or not · o any option")
    await shopper.press("i")
    await shopper.until("i in stock ✕")


async def test_a_merchant_is_found_by_typing(shopper: Shopper) -> None:
    await shopper.press("f7")
    await shopper.until("Kintarō Electronics kintaro.example · JPY")
    await shopper.type("kin")
    await shopper.until("Enter: Kintarō Electronics")
    await shopper.press("enter")
    await shopper.until("20 found · 1 merchant · filtered")
    await shopper.until("F7 Kintarō Electronics ✕")
    await shopper.press("f7")
    await shopper.until("[x] Kintarō Electronics")
    await shopper.press("enter")
    await shopper.until("20 found · 1 merchant · filtered")


async def test_several_merchants_are_kept_while_one_types_and_looks_at_goods(shopper: Shopper) -> None:
    await set_merchants(shopper, "nord", "halyard")
    await shopper.until("F7 Nordhaus, Halyard & Pine ✕")
    await shopper.type("sofa")
    await shopper.until("4 found · 2 merchants · filtered")
    await shopper.press("enter")
    await shopper.until("✓ available")
    await shopper.press("escape")
    await shopper.until("4 found · 2 merchants · filtered")
    await shopper.press("escape")
    await shopper.until("F7 Nordhaus, Halyard & Pine ✕")
    await shopper.press("f7", "ctrl+r")
    await shopper.until("50+ found · 14 merchants", gone="filtered")


async def test_escape_leaves_the_merchants_as_they_are(shopper: Shopper) -> None:
    await shopper.press("f7")
    await shopper.until("Merchants met so far")
    await shopper.type("nord")
    await shopper.press("space", "escape")
    await shopper.until("F7 any merchant")


async def test_a_merchant_that_was_not_met_is_named_by_its_domain(shopper: Shopper) -> None:
    await shopper.press("f7")
    await shopper.until("Merchants met so far")
    await shopper.type("elsewhere")
    await shopper.until("Nothing like that here")
    await shopper.type(".example")
    await shopper.until("elsewhere.example not met yet")
    await shopper.press("enter")
    await shopper.until("0 found · filtered")
    await shopper.until("There is something without the merchant filter.")


async def test_prices_of_one_currency_carry_its_sign(shopper: Shopper) -> None:
    await set_merchants(shopper, "kin")
    await shopper.until("20 found · 1 merchant")
    await shopper.press("f8")
    await shopper.until("In JPY, the currency of the merchants that you chose.")
    await shopper.type("3000")
    await shopper.press("tab")
    await shopper.type("¥6,000")
    await shopper.press("enter")
    await shopper.until("F8 ¥3,000–¥6,000 ✕")
    await shopper.until("5 found · 1 merchant · filtered")
    for product in rows(shopper):
        assert any(3000 <= variant.price.number <= 6000 for variant in product.variants)


async def test_prices_of_several_currencies_are_said_to_be_bare_numbers(shopper: Shopper) -> None:
    await shopper.type("sofa")
    await shopper.until("6 found")
    await shopper.press("f8")
    await shopper.type("20")
    await shopper.until("converts nothing: €20.00 =")
    assert "$20.00 = ¥2,000 = KWD 2.000 = £20.00 to it." in shopper.text()
    await shopper.press("tab")
    await shopper.type("100")
    await shopper.press("enter")
    await shopper.until("Prices are compared as bare numbers, whatever the currency; nothing is converted.")
    await shopper.until("F8 20–100 of any currency ✕")
    assert "¥3,980" in shopper.text()


async def test_prices_that_make_no_sense_are_told_at_their_fields(shopper: Shopper) -> None:
    await set_price(shopper, "cheap", "100")
    await shopper.until("✕ Write it as 20 or 19.90.")
    await shopper.retype("200")
    await shopper.press("enter")
    await shopper.until("✕ This is below the other.")
    await shopper.press("escape")
    await shopper.until("F8 any price")


async def test_what_is_sold_out_goes_and_comes_with_one_key(shopper: Shopper) -> None:
    await shopper.type("sofa")
    await shopper.until("6 found")
    await shopper.press("ctrl+n")
    await shopper.until("5 found · 3 merchants · filtered", gone="sold out")
    await shopper.press("ctrl+n")
    await shopper.until("6 found · 4 merchants", gone="filtered")


async def test_options_are_values_of_the_server_those_of_the_goods_shown_first(shopper: Shopper) -> None:
    await shopper.type("hoodie")
    await shopper.until("LUMA")
    await shopper.press("ctrl+o")
    await shopper.until("[ ] Ai Blue")
    lines = shopper.text().splitlines()
    first = next(number for number, line in enumerate(lines) if "[x] any option" in line) + 1
    assert "color" in lines[first]
    await shopper.type("navy")
    await shopper.press("enter")
    await shopper.until("^o color Navy ✕")
    await shopper.press("escape")
    await shopper.until(lambda: len(rows(shopper)) > 5)
    assert all("Navy" in in_words(product) for product in rows(shopper))


async def test_where_nothing_is_found_the_filter_in_the_way_is_named_and_dropped(shopper: Shopper) -> None:
    await set_merchants(shopper, "kin")
    await shopper.press("ctrl+n")
    await shopper.until("in stock ✕")
    await shopper.type("sofa")
    await shopper.until("Nothing found for “sofa” with these filters.")
    await shopper.until(
        "There is something without the stock filter, or without the merchant filter. "
        "Ctrl+L drops the stock filter, Ctrl+R drops all."
    )
    await shopper.press("ctrl+l")
    await shopper.until("1 found · 1 merchant · filtered", gone="Nothing found")
    assert "Sofa Clip Lamp" in shopper.text()
    await shopper.retype("unobtainium")
    await shopper.until("Nothing found for “unobtainium”, with filters or without.")


async def test_all_filters_are_dropped_at_once(shopper: Shopper) -> None:
    await set_merchants(shopper, "kin")
    await shopper.press("ctrl+n")
    await shopper.until("in stock ✕")
    await set_price(shopper, "100000", "")
    await shopper.until("F8 from ¥100,000 ✕")
    await shopper.press("ctrl+r")
    await shopper.until("50+ found · 14 merchants", gone="filtered")
    await shopper.until("F7 any merchant · F8 any price · ^n in stock or not · ^o any option")


async def test_filters_can_be_clicked_and_so_can_their_crosses(shopper: Shopper) -> None:
    await shopper.until("F7 any merchant")
    line = shopper.line("F7 any merchant")
    await shopper.pilot.click(FacetLine, offset=(line.index("in stock"), 0))
    await shopper.until("in stock ✕")
    await shopper.pilot.click(FacetLine, offset=(shopper.line("in stock ✕").index("✕"), 0))
    await shopper.until("in stock or not", gone="filtered")
    await shopper.pilot.click(FacetLine, offset=(5, 0))
    await shopper.until("Merchants met so far")


async def test_filters_are_found_in_the_palette(shopper: Shopper) -> None:
    await shopper.press("ctrl+p")
    await shopper.type("keep to some prices")
    await shopper.until("Keep to some prices.")
    await shopper.press("enter")
    await shopper.until("Enter searches")


async def test_four_filters_fit_into_the_line(shopper: Shopper) -> None:
    await set_merchants(shopper, "guildhall", "quillfern", "halyard")
    await set_price(shopper, "10.50", "1000")
    await shopper.press("ctrl+n", "ctrl+o")
    await shopper.until("any option")
    for words in ("oak", "walnut"):
        await shopper.type(words)
        await shopper.press("space", "ctrl+u")
    await shopper.press("enter")
    await shopper.until(lambda: shopper.line("F7").count("✕") == 4)
    line = shopper.line("F7")
    assert "Guild" in line
    assert "+2 ✕" in line
    assert "$10.50–$1,000.00 ✕" in line
    assert len(line) <= 80


async def test_further_pages_keep_to_the_filters(home: Path, start_sandbox: StartSandbox) -> None:
    async with shopping(home, start_sandbox(catalog_size=400)) as shopper:
        await shopper.opened()
        await shopper.press("ctrl+n")
        await shopper.until("in stock ✕")
        await set_merchants(shopper, "depot.example")
        await shopper.until("50+ found · 1 merchant · filtered")
        await shopper.press("tab", "end")
        await shopper.until("100+ found · 1 merchant · filtered")
        assert {product.domain for product in rows(shopper)} == {"depot.example"}
        assert all(product.available for product in rows(shopper))


def _page(*titles: str) -> bytes:
    products = [
        {"title": title, "handle": title, "domain": "a.example", "variants": [_variant(title)]}
        for title in titles
    ]
    return reply({"products": products, "page_size": 50, "time_taken_ms": 1, "next_page": None})


def _variant(sku: str) -> dict[str, object]:
    return {"sku": sku, "price": {"currency": "USD", "number": 100, "symbol": "$", "value": 1}}


async def test_an_answer_to_other_filters_never_replaces_a_newer_one(
    home: Path, server: LoopbackServer
) -> None:
    late, sent = asyncio.Event(), asyncio.Event()

    async def answer(request: Seen) -> bytes:
        if request.json.get("filters"):
            await late.wait()
            sent.set()
            return _page("Only in stock")
        return _page("All goods")

    server.on("POST", SEARCH, answer)
    async with shopping(home, server=server.url) as shopper:
        await shopper.until("All goods")
        await shopper.press("ctrl+n")
        await shopper.until("searching …")
        await shopper.press("ctrl+n")
        await shopper.until("1 found · 1 merchant", gone="filtered")
        late.set()
        await sent.wait()
        await shopper.app.workers.wait_for_complete()
        await shopper.until("All goods")
        assert "Only in stock" not in shopper.text()


async def test_options_that_cannot_be_asked_for(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SEARCH, _page("All goods"))
    async with shopping(home, server=server.url) as shopper:
        await shopper.until("All goods")
        await shopper.press("ctrl+o")
        await shopper.until("RouteNotFound · 404", gone="Type to find")
        assert "All goods" in shopper.text()


async def test_hostile_names_are_shown_as_they_are(home: Path, start_sandbox: StartSandbox) -> None:
    async with shopping(home, start_sandbox(scenarios=["hostile-text,kind=markup"])) as shopper:
        await shopper.opened()
        for key in ("f7", "ctrl+o"):
            await shopper.press(key)
            await shopper.until("Enter leaves it so")
            await shopper.press("down", "down", "enter")
        await shopper.until(lambda: shopper.line("F7").count("✕") == 2)
        assert "[" in shopper.line("F7")
