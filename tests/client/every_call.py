"""Every call that does not buy, once: how it is made, and the request that it must be."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pydantic import SecretStr

from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address

V1 = "/api/v1/domains/shop"
V2 = "/api/v2/domains/shop"
HOME = Address(first_name="Ada", city="Oslo")
CONSENT = {"id": "terms", "text": "All of it", "html": False, "required": True, "signed": False}
CODE_SENT = {"otp_destination": {"emails": ["a••@example.com"], "phones": []}}


@dataclass(frozen=True)
class Case:
    """A call, and the request that it must be."""

    call: Callable[[FirmlyClient], Awaitable[object]]
    method: str
    path: str
    body: dict[str, object] | None = None
    query: dict[str, str] = field(default_factory=dict)
    answer: object = field(default_factory=lambda: {"cart_id": "c"})


CASES: dict[str, Case] = {
    "search": Case(
        lambda c: c.discovery.search("hoodie", domains="shop"),
        "POST",
        "/api/v1/discovery/search",
        {"query": "hoodie", "page_size": 20, "filters": {"domains": ["shop"]}},
        answer={"products": []},
    ),
    "search options": Case(
        lambda c: c.discovery.options(), "GET", "/api/v1/discovery/options", answer={"options": {}}
    ),
    "catalog": Case(
        lambda c: c.catalog.page("shop", 2, size=100, country_code="de"),
        "GET",
        "/api/v1/domains-products/shop",
        query={"page": "2", "size": "100", "countryCode": "de"},
        answer=[],
    ),
    "product": Case(
        lambda c: c.catalog.by_handle("shop", "h", postal_code="1"),
        "GET",
        "/api/v1/domains-products/shop/h",
        query={"postal_code": "1"},
        answer={"title": "T"},
    ),
    "product by URL": Case(
        lambda c: c.catalog.by_url("https://shop/p", postal_code="1"),
        "GET",
        "/api/v1/domains-pdp",
        query={"url": "https://shop/p", "postal_code": "1"},
        answer={"title": "T"},
    ),
    "cart": Case(lambda c: c.carts.get("shop"), "GET", V2 + "/cart/"),
    "add": Case(
        lambda c: c.carts.add("shop", {"variant_id": "v", "opaque": {"kept": [1, None]}}, 2, flush=True),
        "POST",
        V2 + "/cart/line-items",
        {"add_to_cart_ref": {"variant_id": "v", "opaque": {"kept": [1, None]}}, "quantity": 2},
        {"flush_cart": "true"},
    ),
    "update": Case(
        lambda c: c.carts.update("shop", "a/b", 3), "PUT", V2 + "/cart/line-items/a%2Fb", {"quantity": 3}
    ),
    "remove": Case(
        lambda c: c.carts.remove("shop", "l1"), "PUT", V2 + "/cart/line-items/l1", {"quantity": 0}
    ),
    "clear": Case(lambda c: c.carts.clear("shop"), "DELETE", V2 + "/cart/line-items"),
    "shipping": Case(
        lambda c: c.carts.set_shipping_info("shop", HOME), "POST", V2 + "/cart/shipping-info", HOME.to_api()
    ),
    "availability": Case(
        lambda c: c.carts.availability("shop", "s1"),
        "POST",
        V2 + "/cart/shipments/get-availability",
        {"shipment_id": "s1"},
        answer={"available_dates": []},
    ),
    "promo codes": Case(
        lambda c: c.carts.apply_promo_codes("shop", ["A", "B"]),
        "POST",
        V2 + "/cart/promo-codes",
        {"promo_codes": ["A", "B"]},
    ),
    "no promo codes": Case(lambda c: c.carts.clear_promo_codes("shop"), "DELETE", V2 + "/cart/promo-codes"),
    "add-on": Case(
        lambda c: c.carts.add_addon("shop", "care"),
        "POST",
        V2 + "/cart/addons",
        {"selections": [{"addon_id": "care"}]},
    ),
    "add-on for lines": Case(
        lambda c: c.carts.add_addon("shop", "care", line_item_ids=["l1", "l2"], child_ids=["child"]),
        "POST",
        V2 + "/cart/addons",
        {
            "selections": [
                {
                    "addon_id": "care",
                    "selected_line_item_ids": ["l1", "l2"],
                    "selected_child_ids": ["child"],
                }
            ]
        },
    ),
    "no add-on": Case(
        lambda c: c.carts.remove_addon("shop", "care"),
        "POST",
        V2 + "/cart/addons/_remove",
        {"addon_id": "care"},
    ),
    "no add-on for one line": Case(
        lambda c: c.carts.remove_addon("shop", "care", line_item_id="l1", child_id="child"),
        "POST",
        V2 + "/cart/addons/_remove",
        {"addon_id": "care", "deselected_line_item_id": "l1", "deselected_child_id": "child"},
    ),
    "billing": Case(
        lambda c: c.carts.set_billing_info("shop", HOME), "POST", V2 + "/cart/billing-info", HOME.to_api()
    ),
    "shipping of one shipment": Case(
        lambda c: c.carts.set_shipping_info("shop", HOME, shipment_id="s1"),
        "POST",
        V2 + "/cart/shipping-info",
        {**HOME.to_api(), "shipment_id": "s1"},
    ),
    "pickup": Case(
        lambda c: c.carts.set_fulfillment_type("shop", "s1", "PICKUP_IN_STORE", location_id="place"),
        "POST",
        V2 + "/cart/shipments/fulfillment-type",
        {"shipment_id": "s1", "fulfillment_type": "PICKUP_IN_STORE", "location_id": "place"},
    ),
    "delivery": Case(
        lambda c: c.carts.set_fulfillment_type("shop", "s1", "SCHEDULED_DELIVERY"),
        "POST",
        V2 + "/cart/shipments/fulfillment-type",
        {"shipment_id": "s1", "fulfillment_type": "SCHEDULED_DELIVERY"},
    ),
    "slot": Case(
        lambda c: c.carts.set_shipping_method(
            "shop",
            "s1",
            "van",
            selected_time_slot="t",
            window_id="w",
            pickup_option="curb",
            notes="",
            selected_date="2026-01-02",
        ),
        "POST",
        V2 + "/cart/shipment/methods",
        {
            "shipment_id": "s1",
            "shipping_method_id": "van",
            "notes": "",
            "selected_date": "2026-01-02",
            "selected_time_slot": "t",
            "window_id": "w",
            "pickup_option": "curb",
        },
    ),
    "split": Case(
        lambda c: c.carts.split_shipment("shop", "s1", ["l1"]),
        "POST",
        V2 + "/cart/shipments/split",
        {"shipment_id": "s1", "line_item_ids": ["l1"]},
    ),
    "merge": Case(
        lambda c: c.carts.merge_shipments("shop", ["s1", "s2"]),
        "POST",
        V2 + "/cart/shipments/merge",
        {"shipment_ids": ["s1", "s2"]},
    ),
    "v1 remove": Case(
        lambda c: c.simple_carts.remove("shop", "sku", variant_handles="h1"),
        "PUT",
        V1 + "/cart/line-items/sku",
        {"quantity": 0, "variant_handles": ["h1"]},
    ),
    "v1 rates": Case(
        lambda c: c.simple_carts.shipping_rates("shop"), "GET", V1 + "/cart/shipping-rates", answer=[]
    ),
    "active carts": Case(
        lambda c: c.session.active_carts(["a.com", "b.com"]),
        "GET",
        "/api/v2/carts/active",
        query={"excludes": "a.com,b.com"},
        answer={"carts": []},
    ),
    "active domains": Case(
        lambda c: c.session.active_domains(), "GET", "/api/v2/carts/active-domains", answer={"domains": []}
    ),
    "postal code": Case(
        lambda c: c.session.postal_code(), "GET", "/api/v2/carts/postal-code", answer={"postal_code": ""}
    ),
    "postal code set": Case(
        lambda c: c.session.set_postal_code("98101"),
        "POST",
        "/api/v2/carts/postal-code",
        {"postal_code": "98101"},
        answer={"postal_code": "98101"},
    ),
    "password": Case(
        lambda c: c.session.forgot_password("shop", "a@example.com"),
        "POST",
        V1 + "/session/forgot-password",
        {"email": "a@example.com"},
    ),
    "v1 cart": Case(lambda c: c.simple_carts.get("shop"), "GET", V1 + "/cart"),
    "v1 add": Case(
        lambda c: c.simple_carts.add("shop", "a/b c", 2, variant_handles=["h1"], flush=True),
        "POST",
        V1 + "/cart/line-items/a%2Fb%20c/quantity/2",
        {"variant_handles": ["h1"]},
        {"flush_cart": "true"},
    ),
    "v1 update": Case(
        lambda c: c.simple_carts.update("shop", "sku", 0), "PUT", V1 + "/cart/line-items/sku", {"quantity": 0}
    ),
    "v1 clear": Case(lambda c: c.simple_carts.clear("shop"), "DELETE", V1 + "/cart/line-items"),
    "v1 attribution": Case(
        lambda c: c.simple_carts.set_attribution("shop", utm="u=1", referral_code="REF"),
        "PUT",
        V1 + "/cart/attribution",
        {"attribution": {"utm": "u=1", "referral_code": "REF"}},
    ),
    "v1 promo codes": Case(
        lambda c: c.simple_carts.apply_promo_codes("shop", ["A"]),
        "POST",
        V1 + "/cart/promo-codes",
        {"promo_codes": ["A"]},
    ),
    "v1 no promo codes": Case(
        lambda c: c.simple_carts.clear_promo_codes("shop"), "DELETE", V1 + "/cart/promo-codes"
    ),
    "v1 shipping": Case(
        lambda c: c.simple_carts.set_shipping_info("shop", HOME),
        "POST",
        V1 + "/cart/shipping-info",
        HOME.to_api(),
    ),
    "v1 method": Case(
        lambda c: c.simple_carts.set_shipping_method("shop", "air"),
        "POST",
        V1 + "/cart/shipping-method",
        {"shipping_method": "air"},
    ),
    "v1 consents": Case(
        lambda c: c.consents.get("shop", version=1), "GET", V1 + "/cart/consents", answer=[CONSENT]
    ),
    "consents": Case(lambda c: c.consents.get("shop"), "GET", V2 + "/cart/consents", answer=[CONSENT]),
    "sign": Case(
        lambda c: c.consents.sign("shop", ["terms", "news"]),
        "POST",
        V2 + "/cart/consents",
        {"consents": [{"id": "terms"}, {"id": "news"}]},
        answer=[CONSENT],
    ),
    "revoke": Case(
        lambda c: c.consents.revoke("shop", ["news"], version=1),
        "POST",
        V1 + "/cart/consents",
        {"consents": [{"id": "news", "revoke": True}]},
        answer=[CONSENT],
    ),
    "transfer": Case(
        lambda c: c.session.transfer("shop", {"handle": "h", "version": "1.0"}, cookies=["a=1; Path=/"]),
        "POST",
        V2 + "/session/transfer",
        {"handle": {"handle": "h", "version": "1.0"}, "cookies": ["a=1; Path=/"]},
    ),
    "v1 transfer": Case(
        lambda c: c.session.transfer("shop", "", version=1), "POST", V1 + "/session/transfer", {"handle": ""}
    ),
    "OTP": Case(
        lambda c: c.session.create_otp("shop", "a@example.com"),
        "POST",
        V1 + "/session/create-otp",
        {"email": "a@example.com"},
        answer=CODE_SENT,
    ),
    "OTP entered": Case(
        lambda c: c.session.validate_otp("shop", "a@example.com", "123456"),
        "POST",
        V1 + "/session/validate-otp",
        {"email": "a@example.com", "otp": "123456"},
    ),
    "wallet": Case(
        lambda c: c.wallets.unlock_start("shoppay", "a@example.com", captcha_token="captcha"),
        "POST",
        "/api/v1/wallets/shoppay/unlock-start",
        {"email": "a@example.com", "hcaptcha_token": "captcha"},
        answer={**CODE_SENT, "access_token": "step-1"},
    ),
    "wallet unlocked": Case(
        lambda c: c.wallets.unlock_complete("shoppay", "123456", SecretStr("step-1")),
        "POST",
        "/api/v1/wallets/shoppay/unlock-complete",
        {"otp": "123456", "access_token": "step-1"},
        answer={"access_token": "step-2"},
    ),
    "PayPal": Case(lambda c: c.express.paypal_start("shop"), "POST", V1 + "/express/paypal/start"),
    "PayPal approved": Case(
        lambda c: c.express.paypal_authorize("shop", "PAYER", paypal_token=SecretStr("EC-1")),
        "POST",
        V1 + "/express/paypal/authorize",
        {"attributes": {"payer_id": "PAYER", "paypal_token": "EC-1"}},
    ),
}
