"""What a merchant offers beside its goods: ways to send, add-ons, promo codes, consents, ways to pay."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from firmly_tui.sandbox.goods.parts import Name, Part, all_known, no_twice
from firmly_tui.sandbox.goods.sending import Calendar, Method, PickupOption, Place, Window

Health = Literal["operational", "degraded", "outage"]
"""How a merchant is."""
OptionalField = Literal["billing_phone", "shipping_email", "shipping_first_name", "shipping_phone"]


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name}") from None
    return name


_COVERAGES: Final = {
    "CART": ("PREDEFINED_GROUP",),
    "GROUP": ("PREDEFINED_GROUP", "FREE_GROUPING"),
    "ITEM": ("PER_ITEM",),
    "INHERIT": ("PER_ITEM",),
}


class Offer(Part):
    """An add-on: a service or protection for the cart, a group of lines, or single lines.

    The scope says how it covers: CART the whole cart (PREDEFINED_GROUP), GROUP all lines that it is made for or
    none (PREDEFINED_GROUP) or any of them (FREE_GROUPING), ITEM each line by itself (PER_ITEM). `goods` are the
    base skus it is made for; none means all. A pair or a set is offered only when the cart has one of each
    group in `needs_goods`, such as [["WASHER-A", "WASHER-B"], ["DRYER-A"]].
    Prices in minor units: `price` once for a cart or group, for each piece with PER_ITEM, where `prices` names
    other ones by base sku. Of one `exclusive_group_id` one can be chosen; `requires_addon_ids` must all be.

    `children` (scope INHERIT) are chosen with it and cover what it covers. Their prices are added, but one of an
    exclusive group is a level of the offer: its price takes the place of the offer's (firmly docs: Cart Schema).
    """

    addon_id: Name
    name: Name
    description: str = ""
    long_description: str = ""
    image_url: str = ""
    links: tuple[str, ...] = ()
    scope: Literal["CART", "GROUP", "ITEM", "INHERIT"]
    coverage: Literal["PER_ITEM", "PREDEFINED_GROUP", "FREE_GROUPING"] = "PER_ITEM"
    price: int = Field(ge=0)
    prices: dict[str, Annotated[int, Field(ge=0)]] = {}
    goods: tuple[Name, ...] = ()
    needs_goods: tuple[tuple[Name, ...], ...] = ()
    exclusive_group_id: str | None = None
    requires_addon_ids: tuple[Name, ...] = ()
    children: tuple[Offer, ...] = ()

    @model_validator(mode="after")
    def _is_of_a_documented_pattern(self) -> Self:
        if self.coverage not in _COVERAGES[self.scope]:
            raise ValueError(f"{self.addon_id}: {self.scope} does not go with {self.coverage}")
        if self.prices and self.coverage != "PER_ITEM":
            raise ValueError(f"{self.addon_id}: only PER_ITEM has prices by base sku")
        if self.scope == "INHERIT" and (self.goods or self.needs_goods or self.children):
            raise ValueError(f"{self.addon_id}: a child covers what its parent covers, and has no children")
        if any(child.scope != "INHERIT" for child in self.children):
            raise ValueError(f"{self.addon_id}: its children need the scope INHERIT")
        return self


class Promo(Part):
    """A promo code: `amount` is basis points for a percentage, minor units for a fixed one.

    It counts from a subtotal of `minimum` minor units on, for `goods` (base skus) or for all, to the end of the
    day on which it `expires`. Only codes that `stack` go together. Free shipping is for what goes to an address.
    `description` is what a shopper reads beside the code.
    """

    code: Name
    description: str = ""
    kind: Literal["percentage", "fixed", "free_shipping"]
    amount: int = Field(default=0, ge=0)
    minimum: int = Field(default=0, ge=0)
    goods: tuple[Name, ...] = ()
    expires: date | None = None
    stacks: bool = False

    @model_validator(mode="after")
    def _is_at_most_everything(self) -> Self:
        if self.kind == "percentage" and self.amount > 10_000:
            raise ValueError(f"{self.code}: more than 100 percent")
        return self


class Consent(Part):
    """Something a shopper is asked to agree to (firmly docs: Consents)."""

    id: Name
    ui_slot: Literal["UNDER_EMAIL_INPUT", "ABOVE_PLACE_ORDER_BUTTON", "AFTER_SHIPPING_INFO"]
    text: Name
    html: bool = False
    type: Literal["marketing", "terms", "privacy"]
    explicit: bool = True
    required: bool = False
    revokable: bool = True


class SavedCard(Part):
    """A card that an account or a wallet has on file."""

    id: Name
    card_type: Name
    last_four: str = Field(pattern=r"^\d{4}$")
    month: int = Field(ge=1, le=12)
    year: int = Field(ge=2000, le=2999)
    needs_code: bool = False


class Account(Part):
    """A customer of the merchant, who logs in with a code that is sent to the e-mail address."""

    email: Name
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    cards: tuple[SavedCard, ...] = ()


class Terms(Part):
    """Everything a merchant offers beside its goods.

    `slot_times` is the form in which it tells when a slot begins: `"09:00"`, or a moment with its zone.
    `optional_fields` are those of an address that it does not insist on, `catalog_by` the ways in which its
    product pages can be read: all in a list, by handle, by address. With `one_promo` a cart takes one promo
    code; with `promos_stay` none can be taken off again.
    """

    methods: tuple[Method, ...] = Field(min_length=1)
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "America/Los_Angeles"
    slot_times: Literal["text", "moments"] = "text"
    calendar: Calendar | None = None
    windows: tuple[Window, ...] = ()
    places: tuple[Place, ...] = ()
    pickup_options: tuple[PickupOption, ...] = ()
    addons: tuple[Offer, ...] = ()
    promos: tuple[Promo, ...] = ()
    one_promo: bool = False
    promos_stay: bool = False
    consents: tuple[Consent, ...] = ()
    optional_fields: tuple[OptionalField, ...] = ()
    catalog_by: tuple[Literal["list", "handle", "url"], ...] = ("list", "handle", "url")
    payments: tuple[Literal["CreditCard", "PayPal", "ShopPay"], ...] = ("CreditCard",)
    accounts: tuple[Account, ...] = ()
    requires_login: bool = False
    status: Health = "operational"

    @model_validator(mode="after")
    def _no_name_comes_twice(self) -> Self:
        no_twice("shipping method", [method.id for method in self.methods])
        no_twice("delivery window", [window.window_id for window in self.windows])
        no_twice("place", [place.location_id for place in self.places])
        no_twice("pickup option", [option.option_id for option in self.pickup_options])
        no_twice("add-on", [offer.addon_id for offer in every_offer(self.addons)])
        no_twice("promo code", [promo.code.upper() for promo in self.promos])
        no_twice("consent", [consent.id for consent in self.consents])
        no_twice("customer", [account.email.lower() for account in self.accounts])
        return self

    @model_validator(mode="after")
    def _every_name_is_known(self) -> Self:
        carrying = [window.method for window in self.windows] + [way.method for way in self.pickup_options]
        all_known("shipping method", carrying, {method.id for method in self.methods})
        options = {option.option_id for option in self.pickup_options}
        all_known("pickup option", [name for place in self.places for name in place.options], options)
        offers = every_offer(self.addons)
        required = [name for offer in offers for name in offer.requires_addon_ids]
        all_known("add-on", required, {offer.addon_id for offer in offers})
        if any(offer.scope == "INHERIT" for offer in self.addons):
            raise ValueError("only children have the scope INHERIT")
        return self

    def base_skus(self) -> set[str]:
        """Return every base sku that an add-on or a promo code names."""
        offers = every_offer(self.addons)
        named = [offer.goods for offer in offers] + [promo.goods for promo in self.promos]
        needed = [group for offer in offers for group in offer.needs_goods]
        return {sku for part in (*named, *needed, *(offer.prices for offer in offers)) for sku in part}


def account_of(terms: Terms, email: str) -> Account | None:
    """Return the customer with an e-mail address, however its letters are written, or None."""
    wanted = email.strip().lower()
    return next((account for account in terms.accounts if account.email.lower() == wanted), None)


def every_offer(offers: tuple[Offer, ...]) -> list[Offer]:
    """Return offers and all their children, parents first."""
    return [found for offer in offers for found in (offer, *every_offer(offer.children))]
