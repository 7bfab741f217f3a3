"""The documents of promo codes, add-ons and consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.cart.offers import Piece, PricedSelection, eligible, is_offered, line_prices
from firmly_tui.sandbox.cart.pricing import Quote, pieces_of
from firmly_tui.sandbox.documents import Visit
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import Consent, Offer
from firmly_tui.sandbox.rendering.amounts import Json, amount


def discounts_json(sums: Quote, line_item_id: str, currency: str) -> Json:
    """Return the part of a line item that says what promo codes take off it; empty when none does."""
    shares = sums.promotions.shares.get(line_item_id, ())
    if not shares:
        return {}
    return {
        "line_discount": amount(sums.promotions.on(line_item_id), currency),
        "discounts": [
            {
                "code": share.promo.code,
                "description": share.promo.description or share.promo.code,
                "amount": amount(share.amount, currency),
            }
            for share in shares
        ],
    }


def addons_json(cart: PricedCart) -> Json:
    """Return the add-ons that are offered for a cart, and those that are chosen (firmly docs: Cart Schema)."""
    currency, pieces = cart.merchant.currency, pieces_of(cart.merchant, cart.state)
    offers = [offer for offer in cart.merchant.terms.addons if is_offered(offer, pieces)]
    return {
        "offers": [_offer(offer, pieces, currency) for offer in offers],
        "selections": [_selection(selection, currency) for selection in cart.quote.selections],
    }


def consents_json(merchant: Merchant, visit: Visit, markup: Literal["rich_text", "html"]) -> list[Json]:
    """Return all consents; the simple API says ``rich_text`` where the full one says ``html``."""
    return [_consent(consent, consent.id in visit.signed, markup) for consent in merchant.terms.consents]


def _consent(consent: Consent, signed: bool, markup: Literal["rich_text", "html"]) -> Json:
    return {
        "id": consent.id,
        "ui_slot": consent.ui_slot,
        "text": consent.text,
        "type": consent.type,
        "explicit": consent.explicit,
        markup: consent.html,
        "required": consent.required,
        "revokable": consent.revokable,
        "signed": signed,
    }


def _offer(offer: Offer, pieces: Sequence[Piece], currency: str) -> Json:
    lines = eligible(offer, pieces)
    rendered = _offer_itself(offer, pieces, lines, currency)
    rendered["coverage_mode"] = offer.coverage
    if offer.scope != "CART":
        rendered["eligible_line_item_ids"] = list(lines)
    if offer.children:
        priced_for = lines if offer.coverage == "PER_ITEM" else ()
        rendered["child_offers"] = [
            _offer_itself(child, pieces, priced_for, currency) for child in offer.children
        ]
    return rendered


def _offer_itself(offer: Offer, pieces: Sequence[Piece], lines: Sequence[str], currency: str) -> Json:
    rendered: Json = {
        "addon_id": offer.addon_id,
        "display": _display(offer),
        "scope": offer.scope,
        "price": amount(offer.price, currency),
    }
    if offer.coverage == "PER_ITEM" and lines:
        rendered["line_item_pricing"] = _pricing(line_prices(offer, pieces, lines), currency)
    constraints: Json = {}
    if offer.exclusive_group_id is not None:
        constraints["exclusive_group_id"] = offer.exclusive_group_id
    if offer.requires_addon_ids:
        constraints["requires_addon_ids"] = list(offer.requires_addon_ids)
    if constraints:
        rendered["constraints"] = constraints
    return rendered


def _display(offer: Offer) -> Json:
    more: Json = {
        "description": offer.description,
        "long_description": offer.long_description,
        "image_url": offer.image_url,
        "links": list(offer.links),
    }
    return {"name": offer.name, **{name: value for name, value in more.items() if value}}


def _selection(priced: PricedSelection, currency: str) -> Json:
    selection = priced.selection
    rendered: Json = {"addon_id": selection.addon_id}
    if selection.line_item_ids:
        rendered["selected_line_item_ids"] = list(selection.line_item_ids)
    if selection.child_ids:
        rendered["selected_child_ids"] = list(selection.child_ids)
    rendered["price"] = amount(priced.price, currency)
    if priced.by_line:
        rendered["line_item_pricing"] = _pricing(priced.by_line, currency)
    return rendered


def _pricing(prices: Mapping[str, int], currency: str) -> Json:
    return {name: {"price": amount(price, currency)} for name, price in prices.items()}
