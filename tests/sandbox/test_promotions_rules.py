"""The rules of promo codes: no sum is negative, all of them agree, and the best combination is the best."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.sandbox.cart.discounts import Worth, best_of, discount, reduced, spread
from firmly_tui.sandbox.goods.terms import Promo

SKUS = ["A", "B", "C"]
WORTHS = st.lists(st.tuples(st.sampled_from(SKUS), st.integers(0, 5000)), min_size=1, max_size=4).map(
    lambda lines: [Worth(str(index), sku, total) for index, (sku, total) in enumerate(lines)]
)


@st.composite
def promos(draw: st.DrawFn) -> list[Promo]:
    found = []
    for index in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["percentage", "fixed", "free_shipping"]))
        found.append(
            Promo(
                code=f"P{index}",
                kind=kind,
                amount=draw(st.integers(0, 10_000)),
                goods=tuple(draw(st.lists(st.sampled_from(SKUS), unique=True, max_size=2))),
                stacks=draw(st.booleans()),
            )
        )
    return found


def payable(chosen: Sequence[Promo], worths: Sequence[Worth], shipping: int) -> int:
    """What a shopper pays with 10.1 % tax, worked out without the code under test but for the discount."""
    off = sum(share.amount for shares in reduced(chosen, worths).values() for share in shares)
    goods = sum(worth.total for worth in worths) - off
    free = any(promo.kind == "free_shipping" for promo in chosen)
    return goods + (goods * 1010 + 5000) // 10_000 + (0 if free else shipping)


@given(promos(), WORTHS)
def test_no_line_costs_less_than_nothing_and_none_gets_what_is_for_others(
    codes: list[Promo], worths: list[Worth]
) -> None:
    shares = reduced(codes, worths)
    for worth in worths:
        parts = shares.get(worth.line_item_id, ())
        assert 0 <= sum(part.amount for part in parts) <= worth.total
        assert all(part.amount > 0 for part in parts)
        assert all(not part.promo.goods or worth.base_sku in part.promo.goods for part in parts)


@given(promos(), WORTHS, st.integers(0, 3000))
def test_the_best_combination_is_the_best_of_all_allowed_ones(
    codes: list[Promo], worths: list[Worth], shipping: int
) -> None:
    best = best_of(codes, worths, lambda chosen: payable(chosen, worths, shipping))
    allowed = [
        chosen
        for count in range(1, len(codes) + 1)
        for chosen in combinations(codes, count)
        if count == 1 or all(promo.stacks for promo in chosen)
    ]
    assert best in allowed
    assert payable(best, worths, shipping) == min(payable(chosen, worths, shipping) for chosen in allowed)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.data())
def test_an_amount_is_spread_to_the_last_unit_and_over_no_weight(
    weights: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    parts = spread(amount, weights)
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_ten_codes_that_stack_on_a_full_cart_are_weighed_completely() -> None:
    codes = [
        Promo(
            code=f"P{index}", kind="fixed", amount=10 + index, goods=("A",) if index % 2 else (), stacks=True
        )
        for index in range(10)
    ]
    worths = [Worth(str(index), "A" if index % 3 else "B", 1000 + index) for index in range(100)]
    asked = []

    def count(chosen: Sequence[Promo]) -> int:
        asked.append(chosen)
        return 0

    assert best_of(codes, worths, count) == tuple(codes)
    assert len(asked) == 1


def test_codes_that_may_no_longer_go_together_leave_the_first_of_them() -> None:
    """A merchant may stop stacking codes while a cart has them."""
    codes = [Promo(code=name, kind="fixed", amount=100) for name in ("FIRST", "SECOND")]
    found = discount(codes, ["SECOND", "FIRST"], [Worth("1", "A", 5000)], date(2026, 5, 1))
    assert found.total == 100
    assert [idle.code for idle in found.idle] == ["FIRST"]
