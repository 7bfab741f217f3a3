"""What one does with a request of the log: send it again, as it was or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.exchange_list import ExchangeList

if TYPE_CHECKING:
    from firmly_tui.checkout import Shop
    from firmly_tui.inspector import Entry, Outgoing


class InspectorSends(FirmlyScreen[None]):
    """A screen with an `ExchangeList` whose requests can be sent again."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.here = shop
        self._drafts: dict[int, str] = {}

    @property
    def entry(self) -> Entry | None:
        """The exchange under the cursor; where there is none, that is said."""
        row = self.query_one(ExchangeList).selected
        if row is None:
            self.say("There is nothing under the cursor.", "warn")
        return row.entry if row else None

    def action_replay(self) -> None:
        """Send the request again."""
        from firmly_tui.inspector import Outgoing

        if (entry := self.entry) is not None:
            self._send(Outgoing.of(entry.exchange))

    @work(group="editing", exclusive=True)
    async def action_edit(self) -> None:
        """Edit the request, and send it."""
        from firmly_tui.inspector import Outgoing
        from firmly_tui.tui.screens.inspector_resend import ResendScreen

        if (entry := self.entry) is None:
            return
        outgoing = Outgoing.of(entry.exchange)
        text = self._drafts.get(entry.id, outgoing.text)
        edited = await self.app.push_screen_wait(ResendScreen(self.here, outgoing, text))
        if edited is None:
            return
        self._drafts[entry.id] = edited.text
        if edited.wanted is not None:
            self._send(edited.wanted)

    @work(group="asking", exclusive=True)
    async def _send(self, outgoing: Outgoing) -> None:
        from firmly_tui.inspector import refusal
        from firmly_tui.tui.screens.inspector_resend import OrderAgainScreen

        if reason := refusal(self.here.client, outgoing, is_live=self.here.environment == "LIVE"):
            self.say(reason, "warn")
            return
        number = ""
        if outgoing.is_order:
            cards = self.here.test_cards if outgoing.wants_card else []
            answer = await self.app.push_screen_wait(OrderAgainScreen(outgoing, cards))
            if answer is None:
                self.say("Nothing was sent.")
                return
            number = answer
        self.query_one(ExchangeList).go_to_end()
        # The app's: what was sent goes on, whatever screen is shown.
        self.app.run_worker(self._send_now(outgoing, number), group="sending")

    async def _send_now(self, outgoing: Outgoing, number: str) -> None:
        from firmly_tui.checkout import KeyRefused
        from firmly_tui.client import FirmlyError
        from firmly_tui.inspector import send_again
        from firmly_tui.tui.exporting import test_card

        try:
            card = await test_card(self.here, number) if number else ""
            await send_again(self.here.client, outgoing, card)
        except KeyRefused as error:
            self.say(error.sentence, "bad")
        except FirmlyError as error:
            self.say_error(error)
        else:
            self.say(f"Sent: {outgoing.method} {harmless(outgoing.path)}", "good")
        if outgoing.method != "GET":
            # The carts are not what the app thinks they are.
            await self.here.hive.load()
