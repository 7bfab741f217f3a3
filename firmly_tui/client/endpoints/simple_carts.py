"""The cart of one merchant, in version 1 of the API: one shipment, goods named by their SKU."""

from collections.abc import Iterable, Mapping
from typing import Literal

from firmly_tui.client import answers
from firmly_tui.client.calls import Call
from firmly_tui.client.endpoints.cart_calls import cart_path, change_cart, read_cart, some, texts
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Address, Cart, ShippingMethod


class SimpleCarts:
    """`client.simple_carts`. It is the same cart as in `client.carts`, read and changed with other calls.

    Beside the errors that are named, each call raises what `errors` lists.
    """

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def get(self, domain: str) -> Cart | None:
        """The cart. Older servers say that there is none yet (`None`), newer ones give an empty one
        (firmly docs: Get Cart).
        """
        return await read_cart(self._http, domain, cart_path(1, domain))

    async def add(
        self,
        domain: str,
        sku: str,
        quantity: int,
        *,
        variant_handles: Iterable[str] = (),
        flush: bool = False,
    ) -> Cart:
        """Put goods into the cart: `sku` and `variant_handles` are `variant_id` and `variant_handles` of an
        `add_to_cart_ref`. `flush` empties the cart first. Raises `OutOfStock` (firmly docs: Add Item to Cart).
        """
        where = path("line-items", sku, "quantity", str(quantity))
        body = some(variant_handles=texts(variant_handles))
        return await self._change(domain, "POST", where, body, {"flush_cart": "true"} if flush else {})

    async def update(
        self, domain: str, sku: str, quantity: int, *, variant_handles: Iterable[str] = ()
    ) -> Cart:
        """Set how many pieces are wanted; 0 removes them. A line is known by SKU and handles together.

        Raises `OutOfStock` (firmly docs: Update Item in Cart).
        """
        body = {"quantity": quantity, **some(variant_handles=texts(variant_handles))}
        return await self._change(domain, "PUT", path("line-items", sku), body)

    async def remove(self, domain: str, sku: str, *, variant_handles: Iterable[str] = ()) -> Cart:
        """Take a line out of the cart."""
        return await self.update(domain, sku, 0, variant_handles=variant_handles)

    async def clear(self, domain: str) -> Cart:
        """Take every line out of the cart (firmly docs: Clear Cart)."""
        return await self._change(domain, "DELETE", "/line-items")

    async def set_attribution(
        self,
        domain: str,
        *,
        utm: str | None = None,
        referrer_url: str | None = None,
        referral_code: str | None = None,
    ) -> Cart:
        """Say what brought the shopper here. Once the cart shows it as `immutable`, it can be changed no more,
        and `ApiError` is raised (firmly docs: Set Cart Attribution).
        """
        body = {"attribution": some(utm=utm, referrer_url=referrer_url, referral_code=referral_code)}
        return await self._change(domain, "PUT", "/attribution", body)

    async def apply_promo_codes(self, domain: str, codes: Iterable[str]) -> Cart:
        """Offer 1 to 10 promo codes; the best combination of them is applied and shown as `coupons`.

        Raises `PromoRefused` (firmly docs: Apply Coupons).
        """
        return await self._change(domain, "POST", "/promo-codes", {"promo_codes": texts(codes)})

    async def clear_promo_codes(self, domain: str) -> Cart:
        """Take every promo code off the cart. Raises `PromoRefused` where the merchant does not allow it
        (firmly docs: Clear Coupons).
        """
        return await self._change(domain, "DELETE", "/promo-codes")

    async def set_shipping_info(self, domain: str, address: Address) -> Cart:
        """Say where the goods go; the cart then has its shipping methods, its tax and its `payment_handle`.

        Raises `AddressRefused` (firmly docs: Set Shipping Info).
        """
        return await self._change(domain, "POST", "/shipping-info", address.to_api())

    async def shipping_rates(self, domain: str) -> list[ShippingMethod]:
        """The ways to ship, where the cart itself does not list them. Raises `AddressRefused` before there is
        an address (firmly docs: Get Shipping Methods).
        """
        answer = await self._http.send(Call(method="GET", path=cart_path(1, domain) + "/shipping-rates"))
        return answers.readable(answers.json_list(answer), ShippingMethod)

    async def set_shipping_method(self, domain: str, method_id: str) -> Cart:
        """Choose how the goods travel, by the `id` of a shipping method, which is its SKU in this version
        (firmly docs: Set Shipping Method).
        """
        return await self._change(domain, "POST", "/shipping-method", {"shipping_method": method_id})

    async def _change(
        self,
        domain: str,
        method: Literal["POST", "PUT", "DELETE"],
        where: str,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Cart:
        return await change_cart(self._http, domain, method, cart_path(1, domain) + where, body, query)
