"""Whole bodies that work at the shipped merchants, by the name of their model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.openapi.examples import FIELDS, PARAMETERS, SKUS

Json = dict[str, object]
Samples = Mapping[str, Sequence["Sample"]]

_CONSENT: Final = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
_SHIPMENT: Final = "shipment-id-of-the-cart"
_SEATTLE: Final[Json] = {
    "first_name": "John",
    "last_name": "Smith",
    "email": "anna@example.com",
    "phone": "2065551212",
    "address1": "123 Main St",
    "address2": "",
    "city": "Seattle",
    "state_or_province": "WA",
    "postal_code": "98101",
    "country": "US",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole body, and when to send it."""

    summary: str
    value: object


_PLAIN: Final[Samples] = {
    "Search": (
        Sample("Everything that has the words", {"query": "sofa", "page_size": 20}),
        Sample(
            "Filtered",
            {
                "query": "",
                "filters": {
                    "domains": ["staging.luma.gift"],
                    "max_price": 9900,
                    "in_stock": True,
                    "variants": [{"option": "color", "values": ["Gray", "Blue"]}],
                },
            },
        ),
    ),
    "PostalCode": (Sample("A postal code of any country", {"postal_code": "98101"}),),
    "Renewal": (Sample("A new device", {}),),
    "Customer": (Sample("A customer of LUMA and of Voltline", {"email": "anna@example.com"}),),
    "Login": (
        Sample("The code that every customer gets", {"email": "anna@example.com", "otp": "123456"}),
        Sample("A code that is wrong", {"email": "anna@example.com", "otp": "654321"}),
    ),
    "SimpleTransfer": (Sample("The cart of the merchant's own site", {"handle": f"cart:{SKUS[0]}*2"}),),
    "FullTransfer": (
        Sample("The cart of the merchant's own site", {"handle": f"cart:{SKUS[0]}*2"}),
        Sample(
            "With a token, as some merchants need it",
            {"handle": {"handle": f"cart:{SKUS[1]}", "token": "0123456789abcdef" * 4, "version": "1.0"}},
        ),
    ),
    "NewLine": (Sample("Nothing: all is in the path", {}),),
    "ChangedLine": (Sample("Two of them", {"quantity": 2}), Sample("None any more", {"quantity": 0})),
    "NewQuantity": (Sample("Two of them", {"quantity": 2}), Sample("None any more", {"quantity": 0})),
    "Item": tuple(
        Sample(f"What a product of {domain} says", {"quantity": 1, "add_to_cart_ref": {"variant_id": sku}})
        for domain, sku in zip(PARAMETERS["domain"], SKUS, strict=True)
    ),
    "NewAttribution": (
        Sample(
            "Wrapped", {"attribution": {"utm": "utm_source=letter", "referrer_url": "https://blog.example/"}}
        ),
        Sample("Bare", {"utm": "utm_source=letter", "referral_code": "FRIEND"}),
    ),
    "Address": (Sample("A house in Seattle", _SEATTLE),),
    "ShippingInfo": (Sample("A house in Seattle, for every shipment", _SEATTLE),),
    "ChosenMethod": tuple(
        Sample(f"A method of {domain}", {"shipping_method": method})
        for domain, method in zip(PARAMETERS["domain"], FIELDS["shipping_method"], strict=True)
    ),
    "ChosenFulfillment": (
        Sample("Sent", {"shipment_id": _SHIPMENT, "fulfillment_type": "SHIP_TO_ADDRESS"}),
        Sample("On a day", {"shipment_id": _SHIPMENT, "fulfillment_type": "SCHEDULED_DELIVERY"}),
        Sample(
            "Picked up",
            {
                "shipment_id": _SHIPMENT,
                "fulfillment_type": "PICKUP_IN_STORE",
                "location_id": "pine-street",
            },
        ),
    ),
    "PromoCodes": (
        Sample("One code", {"promo_codes": ["LUMA10"]}),
        Sample("Codes that go together", {"promo_codes": ["FREESHIP", "WELCOME10", "LOYALTY5"]}),
        Sample("A code that is over", {"promo_codes": ["ONESPRINGSALE"]}),
    ),
    "AddonChoices": (
        Sample("For the whole cart", {"selections": [{"addon_id": "shipping_protection"}]}),
        Sample("For a group of items", {"selections": [{"addon_id": "white_glove_assembly"}]}),
    ),
    "AddonRemoval": (Sample("As a whole", {"addon_id": "shipping_protection"}),),
    "ConsentDecisions": (
        Sample("Give one", {"consents": [{"id": _CONSENT}]}),
        Sample("Take one back", {"consents": [{"id": _CONSENT, "revoke": True}]}),
    ),
    "UnlockStart": (Sample("Who has a wallet with every provider", {"email": "shopper@example.com"}),),
    "CompleteWithSaved": (
        Sample("A card that LUMA has on file for anna@example.com", {"payment_id": "card-anna-luma-4242"}),
    ),
    "Authorize": (Sample("What PayPal's page gives back", {"attributes": {"payer_id": "PAYERID123"}}),),
    "CompleteExpress": (Sample("Nothing: the approval is known", {}),),
    "Scenarios": (
        Sample("Nothing goes wrong", {"scenarios": []}),
        Sample(
            "The next search fails",
            {"scenarios": ["server-error,times=once,route=POST /api/v1/discovery/search"]},
        ),
    ),
    "OneMore": (Sample("The next search fails", {"scenario": "server-error,times=once,route=* */search"}),),
    "NewTime": (
        Sample("The real time", {"ahead_seconds": 0}),
        Sample("An hour later: every session has ended", {"ahead_seconds": 3600}),
    ),
    "NewHealth": (Sample("In trouble", {"health": "degraded"}), Sample("Down", {"health": "outage"})),
    "NewGoods": (
        Sample("One left", {"stock": 1}),
        Sample("Dearer", {"price": 4999}),
        Sample("Sold out, and cheaper", {"stock": 0, "price": 999}),
    ),
}


def samples(sealed: str, day: str) -> Samples:
    """Return what bodies can be; ``sealed`` is an encrypted card, ``day`` one on which goods are delivered."""
    return {**_PLAIN, **_dated(day), **_paid(sealed)}


def _dated(day: str) -> Samples:
    return {
        "ChosenShippingMethod": (
            Sample(
                "A method without a day",
                {"shipment_id": _SHIPMENT, "shipping_method_id": "economy", "notes": "Ring twice."},
            ),
            Sample(
                "A method with its day",
                {
                    "shipment_id": _SHIPMENT,
                    "shipping_method_id": "STANDARD_SCHEDULED",
                    "selected_date": day,
                    "window_id": "standard-week",
                },
            ),
            Sample(
                "A pickup with its hours",
                {
                    "shipment_id": _SHIPMENT,
                    "shipping_method_id": "IN_STORE_PICKUP",
                    "selected_date": day,
                    "selected_time_slot": "slot-id-of-the-day",
                },
            ),
        ),
    }


def _paid(sealed: str) -> Samples:
    paid = {"encrypted_card": sealed, "billing_info": _SEATTLE}
    return {
        "PlaceOrder": tuple(
            Sample(
                f"Something of {domain}, with a test card",
                {
                    **paid,
                    "shipping_info": _SEATTLE,
                    "items": [{"quantity": 1, "add_to_cart_ref": {"variant_id": sku}}],
                },
            )
            for domain, sku in zip(PARAMETERS["domain"], SKUS, strict=True)
        ),
        "CompleteOrder": (Sample("A test card, encrypted for this server's key", paid),),
        "CompleteByHandle": (
            Sample(
                "A test card, encrypted for this server's key",
                {**paid, "handle": "payment_handle-of-the-cart"},
            ),
        ),
    }
