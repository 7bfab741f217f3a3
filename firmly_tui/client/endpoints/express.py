"""PayPal's own checkout: begun here, approved by the shopper at PayPal, completed here."""

from typing import TYPE_CHECKING

from firmly_tui.client import orders
from firmly_tui.client.endpoints.cart_calls import change_cart, some
from firmly_tui.client.endpoints.paying import buy
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Cart, Order

if TYPE_CHECKING:
    from pydantic import SecretStr


class Express:
    """`client.express`. For carts whose payment methods include PayPal."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def paypal_start(self, domain: str) -> Cart:
        """Begin, and return the cart with the `paypal_token` that PayPal's page is opened with.

        Raises `NotFound` without a cart, `ApiError` for an empty one (firmly docs: Start Express Checkout).
        """
        return await change_cart(self._http, domain, "POST", _path(domain, "start"))

    async def paypal_authorize(
        self, domain: str, payer_id: str, *, paypal_token: "SecretStr | None" = None
    ) -> Cart:
        """Tell who approved the payment at PayPal, and return the cart with the address that PayPal knows.

        `payer_id` comes from PayPal's page, `paypal_token` from the cart (firmly docs: Authorize Express Checkout).
        """
        body = {"attributes": _attributes(payer_id, paypal_token)}
        return await change_cart(self._http, domain, "POST", _path(domain, "authorize"), body)

    async def paypal_complete(
        self, domain: str, *, payer_id: str | None = None, paypal_token: "SecretStr | None" = None
    ) -> Order:
        """Buy the cart with the payment that was approved (firmly docs: Complete Express Checkout).

        The documented call has no body; the two values go along where they are given. Raises as
        `payment.place_order` does, and is never sent twice.
        """
        attributes = _attributes(payer_id, paypal_token)
        body = {"attributes": attributes} if attributes else None
        return await orders.place(self._http, buy(_path(domain, "complete-order"), domain, body, host="api"))


def _attributes(payer_id: str | None, paypal_token: "SecretStr | None") -> dict[str, object]:
    return some(payer_id=payer_id, paypal_token=paypal_token.get_secret_value() if paypal_token else None)


def _path(domain: str, step: str) -> str:
    return path("api", "v1", "domains", domain, "express", "paypal", step)
