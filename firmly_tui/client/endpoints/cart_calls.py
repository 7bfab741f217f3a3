"""What the groups that answer with a cart have in common."""

from collections.abc import Iterable, Mapping
from typing import Literal

from firmly_tui.client.calls import Call, Kind
from firmly_tui.client.errors import NotFound
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Cart

Version = Literal[1, 2]
"""The version of the API that a call is made in; both act on the same cart."""


def cart_path(version: Version, domain: str) -> str:
    """Where the merchant's cart is, without a final slash."""
    return path("api", f"v{version}", "domains", domain, "cart")


async def read_cart(http: Transport, domain: str, where: str) -> Cart | None:
    """Read a cart; `None` for the answer that there is none."""
    try:
        return named(await http.fetch(Call(method="GET", path=where), Cart), domain)
    except NotFound as error:
        if error.matches("CartNotFound"):
            return None
        raise


async def change_cart(
    http: Transport,
    domain: str,
    method: Literal["POST", "PUT", "DELETE"],
    where: str,
    body: Mapping[str, object] | None = None,
    query: Mapping[str, str] | None = None,
) -> Cart:
    """Change the merchant's cart, after the changes of it that were called before, and return what it is now."""
    return named(await http.fetch(change(domain, method, where, body, query), Cart), domain)


def change(
    domain: str,
    method: Literal["POST", "PUT", "DELETE"],
    where: str,
    body: Mapping[str, object] | None = None,
    query: Mapping[str, str] | None = None,
) -> Call:
    """A call that changes something of the merchant's cart, and waits for its turn."""
    return Call(method=method, path=where, query=query or {}, body=body, kind=Kind.CHANGE, cart=domain)


def some(**fields: object) -> dict[str, object]:
    """The fields that are given: neither `None` nor empty."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def texts(values: str | Iterable[str]) -> list[str]:
    """The values as a list; one text is one value, not its letters."""
    return [values] if isinstance(values, str) else list(values)


def named(cart: Cart, domain: str) -> Cart:
    """Some answers leave the merchant out; then it is the one that was asked."""
    if not cart.domain:
        cart.domain = domain
    return cart
