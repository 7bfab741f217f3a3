"""Promo codes of a cart: each with what became of it, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client.errors import ApiError, FirmlyError, NotFound, PromoRefused, RateLimited, Unauthorized
from firmly_tui.models import Cart, Money

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

State = Literal["applied", "idle", "refused", "sending"]
"""`idle` is on the cart and takes nothing off; `refused` is not on it, and can be corrected."""

MAX_CODES: Final = 10
"""How many codes the API takes in one call (firmly docs: Add Promo Codes V2)."""

_LEFT_OUT: Final = "PROMO_LEFT_OUT"


@dataclass(frozen=True)
class PromoCode:
    """A code, and why it is in its state; for one that is applied, why it could not be removed, if that was tried."""

    code: str
    state: State
    reason: str = ""


def typed_codes(text: str) -> list[str]:
    """The codes in what was typed, each once, whatever is between them."""
    return _distinct(re.split(r"[\s,;]+", text))


def promo_codes(entry: MerchantCart) -> list[PromoCode]:
    """All codes of a merchant, those on its cart first."""
    cart, notes = entry.cart, entry.promos
    held = cart.coupons if cart is not None else []
    found = [_held(cart, code, notes.kept.get(_key(code), "")) for code in held] if cart is not None else []
    waiting = [code for code in notes.sending if not _has(held, code)]
    found += [PromoCode(code, "sending") for code in waiting]
    refused = [code for code in notes.refused if not _has([*held, *waiting], code)]
    return found + [PromoCode(code, "refused", notes.refused[code]) for code in refused]


def taken_off(cart: Cart, code: str) -> Money | None:
    """What a code takes off, as the cart says: for the whole cart, else for its lines and shipments; None if it
    does not say.
    """
    parts = [found for line in cart.line_items for found in line.discounts]
    parts += [found for shipment in cart.shipments for found in shipment.discounts]
    for discounts in (cart.discounts, parts):
        named = (found.amount for found in discounts if _key(found.code) == _key(code))
        amounts = [amount for amount in named if amount is not None]
        if amounts and all(amount.currency == amounts[0].currency for amount in amounts):
            return sum(amounts[1:], start=amounts[0])
    return None


class Promos:
    """`hive.promos`. Nothing is raised for a refusal: `promo_codes` tells what became of each code."""

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient") -> None:
        self._keeper = keeper
        self._client = client

    async def apply(self, domain: str, codes: Iterable[str]) -> list[PromoCode]:
        """Put codes on the cart beside those that it has, and return what became of them.

        Where the server refuses them together, each is tried by itself, to know which is the one. One that was
        refused before is tried again.
        """
        wanted = _distinct(codes)
        await self._keeper.in_turn(domain, partial(self._apply, wanted))
        return [promo for promo in promo_codes(self._keeper[domain]) if _has(wanted, promo.code)]

    async def remove(self, domain: str, code: str) -> None:
        """Take one code off: one that was refused is forgotten, one on the cart is removed.

        The API can only remove all (firmly docs: Clear Promo Codes V2), so the others are put on again.
        """
        await self._keeper.in_turn(domain, partial(self._remove, code))

    async def clear(self, domain: str) -> None:
        """Take all codes off, and forget those that were refused."""
        await self._keeper.in_turn(domain, self._clear)

    async def _apply(self, codes: list[str], entry: MerchantCart) -> None:
        before = _held_codes(entry)
        wanted = [code for code in codes if not _has(before, code)]
        await self._send(entry, wanted)
        self._explain_missing(entry, [*before, *wanted])

    async def _remove(self, code: str, entry: MerchantCart) -> None:
        self._forget(entry, [code])
        before = _held_codes(entry)
        if not _has(before, code):
            self._keeper.said()
            return
        rest = [other for other in before if _key(other) != _key(code)]
        entry.promos.sending = tuple(rest)
        if await self._taken_off(entry, [code]):
            await self._send(entry, [other for other in rest if not _has(_held_codes(entry), other)])
            self._explain_missing(entry, rest)
        entry.promos.sending = ()

    async def _clear(self, entry: MerchantCart) -> None:
        entry.promos.refused.clear()
        held = _held_codes(entry)
        if held:
            await self._taken_off(entry, held)
        self._keeper.said()

    async def _taken_off(self, entry: MerchantCart, codes: list[str]) -> bool:
        """Clear the codes of the cart; whether these are gone. Why they are not is kept."""
        clear = partial(self._client.carts.clear_promo_codes, entry.domain)
        try:
            await self._keeper.change(entry.domain, clear)
        except FirmlyError as error:
            kept = [code for code in codes if _has(_held_codes(entry), code)]
            entry.promos.kept |= {_key(code): error.sentence for code in kept}
            return not kept
        return True

    async def _send(self, entry: MerchantCart, codes: list[str]) -> None:
        self._forget(entry, codes)
        entry.promos.sending = tuple(codes)
        self._keeper.said()
        try:
            for start in range(0, len(codes), MAX_CODES):
                await self._try(entry, codes[start : start + MAX_CODES])
        finally:
            entry.promos.sending = ()
            self._keeper.said()

    async def _try(self, entry: MerchantCart, codes: list[str]) -> None:
        call = partial(self._client.carts.apply_promo_codes, entry.domain, codes)
        try:
            await self._keeper.change(entry.domain, call)
        except FirmlyError as error:
            if len(codes) > 1 and _is_about_a_code(error):
                for code in codes:
                    await self._try(entry, [code])
                return
            missing = [code for code in codes if not _has(_held_codes(entry), code)]
            entry.promos.refused |= dict.fromkeys(missing, _reason(error))

    def _explain_missing(self, entry: MerchantCart, codes: list[str]) -> None:
        """Keep the codes that the server took, or had, and left out in favor of others, with that as the reason."""
        held = _held_codes(entry)
        told = entry.promos.refused
        others = f" It kept {', '.join(held)}: they do not go together." if held else ""
        for code in codes:
            if not _has([*held, *told], code):
                said = _left_out_reason(entry.cart, code)
                told[code] = said or f"{entry.name} left this code out.{others}"
        self._keeper.said()

    @staticmethod
    def _forget(entry: MerchantCart, codes: Iterable[str]) -> None:
        keys = {_key(code) for code in codes}
        notes = entry.promos
        notes.refused = {code: text for code, text in notes.refused.items() if _key(code) not in keys}
        notes.kept = {code: text for code, text in notes.kept.items() if code not in keys}


def _held(cart: Cart, code: str, kept: str) -> PromoCode:
    idle = _idle_reason(cart, code)
    if idle:
        return PromoCode(code, "idle", kept or idle)
    return PromoCode(code, "applied", kept)


def _idle_reason(cart: Cart, code: str) -> str:
    """What a notice says against a code of the cart. Notices name their code in words, if at all."""
    promo = (notice for notice in cart.notices if notice.code.upper().startswith("PROMO_"))
    about = [notice for notice in promo if notice.code.upper() != _LEFT_OUT]
    named = _naming(code)
    for notice in about:
        if named.search(notice.text):
            return notice.text
    return about[0].text or "It takes nothing off for now." if about and len(cart.coupons) == 1 else ""


def _left_out_reason(cart: Cart | None, code: str) -> str:
    """Why the merchant left out a code, where it says so: such a notice begins with the code."""
    notices = cart.notices if cart is not None else []
    found = (notice.text for notice in notices if notice.code.upper() == _LEFT_OUT)
    return next((text for text in found if _naming(code).match(text)), "")


def _naming(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(code)}(?!\w)", re.IGNORECASE)


def _is_about_a_code(error: FirmlyError) -> bool:
    """Whether the server judged the codes, and may judge one of them otherwise."""
    if isinstance(error, PromoRefused):
        return True
    if not isinstance(error, ApiError) or isinstance(error, (Unauthorized, RateLimited, NotFound)):
        return False
    return 400 <= error.status < 500


def _reason(error: FirmlyError) -> str:
    """The server's own sentence about a code, where it has one."""
    if isinstance(error, PromoRefused) and error.description:
        return error.description
    return error.sentence


def _held_codes(entry: MerchantCart) -> list[str]:
    return list(entry.cart.coupons) if entry.cart is not None else []


def _distinct(codes: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for code in codes:
        if code.strip():
            found.setdefault(_key(code), code.strip())
    return list(found.values())


def _has(codes: Iterable[str], code: str) -> bool:
    return any(_key(other) == _key(code) for other in codes)


def _key(code: str) -> str:
    return code.strip().casefold()
