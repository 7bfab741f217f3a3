"""What a merchant asks to agree to, as text to read: tags are dropped, links are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.models import Consent, untrusted

_BLOCKS: Final = frozenset(["p", "div", "br", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNREAD: Final = frozenset(["script", "style", "title"])


@dataclass(frozen=True)
class ConsentText:
    """The text, in which `[1]` stands behind what the first of the `links` was on; these are web addresses."""

    text: str
    links: tuple[str, ...] = ()


def readable(consent: Consent) -> ConsentText:
    """The consent's text without its tags, line by line; as it was sent where nothing is left without them."""
    if not consent.is_html:
        return ConsentText(consent.text)
    reader = _Reader()
    reader.feed(consent.text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    # What the text spells as a character reference was not looked at yet.
    text = untrusted("\n".join(line for line in lines if line))
    # Nobody is to agree to what cannot be read: a text that stands in a title, or behind a style that never ends.
    return ConsentText(text if text.strip() else consent.text.strip(), tuple(reader.links))


def missing(entries: Iterable[MerchantCart]) -> list[tuple[MerchantCart, Consent]]:
    """The consents without which these merchants refuse an order, as far as they are known: see `unknown`."""
    return [(entry, consent) for entry in entries for consent in entry.consents or [] if consent.blocks]


def unknown(entries: Iterable[MerchantCart]) -> list[MerchantCart]:
    """The merchants that have not said yet what they ask for, or could not be asked."""
    return [entry for entry in entries if entry.consents is None]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._anchors: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "a":
            self._anchors.append(_web_address(dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _BLOCKS or tag == "li":
            self.parts.append("\n")
        elif tag == "a" and self._anchors and (address := self._anchors.pop()):
            if address not in self.links:
                self.links.append(address)
            self.parts.append(f" [{self.links.index(address) + 1}]")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            # In HTML a line break is a space.
            self.parts.append(" ".join(data.split("\n")))


def _web_address(href: str) -> str:
    """The address where it is one of the web, `""` where it is a script's, a file's or broken."""
    address = untrusted(href).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    fits = (
        parts.scheme in ("http", "https") and parts.hostname and not any(sign.isspace() for sign in address)
    )
    return address if fits else ""
