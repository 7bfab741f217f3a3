"""The places of the app: where one can go by name, and which of them are the steps to an order."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

PLACES = {
    "shop": ("search", "SearchScreen"),
    "carts": ("hive", "HiveScreen"),
    "orders": ("orders", "OrdersScreen"),
    "address": ("address", "AddressScreen"),
    "delivery": ("delivery", "DeliveryScreen"),
    "addons": ("addons", "AddonsScreen"),
    "review": ("review", "ReviewScreen"),
    "progress": ("progress", "ProgressScreen"),
    "inspector": ("inspector", "InspectorScreen"),
    "scenarios": ("scenarios", "ScenariosScreen"),
}
"""The places one can go to by name: module and class."""

IN_THE_CARTS = (
    "basket, bag, checkout, check out, pay, buy, order, coupon, voucher, discount, promo code, shipping, delivery, "
    "address, pickup, gift wrap, warranty, quantity, sign in, login, account, wallet, payment"
)
"""What one finds at the carts, or on the way that begins there."""

CHECKOUT = ("address", "delivery", "addons", "review")
"""The places on the way to an order."""

STEPS = Stepper.PLACES
"""The places of the stepper."""

STEP_COMMANDS = (
    ("cart step", "the carts", "cart, quantity, variant, promo code"),
    ("address", "the address", "ship to, recipient, e-mail, phone, name, state, country, zip code"),
    (
        "delivery",
        "the delivery",
        "shipping, pickup, store, day, date, time, slot, window, method, calendar, split",
    ),
    ("add-ons", "the add-ons", "addons, extras, gift wrap, warranty, insurance, installation, protection"),
)
"""The steps that one goes back to: label, what it is, and what people call it."""

ALT_DIGITS = {
    "inverted_exclamation_mark": "alt+1",
    "trade_mark_sign": "alt+2",
    "pound_sign": "alt+3",
    "cent_sign": "alt+4",
}
"""What Textual takes Alt and a digit for, where the terminal sends Escape and the digit."""


def is_at(screen: Screen[object], place: str) -> bool:
    """Whether this screen is the place of this name."""
    return isinstance(screen, FirmlyScreen) and place == screen.GO


def alt_digit(key: str, screen: Screen[object]) -> str:
    """Alt and the digit that this key is in truth, in the steps where digits are typed and no such sign ever is."""
    return ALT_DIGITS.get(key, "") if is_at(screen, "address") or is_at(screen, "review") else ""


def screen_class(place: str) -> Callable[..., FirmlyScreen[None]]:
    """The screen of a place. It is imported here: none but the first is before it is needed."""
    module, name = PLACES[place]
    return getattr(import_module(f"firmly_tui.tui.screens.{module}"), name)
