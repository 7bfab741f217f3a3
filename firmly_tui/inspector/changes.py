"""What an exchange changed about a cart, in words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from firmly_tui.inspector.facts import fields_of, is_list, is_object, items_of, parsed
from firmly_tui.inspector.likeness import alike
from firmly_tui.models import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firmly_tui.client import Exchange
    from firmly_tui.inspector.log import Entry, Log

MOST_LINES: Final = 500
"""How many changes are told."""

_LONGEST: Final = 4_000
"""Characters of one value."""

_UNTOLD: Final = frozenset(
    [
        "eligible_line_item_ids",
        "line_item_pricing",
        "line_item_id",
        "shipment_id",
        "platform_line_item_id",
        "payment_handle",
        "platform_id",
        "shop_id",
        "schema_version",
    ]
)
"""What only says again what other fields say, or is of a server's making, and nothing to a person."""

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
_NAMES: Final = ("name", "description", "title", "display_name", "code")


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
            # What was ordered is no cart any more.
            return {} if cart.get("platform_order_number") else cart
        if _tells_there_is_none(older, merchant):
            return {}
    return None


def _tells_there_is_none(entry: Entry, merchant: str) -> bool:
    """Whether all carts were told and none of this merchant, or this one was not found."""
    path, status = entry.exchange.path, entry.exchange.status
    is_own = entry.merchant == merchant and path.rstrip("/").endswith("/cart")
    return (path.endswith("/carts/active") and status == 200) or (is_own and status == 404)


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
    """What differs between two JSON values, in the order of the newer one, `MOST_LINES` at most.

    Of two carts, what is the same goods is the same thing, whatever its id. It ends where they are nested too
    deep to be followed.
    """
    found: list[Change] = []
    with suppress(RecursionError):
        before, after = alike(before, after)
    with suppress(RecursionError):
        for change in _differ("", before, after):
            found.append(change)
            if len(found) == MOST_LINES:
                break
    return found


def _differ(where: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    missing = _is_missing(before), _is_missing(after)
    old, new = fields_of(before), fields_of(after)
    if (is_list(before) or missing[0]) and (is_list(after) or missing[1]):
        yield from _differ_in_list(where, items_of(before), items_of(after))
    elif _is_opened(before, after) or (missing[0] and _is_deep(after)) or (missing[1] and _is_deep(before)):
        for name in dict.fromkeys([*new, *old]):
            if name not in _UNTOLD:
                yield from _differ(f"{where}.{name}" if where else name, old.get(name), new.get(name))
    else:
        plain = not _has_parts(before) and not _has_parts(after)
        # Of a plain value one wants to see that it was none.
        empty = "none" if plain else ""
        yield Change(where, empty if missing[0] else _words(before), empty if missing[1] else _words(after))


def _is_missing(value: object) -> bool:
    return value is None or value in ("", [], {})


def _is_opened(before: object, after: object) -> bool:
    """Whether both are objects whose fields are told one by one."""
    return is_object(before) and is_object(after) and not (_amount(before) or _amount(after))


def _is_deep(value: object) -> bool:
    """Whether so much is in a value without a name that it does not go into one sentence."""
    parts = [part for part in fields_of(value).values() if _has_parts(part) and not _is_missing(part)]
    return bool(parts) and not _name_of(fields_of(value))


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
    # An id of a server's making says nothing to people; its place does. Those of lines and shipments are names.
    given = next((fields[name] for name in ("line_item_id", "shipment_id") if fields.get(name)), None)
    return _short(str(given or _name_of(fields) or place), 40)


def _name_of(fields: dict[str, object]) -> str:
    """What people call it; `""` for what has no name."""
    inside = fields_of(fields.get("display"))
    names = (found[name] for found in (fields, inside) for name in _NAMES if found.get(name))
    return next((name for name in names if isinstance(name, str)), "")


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
        if name := _name_of(value):
            return _short(_named(value, name))
        inside = (
            f"{name} {_words(item)}"
            for name, item in value.items()
            if not _is_missing(item) and name not in _UNTOLD
        )
        return _short(", ".join(inside)) or "{}"
    if is_list(value):
        return _short(", ".join(map(_words, items_of(value)))) or "[]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else _short(" ".join(str(value).split())) or '""'


def _named(fields: dict[str, object], name: str) -> str:
    """`2 × Lamp ($20.00), Brass`."""
    quantity, variant = fields.get("quantity"), fields.get("variant_description")
    price = _amount(fields.get("line_price")) or _amount(fields.get("price"))
    parts = (f"{quantity} × " if quantity else "", name, f" ({price})" if price else "")
    return "".join(parts) + (f", {variant}" if variant else "")


def _short(text: str, width: int = _LONGEST) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
