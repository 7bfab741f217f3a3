"""What merchants ask to agree to, as check boxes, at one place of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BAD, DIM, GOOD, WARN, joined, one_line, plain, shortened
from firmly_tui.tui.widgets.bars import NoticeLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.widget import Widget

    from firmly_tui.checkout import MerchantCart, Shop
    from firmly_tui.models import Consent

UNDER_EMAIL = "UNDER_EMAIL_INPUT"
AFTER_SHIPPING = "AFTER_SHIPPING_INFO"


class ConsentBox(Horizontal, can_focus=True):
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
        notes = [plain("asking the merchant …", WARN) if self._sending else Content("")]
        if consent.required:
            notes.append(plain("agreed", GOOD) if consent.signed else plain("required", WARN))
        if not consent.revokable and not self._only_said:
            notes.append(plain("cannot be taken back", DIM))
        parts = [plain(shown.text)]
        if words := joined(notes):
            parts.append(Content.assemble("  ", words))
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
            self.show(now, entry.consent_errors.get(now.id, ""))

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


class ConsentList(Vertical):
    """The consents of all merchants that belong to one place; hidden where there are none.

    `belongs` tells whether a consent is shown here.
    """

    DEFAULT_CSS = """
    ConsentList { height: auto; display: none; }
    """

    def __init__(self, shop: Shop, belongs: Callable[[Consent], bool], *, place: str) -> None:
        super().__init__(id=f"consents-{place}")
        self._shop = shop
        self._belongs = belongs
        self._keys: list[tuple[str, str]] = []

    def show(self, entries: Sequence[MerchantCart]) -> None:
        """Show what these merchants ask for; boxes that stay keep the focus."""
        asked = [
            (entry, consent)
            for entry in entries
            for consent in (entry.consents or [] if entry.has_lines else [])
            if self._belongs(consent)
        ]
        keys = [(entry.domain, consent.id) for entry, consent in asked]
        if keys != self._keys:
            self._keys = keys
            self._fill(asked)
        boxes = {(box.domain, box.consent.id): box for box in self.query(ConsentBox)}
        for entry, consent in asked:
            if box := boxes.get((entry.domain, consent.id)):
                box.show(consent, entry.consent_errors.get(consent.id, ""))
        self.display = bool(asked)

    def _fill(self, asked: Sequence[tuple[MerchantCart, Consent]]) -> None:
        self.remove_children()
        widgets: list[Widget] = []
        last = ""
        for entry, consent in asked:
            if entry.domain != last:
                last = entry.domain
                widgets.append(Static(plain(f"{shortened(entry.name)} asks", DIM), markup=False))
            box = ConsentBox(self._shop, entry.domain, consent)
            box.show(consent, entry.consent_errors.get(consent.id, ""))
            widgets.append(box)
        self.mount(*widgets)

    def focus_first(self) -> bool:
        """Go to the first that the order waits for; False where there is none here."""
        waiting = next((box for box in self.query(ConsentBox) if box.consent.blocks), None)
        if waiting is not None:
            waiting.focus()
        return waiting is not None
