"""Takes people out of exchanges before they are handed to others: names, addresses, telephone numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pydantic import AliasChoices

from firmly_tui.inspector.facts import is_list, is_object, parsed
from firmly_tui.models import Address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmly_tui.client import Exchange

PERSON: Final = "(person)"
"""What stands where somebody's name or address was."""

# What is in an address of any spelling, and where servers and shoppers tell more of somebody.
_OTHERS: Final = """
    address billing_address billing_info shipping_address shipping_info street zip_code
    emails email_address otp_sent_to phones phone_number full_name card_holder_name notes
"""
# Looked for only where such a word begins: within long ones it would take forever.
_MAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")


def _plain(name: str) -> str:
    """A field's name, whether it is written address_1, address-1 or Address1."""
    return name.lower().replace("_", "").replace("-", "")


def _spellings() -> Iterator[str]:
    yield from _OTHERS.split()
    for name, field in Address.model_fields.items():
        yield name
        if isinstance(field.validation_alias, AliasChoices):
            yield from (alias for alias in field.validation_alias.choices if isinstance(alias, str))


_NAMES: Final = frozenset(map(_plain, _spellings()))


def without_person(exchange: Exchange) -> Exchange:
    """The exchange without names, addresses, telephone numbers, and what was noted for a delivery."""
    return replace(
        exchange,
        query=tuple((name, PERSON if _plain(name) in _NAMES else _no_mail(v)) for name, v in exchange.query),
        path=_no_mail(exchange.path),
        request_headers=tuple((name, _no_mail(value)) for name, value in exchange.request_headers),
        request_body=_without(exchange.request_body),
        response_headers=tuple((name, _no_mail(value)) for name, value in exchange.response_headers),
        response_body=_without(exchange.response_body),
        events=tuple(replace(event, data=_without(event.data)) for event in exchange.events),
        failure=_no_mail(exchange.failure),
    )


def _no_mail(text: str) -> str:
    return _MAIL.sub(PERSON, text)


def _without(text: str) -> str:
    data = parsed(text)
    if data is None:
        return _no_mail(text)
    try:
        # Written anew even where nothing was found: of a name that is in it twice, only the last was seen.
        return json.dumps(_clean(data), ensure_ascii=False)
    except RecursionError:
        # Too deep to be looked through.
        return json.dumps(PERSON)


def _clean(data: object, *, tells: bool = False) -> object:
    """The data without people; all of it is about somebody if it `tells`."""
    if is_object(data):
        return {
            _no_mail(name): _clean(value, tells=tells or _plain(name) in _NAMES)
            for name, value in data.items()
        }
    if is_list(data):
        return [_clean(item, tells=tells) for item in data]
    if tells and data and isinstance(data, (str, int, float)) and not isinstance(data, bool):
        return PERSON
    return _no_mail(data) if isinstance(data, str) else data
