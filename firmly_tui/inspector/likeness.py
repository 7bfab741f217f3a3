"""Names in place of the ids that a server makes, so that what two carts have in common is the same in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmly_tui.inspector.facts import fields_of, is_list, is_object, items_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Fields = dict[str, object]


def alike(before: object, after: object) -> tuple[object, object]:
    """Both carts with names where the ids of lines and shipments stood.

    Lines are the same if their ids are, else if the goods are: an order makes a cart of its own, in which the
    same goods have other ids. Shipments are the same if their ids are, else if they have a line in common.
    """
    for listed, id_name, naming, likeness in (
        ("line_items", "line_item_id", _line_name, _same_goods),
        ("shipments", "shipment_id", _place, _same_lines),
    ):
        old, new = _listed(before, listed, id_name), _listed(after, listed, id_name)
        names = _names(new, id_name, naming, {}, [])
        kept = {one: names[other] for one, other in _same(old, new, id_name, likeness).items()}
        before = _renamed(before, id_name, _names(old, id_name, naming, kept, names.values()))
        after = _renamed(after, id_name, names)
    return before, after


def _listed(cart: object, listed: str, id_name: str) -> list[Fields]:
    items = map(fields_of, items_of(fields_of(cart).get(listed)))
    return [item for item in items if isinstance(item.get(id_name), str)]


def _line_name(line: Fields, place: int) -> str:
    words = [line.get(name) for name in ("description", "variant_description")]
    return ", ".join(word for word in words if isinstance(word, str) and word) or f"line {place}"


def _place(_: Fields, place: int) -> str:
    return str(place)


def _same_goods(line: Fields, other: Fields) -> bool:
    names = ("variant_id", "sku", "variant_handles", "description")
    return all(line.get(name) == other.get(name) for name in names)


def _same_lines(shipment: Fields, other: Fields) -> bool:
    lines = items_of(other.get("line_item_ids"))
    return any(line in lines for line in items_of(shipment.get("line_item_ids")))


def _same(
    old: Sequence[Fields], new: Sequence[Fields], id_name: str, likeness: Callable[[Fields, Fields], bool]
) -> dict[str, str]:
    """The ids of what is in both: the older one, and the newer one."""
    ids = {str(item[id_name]) for item in new}
    found = {str(item[id_name]): str(item[id_name]) for item in old if item[id_name] in ids}
    left = [item for item in new if item[id_name] not in found]
    for item in old:
        other = next((other for other in left if likeness(item, other)), None)
        if item[id_name] not in found and other is not None:
            found[str(item[id_name])] = str(other[id_name])
            left.remove(other)
    return found


def _names(
    items: Sequence[Fields],
    id_name: str,
    naming: Callable[[Fields, int], str],
    kept: dict[str, str],
    taken: Iterable[str],
) -> dict[str, str]:
    """A name of its own for each id, and none of those `taken`; what is `kept` has its name."""
    names, others = dict(kept), set(taken)
    for place, item in enumerate(items, 1):
        if item[id_name] not in names:
            name = naming(item, place)
            tries = (name, *(f"{name} {number}" for number in range(2, len(items) + len(others) + 2)))
            others.add(free := next(one for one in tries if one not in others))
            names[str(item[id_name])] = free
    return names


def _renamed(value: object, id_name: str, names: dict[str, str], field: str = "") -> object:
    if is_object(value):
        return {name: _renamed(inside, id_name, names, name) for name, inside in value.items()}
    if is_list(value):
        return [_renamed(inside, id_name, names, field) for inside in value]
    is_id = isinstance(value, str) and field in (id_name, f"{id_name}s")
    return names.get(value, value) if is_id and isinstance(value, str) else value
