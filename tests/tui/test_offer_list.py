"""The list of offers by itself: any words, any width, any size, and offers as odd as a server can make them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from firmly_tui.checkout import AddonKey, MerchantCart
from firmly_tui.models import Cart, untrusted
from firmly_tui.tui.widgets.foretold import Foretold
from firmly_tui.tui.widgets.offer_details import OfferDetails
from firmly_tui.tui.widgets.offer_list import OfferList, OfferRows
from tests.hostile import EVIL, INVISIBLE, MARKUP

JSON = dict[str, object]
GROUP = {"scope": "GROUP", "coverage_mode": "FREE_GROUPING", "eligible_line_item_ids": ["sofa", "chair"]}


def usd(number: int) -> JSON:
    return {"currency": "USD", "number": number}


def offer(addon_id: str, name: str, **more: object) -> JSON:
    return {"addon_id": addon_id, "display": {"name": name}, "scope": "CART", "price": usd(500), **more}


def merchant(*offers: JSON, chosen: Sequence[JSON] = (), item: str = "Sofa") -> MerchantCart:
    """A shop with these offers for a sofa and a chair."""
    lines = [
        {"line_item_id": name, "description": item, "quantity": 1, "price": usd(9000)}
        for name in ("sofa", "chair")
    ]
    document = {"line_items": lines, "addons": {"offers": [*offers], "selections": [*chosen]}}
    return MerchantCart("shop.example", "Shop", Cart.model_validate(document))


class Host(App[None]):
    """The list, the details, and the line that foretells."""

    def compose(self) -> ComposeResult:
        yield OfferList()
        yield OfferDetails()
        yield Foretold()


class Eyes:
    """What somebody sees of them."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot
        self.list = host.query_one(OfferList)

    @property
    def lines(self) -> list[str]:
        strips = self.host.screen._compositor.render_strips()
        return ["".join(part.text for part in strip).rstrip() for strip in strips]


@asynccontextmanager
async def looking_at(entry: MerchantCart, width: int = 60) -> AsyncIterator[Eyes]:
    host = Host()
    async with host.run_test(size=(width, 30)) as pilot:
        eyes = Eyes(host, pilot)
        eyes.list.focus()
        eyes.list.show(OfferRows().rows([entry]))
        host.query_one(OfferDetails).row = eyes.list.selected
        await pilot.pause()
        yield eyes


async def test_what_can_never_be_had_says_why_in_its_row() -> None:
    odd = offer("odd", "Odd one", requires_addon_ids=["nobody"])
    async with looking_at(merchant(odd, offer("even", "Even one"))) as eyes:
        assert eyes.lines[3].startswith("▌   ✕  Odd one")
        assert "Needs something that is not offered here." in eyes.lines[4]
        assert eyes.list.row_refusal(eyes.list.rows[eyes.list.cursor])


async def test_what_the_merchant_requires_and_what_it_no_longer_offers_is_said() -> None:
    must = offer("must", "Disposal fee", required=True)
    async with looking_at(merchant(must, chosen=[{"addon_id": "old", "price": usd(300)}])) as eyes:
        text = "\n".join(eyes.lines)
        assert "Disposal fee · required" in text
        assert "No longer offered" in text
        assert "[x] An add-on that is no longer offered" in text


async def test_texts_are_broken_to_fit_and_rows_grow_with_them() -> None:
    words = " ".join(f"word{number}" for number in range(20))
    long = offer("long", "Long one", display={"name": "Long one", "description": words})
    async with looking_at(merchant(long), width=100) as eyes:
        for width in (100, 60, 100, 60):
            await eyes.pilot.resize_terminal(width, 30)
            await eyes.pilot.pause()
            said = " ".join(" ".join(line.lstrip("▌") for line in eyes.lines[:12]).split())
            assert words in said
            assert max(map(len, eyes.lines)) <= width


async def test_a_cost_stays_in_sight_behind_the_longest_names() -> None:
    async with looking_at(merchant(offer("a", "A"))) as eyes:
        eyes.host.query_one(Foretold).text = ("Choosing " + "very " * 60 + "much", "+$4.99", "rest")
        await eyes.pilot.pause()
        assert any("+$4.99" in line for line in eyes.lines)


@pytest.mark.parametrize("evil", EVIL)
async def test_words_of_a_server_are_shown_as_they_are(evil: str) -> None:
    display = {"name": evil, "description": evil, "long_description": evil, "links": [evil]}
    child = {"addon_id": "child", "display": display, "scope": "INHERIT", "price": usd(100)}
    top = offer("top", evil, display=display, child_offers=[child], exclusive_group_id=evil, **GROUP)
    rival = offer("rival", evil, exclusive_group_id=evil, requires_addon_ids=[evil])
    entry = merchant(top, rival, chosen=[{"addon_id": "top", "selected_line_item_ids": ["sofa"]}], item=evil)
    entry.addon_errors[AddonKey("top")] = untrusted(evil)
    async with looking_at(entry, width=120) as eyes:
        await eyes.pilot.press("down", "down", "down")
        text = "\n".join(eyes.lines)
        assert not INVISIBLE & set(text.replace("\n", ""))
        if evil in MARKUP:
            assert evil in text
