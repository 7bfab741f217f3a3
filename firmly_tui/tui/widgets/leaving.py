"""The panel “what leaves this machine”: the encrypted card from outside, and what stays here."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BAD, BOLD, DIM, FOCUS, GOOD, one_line, plain, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from firmly_tui.checkout import Card, MerchantCart, Shop, Way
    from firmly_tui.checkout.leaving import Leaving, TokenShape
    from firmly_tui.models import PaymentKey

ENOUGH = 56
"""As wide as the sizes are written."""


class LeavingText(Fitted):
    """What leaves, in words and numbers."""

    shown: reactive[Leaving | None] = reactive(None, layout=True)
    """What is known of it; None while the key is fetched, or where it cannot be used."""
    trouble: reactive[str] = reactive("", layout=True)
    """Why there is no key."""

    takes_card: reactive[bool] = reactive(True, layout=True)
    """Whether a card that is typed in leaves."""
    others: reactive[tuple[tuple[str, str], ...]] = reactive(tuple[tuple[str, str], ...], layout=True)
    """What is paid in other ways, and what leaves for it."""

    def __init__(self, host: str, way: str) -> None:
        """`way` is how it gets to the host."""
        super().__init__()
        self._host = host
        self._way = way

    def draw(self, width: int) -> Content:
        """The text."""
        return Content("\n").join([*self._lines(min(width, ENOUGH))])

    def _lines(self, width: int) -> Iterator[Content]:
        where = plain(f"to {self._host}, {self._way}", DIM)
        yield Content.assemble(("What leaves this machine", BOLD), "  ", where)
        yield Content("")
        if self.takes_card:
            yield from self._card_lines(width)
        for paid, leaves in self.others:
            yield plain(paid)
            yield from (Content.assemble("  ", line) for line in plain(leaves, DIM).wrap(width - 2))
        if not self.takes_card and not self.others:
            yield plain("Nothing yet: no order can be paid.", DIM)
        yield Content("")
        yield plain("Names, addresses, e-mail and phone leave as typed: to deliver and to bill.")
        yield from _what_stays() if self.takes_card else _no_card()

    def _card_lines(self, width: int) -> Iterator[Content]:
        if self.trouble:
            yield plain(f"✕ {self.trouble}", BAD)
        elif self.shown is None:
            yield plain("fetching the payment key …", DIM)
        else:
            yield plain("The card, as a token (JWE) that only the key's owner can open")
            yield from _key_lines(self.shown)
            yield from _token_lines(self.shown.token, width)


def _key_lines(leaving: Leaving) -> Iterator[Content]:
    header = {name: harmless(value) for name, value in leaving.header.items()}
    yield plain(json.dumps(header, ensure_ascii=False).replace(', "kid"', ',\n "kid"'), FOCUS)
    yield Content.assemble(("key ", DIM), header["kid"], (f" · {leaving.bits} bits", DIM))
    yield Content.assemble(("fingerprint ", DIM), leaving.fingerprint, (" RFC 7638", DIM))


def _token_lines(token: TokenShape | None, width: int) -> Iterator[Content]:
    if token is None:
        yield plain("sizes and ciphertext: when the card is complete", DIM)
        return
    sizes = (
        ("the card, before it is encrypted", token.plain),
        ("its key, encrypted", token.encrypted_key),
        ("the card, encrypted", token.ciphertext),
        ("the whole token", token.token),
    )
    for name, size in sizes:
        yield spread(plain(name, DIM), plain(f"{size} bytes"), width)
    yield spread(plain("ciphertext", DIM), plain(f"{token.first} … {token.last}"), width)


def _what_stays() -> Iterator[Content]:
    from firmly_tui.checkout.leaving import STAYS

    yield Content("")
    yield Content.assemble(("Does not leave", f"{BOLD} {GOOD}"), f" in the clear: {', '.join(STAYS)}.")
    yield plain("A token shown here is dropped at once; an order gets one of its own.", DIM)


def _no_card() -> Iterator[Content]:
    yield Content("")
    yield Content.assemble(
        ("Does not leave", f"{BOLD} {GOOD}"), ": a card. None is typed in here; who keeps yours charges it."
    )


class LeavingPanel(VerticalScroll, can_focus=True):
    """Hidden until it is asked for.

    `card` gives the card typed so far, None until it is complete; `ways` how each merchant is paid; `takes_card` tells
    whether a card is typed in at all.
    """

    DEFAULT_CSS = """
    LeavingPanel { display: none; height: 1fr; padding: 0 1; }
    """
    BINDINGS = [command("escape", "close", "close", "Close what leaves this machine.")]

    def __init__(
        self,
        shop: Shop,
        card: Callable[[], Card | None],
        ways: Callable[[], Sequence[tuple[MerchantCart, Way]]],
        takes_card: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._shop = shop
        self._card = card
        self._ways = ways
        self._takes_card = takes_card
        self._key: PaymentKey | None = None
        self._focused_before: Widget | None = None
        server = shop.client.card_server
        way = "encrypted once more by TLS" if server.secure else "on this machine"
        self._text = LeavingText(harmless(server.host), way)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def toggle(self) -> None:
        """Open the panel, or close it."""
        if self.display:
            self.action_close()
            return
        self.display = True
        self._mark_parent(open_now=True)
        # Over the form the keys are for reading; beside it one goes on typing.
        if self.screen.has_class("-narrow"):
            self._focused_before = self.screen.focused
            self.focus()
        self._text.takes_card = False
        self.follow_ways()

    def uncover(self) -> None:
        """Close where it covers the form: there is something to see there."""
        if self.display and self.screen.has_class("-narrow"):
            self.action_close()

    def action_close(self) -> None:
        """Close the panel, and go back to where one was."""
        self.display = False
        self._mark_parent(open_now=False)
        if self._focused_before is not None:
            self._focused_before.focus()
            self._focused_before = None

    def _mark_parent(self, *, open_now: bool) -> None:
        if self.parent is not None:
            self.parent.set_class(open_now, "-leaving")

    @work(group="key", exclusive=True)
    async def _fetch_key(self) -> None:
        from firmly_tui.client import FirmlyError

        self._key = None
        self._text.trouble = ""
        self._text.shown = None
        try:
            # What encrypts takes its time to load: meanwhile one can go on typing.
            _, self._key = await asyncio.gather(asyncio.to_thread(_load), self._shop.client.payment.key())
        except FirmlyError as error:
            self._text.trouble = error.sentence
        self.follow()

    def follow_ways(self) -> None:
        """Show what leaves for the ways that are chosen now, if anybody looks."""
        from firmly_tui.checkout.leaving import leaves_of

        if not self.display:
            return
        self._text.others = tuple(
            (one_line(f"{entry.name}: {way.label}"), leaves)
            for entry, way in self._ways()
            if (leaves := leaves_of(way))
        )
        newly, self._text.takes_card = not self._text.takes_card, self._takes_card()
        if newly and self._text.takes_card:
            self._fetch_key()

    def follow(self) -> None:
        """Show the card as it is now, if anybody looks."""
        from firmly_tui.checkout import KeyRefused
        from firmly_tui.checkout.leaving import leaving

        if not self.display or self._key is None:
            return
        card = self._card()
        try:
            self._text.shown = leaving(self._key, card)
        except KeyRefused as error:
            self._key = None
            self._text.trouble = error.sentence
        finally:
            if card is not None:
                card.wipe()


def _load() -> None:
    import jwcrypto.jwe  # noqa: F401 (for being there when it is needed)
