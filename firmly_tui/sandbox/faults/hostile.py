"""Text that a server might send to deceive, break or take over what shows it, put into answers."""

from __future__ import annotations

import json
from hashlib import blake2b
from types import MappingProxyType
from typing import Final, cast

PAYLOADS: Final = MappingProxyType(
    {
        "control": "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1bPq#0\x1b\\\x9b5n \x00\x07\x08\x7f tab\tline\r\nend\u2028",
        "markup": "[bold red]red[/] [/] [@click=app.quit]x[/] [link=https://x.example]x[/link] [x <b>&amp;</b> "
        "<script>alert(1)</script> {0} {name} %s $(x) `x` \\[",
        "bidi": "\u202egpj.exe\u202c \u2066left\u2069 \u200fmark\u200e zero\u200bwidth\u2060\ufeff soft\u00adhyphen "
        "tag\U000e0041\U000e007f",
        "long": "Unbreakable",
        "marks": "Z" + "\u0351" * 80 + " e\u0301 o\u0308 👩‍👩‍👧 🇩🇪 漢字 עברית ไทย",
    }
)
"""What each kind of hostile text is made of; the long one is repeated."""

_PEOPLE: Final = frozenset(
    {
        "address1", "address2", "brand", "card_holder_name", "city", "company", "day", "description",
        "display_name", "domain_name", "estimated_delivery", "first_name", "hours", "instructions", "l1",
        "l2", "last_name", "long_description", "message", "name", "notes", "notice", "option", "option1",
        "option2", "option3", "option4", "option5", "option_values", "product_type", "short_description",
        "state_name", "tags", "text", "title", "value", "values", "variant_description",
        "variant_option_list",
    }
)  # fmt: skip
"""The fields of the API that are meant for people; all others are ids, amounts, moments and the like."""

_MOST_ADDED: Final = 1_000_000
"""Characters that one answer grows by at most."""


class Poison:
    """Puts hostile text of a ``kind`` after every string of one answer that is meant for people."""

    def __init__(self, kind: str, length: int) -> None:
        self._kind = kind
        self._length = length
        self._left = _MOST_ADDED

    def __call__(self, data: bytes) -> bytes:
        """Return a JSON document with its texts made hostile; whatever is not JSON stays as it is."""
        try:
            document: object = json.loads(data)
        except ValueError:
            return data
        return json.dumps(self._poisoned(document, False), ensure_ascii=False, separators=(",", ":")).encode()

    def _poisoned(self, value: object, for_people: bool) -> object:
        if isinstance(value, dict):
            fields = cast("dict[str, object]", value)
            return {name: self._poisoned(field, name in _PEOPLE) for name, field in fields.items()}
        if isinstance(value, list):
            return [self._poisoned(entry, for_people) for entry in cast("list[object]", value)]
        return self._text(value) if for_people and isinstance(value, str) and value else value

    def _text(self, text: str) -> str:
        """Return the same for the same text, so that what belongs together still does."""
        kinds = list(PAYLOADS)
        kind = kinds[blake2b(text.encode(), digest_size=1).digest()[0] % len(kinds)]
        kind = kind if self._kind == "all" else self._kind
        payload = PAYLOADS[kind]
        if kind == "long":
            payload *= self._length // len(payload) + 1
        added = payload[: min(self._left, self._length if kind == "long" else len(payload))]
        self._left -= len(added)
        return f"{text} {added}"
