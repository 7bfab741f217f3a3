"""Takes people out of exchanges before they are handed to others: names, addresses, telephone numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firmly_tui.inspector.facts import is_list, is_object, parsed

if TYPE_CHECKING:
    from firmly_tui.client import Exchange

PERSON: Final = "(person)"
"""What stands where somebody's name or address was."""

_NAMES: Final = frozenset(
    [
        *(
            "email",
            "phone",
            "first_name",
            "last_name",
            "company",
            "address1",
            "address2",
            "city",
            "postal_code",
        ),
        *("emails", "phones", "zip", "zip_code", "street", "phone_number", "email_address"),
    ]
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def without_person(exchange: Exchange) -> Exchange:
    """The exchange without names, addresses, telephone numbers and places."""
    return replace(
        exchange,
        query=tuple((name, PERSON if name in _NAMES else _MAIL.sub(PERSON, v)) for name, v in exchange.query),
        path=_MAIL.sub(PERSON, exchange.path),
        request_body=_without(exchange.request_body),
        response_body=_without(exchange.response_body),
        events=tuple(replace(event, data=_without(event.data)) for event in exchange.events),
        failure=_MAIL.sub(PERSON, exchange.failure),
    )


def _without(text: str) -> str:
    data = parsed(text)
    if data is None:
        return _MAIL.sub(PERSON, text)
    if not _MAIL.search(text) and not any(f'"{name}"' in text for name in _NAMES):
        return text
    return json.dumps(_clean(data), ensure_ascii=False)


def _clean(data: object) -> object:
    if is_object(data):
        return {name: _clean_field(name, value) for name, value in data.items()}
    if is_list(data):
        return [_clean(item) for item in data]
    return _MAIL.sub(PERSON, data) if isinstance(data, str) else data


def _clean_field(name: str, value: object) -> object:
    tells = name in _NAMES and value and (isinstance(value, str) or is_list(value))
    return PERSON if tells else _clean(value)
