"""Things to pick some of, found by typing; in groups, where there are several kinds of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from firmly_tui.tui.drawing import BOLD, DIM, joined, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be picked. `label` is what one reads, `note` what else there is to know."""

    key: str
    label: str
    group: str = ""
    note: str = ""

    @property
    def id(self) -> tuple[str, str]:
        """What it is known by."""
        return (self.group, self.key)


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice; without one, the title of a group, or what takes every pick back."""

    choice: Choice | None = None
    title: str = ""
    takes_back: bool = False


class ChoiceList(RowList[ChoiceRow]):
    """Choices with check boxes. What is picked is known by group and key, whether it is seen or not."""

    can_focus = False

    class Changed(Message):
        """Other things are picked, or the cursor moved by itself."""

    def __init__(self, every: str, picked: Iterable[tuple[str, str]] = ()) -> None:
        """`every` names having picked nothing."""
        super().__init__()
        self.picked = list(picked)
        self.is_changed = False
        """Whether anything was picked or taken back here."""
        self._every = every

    def offer(self, choices: Iterable[Choice], words: str = "") -> None:
        """Show what holds these words; the cursor begins with what is picked already."""
        wanted = words.casefold().split()
        fitting = [
            choice
            for choice in choices
            if all(word in f"{choice.group} {choice.label} {choice.key}".casefold() for word in wanted)
        ]
        rows = [] if wanted else [ChoiceRow(title=self._every, takes_back=True)]
        group = ""
        for choice in fitting:
            if choice.group != group:
                group = choice.group
                rows.append(ChoiceRow(title=group))
            rows.append(ChoiceRow(choice))
        self.show(rows, keep_cursor=False)
        self.cursor = max(range(len(rows)), key=lambda i: (self._closeness(rows[i], words), -i), default=-1)

    def _closeness(self, row: ChoiceRow, words: str) -> int:
        """How well the cursor would rest on the row: without words on what is picked, else on what they name."""
        if row.choice is None:
            return 0 if row.takes_back else -1
        if not words.strip():
            return int(row.choice.id in self.picked)
        label, words = row.choice.label.casefold(), words.strip().casefold()
        return 1 + label.startswith(words) + (label == words)

    def row_selectable(self, row: ChoiceRow) -> bool:
        """Titles are passed over."""
        return row.choice is not None or row.takes_back

    def row_key(self, row: ChoiceRow) -> Hashable:
        """A choice by its key, a title by its words."""
        return row.choice.id if row.choice else row.title

    def draw_row(self, row: ChoiceRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The box and the words."""
        if row.takes_back:
            return [plain(f" {'[ ]' if self.picked else '[x]'} {row.title}", "" if self.picked else BOLD)]
        if row.choice is None:
            return [plain(f" {row.title}", DIM)]
        is_picked = row.choice.id in self.picked
        name = plain(row.choice.label, BOLD if is_picked else "")
        left = Content.assemble(" [x] " if is_picked else " [ ] ", name)
        return [spread(left, joined([plain(row.choice.note, DIM), ""]), width - 1)]

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Pick the row, or no more."""
        message.stop()
        row = message.row
        if not isinstance(row, ChoiceRow):
            return
        if row.choice is None:
            self.picked = []
        elif row.choice.id in self.picked:
            self.picked.remove(row.choice.id)
        else:
            self.picked.append(row.choice.id)
        self.is_changed = True
        self.show(self.rows)
        self.post_message(self.Changed())

    def alone(self) -> list[tuple[str, str]]:
        """The picks if only the row under the cursor were taken, in its group; what other groups have stays."""
        row = self.selected
        if row is None or row.choice is None:
            return []
        return [*(found for found in self.picked if found[0] != row.choice.group), row.choice.id]
