"""What an exchange changed about a cart, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from firmly_tui.inspector.facts import fields_of, is_list, is_object, items_of, parsed
from firmly_tui.models import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firmly_tui.client import Exchange
    from firmly_tui.inspector.log import Entry, Log

MOST_LINES: Final = 500
"""How many changes are told."""

_LONGEST: Final = 80
_KEYS: Final = (
    "line_item_id",
    "shipment_id",
    "consent_id",
    "addon_id",
    "code",
    "coupon",
    "id",
    "sku",
    "type",
)
_NAMES: Final = ("description", "title", "name", "display_name", "code", "id")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not what it was: where, what it was and what it is; `""` for what was not there."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.where} added: {self.after}"
        if not self.after:
            return f"{self.where} removed: {self.before}"
        return f"{self.where} {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class CartChange:
    """What became of one merchant's cart. `known` says whether the cart before is in the log."""

    merchant: str
    known: bool
    changes: tuple[Change, ...]


def cart_changes(log: Log, entry: Entry) -> list[CartChange]:
    """What this exchange tells of carts that is not what the exchanges before it told."""
    found: list[CartChange] = []
    for merchant, cart in carts_of(entry).items():
        old = _cart_before(log, entry, merchant)
        changes = tuple(differences(old, cart)) if old is not None else ()
        found.append(CartChange(merchant, old is not None, changes))
    return found


def _cart_before(log: Log, entry: Entry, merchant: str) -> Mapping[str, object] | None:
    for older in log.before(entry):
        if (cart := carts_of(older).get(merchant)) is not None:
            return cart
        if older.exchange.path.endswith("/carts/active") and older.exchange.status == 200:
            # All carts were told, and none of this merchant.
            return {}
    return None


def carts_of(entry: Entry) -> dict[str, Mapping[str, object]]:
    """The carts in an answer or in its events, by merchant; of several the last."""
    exchange = entry.exchange
    found: dict[str, Mapping[str, object]] = {}
    for text in (exchange.response_body, *(event.data for event in exchange.events)):
        if '"cart_id"' in text:
            for cart in _carts_in(parsed(text)):
                found[entry.merchant or _merchant_of(cart)] = cart
    return found


def _carts_in(data: object) -> Iterator[Mapping[str, object]]:
    fields = fields_of(data)
    if "cart_id" in fields:
        yield fields
        return
    for inside in (data, fields.get("carts")):
        for item in items_of(inside):
            yield from _carts_in(item)
    for inside in (fields.get("cart"), fields.get("order")):
        if "cart_id" in fields_of(inside):
            yield fields_of(inside)


def _merchant_of(cart: Mapping[str, object]) -> str:
    return next((str(cart[name]) for name in ("shop_id", "domain") if cart.get(name)), "")


def tells_carts(exchange: Exchange) -> bool:
    """Whether there may be a cart in what came back."""
    return any('"cart_id"' in text for text in (exchange.response_body, *(e.data for e in exchange.events)))


def differences(before: object, after: object) -> list[Change]:
    """What differs between two JSON values, in the order of the newer one, `MOST_LINES` at most."""
    found: list[Change] = []
    for change in _differ("", before, after):
        found.append(change)
        if len(found) == MOST_LINES:
            break
    return found


def _differ(where: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    old, new = fields_of(before), fields_of(after)
    if _amount(before) and _amount(after):
        yield Change(where, _words(before), _words(after))
    elif is_object(before) and is_object(after) and not (_amount(before) or _amount(after)):
        for name in dict.fromkeys([*new, *old]):
            yield from _differ(f"{where}.{name}" if where else name, old.get(name), new.get(name))
    elif is_list(before) and is_list(after):
        yield from _differ_in_list(where, items_of(before), items_of(after))
    else:
        missing = before is None or before in ("", [], {}), after is None or after in ("", [], {})
        if missing == (True, True):
            return
        plain = not _has_parts(before) and not _has_parts(after)
        # Of a plain value one wants to see that it was none.
        empty = "none" if plain else ""
        yield Change(where, empty if missing[0] else _words(before), empty if missing[1] else _words(after))


def _has_parts(value: object) -> bool:
    return (is_object(value) or is_list(value)) and _amount(value) is None


def _differ_in_list(where: str, before: list[object], after: list[object]) -> Iterator[Change]:
    old, new = _keyed(before), _keyed(after)
    for place, (key, item) in enumerate(new.items(), 1):
        if key not in old:
            yield Change(where, "", _words(item))
        else:
            yield from _differ(f"{where}[{_label(item, str(place))}]", old[key], item)
    for key, item in old.items():
        if key not in new:
            yield Change(where, _words(item), "")


def _keyed(items: list[object]) -> dict[str, object]:
    """The items by what identifies them; of equal ones, by their number too."""
    found: dict[str, object] = {}
    for number, item in enumerate(items, 1):
        fields = fields_of(item)
        name = next((name for name in _KEYS if isinstance(fields.get(name), (str, int))), None)
        key = (
            str(fields[name])
            if name
            else _words(item)
            if not (is_object(item) or is_list(item))
            else str(number)
        )
        found[key if key not in found else f"{key} {number}"] = item
    return found


def _label(item: object, place: str) -> str:
    fields = fields_of(item)
    # An id of a server's making says nothing to people; its place does.
    names = [name for name in _NAMES if name != "id"]
    name = next((fields[name] for name in names if isinstance(fields.get(name), str) and fields[name]), place)
    return _short(str(name), 40)


def _amount(value: object) -> Money | None:
    fields = fields_of(value)
    if not isinstance(fields.get("currency"), str) or not {"number", "value"} & fields.keys():
        return None
    try:
        return Money.model_validate(fields)
    except ValidationError:
        return None


def _words(value: object) -> str:
    if (amount := _amount(value)) is not None:
        return str(amount)
    if is_object(value):
        fields = fields_of(value)
        name = next((str(fields[name]) for name in _NAMES if fields.get(name)), "")
        quantity = fields.get("quantity")
        price = _amount(fields.get("line_price")) or _amount(fields.get("price"))
        said = f"{quantity} × {_short(name, 60)}" if name and quantity else name
        if said:
            return _short(f"{said} ({price})" if price else said)
        inside = (f"{name} {_words(item)}" for name, item in fields.items() if item not in (None, "", [], {}))
        return _short(", ".join(inside)) or "{}"
    if is_list(value):
        return _short(", ".join(map(_words, items_of(value)))) or "[]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else _short(" ".join(str(value).split())) or '""'


def _short(text: str, width: int = _LONGEST) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
