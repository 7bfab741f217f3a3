"""The whole state of a sandbox as one document: to hand a bug to someone else.

In it are devices, carts and orders with their addresses, what merchants know of a shopper, stock, prices, slots, the
clock, the merchants' health and the scenarios. Not in it are keys, tokens, app ids, and anything of a card.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firmly_tui import __version__
from firmly_tui.sandbox.clock import MOST_AHEAD
from firmly_tui.sandbox.documents import CartState, Visit
from firmly_tui.sandbox.faults import ScenarioError
from firmly_tui.sandbox.goods.terms import Health
from firmly_tui.sandbox.state_rows import dump, refill

if TYPE_CHECKING:
    from firmly_tui.sandbox.faults import Rule
    from firmly_tui.sandbox.services import Services

FORMAT: Final = 1
"""Of the document. One that is newer is not read."""
MOST_BYTES: Final = 8_000_000
"""How large a state can be that is saved or loaded."""
_MARK: Final = "firmly_sandbox_state"


class StateError(ValueError):
    """A state cannot be saved or loaded; the message says why, for a person."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


_Count = Annotated[int, Field(ge=0)]


class SavedOrder(_Part):
    """An order: its number, when it was placed, and the cart that it was."""

    number: str
    submitted_at: str
    cart: CartState


class SavedGoods(_Part):
    """What changed of the goods of a merchant; None where nothing did. `price` is in minor units."""

    domain: str
    sku: str
    stock: _Count | None = None
    price: _Count | None = None


class SavedSlot(_Part):
    """How many orders took hours of a day, at a merchant or at one of its places."""

    domain: str
    location_id: str
    date: str
    slot_id: str
    orders: _Count


class SavedScenario(_Part):
    """A scenario as it was asked for, and how often it saw a request, acted, and missed its moment."""

    asked: dict[str, str | int | float]
    seen: _Count
    acted: _Count
    missed: _Count


class Content(_Part):
    """Everything that is saved. `device_id` is the device of whoever saved it, or ""."""

    seed: int
    catalog_size: _Count
    clock_ahead_seconds: Annotated[int, Field(ge=0, le=MOST_AHEAD)]
    device_id: str
    devices: dict[str, datetime]
    counts: dict[str, _Count]
    carts: tuple[CartState, ...]
    orders: tuple[SavedOrder, ...]
    visits: tuple[Visit, ...]
    postal_codes: dict[str, str]
    goods: tuple[SavedGoods, ...]
    slots: tuple[SavedSlot, ...]
    health: dict[str, Health]
    scenarios: tuple[SavedScenario, ...]


class SavedState(_Part):
    """A saved state: the format, who wrote it when, and the content with its SHA-256."""

    firmly_sandbox_state: Literal[1]
    written_by: str
    saved_at: datetime
    checksum: str
    content: Content


def save(services: Services, device_id: str = "") -> dict[str, object]:
    """Return the state of a sandbox, as JSON. Raises StateError for one that is too large to hand over."""
    with services.store.read() as transaction:
        rows = dump(transaction)
    content = Content(
        seed=services.options.seed,
        catalog_size=services.options.catalog_size,
        clock_ahead_seconds=services.clock.ahead,
        device_id=device_id,
        devices={str(row[0]): datetime.fromisoformat(str(row[1])) for row in rows.devices},
        counts={str(row[0]): int(row[1] or 0) for row in rows.counts},
        carts=tuple(_cart(row[0]) for row in rows.carts),
        orders=tuple(
            SavedOrder(number=str(row[0]), submitted_at=str(row[1]), cart=_cart(row[2]))
            for row in rows.orders
        ),
        visits=tuple(Visit.model_validate_json(str(row[0])) for row in rows.visits),
        postal_codes={str(row[0]): str(row[1]) for row in rows.postal_codes},
        goods=tuple(
            SavedGoods.model_validate(dict(zip(("domain", "sku", "stock", "price"), row, strict=True)))
            for row in rows.goods
        ),
        slots=tuple(
            SavedSlot.model_validate(dict(zip(SavedSlot.model_fields, row, strict=True)))
            for row in rows.slots
        ),
        health=dict(services.health.changed()),
        scenarios=tuple(
            _scenario(rule) for rule in sorted(services.faults.rules, key=lambda rule: rule.place)
        ),
    ).model_dump(mode="json")
    if len(_canonical(content)) > MOST_BYTES - 1_000:
        raise StateError("The state is larger than 8 MB. Empty some carts, or begin with a new database.")
    return {
        _MARK: FORMAT,
        "written_by": f"firmly-tui {__version__}",
        "saved_at": services.clock.real().isoformat(),
        "checksum": sha256(_canonical(content)).hexdigest(),
        "content": content,
    }


def _cart(document: object) -> CartState:
    """Read a cart, without what stands for a started PayPal payment."""
    cart = CartState.model_validate_json(str(document))
    return cart.model_copy(update={"paypal_token": None, "payer_id": None})


def _scenario(rule: Rule) -> SavedScenario:
    asked = cast("dict[str, str | int | float]", rule.wish.to_json())
    return SavedScenario(asked=asked, seen=rule.seen, acted=rule.acted, missed=rule.missed)


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def read_state_file(path: Path) -> Content:
    """Read a file. Raises StateError, also for one that cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        return read_state(data)
    except StateError as error:
        raise StateError(f"{path} cannot be loaded. {error}") from error


def read_state(data: bytes) -> Content:
    """Read a saved state. Raises StateError for what is none, newer than this program, or damaged."""
    if len(data) > MOST_BYTES:
        raise StateError("It is larger than 8 MB, which no saved state is.")
    try:
        raw: object = json.loads(data)
    except (ValueError, RecursionError):
        raise StateError(
            "It is no saved state of a sandbox, or a part of it is missing: it is not JSON."
        ) from None
    fields = cast("dict[str, object]", raw) if isinstance(raw, dict) else {}
    version = fields.get(_MARK)
    if not isinstance(version, int) or isinstance(version, bool):
        raise StateError("It is no saved state of a sandbox.")
    if version > FORMAT:
        raise StateError(
            f"A newer firmly-tui wrote it, in format {version}; this one reads format {FORMAT}. Update firmly-tui."
        )
    if fields.get("checksum") != sha256(_canonical(fields.get("content"))).hexdigest():
        raise StateError("It is damaged: what it holds is not what was saved.")
    try:
        return SavedState.model_validate(fields).content
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:100]
        raise StateError(f"It is damaged at {place}: {first['msg']}.") from None


def load(services: Services, content: Content) -> None:
    """Put a state in the place of the present one; devices that are known stay known.

    Raises StateError, and then nothing has changed, for a state that this sandbox cannot have.
    """
    rules = _rules(services, content)
    _check_goods(services, content)
    try:
        with services.store.change() as transaction:
            refill(transaction, content)
    except sqlite3.IntegrityError:
        raise StateError("It is damaged: something in it is there twice.") from None
    services.clock.move(content.clock_ahead_seconds)
    services.health.reset()
    for domain, health in content.health.items():
        services.health.set(services.catalog.merchants[domain], health)
    services.faults.resume(rules)
    services.loaded.device_id = content.device_id


def _rules(services: Services, content: Content) -> list[Rule]:
    from firmly_tui.sandbox.faults.table import wish_from_fields

    rules: list[Rule] = []
    try:
        for place, saved in enumerate(content.scenarios):
            options = {name: str(value) for name, value in saved.asked.items()}
            wish = wish_from_fields(options.pop("name", ""), options)
            counts = {"seen": saved.seen, "acted": saved.acted, "missed": saved.missed}
            rules.append(services.faults.again(wish, place, counts))
        services.faults.check(rules)
    except ScenarioError as error:
        raise StateError(f"It holds a scenario that cannot be. {error}") from None
    return rules


def _check_goods(services: Services, content: Content) -> None:
    """Raise StateError unless this sandbox has all merchants and goods that the state is about."""
    carts = [*content.carts, *(order.cart for order in content.orders)]
    domains = (
        {cart.domain for cart in carts} | {visit.domain for visit in content.visits} | set(content.health)
    )
    domains |= {part.domain for part in (*content.goods, *content.slots)}
    missing = sorted(domain for domain in domains if domain not in services.catalog.merchants)
    if missing:
        hint = (
            f" Start the sandbox with --catalog-size {content.catalog_size}." if content.catalog_size else ""
        )
        raise StateError(f"It is about {missing[0][:100]}, a merchant that this sandbox does not have.{hint}")
    for cart in carts:
        for line in cart.lines:
            if services.catalog.merchants[cart.domain].find(line.sku) is None:
                raise StateError(f"It is about {line.sku[:100]}, which {cart.domain} does not have here.")
