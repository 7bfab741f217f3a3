"""Which combinations of a product's options exist, and which can be bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmly_tui.models import LineItem, Product, Variant

ValueState = Literal["available", "sold out", "not made"]
"""What becomes of a choice when one of its values is replaced."""


def find_variant(product: Product, choice: Sequence[str]) -> Variant | None:
    """The variant with exactly these values, in the order of the product's options."""
    wanted = tuple(choice)
    return next((v for v in product.variants if product.choices(v) == wanted), None)


def first_choice(product: Product) -> list[str]:
    """The values to begin with: those of the first variant that can be bought, one for each option."""
    best = next((v for v in product.variants if v.available), next(iter(product.variants), None))
    if best is not None:
        return list(product.choices(best))
    return [next((value.value for value in option.option_values), "") for option in product.options]


def in_words(product: Product, choice: Sequence[str]) -> list[str]:
    """The values as a shopper reads them; options that have none are left out."""
    words: list[str] = []
    for option, chosen in zip(product.options, choice, strict=True):
        labels = (value.label for value in option.option_values if value.value == chosen)
        words.append(next(labels, chosen))
    return [word for word in words if word]


def value_state(product: Product, choice: Sequence[str], option: int, value: str) -> ValueState:
    """What one would get with `value` for the option at index `option`, all else as chosen."""
    variant = find_variant(product, [*choice[:option], value, *choice[option + 1 :]])
    if variant is None:
        return "not made"
    return "available" if variant.available else "sold out"


def why_not(product: Product, choice: Sequence[str]) -> str:
    """Why this choice cannot go into a cart, and what could; `""` when it can."""
    variant = find_variant(product, choice)
    if variant is not None and variant.available:
        return ""
    if not product.available:
        return f"{product.title} is sold out."
    words = " / ".join(in_words(product, choice)) or product.title
    said = f"{words} is sold out." if variant is not None else f"{words} is not made."
    return f"{said} {_alternatives(product, choice)}".strip()


def _alternatives(product: Product, choice: Sequence[str]) -> str:
    """The nearest things that can be bought: other values of one option, the last option first."""
    for index in reversed(range(len(choice))):
        others = [
            value.label
            for value in product.options[index].option_values
            if value_state(product, choice, index, value.value) == "available"
        ]
        if others:
            kept = " / ".join(in_words(product, [*choice[:index], "", *choice[index + 1 :]]))
            where = f"{kept} is there in" if kept else "There is"
            return f"{where} {', '.join(others)}."
    return "Choose another combination."


def product_of(line: LineItem, products: Iterable[Product]) -> Product | None:
    """The product that a line of a cart is a variant of; None where none of these is it."""
    names = {name for name in (line.variant_id, line.sku) if name}
    found = list(products)
    exact = (product for product in found if names & {variant.sku for variant in product.variants})
    related = (product for product in found if line.base_sku and product.base_sku == line.base_sku)
    return next(exact, None) or next(related, None)
