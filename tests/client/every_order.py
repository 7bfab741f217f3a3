"""Every way to buy once: how it is called, and the request that it must be."""

from collections.abc import Awaitable, Callable

from pydantic import SecretStr

from firmly_tui.client import FirmlyClient, OrderItem
from tests.client.every_call import HOME

DOMAIN = "/api/v1/payment/domains/shop"
FIELDS = {
    "number": "kid|a",
    "name": "kid|b",
    "month": "kid|c",
    "year": "kid|d",
    "verification_value": "kid|e",
}
CARD = {"encrypted_card": "jwe", "billing_info": HOME.to_api()}

Buy = Callable[[FirmlyClient], Awaitable[object]]
WAYS: dict[str, tuple[Buy, str, dict[str, object] | None]] = {
    "cart": (
        lambda c: c.payment.complete_order("shop", encrypted_card="jwe", billing=HOME, captcha_token="cap"),
        "/api/v2/payment/domains/shop/complete-order",
        {**CARD, "captcha_token": "cap"},
    ),
    "cart, version 1": (
        lambda c: c.payment.complete_order("shop", encrypted_card="jwe", billing=HOME, version=1),
        DOMAIN + "/complete-order",
        CARD,
    ),
    "place, with a captcha": (
        lambda c: c.payment.place_order(
            "shop",
            encrypted_card="jwe",
            billing=HOME,
            shipping=HOME,
            items=[OrderItem({"variant_id": "v", "product_id": "p"}, 1)],
            version=1,
            captcha_token="cap",
        ),
        DOMAIN + "/place-order",
        {
            **CARD,
            "shipping_info": HOME.to_api(),
            "items": [{"variant_id": "v", "quantity": 1}],
            "captcha_token": "cap",
        },
    ),
    "handle": (
        lambda c: c.payment.complete_order_with_handle("shop", "uuid|h", encrypted_card="jwe", billing=HOME),
        "/api/v3/payment/complete-order",
        {"handle": "uuid|h", **CARD},
    ),
    "fields": (
        lambda c: c.payment.complete_order_with_fields("shop", "uuid|h", credit_card=FIELDS, billing=HOME),
        "/api/v2/payment/complete-order",
        {"handle": "uuid|h", "billing_info": HOME.to_api(), "credit_card": FIELDS},
    ),
    "token": (
        lambda c: c.payment.complete_order_with_token("shop", SecretStr("tok")),
        "/api/v1/domains/shop/cart/complete-order",
        {"payment_token": {"id": "tok"}, "vault_token": True},
    ),
    "token, not kept": (
        lambda c: c.payment.complete_order_with_token("shop", SecretStr("tok"), vault=False),
        "/api/v1/domains/shop/cart/complete-order",
        {"payment_token": {"id": "tok"}},
    ),
    "saved": (
        lambda c: c.payment.complete_order_with_saved_payment("shop", "card_1"),
        "/api/v1/domains/shop/cart/complete-order-with-saved-payment",
        {"payment_id": "card_1"},
    ),
    "wallet": (
        lambda c: c.payment.complete_order_with_wallet(
            "shop", "shoppay", "238", access_token=SecretStr("step-2"), encrypted_code="jwe"
        ),
        DOMAIN + "/wallet-complete-order",
        {
            "wallet": "shoppay",
            "credit_card_id": "238",
            "access_token": "step-2",
            "verification_value": "jwe",
        },
    ),
    "PayPal": (
        lambda c: c.express.paypal_complete("shop"),
        "/api/v1/domains/shop/express/paypal/complete-order",
        None,
    ),
    "PayPal, named": (
        lambda c: c.express.paypal_complete("shop", payer_id="PAYER", paypal_token=SecretStr("EC-1")),
        "/api/v1/domains/shop/express/paypal/complete-order",
        {"attributes": {"payer_id": "PAYER", "paypal_token": "EC-1"}},
    ),
}
