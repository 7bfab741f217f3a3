"""The states of carts, delivery, add-ons and payment that a purchase in which all goes well does not show."""

from __future__ import annotations

import json
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from firmly_tui.checkout import Shop, normalize
from firmly_tui.models import Address
from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.tui.app import FirmlyApp
from tests.camera import NOON, SIZES, Camera, fixed_shop
from tests.checkout.wire import no_nap

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

HOME = Address(
    first_name="Ada", last_name="Quill", email="ada@example.com", phone="206 555 1212", address1="123 Main St",
    address2="", city="Seattle", state_or_province="WA", postal_code="98101", country="US",
)  # fmt: skip
HAWAII = {"city": "Honolulu", "state_or_province": "HI", "postal_code": "96813"}
BOOKS, FURNITURE, MACHINES = "buecherhalle.example", "nordhaus.example", "maren.example"
PLANTS, SOUND, TOOLS, SOAPS = "mossgate.example", "voltline.example", "guildhall.example", "quillfern.example"
OUT, POTS = "paperlane.example", "pottersrow.example"
WAITS = "latency,seconds=600,route="


class Stage(Camera):
    """The app on a sandbox in which things can be made to go wrong."""

    sandbox: Sandbox

    @property
    def shop(self) -> Shop:
        """The open shop."""
        shop = self.pilot.app.shop  # type: ignore[attr-defined]
        assert isinstance(shop, Shop)
        return shop

    def let(self, *scenarios: str) -> None:
        """Have these scenarios at work, and no others."""
        body = json.dumps({"scenarios": scenarios}).encode()
        urlopen(Request(f"{self.sandbox.url}/sandbox/scenario", body, method="PUT")).close()

    async def put(self, domain: str, *skus: str) -> None:
        """Have goods in a cart."""
        for sku in skus:
            await self.shop.hive.add(domain, {"variant_id": sku})

    async def go(self, place: str, words: str, gone: str = "") -> None:
        """Go to a place."""
        await self.pilot.app.run_action(f"app.go({place!r})")
        await self.until(words, gone)

    async def at_home(self) -> None:
        """Have told all merchants where the goods go."""
        self.shop.shopper.save(normalize(HOME))
        await self.shop.hive.set_address(normalize(HOME))

    async def down_to(self, words: str) -> None:
        """Move the cursor down to the row with these words."""
        for _ in range(60):
            if any(words in line for line in self.text.splitlines() if line.startswith("▌")):
                return
            await self.press("down")
            await self.pilot.pause()
        raise AssertionError(f"no “{words}” to go to:\n{self.text}")


async def first_steps(stage: Stage) -> None:
    """What the first start shows."""
    await stage.until("any merchant")
    # A picture below it would come early or late.
    stage.shop.gallery.switch()
    await stage.pilot.app.run_action("app.first_steps")
    await stage.until("Welcome to firmly")
    await stage.take_in_all_sizes("welcome")


async def carts(stage: Stage) -> None:
    """Carts that are asked for, that fail, that say what is wrong, and that others change."""
    stage.let(f"{WAITS}GET */carts/active")
    await stage.press("f3")
    await stage.until("Asking the merchants for your carts")
    await stage.take_in_all_sizes("hive-loading")
    stage.let("server-error,route=GET */carts/active")
    await stage.press("r")
    await stage.until("could not be read")
    await stage.take_in_all_sizes("hive-failing")
    stage.let()
    await stage.put(PLANTS, "MG-FIDL-2FT", "MG-POTH-6IN")
    await stage.shop.hive.set_address(normalize(HOME.model_copy(update=HAWAII)))
    await stage.put(FURNITURE, "NH-LIN2-NAVY", "NH-THRW-NAVY")
    await stage.put(TOOLS, "GH-SMTH")
    stage.let("stock-race,route=GET *guildhall*,sku=GH-SMTH,times=once")
    await stage.shop.hive.refresh(TOOLS)
    stage.let()
    await stage.shop.hive.refresh(OUT)
    await stage.press("r")
    await stage.pilot.app.workers.wait_for_complete()
    await stage.until("degraded", gone="Asking")
    await stage.shop.hive.clear(OUT)
    await stage.press("end")
    await stage.until("outage")
    await stage.take("hive-outage")
    await stage.press("home")
    await stage.take_in_all_sizes("hive-troubles")


async def changed_carts(stage: Stage) -> None:
    """An edit that was refused, a change made elsewhere, and all about one line."""
    await stage.put(BOOKS, "BH-1007-PB")
    await stage.put(FURNITURE, "NH-LIN2-NAVY", "NH-THRW-NAVY")
    await stage.go("carts", "Total so far")
    await stage.down_to("Linden Loveseat")
    await stage.press("9", "9", "enter")
    await stage.until("does not have that many")
    _, throw = stage.shop.hive[FURNITURE].lines
    await stage.shop.client.carts.update(FURNITURE, throw.line_item_id, 3)
    await stage.press("r")
    await stage.until("◆ marks what")
    await stage.take_in_all_sizes("hive-changed")
    await stage.press("i")
    await stage.until("Escape closes this")
    await stage.take_in_all_sizes("hive-details")
    await stage.press("escape")
    await stage.shop.client.carts.clear(FURNITURE)
    await stage.press("r")
    await stage.until("is no longer in the cart")
    await stage.take_in_all_sizes("hive-emptied")


async def deliveries(stage: Stage) -> None:
    """Days that are asked for or cannot be, hours here and there, full and taken ones, and what travels together."""
    await stage.put(MACHINES, "MR-WFL-WHITE", "MR-DHP-WHITE")
    await stage.put(FURNITURE, "NH-LIN3-NAVY")
    await stage.at_home()
    stage.let(f"{WAITS}POST *get-availability*")
    await stage.go("delivery", "asking …")
    await stage.take_in_all_sizes("delivery-loading")
    stage.let("server-error,route=POST *nordhaus*get-availability*")
    await stage.press("escape")
    await stage.go("delivery", "Split", gone="asking")
    await stage.press("end")
    await stage.until("r asks again", gone="asking")
    await stage.take_in_all_sizes("delivery-failing")
    stage.let()
    await stage.press("home", "r")
    await stage.down_to("Day")
    await stage.press("enter", "down", "enter")
    await stage.until("Times in Los Angeles")
    await stage.take_in_all_sizes("delivery-hours")
    stage.let("slot-taken")
    await stage.press("enter")
    await stage.until("is taken")
    await stage.take_in_all_sizes("delivery-taken")
    await stage.press("escape")
    await _together(stage)


async def _together(stage: Stage) -> None:
    await stage.press("home")
    await stage.down_to("Split")
    await stage.press("enter", "space")
    await stage.take_in_all_sizes("delivery-split")
    await stage.press("enter")
    await stage.until("Shipment 2 of 2")
    await stage.down_to("Merge")
    await stage.take_in_all_sizes("delivery-merge")


async def lost_hours(stage: Stage) -> None:
    """Hours that were free when they were chosen, and taken when the order was placed."""
    await stage.put(FURNITURE, "NH-SKAG-OAK-60IN")
    await stage.at_home()
    await stage.go("delivery", "Enter chooses a day", gone="asking")
    await stage.down_to("Day")
    await stage.press("enter", "down", "enter", "enter")
    await stage.until("June", gone="not chosen")
    await stage.go("review", "Card number")
    stage.let("slot-taken,route=POST *order*")
    await stage.press("f7", "ctrl+s")
    await stage.until("t goes to the payment again")
    await stage.press("t")
    await stage.until("is taken. Choose other hours.")
    await stage.take_in_all_sizes("review-taken")
    await stage.press("down", "enter")
    await stage.until("3 Delivery ─", gone="asking")
    await stage.press("o")
    await stage.until("Enter shows what is free.")
    await stage.take_in_all_sizes("delivery-lost")


async def split_is_not_offered(stage: Stage) -> None:
    """A merchant that lets nothing travel apart: it is asked once, and not offered any more. And goods of one name."""
    await stage.put(FURNITURE, "NH-LIN2-NAVY", "NH-LIN2-OAT")
    await stage.at_home()
    stage.let("refuse,error=NotImplemented,route=POST */shipments/split")
    await stage.go("delivery", "Split", gone="asking")
    await stage.down_to("Split")
    await stage.press("enter", "space", "enter")
    await stage.until("✕", gone="Split")
    await stage.take_in_all_sizes("delivery-whole")


async def pickups(stage: Stage) -> None:
    """Stores, the nearest first; then the hours there. And goods that need none of it."""
    await stage.put(SOUND, "VL-GIFT-25")
    await stage.at_home()
    await stage.go("delivery", "Nothing to send")
    await stage.take_in_all_sizes("delivery-empty")
    await stage.put(SOUND, "VL-HUSH-BLACK")
    await stage.at_home()
    await stage.until("Pickup in Store", gone="asking")
    await stage.down_to("Pickup in Store")
    await stage.press("enter")
    await stage.until("Choose a store.")
    await stage.press("down")
    await stage.take_in_all_sizes("delivery-stores")
    await stage.press("enter")
    await stage.until("Voltline Fremont · 3.4 miles", gone="Telling")
    await stage.down_to("In-store pickup")
    await stage.press("enter")
    await stage.until("(•) In-store pickup", gone="Telling")
    await stage.down_to("Day")
    await stage.press("enter", "right", "enter", "enter")
    await stage.until("(Los Angeles)", gone="Telling")
    await stage.press("home")
    await stage.down_to("Ship to Address")
    await stage.until("gives up")
    await stage.take_in_all_sizes("delivery-resets")


async def addons(stage: Stage) -> None:
    """Add-ons that nobody offers, that are asked for, that are refused, while the merchant breaks down."""
    await stage.go("addons", "No add-ons.")
    await stage.take_in_all_sizes("addons-empty")
    await stage.press("escape")
    await stage.put(FURNITURE, "NH-LIN3-NAVY", "NH-SKAG-OAK-60IN")
    await stage.at_home()
    await stage.go("addons", "Shipping protection")
    stage.let("refuse,error=ErrorAddonNotFound,route=POST *addons*", "server-error,route=GET *nordhaus*cart*")
    await stage.press("enter")
    await stage.until("✕", gone="asking")
    await stage.take_in_all_sizes("addons-failing")
    stage.let(f"{WAITS}POST *addons*")
    await stage.down_to("White glove assembly")
    await stage.press("enter")
    await stage.until("asking …")
    await stage.take_in_all_sizes("addons-loading")


async def consents(stage: Stage) -> None:
    """What a merchant asks to agree to, where it wants that, and a bill that goes elsewhere."""
    await stage.put(SOAPS, "QF-SOAP-BAY")
    await stage.at_home()
    await stage.go("address", "Quillfern Apothecary asks")
    await stage.take_in_all_sizes("address-consents")
    await stage.go("review", "Card number")
    await stage.press("f7", "ctrl+s")
    await stage.until("takes no order without your consent")
    await stage.take_in_all_sizes("review-consents")
    await stage.press("f6")
    await stage.until("Bill to this address")
    await stage.take_in_all_sizes("billing")


async def faults(stage: Stage) -> None:
    """The panel in which things are made to go wrong, and a form of it that is filled in wrongly."""
    await stage.go("scenarios", "Faults")
    await stage.take_in_all_sizes("scenarios")
    await stage.down_to("refuse")
    await stage.press("enter")
    await stage.until("error identifier")
    await stage.type("Nonsense")
    await stage.press("ctrl+s")
    await stage.until("✕")
    await stage.take_in_all_sizes("scenarios-form")
    await stage.press("end", "ctrl+u")
    await stage.type("CreditCardDeclined")
    await stage.press("ctrl+s")
    await stage.until("1 fault")
    await stage.take_in_all_sizes("scenarios-fault")


async def payments(stage: Stage) -> None:
    """An order that can be placed beside one that waits for PayPal, the ways to pay, and a wallet that is locked."""
    await stage.put(BOOKS, "BH-1007-PB")
    await stage.put(POTS, "PR-MORN-IRON")
    await stage.at_home()
    await stage.go("review", "Card number")
    await stage.take_in_all_sizes("review-partly")
    await stage.press("ctrl+y")
    await stage.until("PayPal: begin")
    await stage.take_in_all_sizes("ways")
    await stage.down_to("Unlock Visa")
    await stage.press("enter")
    await stage.until("Send a code")
    await stage.take_in_all_sizes("wallet")


async def shown_order(stage: Stage) -> None:
    """An order that got no answer, and whose cart shows that it was placed."""
    await stage.put(BOOKS, "BH-1007-PB")
    await stage.at_home()
    await stage.go("review", "Card number")
    await stage.type("4000000000000358")
    await stage.press("tab", "tab")
    await stage.type("1230")
    await stage.press("tab")
    await stage.type("123")
    stage.shop.sleep = no_nap
    await stage.press("ctrl+s")
    await stage.until("It was placed")
    await stage.take_in_all_sizes("check-placed")
    await stage.press("f4")
    await stage.until("as the cart shows")
    await stage.take_in_all_sizes("orders-shown")


async def unknown_order(stage: Stage) -> None:
    """An order of which nobody knows what became of it, until the shopper says so."""
    await stage.put(BOOKS, "BH-1007-PB")
    await stage.at_home()
    await stage.go("review", "Card number")
    await stage.type("4000000000000341")
    await stage.press("tab", "tab")
    await stage.type("1230")
    await stage.press("tab")
    await stage.type("123")
    stage.shop.sleep = no_nap
    await stage.press("ctrl+s")
    await stage.until("I know")
    await stage.take_in_all_sizes("check")
    await stage.press("x")
    await stage.until("Type placed")
    await stage.take_in_all_sizes("check-asked")
    await stage.type("placed")
    await stage.press("enter", "f4")
    await stage.until("as you said")
    await stage.take_in_all_sizes("orders-settled")


ACTS: list[Callable[[Stage], Awaitable[None]]] = [
    first_steps, carts, changed_carts, deliveries, lost_hours, split_is_not_offered, pickups, addons, consents,
    faults, payments, unknown_order, shown_order,
]  # fmt: skip


@asynccontextmanager
async def a_stage() -> AsyncIterator[Stage]:
    """The app at its shop window, in the smallest size."""
    with tempfile.TemporaryDirectory() as folder:
        options = SandboxOptions(step_seconds=0, slow_seconds=0, clock=lambda: NOON)
        with Sandbox(options) as sandbox:
            app = FirmlyApp(lambda: fixed_shop(Path(folder), sandbox))
            async with app.run_test(size=SIZES[0]) as pilot:
                stage = Stage(pilot, SIZES[0])
                stage.sandbox = sandbox
                await stage.until("50+ found")
                yield stage


async def play(act: Callable[[Stage], Awaitable[None]]) -> dict[str, str]:
    """The pictures of one act in all sizes, by file name."""
    async with a_stage() as stage:
        await act(stage)
        return stage.pictures
