"""A product: what it is, what can be chosen, and whether it can be bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, GOOD, MONEY_DUE, WARN, joined, one_line, plain, price, shortened
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.picture import PictureView
from firmly_tui.tui.widgets.results import rating
from firmly_tui.tui.widgets.variant_picker import VariantPicker

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.models import LineItem, Product, Variant


class ProductScreen(FirmlyScreen[None]):
    """Choose a variant and put it into the merchant's cart, or in place of `line`, which is in it."""

    PLACE = "Product"
    EXPLAINS = (
        "Up and down go from option to option, left and right choose. What is struck through is sold out or not "
        "made in this combination. Enter puts the choice into the cart of its merchant."
    )
    CSS_PATH = "../styles/product.tcss"
    AUTO_FOCUS = "VariantPicker"
    BINDINGS = [
        command("enter,a", "add", "add to cart", "Put what is chosen into the merchant's cart."),
        command("enter", "exchange", "change", "Take what is chosen in place of the line of the cart."),
    ]

    @dataclass
    class Added(Message):
        """Something went into a cart."""

        sentence: str

    @dataclass
    class Exchanged(Message):
        """A line of a cart was changed."""

        sentence: str

    def __init__(self, shop: Shop, product: Product, line: LineItem | None = None, domain: str = "") -> None:
        super().__init__(shop)
        self._product = product
        self._line = line
        # The catalog may know the merchant by another domain than the cart does.
        self._domain = domain or product.domain

    def compose_body(self) -> ComposeResult:
        """Text, and beside or below it the choices."""
        with Vertical(id="panes"):
            with VerticalScroll(id="about", can_focus=False):
                yield PictureView()
                yield Static(self._about(), markup=False, id="text")
            with Vertical(id="choose"):
                yield VariantPicker(self._product)
                yield Static(self._chosen(self._product.variants), markup=False, id="chosen")

    def on_mount(self) -> None:
        """Read the product anew: a search hit may be stale."""
        if self._line is not None:
            self.query_one(VariantPicker).begin_with(self._line)
        self._tell_choice()
        self._reread()

    def _about(self) -> Content:
        product = self._product
        return Content.assemble(
            plain(product.title, BOLD),
            "\n",
            joined([plain(product.merchant), rating(product)]),
            "\n\n",
            plain(product.description),
        )

    @work(group="product", exclusive=True)
    async def _reread(self) -> None:
        from firmly_tui.client import FirmlyError

        shop, product = self.shop, self._product
        if shop is None:
            return
        try:
            fresh = await shop.client.catalog.by_handle(product.domain, product.handle)
        except FirmlyError:
            try:
                fresh = await shop.client.catalog.by_url(product.pdp_url)
            except FirmlyError as error:
                self.say(f"This is what the search knew; it may be out of date. {error.sentence}", "warn")
                return
        fresh.domain = fresh.domain or product.domain
        if not fresh.merchant or fresh.merchant == fresh.domain:
            fresh.merchant = product.merchant
        self._product = fresh
        self.query_one("#text", Static).update(self._about())
        self.query_one(VariantPicker).show(fresh)

    @on(VariantPicker.Changed)
    def _tell_choice(self) -> None:
        picker = self.query_one(VariantPicker)
        chosen = [picker.variant] if picker.variant else []
        self.query_one("#chosen", Static).update(self._chosen(chosen))
        if self.shop is not None:
            own = picker.variant.image_urls if picker.variant else []
            address = next(iter([*own, *self._product.image_urls]), "")
            self.query_one(PictureView).show(self.shop.gallery, address)

    def _chosen(self, variants: list[Variant]) -> Content:
        """The variant in words and its SKU, its price, and whether it can be bought."""
        from firmly_tui.checkout.variants import in_words, why_not

        picker = next(iter(self.query(VariantPicker)), None) if self.is_mounted else None
        if picker is None or not variants:
            reason = why_not(self._product, picker.choice) if picker else ""
            return plain(f"✕ {reason}", WARN) if reason else Content("")
        variant = variants[0]
        words = " / ".join(in_words(self._product, picker.choice)) or self._product.title
        lines = [
            joined([plain(shortened(words, 60), BOLD), plain(shortened(variant.sku), DIM)]),
            Content.assemble(
                (price(variant.price), MONEY_DUE),
                (f"   was {variant.was}" if variant.was else "", DIM),
                (f"   {picker.quantity} × = {variant.price * picker.quantity}", DIM)
                if picker.quantity > 1
                else "",
            ),
        ]
        if reason := why_not(self._product, picker.choice):
            lines.append(plain(f"✕ {reason}", WARN))
        else:
            lines.append(plain("✓ available", GOOD))
        lines += [plain(message.text) for message in variant.messages]
        return Content("\n").join(lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """One adds, or changes a line."""
        return action not in ("add", "exchange") or (action == "exchange") == (self._line is not None)

    def action_exchange(self) -> None:
        """Take the choice in place of the line, or say why that cannot be."""
        from firmly_tui.checkout.variants import why_not

        picker, line = self.query_one(VariantPicker), self._line
        if line is None:
            return
        same = picker.variant is not None and picker.variant.sku in (line.variant_id, line.sku)
        if not same and (reason := why_not(self._product, picker.choice)):
            self.say(reason, "warn")
        elif any(worker.group == "adding" and worker.is_running for worker in self.workers):
            self.say("One moment: the shop is still answering.", "warn")
        elif same and picker.quantity == line.quantity:
            self.say("This is what is in the cart. Choose another, or go back with Escape.")
        elif picker.variant is not None:
            self._exchange(line, picker.variant, picker.quantity, same=same)

    @work(group="adding")
    async def _exchange(self, line: LineItem, variant: Variant, quantity: int, *, same: bool) -> None:
        from firmly_tui.checkout.variants import in_words

        if self.shop is None:
            return
        hive, domain, number = self.shop.hive, self._domain, line.line_item_id
        words = shortened(", ".join([self._product.title, *in_words(self._product, variant.choices)]), 80)
        self.say(f"Changing to {words} …")
        if quantity != line.quantity:
            await hive.set_quantity(domain, number, quantity)
        reason, lost = hive[domain].line_errors.get(number, ""), ""
        if not same and not reason:
            done = await hive.set_variant(domain, number, variant.add_to_cart_ref)
            reason, lost = done.refused, one_line(" and ".join(done.without))
        if reason:
            self.say(reason, "warn")
            return
        self.say("")
        without = f", without {shortened(lost, 80)}" if lost else ""
        self.post_message(self.Exchanged(f"{quantity} × {words} is in the cart now{without}."))

    def action_add(self) -> None:
        """Put the choice into the cart, or say why that cannot be."""
        from firmly_tui.checkout.variants import why_not

        picker = self.query_one(VariantPicker)
        if reason := why_not(self._product, picker.choice):
            self.say(f"{reason}", "warn")
        elif any(worker.group == "adding" and worker.is_running for worker in self.workers):
            self.say("One moment: the shop is still answering.", "warn")
        elif picker.variant is not None:
            self._add(picker.variant, picker.quantity)

    @work(group="adding")
    async def _add(self, variant: Variant, quantity: int) -> None:
        from firmly_tui.checkout.variants import in_words
        from firmly_tui.client import FirmlyError

        if self.shop is None:
            return
        product = self._product
        words = shortened(", ".join([product.title, *in_words(product, product.choices(variant))]), 80)
        merchant = shortened(product.merchant)
        self.say(f"Adding {words} …")
        try:
            await self.shop.hive.add(product.domain, variant.add_to_cart_ref, quantity, name=product.merchant)
        except FirmlyError as error:
            self.say_error(error)
            self._reread()
            return
        self.say("")
        self.post_message(self.Added(f"{quantity} × {words} is in your {merchant} cart. c shows the carts."))
