"""What promo codes take off a cart: rules over lines and codes, in integers of minor units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firmly_tui.sandbox.goods.terms import Promo


@dataclass(frozen=True, slots=True)
class Worth:
    """A line of a cart as promo codes see it: which goods, and what they cost together in minor units."""

    line_item_id: str
    base_sku: str
    total: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a promo code takes off one line, in minor units."""

    promo: Promo
    amount: int


@dataclass(frozen=True, slots=True)
class Idle:
    """A code in the cart that counts nothing for now: None for a promotion that is over."""

    code: str
    promo: Promo | None


@dataclass(frozen=True, slots=True)
class Discount:
    """What all codes of a cart do: what each takes off each line, whether shipping is free, which are idle."""

    shares: Mapping[str, tuple[Share, ...]]
    ships_free: bool = False
    idle: tuple[Idle, ...] = ()

    @property
    def total(self) -> int:
        """What is taken off the whole cart, in minor units."""
        return sum(self.on(name) for name in self.shares)

    def on(self, line_item_id: str) -> int:
        """Return what is taken off a line, in minor units."""
        return sum(share.amount for share in self.shares.get(line_item_id, ()))


def promo_of(promos: Sequence[Promo], code: str) -> Promo | None:
    """Return the promotion of a code, however its letters are written, or None."""
    wanted = code.strip().casefold()
    return next((promo for promo in promos if promo.code.casefold() == wanted), None)


def is_over(promo: Promo, today: date) -> bool:
    """Tell whether a promotion ended before ``today``."""
    return promo.expires is not None and promo.expires < today


def fits(promo: Promo, worths: Sequence[Worth]) -> bool:
    """Tell whether a cart holds enough, and the goods that a promotion is for."""
    return _large_enough(promo, worths) and any(_is_for(promo, worth) for worth in worths)


def _large_enough(promo: Promo, worths: Sequence[Worth]) -> bool:
    return sum(worth.total for worth in worths) >= promo.minimum


def _is_for(promo: Promo, worth: Worth) -> bool:
    return not promo.goods or worth.base_sku in promo.goods


def discount(
    promos: Sequence[Promo], coupons: Sequence[str], worths: Sequence[Worth], today: date
) -> Discount:
    """Work out what the codes in a cart do now; those that are over or do not fit stay, and are idle."""
    found = [(code, promo_of(promos, code)) for code in coupons]
    running = [(code, promo) for code, promo in found if promo is not None and not is_over(promo, today)]
    good = [promo for _, promo in running if fits(promo, worths)]
    if len(good) > 1 and not all(promo.stacks for promo in good):
        good = good[:1]
    counted = {promo.code for promo in good}
    idle = [
        Idle(code, promo if promo and not is_over(promo, today) else None)
        for code, promo in found
        if promo is None or promo.code not in counted
    ]
    return Discount(reduced(good, worths), any(promo.kind == "free_shipping" for promo in good), tuple(idle))


def reduced(promos: Sequence[Promo], worths: Sequence[Worth]) -> dict[str, tuple[Share, ...]]:
    """Return what the codes together take off each line: a line never costs less than nothing."""
    left = [worth.total for worth in worths]
    shares: dict[str, list[Share]] = {}
    for promo in in_order(promos):
        for index, amount in enumerate(_taken(promo, worths, left)):
            left[index] -= amount
            if amount:
                shares.setdefault(worths[index].line_item_id, []).append(Share(promo, amount))
    return {name: tuple(parts) for name, parts in shares.items()}


def in_order(promos: Sequence[Promo]) -> list[Promo]:
    """Return codes in the order they are counted: those for some goods first, percentages before amounts."""
    return sorted(promos, key=lambda promo: (not promo.goods, promo.kind != "percentage", promo.code))


def _taken(promo: Promo, worths: Sequence[Worth], left: Sequence[int]) -> list[int]:
    """Return what one code takes off each line, of which only ``left`` is not yet taken off.

    A percentage is of the full price, whatever other codes took off it, and rounded half up once per cart.
    """
    open_to = [rest if _is_for(promo, worth) else 0 for worth, rest in zip(worths, left, strict=True)]
    match promo.kind:
        case "percentage":
            full = sum(worth.total for worth in worths if _is_for(promo, worth))
            wanted = (full * promo.amount + 5_000) // 10_000
        case "fixed":
            wanted = promo.amount
        case "free_shipping":
            wanted = 0
    return spread(min(wanted, sum(open_to)), open_to)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Spread an amount over weights, which hold at least as much: in proportion, and exact in sum."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    largest_rest_first = sorted(
        range(len(weights)), key=lambda index: (-(amount * weights[index] % whole), index)
    )
    for index in largest_rest_first[: amount - sum(parts)]:
        parts[index] += 1
    return parts


def best_of(
    promos: Sequence[Promo], worths: Sequence[Worth], payable: Callable[[Sequence[Promo]], int]
) -> tuple[Promo, ...]:
    """Return the allowed combination after which the shopper pays least; of equal ones the one of most codes.

    Every allowed combination is tried. ``payable`` says what a cart costs with a combination: it is asked once
    for the best with free shipping and once for the best without, since only these two cannot be compared by
    what they take off the goods.
    """
    best: dict[bool, tuple[int, int, tuple[Promo, ...]]] = {}
    for chosen, off in _combinations(promos, worths):
        free = any(promo.kind == "free_shipping" for promo in chosen)
        held = best.get(free)
        if held is None or (off, len(chosen)) > held[:2]:
            best[free] = (off, len(chosen), chosen)
    candidates = [chosen for _, _, chosen in best.values()]
    cheapest = min(candidates, key=lambda chosen: (payable(chosen), -len(chosen)), default=())
    return tuple(promo for promo in promos if promo in cheapest)


def _combinations(
    promos: Sequence[Promo], worths: Sequence[Worth]
) -> Iterator[tuple[tuple[Promo, ...], int]]:
    """Give every set of codes that may go together, with what it takes off the goods."""
    for promo in promos:
        if not promo.stacks:
            yield (promo,), sum(_taken(promo, worths, [worth.total for worth in worths]))
    stacking = in_order([promo for promo in promos if promo.stacks])
    full = tuple(worth.total for worth in worths)
    started: list[tuple[int, tuple[Promo, ...], tuple[int, ...]]] = [(0, (), full)]
    while started:
        index, chosen, left = started.pop()
        if chosen:
            yield chosen, sum(full) - sum(left)
        for following in range(index, len(stacking)):
            taken = _taken(stacking[following], worths, left)
            rest = tuple(before - amount for before, amount in zip(left, taken, strict=True))
            started.append((following + 1, (*chosen, stacking[following]), rest))
