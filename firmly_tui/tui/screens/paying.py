"""What the screens above the payment have in common: the card that is typed below them stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmly_tui.tui.screens.base import FirmlyScreen, ResultT

if TYPE_CHECKING:
    from firmly_tui.checkout import Shop


class PayingScreen(FirmlyScreen[ResultT]):
    """A screen that belongs to the payment. Going on from it to another place is leaving the payment."""

    BELONGS_TO_PAYING = True
    SHOWS_CARD = True

    @property
    def here(self) -> Shop:
        """The shop, which is open."""
        assert self.shop is not None  # noqa: S101 (given in the constructor)
        return self.shop

    def on_screen_suspend(self) -> None:
        """The card below is wiped when another place is gone to."""
        from firmly_tui.tui.screens.review import ReviewScreen

        for screen in self.app.screen_stack:
            if isinstance(screen, ReviewScreen) and screen is not self.app.screen:
                screen.on_screen_suspend()
