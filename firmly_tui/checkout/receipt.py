"""An order as it may rest on the disk: what a receipt shows, and of the card brand and last four digits."""

import json
import re
from typing import cast

from firmly_tui.models import Document, Order


def receipt(order: Order) -> str:
    """The order as JSON, with the fields that we know and none that a server may have added.

    Servers answer with more of the card than a receipt needs (holder, first digits, expiry).
    """
    kept = _declared(order)
    summary = order.payment_summary
    if summary is not None:
        kept["payment_summary"] = {
            "payment_type": summary.payment_type,
            "card_type": summary.card_type,
            "last_four": re.sub(r"\D", "", summary.last_four)[-4:],
        }
    return json.dumps(kept)


def _declared(document: Document) -> dict[str, object]:
    fields = type(document).model_fields.items()
    return {name: _plain(getattr(document, name)) for name, field in fields if not field.exclude}


def _plain(value: object) -> object:
    if isinstance(value, Document):
        return _declared(value)
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in cast("dict[str, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in cast("list[object]", value)]
    return value
