"""The goods of a merchant of the sandbox: what is left of each, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Input

from firmly_tui.client.errors import FirmlyError
from firmly_tui.tui.commands import command
from firmly_tui.tui.control_words import variant_rows
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.screens.control_form import Asked, ControlForm, Unusable
from firmly_tui.tui.widgets.control_list import ControlList
from firmly_tui.tui.widgets.field import QuietInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from firmly_tui.checkout import SandboxControl, Shop
    from firmly_tui.models import SandboxMerchant, SandboxVariant

MOST_STOCK = 1_000_000


class SandboxGoodsScreen(FirmlyScreen[None]):
    """Sells out, restocks and reprices while the app runs."""

    PLACE = "Stock and prices"
    EXPLAINS = "Choose goods with Enter to change what is left of them or what they cost. / finds goods."
    CSS_PATH = "../styles/scenarios.tcss"
    AUTO_FOCUS = "ControlList"
    BINDINGS = [
        command("slash", "find", "find", "Type words of a title, or a sku."),
        command("space", "sell_out", "sold out", "Let the goods be sold out, or there again."),
        command("x,ctrl+r", "restock", "as shipped", "Let all goods of the merchant be as its catalog says."),
    ]

    def __init__(self, shop: Shop, merchant: SandboxMerchant) -> None:
        super().__init__(shop)
        assert shop.control is not None  # noqa: S101 (the app offers this in a sandbox only)
        self._control: SandboxControl = shop.control
        self._merchant = merchant
        self._goods: dict[str, SandboxVariant] = {}

    def compose_body(self) -> ComposeResult:
        """What to find, and the goods."""
        yield QuietInput(placeholder=f"Goods of {self._merchant.name}", compact=True, id="find")
        with Horizontal(id="panes"):
            yield ControlList()

    def on_mount(self) -> None:
        """Ask for the goods."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        words = self.query_one("#find", Input).value
        try:
            found = await self._control.calls.goods(self._merchant.domain, words)
        except FirmlyError as error:
            self.say_error(error)
            return
        self._goods = {variant.sku: variant for variant in found.goods}
        self.query_one(ControlList).show(variant_rows(found.goods, self._merchant.currency))
        if found.has_more:
            self.say("There are more. Type words of a title, or a sku, to find the others.")

    @property
    def _variant(self) -> SandboxVariant | None:
        row = self.query_one(ControlList).selected
        return self._goods.get(row.key) if row else None

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._read()

    @on(Input.Submitted, "#find")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(ControlList).focus()

    def action_find(self) -> None:
        """Type what to find."""
        self.query_one("#find").focus()

    @on(ControlList.Chosen)
    def _chosen(self, message: ControlList.Chosen) -> None:
        message.stop()
        from firmly_tui.models import exponent

        variant = self._variant
        if variant is None:
            return
        decimals = exponent(self._merchant.currency)
        whole, part = divmod(variant.price, 10**decimals)

        async def apply(values: Mapping[str, str]) -> None:
            changes = {"stock": _stock(values["stock"]), "price": _price(values["price"], decimals)}
            await self._control.calls.set_goods(self._merchant.domain, variant.sku, changes)

        asked = [
            Asked("stock", "Left", f"a whole number from 0 to {MOST_STOCK}", str(variant.stock)),
            Asked(
                "price",
                f"Price in {self._merchant.currency}",
                "carts that hold it say so at their next look",
                f"{whole}.{part:0{decimals}}" if decimals else str(whole),
            ),
        ]
        about = f"{variant.title}, {variant.sku}"
        self.app.push_screen(ControlForm("Stock and price", about, asked, apply), self._then)

    def _then(self, changed: bool | None) -> None:
        if changed:
            self.say("The goods are as you set them.", "good")
            self._read()

    def action_sell_out(self) -> None:
        """Let the goods be sold out, or there again."""
        variant = self._variant
        if variant is not None:
            self._set(variant.sku, 0 if variant.stock else max(1, variant.shipped_stock))

    @work(group="set")
    async def _set(self, sku: str, stock: int) -> None:
        try:
            await self._control.calls.set_goods(self._merchant.domain, sku, {"stock": stock})
        except FirmlyError as error:
            self.say_error(error)
        else:
            self.say(f"{sku}: {stock} left." if stock else f"{sku} is sold out.", "good")
            self._read()

    @work(group="set")
    async def action_restock(self) -> None:
        """Let all goods be as the catalog says."""
        try:
            await self._control.calls.restock(self._merchant.domain)
        except FirmlyError as error:
            self.say_error(error)
        else:
            self.say("Stock and prices are as the catalog says.", "good")
            self._read()


def _stock(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdecimal() or int(text.strip()[:9]) > MOST_STOCK:
        raise Unusable(f"Type a whole number from 0 to {MOST_STOCK}.", "stock")
    return int(text)


def _price(text: str, decimals: int) -> int:
    from firmly_tui.checkout.filters import AmountError, read_amount

    try:
        amount = read_amount(text, decimals)
    except AmountError as error:
        raise Unusable(str(error), "price") from None
    if not amount:
        raise Unusable("Type a price above 0.", "price")
    return amount
