"""Which merchant gets which address: the one for all, or its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from firmly_tui.tui.address_words import place
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BAD, BOLD, DIM, FOCUS, GOOD, WARN, one_line, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.checkout.addressing import Addressing
    from firmly_tui.models import Address

AS_ALL = "as all"
TYPED = "typed, not given"
NOT_SENT = "nothing is sent"
STATES = {TYPED: WARN, "refused": BAD, "its own": GOOD}
"""The states that stand out."""


@dataclass(frozen=True)
class Recipient:
    """A merchant, or all of them (`domain` is `""`), and the address it has.

    `state` is `AS_ALL`, `TYPED`, `NOT_SENT`, "its own" or "refused".
    """

    domain: str
    name: str
    address: Address | None
    state: str
    here: bool
    """Whether it is what the form is about."""


class RecipientList(RowList[Recipient]):
    """All merchants together, and each of them. Two lines a row."""

    HEIGHT = 2
    BINDINGS = [
        command("enter,space", "choose", "fill in", "Fill in the address of the merchant under the cursor."),
        command(
            "delete,backspace",
            "drop_own",
            "as all",
            "Let the merchant have the address for all again.",
        ),
        command("u", "undo", "undo", "Undo that.", footer=False),
    ]

    class DropOwn(Message):
        """The merchant under the cursor is to have the address for all."""

    class Undo(Message):
        """What was done last is to be undone."""

    can_undo = False
    """Whether there is something to undo."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo where there is something."""
        return self.can_undo if action == "undo" else super().check_action(action, parameters)

    def action_drop_own(self) -> None:
        """Let the merchant have the address for all again."""
        self.post_message(self.DropOwn())

    def action_undo(self) -> None:
        """Undo that."""
        self.post_message(self.Undo())

    def row_key(self, row: Recipient) -> Hashable:
        """A merchant is the same one by its domain."""
        return row.domain

    def draw_row(self, row: Recipient, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Name and state, and below, where it goes."""
        state = plain(row.state, STATES.get(row.state, DIM))
        if row.here and row.state in ("", AS_ALL):
            state = plain("in the form", FOCUS)
        known = place(row.address) if row.address else "no address yet"
        where = plain("its goods need no address" if row.state == NOT_SENT else known, DIM)
        name = (one_line(row.name), BOLD if row.here else "")
        title = Content.assemble(("▸" if row.here else " ", FOCUS), name)
        return [
            spread(title, Content.assemble(state, " "), width),
            Content.assemble("   ", where),
        ]


def recipients(addressing: Addressing, here: str) -> list[Recipient]:
    """All merchants together, and each of them; the form is about `here`."""
    name = "All other merchants" if addressing.apart else "All merchants"
    typed = TYPED if addressing.draft("") else ""
    rows = [Recipient("", name, _shown(addressing, ""), typed, here == "")]
    for entry in addressing.merchants:
        address, state = _shown(addressing, entry.domain), _state(addressing, entry)
        rows.append(Recipient(entry.domain, entry.name, address, state, here == entry.domain))
    return rows


def _shown(addressing: Addressing, whom: str) -> Address | None:
    from firmly_tui.models import Address

    draft = addressing.draft(whom)
    return Address.model_validate(draft) if draft else addressing.present(whom)


def _state(addressing: Addressing, entry: MerchantCart) -> str:
    if addressing.draft(entry.domain):
        return TYPED
    if addressing.error_of(entry) is not None:
        return "refused"
    if addressing.use == "address" and entry.ships_nothing:
        return NOT_SENT
    return "its own" if addressing.own(entry.domain) else AS_ALL
