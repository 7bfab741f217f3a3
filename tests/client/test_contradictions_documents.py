"""Where firmly's documents contradict each other about a field, every spelling reads alike."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address
from tests.client.server import LoopbackServer, reply

V2 = "/api/v2/domains/shop"
CART = V2 + "/cart/"
DATES = V2 + "/cart/shipments/get-availability"
ORDER = "/api/v2/payment/domains/shop/complete-order"
USD = {"currency": "USD", "number": 499}
METHOD = {"id": "air", "description": "Air", "price": USD}
TERMS = {"id": "terms", "text": "<b>All</b>"}


def amount(value: object) -> dict[str, object]:
    return {"currency": "USD", "value": value}


def line(**fields: object) -> dict[str, object]:
    return {"line_items": [{"line_item_id": "l", **fields}]}


def shipment(**fields: object) -> dict[str, object]:
    return {"shipments": [{"shipment_id": "s", **fields}]}


def offer(**fields: object) -> dict[str, object]:
    return {"addons": {"offers": [{"addon_id": "care", **fields}]}}


def order(**fields: object) -> dict[str, object]:
    return {"platform_order_number": "1", "cart_status": "submitted", **fields}


def pick_up(**fields: object) -> dict[str, object]:
    return {"pickup_locations": [{"location_id": "here", **fields}]}


def moment(clock: str) -> dict[str, object]:
    return {
        "utc": "2026-07-01T16:00:00Z",
        "local": f"2026-07-01T{clock}:00",
        "local_timezone": "America/Los_Angeles",
    }


SLOT = {"slot_id": "t1", "start_time": "09:00", "end_time": "12:00"}
MOMENTS = {"slot_id": "t1", "start_time": moment("09:00"), "end_time": moment("12:00")}


async def cart(client: FirmlyClient) -> Any:
    return await client.carts.get("shop")


async def bought(client: FirmlyClient) -> Any:
    return await client.payment.complete_order("shop", encrypted_card="jwe", billing=Address())


async def dates(client: FirmlyClient) -> Any:
    return await client.carts.availability("shop", "s")


async def consents(client: FirmlyClient) -> Any:
    return await client.consents.get("shop")


def method(cart: Any) -> object:
    return cart.shipments[0].shipping_method.id


def slots(found: Any) -> object:
    return [(day.date, slot.slot_id, slot.start, slot.end) for day in found.dates for slot in day.slots]


Read = Callable[[FirmlyClient], Awaitable[Any]]

# Topic; the call; what is looked at; what it must be; the documents that all mean this.
ALIKE: dict[str, tuple[Read, Callable[[Any], object], object, list[object]]] = {
    "19 pickup id": (
        cart,
        lambda c: [(kind.id, kind.name) for kind in c.shipments[0].fulfillment_type_options],
        [("IN_STORE_PICKUP", "Pick up"), ("DIGITAL_DELIVERY", "Download")],
        [
            shipment(
                fulfillment_type_options=[
                    {"id": "IN_STORE_PICKUP", "name": "Pick up"},
                    {"id": "DIGITAL_DELIVERY", "name": "Download"},
                ]
            )
        ],
    ),
    "22 promo fields": (
        cart,
        lambda c: (c.coupons, c.cart_discount.number),
        (["A"], 499),
        [{"coupons": ["A"], "cart_discount": USD}, {"promo_codes": ["A"], "discount_total": USD}],
    ),
    "23 tax": (cart, lambda c: c.tax_total.number, 499, [{"tax": USD}, {"tax_total": USD}]),
    "24 method id": (
        cart,
        method,
        "air",
        [
            shipment(shipping_method=METHOD),
            shipment(shipping_method={"sku": "air"}),
            {"shipping_method": METHOD},
        ],
    ),
    "25 shipping_method": (
        cart,
        method,
        "air",
        [shipment(shipping_method=METHOD), shipment(shipping_method="air"), {"shipping_method": "air"}],
    ),
    "26 address keys": (
        cart,
        lambda c: (
            c.shipping_info.address1,
            c.shipping_info.state_or_province,
            c.shipping_info.postal_code,
            c.shipping_info.country,
        ),
        ("1 Main St", "WA", "98101", "US"),
        [
            {
                "shipping_info": {
                    "address1": "1 Main St",
                    "state_or_province": "WA",
                    "postal_code": "98101",
                    "country": "US",
                }
            },
            {
                "shipping_info": {
                    "address1": "1 Main St",
                    "province": "WA",
                    "zip": "98101",
                    "country": "US",
                }
            },
            {
                "shipping_info": {
                    "address_line_1": "1 Main St",
                    "state_code": "WA",
                    "zip": "98101",
                    "country_code": "US",
                }
            },
        ],
    ),
    "27 state name": (
        cart,
        lambda c: "Washington 98101" in c.shipping_info.lines(),
        True,
        [
            {"shipping_info": {"state_or_province": "Washington", "postal_code": "98101"}},
            {
                "shipping_info": {
                    "state_or_province": "WA",
                    "state_name": "Washington",
                    "postal_code": "98101",
                }
            },
        ],
    ),
    "28 phone required?": (
        cart,
        lambda c: "shipping_phone" in c.optional_fields,
        True,
        [{"shop_properties": {"optional_fields": {"shipping_phone": True, "shipping_email": False}}}],
    ),
    "31 slots": (
        dates,
        slots,
        [("2026-07-01", "t1", "09:00", "12:00")],
        [
            {"available_dates": [{"date": "2026-07-01", "time_slots": [SLOT]}]},
            {"available_dates": [{"date": "2026-07-01", "time_slots": [MOMENTS]}]},
            {"available_dates": ["2026-07-01"], "time_slots": {"2026-07-01": [MOMENTS]}},
            {"time_slots": {"2026-07-01": [SLOT]}},
        ],
    ),
    "32 store hours": (
        dates,
        lambda found: [(hours.day, hours.hours) for hours in found.locations[0].hours],
        [("Monday", "9-5")],
        [
            pick_up(operating_hours=[{"day": "Monday", "hours": "9-5"}]),
            pick_up(hours=[{"day": "Monday", "hours": "9-5"}]),
            pick_up(hours={"Monday": "9-5"}),
        ],
    ),
    "33 add-on offer": (
        cart,
        lambda c: (
            c.addons.offers[0].name,
            c.addons.offers[0].scope,
            c.addons.offers[0].eligible_line_item_ids,
        ),
        ("Care", "ITEM", ["l"]),
        [
            offer(display={"name": "Care"}, scope="ITEM", eligible_line_item_ids=["l"]),
            offer(name="Care", type="ITEM", applicable_items=["l"]),
        ],
    ),
    "35 add-on scopes": (
        cart,
        lambda c: c.addons.offers[0].scope,
        "shipment",
        [offer(scope="shipment")],
    ),
    "36 consent markup": (
        consents,
        lambda found: found[0].is_html,
        True,
        [[{**TERMS, "rich_text": True}], [{**TERMS, "html": True}]],
    ),
    "37 line image": (
        cart,
        lambda c: c.line_items[0].image_url,
        "https://i/1",
        [
            line(image={"url": "https://i/1", "small": "https://i/s"}),
            line(image={"src": "https://i/1", "alt": "A"}),
            line(images=[{"url": "undefined"}, {"url": "https://i/1"}]),
        ],
    ),
    "37 no line image": (
        cart,
        lambda c: c.line_items[0].image_url,
        "",
        [line(image={"url": "undefined"}), line(image=None), line()],
    ),
    "38, 39 card of an order": (
        bought,
        lambda o: (o.payment_summary.last_four, o.payment_summary.month, o.payment_summary.year),
        ("1111", 5, 2028),
        [
            order(payment_summary={"last_four": "1111", "month": 5, "year": 2028}),
            order(payment_method={"last_four": "1111", "month": "05", "year": "2028"}),
            order(payment_method={"last_four": "1111", "month": "5", "year": "2028"}),
        ],
    ),
    "56 PayPal token key": (
        cart,
        lambda c: c.paypal_token.get_secret_value(),
        "EC-1",
        [
            {"payment_method": {"type": "PayPal", "attributes": {"paypal_token": "EC-1"}}},
            {"payment_method": {"type": "PayPal", "attributes": {"token": "EC-1", "payer_id": "P"}}},
        ],
    ),
    "59 cookies type": (
        cart,
        lambda c: c.session.cookies,
        ["a=1"],
        [{"session": {"cookies": ["a=1"]}}, {"session": {"cookies": "a=1"}}],
    ),
    "63 order total type": (
        bought,
        lambda o: str(o.total),
        "$4.99",
        [
            order(total=amount(4.99)),
            order(total=amount("4.99")),
            order(total={**amount("9"), "number": 499}),
        ],
    ),
}


@pytest.mark.parametrize(("read", "show", "expected", "documents"), ALIKE.values(), ids=ALIKE)
async def test_spellings_that_read_alike(
    server: LoopbackServer,
    client: FirmlyClient,
    read: Read,
    show: Callable[[Any], object],
    expected: object,
    documents: list[object],
) -> None:
    for document in documents:
        for where in ("GET " + CART, f"GET {V2}/cart/consents", "POST " + DATES, "POST " + ORDER):
            server.on(*where.split(), reply(document))
        assert show(await read(client)) == expected
