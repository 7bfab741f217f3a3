"""Addresses of before to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from firmly_tui.tui.address_words import in_a_line
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, GOOD, WARN, one_line, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from firmly_tui.checkout import MerchantCart, Shopper
    from firmly_tui.models import Address

NONE_SAVED = (
    "No saved addresses yet. Those that you give to the merchants are kept on this machine, for you alone, "
    "and can be chosen here the next time."
)


@dataclass(frozen=True)
class SavedRow:
    """An address of before; `typed` is what was typed and not given, before one of these took its place."""

    address: Address
    note: str = ""
    typed: bool = False


class SavedList(RowList[SavedRow]):
    """Two lines an address, the newest first."""

    HEIGHT = 2
    BINDINGS = [
        command("enter,space", "choose", "fill in", "Put the address under the cursor into the form."),
        command("delete,backspace", "forget", "forget", "Keep the address under the cursor no longer."),
        command("u", "undo", "undo", "Bring back what was forgotten last."),
    ]

    class Forget(Message):
        """The address under the cursor is to be kept no longer."""

    class Undo(Message):
        """What was forgotten last is to come back."""

    can_undo = False
    """Whether there is something to bring back."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is nothing, there is nothing to choose or forget."""
        if action in ("choose", "forget"):
            return bool(self.rows)
        return self.can_undo if action == "undo" else super().check_action(action, parameters)

    def action_forget(self) -> None:
        """Keep the address under the cursor no longer."""
        self.post_message(self.Forget())

    def action_undo(self) -> None:
        """Bring back what was forgotten last."""
        self.post_message(self.Undo())

    def row_key(self, row: SavedRow) -> Hashable:
        """An address is the same one by what it says."""
        return (row.typed, *row.address.lines())

    def draw_row(self, row: SavedRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Who, and below, where."""
        name, *_ = row.address.lines() or [""]
        rest = in_a_line(row.address).removeprefix(one_line(name)).removeprefix(", ")
        note = plain("as you typed it", WARN) if row.typed else plain(row.note, GOOD)
        title = plain(f" {one_line(name) or '(no name)'}", BOLD)
        return [
            spread(title, Content.assemble(note, " "), width),
            Content.assemble("   ", plain(rest or "(nothing else yet)", DIM)),
        ]


def saved_rows(shopper: Shopper, typed: Mapping[str, str], entries: Sequence[MerchantCart]) -> list[SavedRow]:
    """What was `typed` before, and the addresses of before, with what each is for now."""
    from firmly_tui.checkout.address_book import same
    from firmly_tui.models import Address

    def note(address: Address) -> str:
        uses: list[str] = []
        if shopper.address and same(address, shopper.address):
            uses.append("delivery")
        if shopper.billing and same(address, shopper.billing):
            uses.append("billing")
        for entry in entries:
            own = (shopper.own("address", entry.domain), shopper.own("billing", entry.domain))
            if any(found and same(address, found) for found in own):
                uses.append(one_line(entry.name))
        return uses[0] + (f" +{len(uses) - 1}" if len(uses) > 1 else "") if uses else ""

    rows = [SavedRow(Address.model_validate(typed), typed=True)] if typed else []
    return rows + [SavedRow(address, note(address)) for address in shopper.used]
