"""What one does to the lines of a cart: other quantities, taking out, putting back, emptying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from firmly_tui.tui.asked import AskedTwice
from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.cart_list import CartList

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from firmly_tui.checkout import MerchantCart, Shop
    from firmly_tui.models import LineItem
    from firmly_tui.tui.widgets.cart_rows import CartRow


class CartEdits(FirmlyScreen[None]):
    """A screen with a `CartList` whose lines can be changed."""

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__(shop)
        self._asked = AskedTwice()

    # What is under the cursor

    def row(self) -> CartRow | None:
        """The row under the cursor; where there is none, that is said."""
        row = self.query_one(CartList).selected
        if row is None:
            self.say("There is nothing under the cursor.", "warn")
        return row

    def line(self) -> tuple[MerchantCart, LineItem] | None:
        """The line under the cursor, and whose it is; where there is none, that is said."""
        row = self.query_one(CartList).selected
        if row is None or row.line is None:
            self.say("There is no line under the cursor.", "warn")
            return None
        return row.entry, row.line

    # Quantities

    @on(CartList.Typing)
    def _typing(self, event: CartList.Typing) -> None:
        """Tell what the next keys do."""
        line = event.row.line
        if line is None or event.text is None:
            self.say("")
        elif event.text and int(event.text) == 0:
            self.say(f"Enter removes {named(line)}, after asking. Escape leaves it.")
        else:
            self.say(f"Enter sets the quantity, Escape leaves it at {event.row.entry.quantity(line)}.")

    @on(CartList.ZeroTyped)
    def _zero_typed(self, event: CartList.ZeroTyped) -> None:
        if event.row.line is not None:
            self.say(f"Remove {named(event.row.line)}? Enter removes it, Escape leaves it.", "warn")

    @on(CartList.QuantityTyped)
    def _quantity_typed(self, event: CartList.QuantityTyped) -> None:
        if event.row.line is not None:
            self._set_quantity(event.row.entry, event.row.line, event.quantity)

    def action_change(self, by: int) -> None:
        """Change a quantity; the shop answers later."""
        if (found := self.line()) is None:
            return
        entry, line = found
        # Counted from the line as it is: the list may not have drawn the latest answer yet.
        quantity = entry.quantity(entry.present_line(line)) + by
        if quantity < 1:
            self.say("One is the least. Delete removes the line.", "warn")
        else:
            self._set_quantity(entry, line, quantity)

    def _set_quantity(self, entry: MerchantCart, line: LineItem, quantity: int) -> None:
        if self.shop is not None:
            self.say("")
            # The wish stands before the next key is read.
            self._await_answer(self.shop.hive.set_quantity(entry.domain, line.line_item_id, quantity))

    @work(group="edit")
    async def _await_answer(self, answer: Awaitable[None]) -> None:
        """What the merchant did not do stands beside the line, with the reason."""
        await answer

    # Taking out, and putting back

    @work(group="edit")
    async def remove_line(self, entry: MerchantCart, line: LineItem) -> None:
        """Take a line out."""
        if self.shop is None:
            return
        self.say("")
        await self.shop.hive.remove(entry.domain, line.line_item_id)

    @work(group="edit")
    async def action_undo(self) -> None:
        """Put back what was removed last."""
        from firmly_tui.client import FirmlyError

        if self.shop is None:
            return
        if not self.shop.hive.can_undo:
            self.say("Nothing was removed.", "warn")
            return
        try:
            back = await self.shop.hive.undo()
        except FirmlyError as error:
            self.say_error(error)
            return
        if back is not None:
            lost = f", without {shortened(one_line(' and '.join(back.without)), 80)}" if back.without else ""
            self.say(f"{named(back.line)} is back{lost}.", "warn" if lost else "good")

    def _confirmed(self, *about: str, question: str) -> bool:
        """Ask, unless that was the question just now."""
        if self._asked.confirmed(about):
            return True
        self.say(question, "warn")
        self.refresh_bindings()
        return False

    def withdraw(self, words: str = "") -> None:
        """Ask no more; `words` are said in place of the question."""
        if self._asked.withdraw():
            self.say(words)
            self.refresh_bindings()

    def action_keep(self) -> None:
        """Answer no."""
        self.withdraw("All stays as it is.")

    def action_clear(self) -> None:
        """Empty the cart under the cursor."""
        row = self.row()
        if row is None:
            return
        entry = row.entry
        if not entry.has_lines:
            self.say(f"There is nothing in the cart at {shortened(entry.name)}.", "warn")
        elif self._confirmed(
            "clear", entry.domain, question=f"Empty the cart at {shortened(entry.name)}? e again empties it."
        ):
            self._clear(entry)

    @work(group="edit")
    async def _clear(self, entry: MerchantCart) -> None:
        if self.shop is None:
            return
        self.say(f"Emptying the cart at {shortened(entry.name)} …")
        await self.shop.hive.clear(entry.domain)
        self._say_emptied([entry])

    def action_clear_all(self) -> None:
        """Empty all carts."""
        if self.shop is None or self.shop.hive.is_empty:
            self.say("All carts are empty.", "warn")
        elif self._confirmed("clear all", question="Empty all carts? E again empties them."):
            self._clear_all()

    @work(group="edit")
    async def _clear_all(self) -> None:
        if self.shop is None:
            return
        self.say("Emptying all carts …")
        entries = [entry for entry in self.shop.hive.entries if entry.has_lines]
        await self.shop.hive.clear_all()
        self._say_emptied(entries)

    def _say_emptied(self, entries: list[MerchantCart]) -> None:
        full = [entry for entry in entries if entry.has_lines]
        if not full:
            self.say("Empty. u puts the lines back, one by one.", "good")
            return
        reason = full[0].error.sentence if full[0].error is not None else ""
        self.say(f"{shortened(full[0].name)} kept its cart. {reason}".strip(), "warn")


def named(line: LineItem) -> str:
    """Goods and variant, in words that fit into a sentence."""
    words = filter(None, [one_line(line.description), one_line(line.variant_description)])
    return shortened(", ".join(words), 50)
