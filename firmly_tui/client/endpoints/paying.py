"""The calls that buy, as values: each is sent once, and waits for the changes of its cart that came first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firmly_tui.client.calls import Call, Host, Kind
from firmly_tui.client.endpoints.cart_calls import Version, some
from firmly_tui.client.urls import path
from firmly_tui.models import Address


@dataclass(frozen=True, slots=True)
class OrderItem:
    """Goods to order: a variant's `add_to_cart_ref`, untouched, and how many pieces."""

    ref: Mapping[str, object]
    quantity: int


def buy(
    where: str, domain: str, body: Mapping[str, object] | None, *, host: Host = "cc", streamed: bool = False
) -> Call:
    """An order for what is at this merchant; `streamed` asks for its events."""
    # Two documents name two ways to ask for events: the query and the header.
    return Call(
        method="POST",
        path=where,
        query={"sse": "true"} if streamed else {},
        body=body,
        host=host,
        kind=Kind.ORDER,
        cart=domain,
        accept="text/event-stream" if streamed else "application/json",
    )


def place_order(
    domain: str,
    encrypted_card: str,
    billing: Address,
    shipping: Address,
    items: Sequence[OrderItem],
    version: Version,
    captcha_token: str | None,
    *,
    streamed: bool,
) -> Call:
    """An order of goods, into a new cart. Version 1 names them by variant alone."""
    body = {
        "encrypted_card": encrypted_card,
        "billing_info": billing.to_api(),
        "shipping_info": shipping.to_api(),
        "items": [_item(item, version) for item in items],
        **some(captcha_token=captcha_token),
    }
    where = path("api", f"v{version}", "payment", "domains", domain, "place-order")
    return buy(where, domain, body, streamed=streamed)


def _item(item: OrderItem, version: Version) -> dict[str, object]:
    if version == 1:
        return {"variant_id": item.ref.get("variant_id"), "quantity": item.quantity}
    return {"add_to_cart_ref": dict(item.ref), "quantity": item.quantity}
