"""A product's options, one row each, and the quantity: arrows choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, plain, shortened

if TYPE_CHECKING:
    from firmly_tui.models import LineItem, Product, ProductOption, Variant

LABEL_WIDTH = 12
MOST = 99


class VariantPicker(Widget, can_focus=True):
    """Chooses a variant and a quantity.

    Values that are sold out or not made in this combination are struck through, and can be looked at.
    """

    DEFAULT_CSS = """
    VariantPicker { height: auto; }
    """
    BINDINGS = [
        Binding("up,k", "row(-1)", "Option above", show=False),
        Binding("down,j", "row(1)", "Option below", show=False),
        command("left,h", "step(-1)", "choose", "Previous choice, or one less.", shown_as="←→"),
        command("right,l", "step(1)", "choose", "Next choice, or one more.", footer=False),
        command("plus,equals_sign", "quantity(1)", "quantity", "One more.", shown_as="+−"),
        command("minus", "quantity(-1)", "less", "One less.", footer=False),
    ]

    row: reactive[int] = reactive(0)
    """Which option has the cursor; the last row is the quantity."""
    quantity: reactive[int] = reactive(1)
    """How many pieces."""

    @dataclass
    class Changed(Message):
        """Another variant, or another quantity."""

        picker: VariantPicker

        @property
        def control(self) -> VariantPicker:
            """The picker."""
            return self.picker

    def __init__(self, product: Product) -> None:
        super().__init__()
        self.auto_links = False
        self.show(product)

    def show(self, product: Product) -> None:
        """Offer this product; a choice that was made is kept where it still exists."""
        from firmly_tui.checkout.variants import first_choice

        before: list[str] = getattr(self, "choice", [])
        self.product = product
        known = [[value.value for value in option.option_values] for option in product.options]
        fits = len(before) == len(known) and all(b in k for b, k in zip(before, known, strict=True))
        self.choice = before if fits and before else first_choice(product)
        if self.is_mounted:
            self.row = min(self.row, len(product.options))
            self.refresh(layout=True)
            self.post_message(self.Changed(self))

    def begin_with(self, line: LineItem) -> None:
        """Choose what a line of a cart is, and as many of it."""
        names = {name for name in (line.variant_id, line.sku) if name}
        same = next((variant for variant in self.product.variants if variant.sku in names), None)
        if same is not None:
            self.choice = list(same.choices)
        self.quantity = min(max(line.quantity, 1), MOST)
        self.refresh(layout=True)
        self.post_message(self.Changed(self))

    @property
    def variant(self) -> Variant | None:
        """The variant chosen, if it exists."""
        from firmly_tui.checkout.variants import find_variant

        return find_variant(self.product, self.choice)

    def render(self) -> Content:
        """One row an option, and the quantity."""
        lines = [self._option_line(index, option) for index, option in enumerate(self.product.options)]
        lines.append(self._line(len(self.product.options), "Quantity", self._quantity()))
        return Content("\n").join(lines)

    def _line(self, index: int, label: str, values: Content) -> Content:
        here = self.has_focus and index == self.row
        label_style = FOCUS if here else DIM
        marker = ("▌ ", FOCUS) if here else "  "
        name = plain(label, label_style).truncate(LABEL_WIDTH, ellipsis=True, pad=True)
        wrapped = values.wrap(max(10, self.content_size.width - LABEL_WIDTH - 3))
        indent = Content("\n" + " " * (LABEL_WIDTH + 3))
        return Content.assemble(marker, name, " ", indent.join(wrapped))

    def _option_line(self, index: int, option: ProductOption) -> Content:
        from firmly_tui.checkout.variants import value_state

        shown: list[Content] = []
        for position, value in enumerate(option.option_values):
            state = value_state(self.product, self.choice, index, value.value)
            chosen = index < len(self.choice) and self.choice[index] == value.value
            style = "" if state == "available" else f"{DIM} strike"
            # A space that does not break keeps the words of one value on one line.
            label = shortened(value.label).replace(" ", "\N{NO-BREAK SPACE}")
            before, after = ("[", "]") if chosen else (" " if state == "available" else "✕", " ")
            text = Content.assemble(before, (label, f"{style} {BOLD}" if chosen else style), after)
            shown.append(text.stylize(f"@click=pick({index},{position})"))
        return self._line(index, option.display_name, Content(" ").join(shown))

    def _quantity(self) -> Content:
        return Content.assemble(
            Content(" − ").stylize("@click=quantity(-1)"),
            (f" {self.quantity} ", BOLD),
            Content(" + ").stylize("@click=quantity(1)"),
        )

    def watch_has_focus(self, has_focus: bool) -> None:
        """The marker shows the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_row(self, by: int) -> None:
        """Move between the options."""
        self.row = min(max(self.row + by, 0), len(self.product.options))

    def action_step(self, by: int) -> None:
        """Take the next or previous value of the option one is on."""
        if self.row >= len(self.product.options):
            self.action_quantity(by)
            return
        values = [value.value for value in self.product.options[self.row].option_values]
        here = values.index(self.choice[self.row]) if self.choice[self.row] in values else 0
        if values:
            self.action_pick(self.row, min(max(here + by, 0), len(values) - 1))

    def action_pick(self, option: int, position: int) -> None:
        """Choose a value."""
        self.focus()
        self.row = option
        value = self.product.options[option].option_values[position].value
        if self.choice[option] != value:
            self.choice = [*self.choice[:option], value, *self.choice[option + 1 :]]
            self.refresh(layout=True)
            self.post_message(self.Changed(self))

    def action_quantity(self, by: int) -> None:
        """Take more or fewer."""
        self.quantity = min(max(self.quantity + by, 1), MOST)
        self.post_message(self.Changed(self))
