"""The card host: the key to encrypt with, and the calls that buy."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import ValidationError

from firmly_tui.client import answers, orders
from firmly_tui.client.calls import Call, Kind
from firmly_tui.client.orders import OrderEvent
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Address, Order, PaymentKey

Version = Literal[1, 2]
"""Version 1 names goods by variant alone, version 2 by their whole reference."""


@dataclass(frozen=True, slots=True)
class OrderItem:
    """Goods to order: a variant's `add_to_cart_ref`, untouched, and how many pieces."""

    ref: Mapping[str, object]
    quantity: int


class Payment:
    """`client.payment`. Nothing here is ever sent twice: firmly knows no way to tell a repeated order."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def key(self) -> PaymentKey:
        """The public key that a card is encrypted with; fetch it for each purchase, it changes
        (firmly docs: Get Public Key).
        """
        call = Call(method="GET", path="/api/v1/payment/key", host="cc", auth="none")
        answer = await self._http.send(call)
        data = answers.json_body(answer)
        if not isinstance(data, dict):
            raise answers.not_firmly(answer, "not a key")
        key = cast("dict[str, object]", data)
        named = {**key, "kid": key.get("kid") or answer.headers.get("x-firmly-kid")}
        try:
            return PaymentKey.model_validate(named)
        except ValidationError:
            pass
        raise answers.not_firmly(answer, "not a key")

    async def place_order(
        self,
        domain: str,
        *,
        encrypted_card: str,
        billing: Address,
        shipping: Address,
        items: Sequence[OrderItem],
        version: Version = 2,
    ) -> Order:
        """Buy goods in one call, into a new cart (firmly docs: Place Order).

        Raises `ApiError` only when the order was refused and nothing was bought, whatever the status;
        `NotSent` when it never left; and `OutcomeUnknown` when it is not known whether it was placed.
        """
        call = _place_order(domain, encrypted_card, billing, shipping, items, version, streamed=False)
        return await orders.place(self._http, call)

    def stream_order(
        self,
        domain: str,
        *,
        encrypted_card: str,
        billing: Address,
        shipping: Address,
        items: Sequence[OrderItem],
        version: Version = 2,
    ) -> AsyncGenerator[OrderEvent]:
        """Buy goods as `place_order` does, and follow it: the last event is `Placed` or `Refused`.

        Raises `NotSent` and `OutcomeUnknown` only. Close it (`contextlib.aclosing`) to stop following.
        """
        call = _place_order(domain, encrypted_card, billing, shipping, items, version, streamed=True)
        return orders.stream(self._http, call)

    async def complete_order(
        self, domain: str, *, encrypted_card: str, billing: Address, version: Version = 2
    ) -> Order:
        """Buy the merchant's cart as it stands (firmly docs: Complete Order). Raises as `place_order`."""
        call = _buy(
            path("api", f"v{version}", "payment", "domains", domain, "complete-order"),
            domain,
            {"encrypted_card": encrypted_card, "billing_info": billing.to_api()},
        )
        return await orders.place(self._http, call)


def _place_order(
    domain: str,
    encrypted_card: str,
    billing: Address,
    shipping: Address,
    items: Sequence[OrderItem],
    version: Version,
    *,
    streamed: bool,
) -> Call:
    body = {
        "encrypted_card": encrypted_card,
        "billing_info": billing.to_api(),
        "shipping_info": shipping.to_api(),
        "items": [_item(item, version) for item in items],
    }
    where = path("api", f"v{version}", "payment", "domains", domain, "place-order")
    return _buy(where, domain, body, streamed=streamed)


def _item(item: OrderItem, version: Version) -> dict[str, object]:
    if version == 1:
        return {"variant_id": item.ref.get("variant_id"), "quantity": item.quantity}
    return {"add_to_cart_ref": dict(item.ref), "quantity": item.quantity}


def _buy(where: str, domain: str, body: Mapping[str, object], *, streamed: bool = False) -> Call:
    # Two documents name two ways to ask for events: the query and the header.
    return Call(
        method="POST",
        path=where,
        query={"sse": "true"} if streamed else {},
        body=body,
        host="cc",
        kind=Kind.ORDER,
        cart=domain,
        accept="text/event-stream" if streamed else "application/json",
    )
