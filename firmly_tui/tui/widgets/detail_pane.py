"""What stands beside a list: it scrolls by keys of the screen while the list keeps the focus."""

from __future__ import annotations

from textual.containers import VerticalScroll


class DetailPane(VerticalScroll, can_focus=False):
    """Details of the row under the cursor."""

    DEFAULT_CSS = """
    DetailPane { scrollbar-size-vertical: 1; }
    """

    @property
    def has_more(self) -> bool:
        """Whether there is more than is seen."""
        return bool(self.display) and self.show_vertical_scrollbar

    def watch_show_vertical_scrollbar(self) -> None:
        """The keys that scroll it do something now, or nothing any more."""
        self.refresh_bindings()

    def scroll_on(self, direction: int) -> None:
        """Scroll by half of what is seen, down (1) or up (-1)."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)
