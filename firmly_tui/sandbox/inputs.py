"""Every input that means something of its own to the sandbox, gathered from where each is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.errors import Dialect, Problem, name_of
from firmly_tui.sandbox.goods.catalog import Catalog, Merchant
from firmly_tui.sandbox.goods.terms import Promo, SavedCard
from firmly_tui.sandbox.magic import GOOD_CODE, MAGIC
from firmly_tui.sandbox.options import SANDBOX_API_SECRET, SANDBOX_APP_ID
from firmly_tui.sandbox.payment.cards import TEST_CARDS, Behavior
from firmly_tui.sandbox.payment.wallets import PROVIDERS, WALLET_EMAILS, cards_of


@dataclass(frozen=True, slots=True)
class Input:
    """A value of a kind, at one merchant or ("") at all, and what it shows."""

    kind: str
    value: str
    shows: str
    merchant: str = ""


_HANDOVERS: Final = (
    Input("handle", "cart:SKU*2,SKU2", "session transfer: takes over 2 of SKU and 1 of SKU2"),
    Input(
        "handle",
        "0123456789abcdef0123456789abcdef",
        "session transfer: 1 of what is in stock; any 32 hex digits do",
    ),
    Input(
        "cookie",
        "cart=SKU*2,SKU2",
        "session transfer with an empty handle: takes over 2 of SKU and 1 of SKU2",
    ),
    Input("cookie", "customer=anna@example.com", "session transfer: logs the customer in"),
)
_CUSTOMER: Final = f"a customer, who logs in with {GOOD_CODE}"
_ACCESS: Final = (
    Input("app id", SANDBOX_APP_ID, "x-firmly-app-id; any other UUID does as well"),
    Input("server secret", SANDBOX_API_SECRET, "x-firmly-authorization of a server that searches"),
)


def magic_inputs(catalog: Catalog) -> list[Input]:
    """Return the inputs that a server with this catalog knows, those for all merchants first."""
    merchants = catalog.merchants.values()
    return [
        *(Input("card", card.number, f"{card.brand}: {card.meaning}") for card in TEST_CARDS),
        Input("one-time code", GOOD_CODE, "logs any customer in, and opens any wallet"),
        *(Input(magic.kind, magic.value, _refusal(magic.problem)) for magic in MAGIC),
        *_wallets(),
        *_HANDOVERS,
        *_ACCESS,
        *(Input("merchant", merchant.domain, "; ".join(_traits(merchant))) for merchant in merchants),
        *(found for merchant in merchants for found in _of_merchant(merchant)),
    ]


def _refusal(problem: Problem) -> str:
    simple, full = (name_of(problem, dialect).identifier for dialect in (Dialect.V1, Dialect.V2))
    return f"refused: {simple}" if simple == full else f"refused: {simple}, in the full API {full}"


def _wallets() -> Iterator[Input]:
    for wallet in PROVIDERS:
        yield Input("wallet", wallet, "a provider of wallets")
    for email, meaning in WALLET_EMAILS.items():
        yield Input("wallet e-mail address", email, meaning)
    for held in cards_of(PROVIDERS[0]):
        declined = ", declined" if held.behavior is Behavior.DECLINED else ""
        yield Input("wallet card", held.card.id, f"{_on_file(held.card)}{declined}")


def _of_merchant(merchant: Merchant) -> Iterator[Input]:
    for promo in merchant.terms.promos:
        yield Input("promo code", promo.code, _offer(promo), merchant.domain)
    for account in merchant.terms.accounts:
        yield Input("e-mail address", account.email, _CUSTOMER, merchant.domain)
        for card in account.cards:
            yield Input("payment id", card.id, f"{_on_file(card)} of {account.email}", merchant.domain)


def _offer(promo: Promo) -> str:
    limits = [
        "for some goods" if promo.goods else "",
        f"for {promo.minimum} minor units or more" if promo.minimum else "",
        f"over since {promo.expires.isoformat()}" if promo.expires else "",
        "goes with other codes" if promo.stacks else "",
    ]
    return "; ".join(filter(None, [promo.description, *limits]))


def _on_file(card: SavedCard) -> str:
    code = ", asks for its code" if card.needs_code else ""
    return f"{card.card_type} {card.last_four}, {card.month:02d}/{card.year}{code}"


def _traits(merchant: Merchant) -> Iterable[str]:
    """Say what is special about a merchant."""
    terms = merchant.terms
    kinds = {kind for product in merchant.page(0, 100) for kind in product.fulfillment}
    said = {
        f"{merchant.currency}, {', '.join(merchant.ships_to)}": True,
        "in outage: StoreUnavailable": terms.status == "outage",
        "degraded": terms.status == "degraded",
        "orders of customers only: UserMustLogin": terms.requires_login,
        "has customers": bool(terms.accounts) and not terms.requires_login,
        f"takes {' and '.join(terms.payments)} only": "CreditCard" not in terms.payments,
        "needs consents": any(consent.required for consent in terms.consents),
        "one promo code for an order": terms.one_promo,
        "keeps promo codes": terms.promos_stay,
        "delivers on a day": "SCHEDULED_DELIVERY" in kinds,
        "hands out in stores": "PICKUP_IN_STORE" in kinds,
        "has add-ons": bool(terms.addons),
        f"can do without {', '.join(terms.optional_fields)}": bool(terms.optional_fields),
        f"product pages by {' and '.join(terms.catalog_by)} only": len(terms.catalog_by) < 3,
    }
    return [trait for trait, holds in said.items() if holds]
