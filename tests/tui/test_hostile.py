"""A server full of evil strings: nothing crashes, nothing steers the terminal, and brackets stay brackets."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from firmly_tui.client import StreamEvent
from firmly_tui.models import untrusted
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.variant_picker import VariantPicker
from tests.hostile import EVIL, INVISIBLE, MARKUP, STEERING
from tests.tui.conftest import StartSandbox
from tests.tui.shopper import Shopper, shopping

HALF = len(EVIL) // 2
PAIRS = [
    *zip(EVIL[: HALF - 2], EVIL[HALF:-2], strict=True),
    *zip(EVIL[-2:], EVIL[HALF - 2 : HALF], strict=True),
]
"""Which strings share a merchant: (its name and its goods', what else can be said); the longest are names."""

TALL = (100, 150)
"""Room for everything at once."""


def sku(evil: str) -> str:
    """The string as far as the sandbox takes it for an id."""
    return evil[:150]


def merchant(number: int, evil: str, other: str) -> dict[str, object]:
    """A shop in which every text is one of these."""
    return {
        "domain": f"evil{number:02}.example",
        "name": evil,
        "tagline": other,
        "platform_id": evil,
        "currency": "USD",
        "tax_included": False,
        "ships_to": ["US"],
        "terms": {
            "methods": [
                {"id": evil, "description": evil, "estimated_delivery": other, "price": 0},
                {"id": "other", "description": f"{evil} 2", "price": 500},
            ]
        },
        "products": [
            {
                "handle": f"evil-{number}",
                "base_sku": evil,
                "title": evil,
                "brand": other,
                "description": f"{evil} {other}",
                "category": {"l1": evil, "l2": other},
                "tags": [evil, other],
                "options": [{"name": other, "values": [other, f"{other} 2"]}],
                "variants": [{"sku": sku(other), "options": [other], "price": 100 + number, "stock": 3}],
            }
        ],
    }


@pytest.fixture
def evil_sandbox(tmp_path: Path, start_sandbox: StartSandbox) -> Sandbox:
    """A merchant for every two evil strings."""
    folder = tmp_path / "catalogs"
    folder.mkdir()
    for number, (evil, other) in enumerate(PAIRS):
        shop = merchant(number, evil, other)
        (folder / f"{shop['domain']}.json").write_text(json.dumps(shop), encoding="utf-8")
    return start_sandbox(catalogs=folder)


@pytest.fixture
async def browsing(home: Path, evil_sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """Somebody before the window of all the evil shops."""
    async with shopping(home, evil_sandbox, size=TALL) as shopper:
        await shopper.until(f"{len(PAIRS)} found · {len(PAIRS)} merchants")
        yield shopper


def look(shopper: Shopper, *, shown: tuple[str, ...] = MARKUP) -> None:
    """Nothing invisible is drawn, no line is too long, and these strings are there as they are."""
    text = shopper.text()
    assert not {repr(sign) for sign in text.replace("\n", "")} & {repr(sign) for sign in INVISIBLE}
    said = shopper.said()
    assert not [evil for evil in shown if " ".join(untrusted(evil).split()) not in said]
    assert len(text.splitlines()) == shopper.app.size.height


async def help_and_palette(shopper: Shopper) -> None:
    """Open and close what can lie above every screen."""
    for key, words in (("f1", "Escape closes this."), ("ctrl+p", "Leave firmly-tui.")):
        await shopper.press(key)
        await shopper.until(words)
        look(shopper, shown=())
        await shopper.press("escape")


async def test_evil_goods_are_bought_like_any_other(browsing: Shopper) -> None:
    shopper = browsing
    look(shopper)
    await help_and_palette(shopper)
    for number, (_, other) in enumerate(PAIRS):
        await shopper.put(f"evil{number:02}.example", sku(other), 2)
    await shopper.press("f3")
    await shopper.until("Total so far")
    look(shopper)
    await shopper.press("delete")
    await shopper.until("u puts it back")
    look(shopper)
    await shopper.press("u")
    await shopper.until("is back.")
    await shopper.press("plus")
    await shopper.until("− 3 +")
    await help_and_palette(shopper)
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.fill_address(last_name="[/]", address1="[@click=app.quit]x[/]", address2="[b")
    look(shopper, shown=("[/]", "[@click=app.quit]x[/]", "[b"))
    await help_and_palette(shopper)
    await shopper.press("ctrl+s")
    await shopper.until("to Ada [/], [@click=app.quit]x[/], [b, Seattle")
    look(shopper)
    await shopper.press("down", "enter")
    await shopper.until(lambda: "(•)" in shopper.line("$5.00"))
    await help_and_palette(shopper)
    await shopper.press("o")
    await shopper.until("Card number")
    look(shopper)
    await help_and_palette(shopper)
    await shopper.press("f7", "ctrl+s")
    for placed in range(1, len(PAIRS) + 1):
        await shopper.until(lambda placed=placed: shopper.text().count("· placed") >= placed)
    await shopper.until(f"✓ {len(PAIRS)} orders placed.")
    look(shopper)
    await shopper.press("e")
    await shopper.until("order-placed")
    look(shopper)
    await help_and_palette(shopper)
    await shopper.press("enter")
    await shopper.until("paid with Visa")
    look(shopper, shown=MARKUP[:5])
    await shopper.press("y")
    await shopper.until("Copied")
    await help_and_palette(shopper)
    await shopper.press("f4")
    await shopper.until("· order ")
    look(shopper)
    await help_and_palette(shopper)


async def test_evil_goods_are_looked_at_and_added(browsing: Shopper) -> None:
    shopper = browsing
    await shopper.pilot.resize_terminal(120, 40)
    await shopper.press("tab")
    for _ in PAIRS:
        await shopper.press("enter")
        await shopper.until("✓ available")
        look(shopper, shown=())
        await shopper.press("enter")
        await shopper.until("c shows the carts.")
        look(shopper, shown=())
        await shopper.press("right")
        await shopper.until(lambda: shopper.app.screen.query_one(VariantPicker).variant is None)
        look(shopper, shown=())
        await shopper.press("escape", "down")
    await shopper.until(f"{len(PAIRS)} carts")
    await help_and_palette(shopper)


async def test_evil_words_are_pasted_and_searched_for(browsing: Shopper) -> None:
    await browsing.pilot.resize_terminal(80, 24)
    for evil in MARKUP + STEERING:
        browsing.app.post_message(events.Paste(evil))
        await browsing.until(lambda: browsing.app.screen.query_one(Input).value)
        await browsing.until("found", gone="searching")
        look(browsing, shown=())
        await browsing.press("escape")


async def test_evil_words_are_pasted_into_the_address(browsing: Shopper) -> None:
    await browsing.pilot.resize_terminal(80, 24)
    await browsing.put("evil00.example", sku(PAIRS[0][1]))
    await browsing.press("f3")
    await browsing.until("Total so far")
    await browsing.press("o")
    await browsing.until("E-mail")
    for evil in STEERING:
        browsing.app.post_message(events.Paste(evil))
        await browsing.press("ctrl+s")
        look(browsing, shown=())
        await browsing.press("end", "ctrl+u")


async def test_an_evil_exchange_is_inspected(browsing: Shopper) -> None:
    pairs = tuple((evil, evil) for evil in EVIL)
    body = json.dumps({evil: [evil] for evil in EVIL})
    log = browsing.shop.log
    latest = log.entries[-1].exchange
    for number, evil in enumerate(EVIL, 1):
        log.observe(replace(latest, id=latest.id + number, path=f"/{evil}", status=200))
    log.observe(
        replace(
            latest,
            id=latest.id + len(EVIL) + 1,
            path="/all",
            query=pairs,
            request_headers=pairs,
            request_body=body,
            response_headers=pairs,
            response_body=body,
            ray_id="[/]",
            failure="[/b] closes nothing",
            events=tuple(StreamEvent(0.1, evil, json.dumps({evil: evil})) for evil in EVIL),
            is_stream=True,
            is_over=True,
        )
    )
    await browsing.press("shift+f11")
    await browsing.until("On the wire")
    look(browsing, shown=())
    await browsing.pilot.resize_terminal(160, 150)
    await browsing.until(lambda: "On the wire" in browsing.text().splitlines()[1])
    look(browsing)
    await browsing.pilot.resize_terminal(*TALL)
    await browsing.press("f11")
    await browsing.until("following")
    look(browsing)
    for tab in ("1", "2", "3", "4", "5"):
        await browsing.press(tab)
        look(browsing)
    await help_and_palette(browsing)
