"""One add-on to read in full, where there is no room beside the list, and its links to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from firmly_tui.tui.commands import command
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.offer_details import OfferDetails

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.tui.widgets.offer_list import OfferRow

KEYS = "Escape closes this."
KEYS_WITH_LINKS = "A number opens the link. Escape closes this."


class OfferDetailsScreen(ModalScreen[None]):
    """What the merchant says about an offer."""

    CSS_PATH = "../styles/addons.tcss"
    AUTO_FOCUS = "#offer"
    IS_ASIDE = True
    BINDINGS = [
        command("escape,q,enter,i", "close", "close", "Close the details."),
        *(
            command(str(number), f"open({number})", f"link {number}", "Open this link in your browser.")
            for number in range(1, 10)
        ),
    ]

    def __init__(self, row: OfferRow) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """One scrolling text; in its border the keys, which stay in sight."""
        with VerticalScroll(id="offer"):
            yield OfferDetails()

    def on_mount(self) -> None:
        """Show the offer."""
        self.query_one(OfferDetails).row = self._row
        self._hint(KEYS_WITH_LINKS if self._links() else KEYS)

    def _links(self) -> list[str]:
        return self._row.extra.offer.links if self._row.extra else []

    def _hint(self, text: str) -> None:
        self.query_one("#offer").border_subtitle = text

    def action_open(self, number: int) -> None:
        """Open a link, if it leads to the web."""
        links = self._links()
        if number > len(links):
            return
        link = links[number - 1]
        if link.startswith(("https://", "http://")) and link == harmless(link):
            self.app.open_url(link)
            self._hint(f"Opening link {number} in your browser …")
        else:
            self._hint(f"! Link {number} does not lead to the web.")

    def action_close(self) -> None:
        """Close."""
        self.dismiss()
