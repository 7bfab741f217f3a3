"""What a sandbox can be told, and how it is, in words and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, WARN, count, one_line, plain
from firmly_tui.tui.widgets.control_list import ControlRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmly_tui.checkout import SandboxControl
    from firmly_tui.models import (
        ActiveScenario,
        MagicInput,
        RouteGroup,
        SandboxClock,
        SandboxMerchant,
        SandboxVariant,
        Scenario,
        TestCard,
    )


def fault_rows(control: SandboxControl) -> list[ControlRow]:
    """Every fault with how it is; what is at work comes first."""
    rows = [
        _fault_row(scenario, control.at_work(scenario.name), control.known.routes)
        for scenario in control.known.scenarios
    ]
    at_work = [row for row in rows if row.mark]
    others = [row for row in rows if not row.mark]
    if not at_work:
        return others
    return [ControlRow("", "Set"), *at_work, ControlRow("", "All others"), *others]


def _fault_row(scenario: Scenario, active: ActiveScenario | None, groups: Iterable[RouteGroup]) -> ControlRow:
    if active is None:
        return ControlRow(scenario.name, scenario.name, one_line(scenario.shows))
    usual = values_of(scenario, None)
    told = [
        f"{name} {one_line(value)}"
        for name, value in values_of(scenario, active).items()
        if value != usual[name] and name not in ("route", "times")
    ]
    told.append(f"on {one_line(where(active.route, groups))}")
    return ControlRow(
        scenario.name,
        scenario.name,
        one_line(scenario.shows),
        f"{'over' if active.is_over else often(active)} · struck {count(active.acted, 'time')}",
        "over" if active.is_over else "on",
        "\n".join([" · ".join(told), *([f"! {one_line(active.note)}"] if active.note else [])]),
    )


def values_of(scenario: Scenario, active: ActiveScenario | None) -> dict[str, str]:
    """What a fault was told, as one would type it; what it was not told is as it usually is."""
    sent = cast("dict[str, str | float]", active.sent) if active else {}
    return {
        parameter.name: value_in_words(sent.get(parameter.name, parameter.default))
        for parameter in scenario.parameters
    }


def often(active: ActiveScenario) -> str:
    """How often it strikes."""
    if isinstance(active.times, str):
        return active.times
    return "once" if active.times == 1 else f"{active.times} times"


def value_in_words(value: str | float) -> str:
    """A value as one would type it: `2`, not `2.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def where(route: str, groups: Iterable[RouteGroup]) -> str:
    """Where it strikes: by the name of the group of routes, else as it was given."""
    return next((group.name for group in groups if group.route == route), route)


def fault_detail(control: SandboxControl, name: str) -> Content:
    """Everything about a fault, for beside the list."""
    scenario = next((found for found in control.known.scenarios if found.name == name), None)
    if scenario is None:
        return Content("")
    lines = [plain(scenario.name, BOLD), plain(one_line(scenario.shows))]
    active = control.at_work(name)
    if active is not None:
        lines += [
            Content(""),
            plain("Over" if active.is_over else "At work", WARN),
            plain(f"on {where(active.route, control.known.routes)}, {often(active)}"),
            plain(f"saw {count(active.seen, 'request')}, struck {count(active.acted, 'time')}"),
        ]
        lines += [plain(one_line(active.note), WARN)] if active.note else []
    values = values_of(scenario, active)
    for parameter in scenario.parameters:
        value = one_line(values[parameter.name])
        lines += [
            Content(""),
            Content.assemble(plain(parameter.name, BOLD), plain(f"  {value}" if value else "", DIM)),
            plain(f"{one_line(parameter.meaning)}: {one_line(parameter.limits)}.", DIM),
        ]
    return Content("\n").join(lines)


def world_rows(clock: SandboxClock, merchants: Sequence[SandboxMerchant]) -> list[ControlRow]:
    """The clock, the merchants, and the whole state."""
    from firmly_tui.checkout import span_in_words

    ahead = f"{span_in_words(clock.ahead_seconds)} ahead" if clock.ahead_seconds else "the real time"
    moment = f"{clock.now[:10]} {clock.now[11:16]} UTC"
    return [
        ControlRow("", "Clock"),
        ControlRow(
            "clock",
            moment,
            "Days and hours to choose, sessions and promo codes follow it.",
            ahead,
            "on" if clock.ahead_seconds else "",
        ),
        ControlRow("", "Merchants: Enter changes stock and prices, + the health"),
        *(
            ControlRow(
                f"merchant:{merchant.domain}",
                one_line(merchant.name),
                "",
                merchant.health,
                "on" if merchant.health != merchant.shipped_health else "",
            )
            for merchant in merchants
        ),
        ControlRow("", "State"),
        ControlRow(
            "save",
            "Save to a file",
            "Carts, orders, addresses, stock, clock and faults; no key, no token, nothing of a card.",
        ),
        ControlRow("load", "Load from a file", "It takes the place of all that is in the sandbox."),
    ]


def card_rows(cards: Iterable[TestCard]) -> list[ControlRow]:
    """The test cards."""
    from firmly_tui.checkout import format_number

    return [
        ControlRow(card.number, format_number(card.number), one_line(card.meaning), one_line(card.brand))
        for card in cards
    ]


def input_rows(inputs: Iterable[MagicInput]) -> list[ControlRow]:
    """The magic inputs, kind by kind; the cards have a page of their own."""
    by_kind: dict[str, list[MagicInput]] = {}
    for found in inputs:
        if found.kind != "card":
            by_kind.setdefault(found.kind, []).append(found)
    rows: list[ControlRow] = []
    for kind, values in by_kind.items():
        rows.append(ControlRow("", kind.capitalize()))
        rows += [
            ControlRow(
                f"{kind}\n{found.merchant}\n{found.value}", found.value, one_line(found.shows), found.merchant
            )
            for found in values
        ]
    return rows


def variant_rows(variants: Iterable[SandboxVariant], currency: str) -> list[ControlRow]:
    """Goods with stock and price."""
    from firmly_tui.models import Money

    return [
        ControlRow(
            variant.sku,
            one_line(variant.title),
            "",
            f"{variant.stock} left · {Money.of(variant.price, currency)}",
            "on" if (variant.stock, variant.price) != (variant.shipped_stock, variant.shipped_price) else "",
        )
        for variant in variants
    ]
