"""What shoppers agree to, in both versions of the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.consents import Decision, decided
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.rendering.addons import consents_json
from firmly_tui.sandbox.rendering.carts import Version
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.transaction import Transaction
from firmly_tui.sandbox.wire import BodyModel, Endpoint, answer, read_body


class ConsentDecision(BodyModel):
    """A consent to give, or with `revoke` to take back."""

    id: Id
    revoke: StrictBool = False


class ConsentDecisions(BodyModel):
    """Consents to give or to take back, in order; all or none of them."""

    consents: list[ConsentDecision] = Field(min_length=1, max_length=100)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Get Consents, Set Consents)."""
    return [*_of_version(services, 1), *_of_version(services, 2)]


def _of_version(services: Services, version: Version) -> list[Endpoint]:
    def check_cart(transaction: Transaction, device: str, merchant: Merchant) -> None:
        """The full API knows consents only of a cart."""
        if version == 2:
            services.carts.required(transaction, device, merchant)

    async def show(request: Request) -> Response:
        device = services.device(request)
        merchant = services.carts.merchant(request.path_params["domain"])
        with services.store.read() as transaction:
            check_cart(transaction, device, merchant)
            visit = transaction.visit(device, merchant.domain)
        return answer(consents_json(merchant, visit, markup))

    async def decide(request: Request) -> Response:
        device = services.device(request)
        merchant = services.carts.merchant(request.path_params["domain"])
        body = await read_body(request, ConsentDecisions)
        decisions = [Decision(consent.id, consent.revoke) for consent in body.consents]
        with services.store.change() as transaction:
            check_cart(transaction, device, merchant)
            visit = decided(merchant, transaction.visit(device, merchant.domain), decisions)
            transaction.save_visit(visit)
        return answer(consents_json(merchant, visit, markup))

    markup: Literal["rich_text", "html"] = "rich_text" if version == 1 else "html"
    path = f"/api/v{version}/domains/{{domain}}/cart/consents"
    dialect = Dialect.CONSENTS_V1 if version == 1 else Dialect.CONSENTS_V2
    common = (
        (Problem.STORE_UNAVAILABLE,) if version == 1 else (Problem.CART_NOT_FOUND, Problem.STORE_UNAVAILABLE)
    )
    return [
        Endpoint(
            ("GET",),
            path,
            dialect,
            show,
            summary="List what the merchant asks the shopper to agree to, and what is agreed to.",
            answer=f"Consents{version}",
            problems=common,
        ),
        Endpoint(
            ("POST", "PUT"),
            path,
            dialect,
            decide,
            summary="Give consents, or take back those that can be.",
            answer=f"Consents{version}",
            body=ConsentDecisions,
            problems=(*common, Problem.CONSENT_NOT_FOUND, Problem.CONSENT_NOT_REVOKABLE),
        ),
    ]
