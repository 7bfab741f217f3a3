"""What merchants ask to agree to, as check boxes, at one place of a form."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from firmly_tui.tui.commands import ActsAtOnce, command
from firmly_tui.tui.drawing import BAD, DIM, GOOD, WARN, one_line, plain, shortened
from firmly_tui.tui.widgets.bars import NoticeLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.widget import Widget

    from firmly_tui.checkout import MerchantCart, Shop
    from firmly_tui.models import Consent

UNDER_EMAIL = "UNDER_EMAIL_INPUT"
AFTER_SHIPPING = "AFTER_SHIPPING_INFO"
NO_TEXT = "(The merchant gave no text for this one.)"


class ConsentBox(ActsAtOnce, Horizontal, can_focus=True):
    """One consent: a check box, its text, and the addresses of its links."""

    DEFAULT_CSS = """
    ConsentBox {
        height: auto;
        border-left: blank;
        & > .box { width: 4; text-style: bold; }
        & > .text { width: 1fr; height: auto; }
        &:focus { border-left: outer $primary; background: $panel; }
    }
    """
    BINDINGS = [
        command("space,enter", "agree", "agree", "Agree to the consent under the cursor, or take it back."),
        command("l", "open_link", "open link", "Open the consent's next link in the browser.", footer=False),
    ]

    def __init__(self, shop: Shop, domain: str, consent: Consent) -> None:
        self._box = Static(classes="box", markup=False)
        self._text = Static(classes="text", markup=False)
        super().__init__(self._box, self._text)
        self._shop = shop
        self._consent = consent
        self._link = 0
        self._sending = False
        self.domain = domain

    @property
    def consent(self) -> Consent:
        """The consent as the merchant last gave it."""
        return self._consent

    def show(self, consent: Consent, error: str) -> None:
        """Draw it as it is now; `error` is why the merchant did not take the last decision."""
        from firmly_tui.checkout.consent_text import readable

        self._consent = consent
        shown = readable(consent)
        # Nothing to decide: a sentence that holds for everybody.
        self._box.update("·" if self._only_said else "[✓]" if consent.signed else "[ ]")
        notes = [plain("asking the merchant …", WARN)] if self._sending else []
        if consent.required and consent.signed:
            notes.append(plain("(agreed)", GOOD))
        if not consent.revokable and not self._only_said:
            notes.append(plain("(cannot be taken back)", DIM))
        must = plain("(required) ", WARN) if consent.required and not consent.signed else Content("")
        parts = [must, plain(shown.text or NO_TEXT)]
        parts += [Content.assemble(" ", note) for note in notes]
        for number, address in enumerate(shown.links, 1):
            parts.append(plain(f"\n[{number}] {address}", DIM))
        if error:
            parts.append(plain(f"\n✕ {one_line(error)}", BAD))
        self._text.update(Content("").join(parts))

    @property
    def _only_said(self) -> bool:
        return not (self._consent.explicit or self._consent.required or self._consent.signed)

    def action_agree(self) -> None:
        """Agree, or take that back."""
        if self._sending:
            self._say("One moment: the merchant is being told.", "warn")
        elif self._only_said:
            self._say("There is nothing to decide here: it holds for every order.", "warn")
        elif self._consent.signed and not self._consent.revokable:
            self._say("The merchant does not let you take this back.", "warn")
        else:
            self._sending = True
            self.run_worker(self._decide())

    async def _decide(self) -> None:
        consents = self._shop.hive.consents
        decide = consents.revoke if self._consent.signed else consents.sign
        self.show(self._consent, "")
        try:
            await decide(self.domain, [self._consent.id])
        finally:
            self._sending = False
        entry = self._shop.hive.get(self.domain)
        now = next((c for c in (entry.consents if entry else None) or [] if c.id == self._consent.id), None)
        if entry is not None and now is not None:
            error = entry.consent_errors.get(now.id, "")
            self.show(now, error)
            # In place of what was said before: it may have been that this one is missing.
            self._say(error or ("Agreed." if now.signed else "Taken back."), "warn" if error else "good")

    def action_open_link(self) -> None:
        """Open the next link; its address is said as well, for where there is no browser."""
        from firmly_tui.checkout.consent_text import readable

        links = readable(self._consent).links
        if not links:
            self._say("There is no link in this one.", "warn")
            return
        address = links[self._link % len(links)]
        self._link += 1
        self._say(f"Opened in the browser: {address}")
        self.app.open_url(address)

    def on_click(self) -> None:
        """A click is as good as a key."""
        self.action_agree()

    def _say(self, text: str, kind: str = "") -> None:
        self.post_message(NoticeLine.Say(text, kind))


class ConsentState(ActsAtOnce, Static, can_focus=True):
    """Which merchants are still being asked what there is to agree to, and which could not be asked.

    Hidden once all is known; where something could not be asked, Enter asks again, as Ctrl+R does.
    """

    DEFAULT_CSS = """
    ConsentState {
        height: auto;
        max-height: 6;
        display: none;
        border-left: blank;
        &:focus { border-left: outer $primary; background: $panel; }
    }
    """
    BINDINGS = [
        command("enter,ctrl+r", "ask_again", "ask again", "Ask again what there is to agree to."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(markup=False)
        self._shop = shop
        self._unread: list[str] = []
        self.show(shop.hive.entries)

    def show(self, entries: Sequence[MerchantCart]) -> None:
        """Show how these merchants are doing."""
        filled = [entry for entry in entries if entry.has_lines]
        failed = [(entry, error) for entry in filled if (error := entry.consent_errors.get(""))]
        waiting = [entry for entry in filled if entry.consents is None and not entry.consent_errors.get("")]
        self._unread = [entry.domain for entry, _ in failed]
        lines: list[Content] = []
        if waiting:
            others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
            name = shortened(one_line(waiting[0].name), 24)
            lines.append(plain(f"Asking {name}{others} what there is to agree to …", DIM))
        if failed:
            first, error = failed[0]
            name = shortened(one_line(first.name), 24)
            who = f"{name} and {len(failed) - 1} more ask" if len(failed) > 1 else f"{name} asks"
            lines.append(plain(f"✕ What {who} you to agree to could not be read. Ctrl+R asks again.", BAD))
            # Where it did not take the address either, the reason stands there already.
            if first.address_error is None or first.address_error.sentence != error:
                lines.append(plain(one_line(error), DIM))
        self.update(Content("\n").join(lines))
        self.display = bool(lines)
        self.can_focus = bool(failed)

    def action_ask_again(self) -> None:
        """Ask those that could not be asked."""
        self.run_worker(self._ask(self._unread))

    async def _ask(self, domains: Sequence[str]) -> None:
        await asyncio.gather(*(self._shop.hive.consents.load(domain) for domain in domains))

    def on_click(self) -> None:
        """A click is as good as a key."""
        self.action_ask_again()


class ConsentList(Vertical):
    """The consents of all merchants that belong to one place; hidden where there are none.

    `belongs` tells whether a consent is shown here. With `tells`, what is not known yet is told here too.
    """

    DEFAULT_CSS = """
    ConsentList { height: auto; display: none; }
    """

    def __init__(
        self, shop: Shop, belongs: Callable[[Consent], bool], *, place: str, tells: bool = True
    ) -> None:
        self._state = ConsentState(shop) if tells else None
        super().__init__(*([self._state] if self._state else []), id=f"consents-{place}")
        self._shop = shop
        self._belongs = belongs
        self._widgets: dict[tuple[object, ...], Widget] = {}

    def show(self, entries: Sequence[MerchantCart]) -> None:
        """Show what these merchants ask for; boxes that stay keep the focus."""
        asked = [
            (entry, consent)
            for entry in entries
            for consent in (entry.consents or [] if entry.has_lines else [])
            if self._belongs(consent)
        ]
        self._place(asked)
        if self._state is not None:
            self._state.show(entries)
        self.display = bool(asked) or (self._state is not None and self._state.display)

    def _place(self, asked: Sequence[tuple[MerchantCart, Consent]]) -> None:
        """Have a box for each, below the name of who asks; those that were here stay the same boxes."""
        before, self._widgets = self._widgets, {}
        for entry, consent in asked:
            if (title := ("", entry.domain)) not in self._widgets:
                asks = Static(plain(f"{shortened(entry.name)} asks", DIM), markup=False)
                self._widgets[title] = before.get(title) or asks
            same = sum(key[:2] == (entry.domain, consent.id) for key in self._widgets)
            key = (entry.domain, consent.id, same)
            box = before.get(key) or ConsentBox(self._shop, entry.domain, consent)
            self._widgets[key] = box
            if isinstance(box, ConsentBox):
                box.show(consent, entry.consent_errors.get(consent.id, ""))
        for key in before.keys() - self._widgets.keys():
            before[key].remove()
        self._mount_new(before)

    def _mount_new(self, before: Mapping[tuple[object, ...], Widget]) -> None:
        """Mount what is not mounted yet, each behind the one that it follows."""
        shown = [widget for key, widget in self._widgets.items() if key in before]
        if shown != [widget for key, widget in before.items() if key in self._widgets]:
            # In another order than before.
            for one, next_one in pairwise(shown):
                self.move_child(next_one, after=one)
        previous: Widget | None = self._state
        for key, widget in self._widgets.items():
            if key not in before:
                if previous is not None:
                    self.mount(widget, after=previous)
                else:
                    self.mount(widget, before=0 if self.children else None)
            previous = widget

    def focus_first(self) -> bool:
        """Go to the first that the order waits for; False where there is none here."""
        waiting = next((box for box in self.query(ConsentBox) if box.consent.blocks), None)
        if waiting is not None:
            waiting.focus()
        return waiting is not None
