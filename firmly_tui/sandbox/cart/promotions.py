"""Putting promo codes on a cart and taking them off, and what is to be said about those that count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from firmly_tui.sandbox.cart.basket import Basket, Edit, PricedCart
from firmly_tui.sandbox.cart.discounts import Idle, Worth, best_of, fits, is_over, promo_of
from firmly_tui.sandbox.cart.pricing import quote, worths_of
from firmly_tui.sandbox.documents import CartState
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import Promo
from firmly_tui.sandbox.rendering.amounts import price_text

MOST_CODES: Final = 10


def applied(codes: Sequence[str], *, strict: bool) -> Edit:
    """Put codes on the cart beside those it has: the best combination of them stays (firmly docs: Apply Coupons).

    With ``strict`` every code must be good, as the full API wants it; without, one good code is enough, and the
    others are left out. Raises Refusal for a code that is not known, over, or not for this cart, and where
    codes may not join others.
    """

    def edit(basket: Basket) -> CartState:
        merchant, state = basket.merchant, basket.state
        worths = worths_of(quote(merchant, state, basket.shelf, basket.today).lines)
        present = [promo_of(merchant.terms.promos, code) for code in state.coupons]
        kept = [promo for promo in present if promo and _flaw(basket, promo, worths) is None]
        together = _no_twice([*kept, *_good(basket, codes, worths, strict=strict)])
        _check_count(merchant, together)

        def payable(chosen: Sequence[Promo]) -> int:
            return quote(merchant, _with_codes(state, chosen), basket.shelf, basket.today).total

        return _with_codes(state, best_of(together, worths, payable))

    return edit


def cleared(basket: Basket) -> CartState:
    """Take all promo codes off. Raises Refusal at a merchant that does not take them back."""
    merchant = basket.merchant
    if merchant.terms.promos_stay and basket.state.coupons:
        raise Refusal(
            Problem.PROMOS_STAY,
            f"{merchant.name} does not take promo codes off again. Empty the cart to start over.",
        )
    return _with_codes(basket.state, ())


def notices(cart: PricedCart) -> list[tuple[str, str]]:
    """Return a notice code and a sentence for each promo code in the cart that counts nothing for now."""
    return [_notice(cart.merchant, idle) for idle in cart.quote.promotions.idle]


def left_out(merchant: Merchant, offered: Sequence[str], kept: Sequence[str]) -> list[tuple[str, str]]:
    """Return a notice code and a sentence for each of the ``offered`` codes that is not among those ``kept``."""
    known = {code.strip().upper(): promo_of(merchant.terms.promos, code) for code in offered}
    held = {code.upper() for code in kept}
    return [
        ("PROMO_LEFT_OUT", _why_left_out(promo, name[:100], kept))
        for name, promo in known.items()
        if name not in held
    ]


def _why_left_out(promo: Promo | None, name: str, kept: Sequence[str]) -> str:
    if promo is None or not kept:
        return f"{name} was left out: it is not good for this cart."
    return (
        f"{promo.code} was left out: it does not go together with {' and '.join(kept)}, and leaving it out is what "
        "costs you least."
    )


def _notice(merchant: Merchant, idle: Idle) -> tuple[str, str]:
    if idle.promo is None:
        return "PROMO_EXPIRED", f"{idle.code} is over. Remove your promo codes to go on."
    return "PROMO_NOT_APPLICABLE", f"{_why_not(merchant, idle.promo)} It takes nothing off for now."


def _good(basket: Basket, codes: Sequence[str], worths: Sequence[Worth], *, strict: bool) -> list[Promo]:
    """Return the promotions of codes. Raises Refusal for one that is not good, or with all that are not."""
    found = [(code, promo_of(basket.merchant.terms.promos, code)) for code in codes]
    flaws = [
        _flaw(basket, promo, worths) if promo else _unknown(basket.merchant, code) for code, promo in found
    ]
    good = [
        promo for (_, promo), flaw in zip(found, flaws, strict=True) if promo is not None and flaw is None
    ]
    for flaw in flaws:
        if flaw is not None and (strict or not good):
            raise flaw
    return good


def _unknown(merchant: Merchant, code: str) -> Refusal:
    if not merchant.terms.promos:
        return Refusal(Problem.PROMO_NOT_AVAILABLE, f"{merchant.name} has no promo codes.")
    sentence = f"{merchant.name} does not know the code {code.strip()[:100]}. Check its spelling."
    return Refusal(Problem.INVALID_PROMO, sentence)


def _flaw(basket: Basket, promo: Promo, worths: Sequence[Worth]) -> Refusal | None:
    """Return why a promotion cannot be used for a cart, or None when it can."""
    if is_over(promo, basket.today):
        return Refusal(Problem.INVALID_PROMO, f"{promo.code} is over. Use another code, or none.")
    if not worths:
        sentence = "The cart is empty. Add something first, then use your code."
        return Refusal(Problem.PROMO_NOT_AVAILABLE, sentence)
    if not fits(promo, worths):
        return Refusal(Problem.PROMO_NOT_AVAILABLE, _why_not(basket.merchant, promo))
    return None


def _check_count(merchant: Merchant, together: Sequence[Promo]) -> None:
    if merchant.terms.one_promo and len(together) > 1:
        raise Refusal(
            Problem.ONE_PROMO_ONLY,
            f"{merchant.name} takes one promo code for an order. Use one, and remove the other first.",
        )
    if len(together) > MOST_CODES:
        raise Refusal(
            Problem.INVALID_BODY, f"A cart takes at most {MOST_CODES} promo codes. Remove those it has first."
        )


def _why_not(merchant: Merchant, promo: Promo) -> str:
    if not promo.goods and not promo.minimum:
        return f"{promo.code} does not go together with another code in this cart."
    goods = " of some items" if promo.goods else ""
    if promo.minimum:
        least = price_text(promo.minimum, merchant.currency)
        return f"{promo.code} is for orders{goods} from {least} on."
    return f"{promo.code} is for items that are not in this cart."


def _no_twice(promos: Sequence[Promo]) -> list[Promo]:
    return list({promo.code: promo for promo in promos}.values())


def _with_codes(state: CartState, promos: Sequence[Promo]) -> CartState:
    return state.model_copy(update={"coupons": tuple(promo.code for promo in promos)})
