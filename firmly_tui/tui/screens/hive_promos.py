"""Promo codes of a cart: asked for, corrected, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.offer_words import listed
from firmly_tui.tui.screens.hive_edits import CartEdits
from firmly_tui.tui.widgets.cart_list import CartList, promo_outcome
from firmly_tui.tui.widgets.cart_rows import promo_key
from firmly_tui.tui.widgets.promo_entry import PromoEntry

if TYPE_CHECKING:
    from firmly_tui.checkout import MerchantCart, PromoCode


class CartPromos(CartEdits):
    """A screen with a `CartList` and a `PromoEntry`."""

    def action_promo(self) -> None:
        """Ask for promo codes."""
        row = self.row()
        if row is None:
            return
        if not row.entry.has_lines:
            self.say(f"A promo code needs something in the cart at {shortened(row.entry.name)}.", "warn")
            return
        self.ask_for_codes(row.entry)

    def ask_for_codes(self, entry: MerchantCart, corrects: str = "") -> None:
        """Show the line to type into; with `corrects`, that refused code stands in it."""
        self.query_one(PromoEntry).ask(entry, corrects)
        self.say("Enter applies what is typed, Escape goes back to the carts.")

    def action_keep(self) -> None:
        """Answer no; or apply no code, where the line for it is still open."""
        entry = self.query_one(PromoEntry)
        if self._asked.is_open or not entry.display:
            super().action_keep()
        else:
            entry.action_leave()

    @on(PromoEntry.Left)
    def _promo_left(self) -> None:
        self.say("")
        self.query_one(CartList).focus()

    @on(PromoEntry.Typed)
    def _promo_typed(self, event: PromoEntry.Typed) -> None:
        from firmly_tui.checkout import typed_codes

        self.query_one(CartList).focus()
        codes = typed_codes(event.text)
        if codes:
            self._apply(event.domain, codes, event.corrects)
        else:
            self.say("No code was typed. Nothing was changed.", "warn")

    @work(group="promo")
    async def _apply(self, domain: str, codes: list[str], corrects: str) -> None:
        if self.shop is None:
            return
        hive = self.shop.hive
        self.say(f"Asking {shortened(hive[domain].name)} about {shortened(', '.join(codes))} …")
        if corrects:
            # Taken off first, so that it is gone when none of the new ones is the same.
            await hive.promos.remove(domain, corrects)
        told = await hive.promos.apply(domain, codes)
        self._say_outcome(told)
        if corrects and told:
            self.carts_changed()
            self.query_one(CartList).go_to(promo_key(domain, told[0].code))

    def _say_outcome(self, told: list[PromoCode]) -> None:
        """Which codes take something off, and why the others do not; each stands in the list, too."""
        good = ", ".join(shortened(promo.code, 20) for promo in told if promo.state == "applied")
        bad = [promo for promo in told if promo.state != "applied"]
        taken = f"{good} applied. " if good else ""
        if not bad:
            self.say(taken.strip(), "good")
        elif len(bad) == 1:
            code, reason = shortened(bad[0].code, 20), one_line(bad[0].reason)
            self.say(f"{taken}{reason if code in reason else f'{code}: {reason}'}", "warn")
        else:
            names = listed([shortened(promo.code, 20) for promo in bad], most=5)
            self.say(f"{taken}Not taken: {names}. Each has its reason beside it.", "warn")

    @work(group="promo")
    async def remove_promo(self, entry: MerchantCart, promo: PromoCode) -> None:
        """Take a code off, or forget one that was refused."""
        from firmly_tui.checkout import promo_codes

        if self.shop is None:
            return
        if promo.state == "sending":
            self.say(f"One moment: {shortened(entry.name)} is still answering.", "warn")
            return
        code = shortened(promo.code, 20)
        self.say(f"Taking {code} away …")
        await self.shop.hive.promos.remove(entry.domain, promo.code)
        left = [found for found in promo_codes(self.shop.hive[entry.domain]) if found.code == promo.code]
        if left:
            self.say(f"{code} stays. {promo_outcome(left[0])[0]}", "warn")
        else:
            self.say(f"{code} was taken away.", "good")
