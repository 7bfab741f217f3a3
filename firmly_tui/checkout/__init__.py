"""The shopper's side: carts of all merchants, address and card rules, and orders that are placed once."""

from firmly_tui.checkout.addon_tree import AddonKey, Extra
from firmly_tui.checkout.addon_wish import choose_with_needs
from firmly_tui.checkout.addons import AddAddon, AddonCall, AddonChange, AddonRules, RemoveAddon
from firmly_tui.checkout.addresses import check as check_address
from firmly_tui.checkout.addresses import check_field, normalize, postal_label, region_label, required
from firmly_tui.checkout.card import (
    Brand,
    Card,
    CardError,
    brand,
    check_code,
    check_expiry,
    check_holder,
    check_number,
    format_number,
    luhn,
    parse_expiry,
)
from firmly_tui.checkout.changes import CartChanges
from firmly_tui.checkout.delivery_choice import ChoiceRefused, DeliveryChoice
from firmly_tui.checkout.evidence import Evidence, evidence
from firmly_tui.checkout.extras import ExtraRefused
from firmly_tui.checkout.gallery import Gallery
from firmly_tui.checkout.hive import Hive
from firmly_tui.checkout.journal import Attempt, Journal, JournalError
from firmly_tui.checkout.lane import Lane, Step
from firmly_tui.checkout.merchant_cart import MerchantCart, Removed
from firmly_tui.checkout.order_call import Call, choose_call
from firmly_tui.checkout.placement import Placement
from firmly_tui.checkout.postal import Country, Region, countries, regions
from firmly_tui.checkout.private_files import make_folder, write_atomically
from firmly_tui.checkout.promos import PromoCode, promo_codes, typed_codes
from firmly_tui.checkout.sessions import KeyringSessions, MemorySessions
from firmly_tui.checkout.shop import Shop
from firmly_tui.checkout.shopper import Shopper
from firmly_tui.checkout.totals import CurrencyTotals, total_off_by
from firmly_tui.checkout.vault import (
    KeyRefused,
    SealedCard,
    check_key,
    encrypt_card,
    encrypt_code,
    encrypt_fields,
    key_bits,
    seal_for_token,
)

__all__ = [
    "AddAddon",
    "AddonCall",
    "AddonChange",
    "AddonKey",
    "AddonRules",
    "Attempt",
    "Brand",
    "Call",
    "Card",
    "CardError",
    "CartChanges",
    "ChoiceRefused",
    "Country",
    "CurrencyTotals",
    "DeliveryChoice",
    "Evidence",
    "Extra",
    "ExtraRefused",
    "Gallery",
    "Hive",
    "Journal",
    "JournalError",
    "KeyRefused",
    "KeyringSessions",
    "Lane",
    "MemorySessions",
    "MerchantCart",
    "Placement",
    "PromoCode",
    "Region",
    "RemoveAddon",
    "Removed",
    "SealedCard",
    "Shop",
    "Shopper",
    "Step",
    "brand",
    "check_address",
    "check_code",
    "check_expiry",
    "check_field",
    "check_holder",
    "check_key",
    "check_number",
    "choose_call",
    "choose_with_needs",
    "countries",
    "encrypt_card",
    "encrypt_code",
    "encrypt_fields",
    "evidence",
    "format_number",
    "key_bits",
    "luhn",
    "make_folder",
    "normalize",
    "parse_expiry",
    "postal_label",
    "promo_codes",
    "region_label",
    "regions",
    "required",
    "seal_for_token",
    "total_off_by",
    "typed_codes",
    "write_atomically",
]
