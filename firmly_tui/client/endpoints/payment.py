"""Paying: the key to encrypt with, and the calls that buy."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from pydantic import ValidationError

from firmly_tui.client import answers, orders
from firmly_tui.client.calls import Answer, Call, Kind
from firmly_tui.client.endpoints.cart_calls import Version, cart_path, some
from firmly_tui.client.endpoints.paying import OrderItem, buy, place_order
from firmly_tui.client.orders import OrderEvent
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Address, CvvRequired, Order, PaymentKey, TokenizedCard

if TYPE_CHECKING:
    from pydantic import SecretStr

_KEY = "/api/v1/payment/key"


@dataclass(frozen=True, slots=True)
class KeyText:
    """The payment key as PEM, and its id."""

    kid: str
    pem: str


class Payment:
    """`client.payment`. No order here is ever sent twice: firmly knows no way to tell a repeated one.

    Each call that buys raises `ApiError` only when the order was refused and nothing was bought, whatever the
    status (`PaymentRefused`, `LoginRequired`, `OutOfStock`; `InvalidKey`: fetch the key and encrypt again);
    `NotSent` when it never left; and `OutcomeUnknown` when it is not known whether it was placed.
    """

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def key(self) -> PaymentKey:
        """The public key that a card is encrypted with; fetch it for each purchase, it changes
        (firmly docs: Get Public Key).
        """
        answer = await self._key({})
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

    async def key_text(self, form: Literal["PEM", "RSA"] = "PEM") -> KeyText:
        """The same key for other programs: `PEM` is a SubjectPublicKeyInfo, `RSA` is PKCS#1
        (firmly docs: Get Public Key).
        """
        answer = await self._key({"format": form})
        # The documents disagree on the content type, so it is not looked at.
        text = answer.body.decode(errors="replace").strip()
        if not text.startswith("-----BEGIN ") or not text.isascii():
            raise answers.not_firmly(answer, "not a key")
        return KeyText(answer.headers.get("x-firmly-kid", ""), text + "\n")

    async def place_order(
        self,
        domain: str,
        *,
        encrypted_card: str,
        billing: Address,
        shipping: Address,
        items: Sequence[OrderItem],
        version: Version = 2,
        captcha_token: str | None = None,
    ) -> Order:
        """Buy goods in one call, into a new cart (firmly docs: Place Order)."""
        call = place_order(
            domain, encrypted_card, billing, shipping, items, version, captcha_token, streamed=False
        )
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
        captcha_token: str | None = None,
    ) -> AsyncGenerator[OrderEvent]:
        """Buy goods as `place_order` does, and follow it: the last event is `Placed` or `Refused`.

        Raises `NotSent` and `OutcomeUnknown` only. Close it (`contextlib.aclosing`) to stop following.
        """
        call = place_order(
            domain, encrypted_card, billing, shipping, items, version, captcha_token, streamed=True
        )
        return orders.stream(self._http, call)

    async def complete_order(
        self,
        domain: str,
        *,
        encrypted_card: str,
        billing: Address,
        version: Version = 2,
        captcha_token: str | None = None,
    ) -> Order:
        """Buy the merchant's cart as it stands (firmly docs: Complete Order)."""
        where = path("api", f"v{version}", "payment", "domains", domain, "complete-order")
        body = _card(encrypted_card, billing, captcha_token)
        return await orders.place(self._http, buy(where, domain, body))

    async def complete_order_with_handle(
        self,
        domain: str,
        handle: str,
        *,
        encrypted_card: str,
        billing: Address,
        captcha_token: str | None = None,
    ) -> Order:
        """Buy the cart that `handle` (its `payment_handle`) stands for; `domain` is its merchant.

        The older way of `complete_order` (firmly docs: Complete Order with Card v3).
        """
        body = {"handle": handle, **_card(encrypted_card, billing, captcha_token)}
        return await orders.place(self._http, buy("/api/v3/payment/complete-order", domain, body))

    async def complete_order_with_fields(
        self, domain: str, handle: str, *, credit_card: Mapping[str, str], billing: Address
    ) -> Order:
        """As `complete_order_with_handle`, with a card whose fields are encrypted one by one, each as
        `kid|base64`: number, name, month, year, verification_value (firmly docs: Complete Order with Card v2).
        """
        body = {"handle": handle, "billing_info": billing.to_api(), "credit_card": dict(credit_card)}
        return await orders.place(self._http, buy("/api/v2/payment/complete-order", domain, body))

    async def tokenize(self, *, data: str, metadata: str, handle: str) -> TokenizedCard:
        """Exchange an encrypted card and billing address for a token, to buy with `complete_order_with_token`.

        `handle` is the cart's `payment_handle`. Buys nothing. Raises `InvalidKey`
        (firmly docs: Add an Item to Cart and Place the Order).
        """
        call = Call(
            method="POST",
            path="/api/v1/payment/tokenize",
            body={"data": data, "metadata": metadata, "handle": handle},
            host="cc",
            auth="none",
            kind=Kind.CHANGE,
        )
        return await self._http.fetch(call, TokenizedCard)

    async def complete_order_with_token(
        self, domain: str, token: "SecretStr", *, vault: bool = True
    ) -> Order:
        """Buy the merchant's cart with the card behind a token, which is kept for later with `vault`
        (firmly docs: Add an Item to Cart and Place the Order).
        """
        body = {"payment_token": {"id": token.get_secret_value()}, **some(vault_token=vault or None)}
        call = buy(cart_path(1, domain) + "/complete-order", domain, body, host="api")
        return await orders.place(self._http, call)

    async def complete_order_with_saved_payment(self, domain: str, payment_id: str) -> Order:
        """Buy the merchant's cart with a card that it keeps: the `id` of one of the cart's payment methods
        (firmly docs: Complete Order with Saved Payment).
        """
        where = cart_path(1, domain) + "/complete-order-with-saved-payment"
        call = buy(where, domain, {"payment_id": payment_id}, host="api")
        return await orders.place(self._http, call)

    async def complete_order_with_wallet(
        self,
        domain: str,
        wallet: str,
        card_id: str,
        *,
        access_token: "SecretStr | None" = None,
        encrypted_code: str | None = None,
    ) -> Order | CvvRequired:
        """Buy the merchant's cart with a card of an unlocked wallet.

        `CvvRequired` means that nothing was bought yet: ask for the security code, and call again with it
        encrypted. No document has this call; firmly's own checkout makes it.
        """
        body = {
            "wallet": wallet,
            "credit_card_id": card_id,
            **some(
                access_token=access_token.get_secret_value() if access_token else None,
                verification_value=encrypted_code,
            ),
        }
        where = path("api", "v1", "payment", "domains", domain, "wallet-complete-order")
        return await orders.place_or_ask(self._http, buy(where, domain, body))

    async def _key(self, query: Mapping[str, str]) -> Answer:
        return await self._http.send(Call(method="GET", path=_KEY, query=query, host="cc", auth="none"))


def _card(encrypted_card: str, billing: Address, captcha_token: str | None) -> dict[str, object]:
    return {
        "encrypted_card": encrypted_card,
        "billing_info": billing.to_api(),
        **some(captcha_token=captcha_token),
    }
