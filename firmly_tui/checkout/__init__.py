"""The shopper's side: carts of all merchants, address and card rules, and orders that are placed once."""

from firmly_tui.checkout.addon_tree import AddonKey, Extra
from firmly_tui.checkout.addon_wish import choose_with_needs
from firmly_tui.checkout.addons import AddAddon, AddonCall, AddonChange, AddonRules, RemoveAddon
from firmly_tui.checkout.addresses import check as check_address
from firmly_tui.checkout.addresses import check_field, normalize, postal_label, region_label, required
from firmly_tui.checkout.attempts import Attempt, CallKind
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
from firmly_tui.checkout.check import Check, Look
from firmly_tui.checkout.delivery_choice import ChoiceRefused, DeliveryChoice
from firmly_tui.checkout.extras import ExtraRefused
from firmly_tui.checkout.gallery import Gallery
from firmly_tui.checkout.hive import Hive
from firmly_tui.checkout.journal import Journal, OrderBlocked
from firmly_tui.checkout.journal_file import JournalError
from firmly_tui.checkout.journal_reading import JournalCopy
from firmly_tui.checkout.lane import Lane, LaneOrder, Step
from firmly_tui.checkout.login import Login, is_logged_in, kept_login, log_in, log_out
from firmly_tui.checkout.merchant_cart import MerchantCart, Removed
from firmly_tui.checkout.order_call import Call, choose_call
from firmly_tui.checkout.payable import Hindrance, hindrance, is_answering, must_sign_in
from firmly_tui.checkout.payments import Payments, payer_id_of, wants_captcha
from firmly_tui.checkout.placement import Placement
from firmly_tui.checkout.postal import Country, Region, countries, regions
from firmly_tui.checkout.private_files import make_folder, write_atomically
from firmly_tui.checkout.promos import PromoCode, promo_codes, typed_codes
from firmly_tui.checkout.question import Question, QuestionKind, Reply
from firmly_tui.checkout.sandbox_control import SandboxControl, StateFileError, read_span, span_in_words
from firmly_tui.checkout.secret_file import SecretsError
from firmly_tui.checkout.secrets import Forgotten, Secrets
from firmly_tui.checkout.sessions import KeptSessions, MemorySessions
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
from firmly_tui.checkout.ways import (
    NewCard,
    PayPal,
    SavedCard,
    WalletCard,
    Way,
    can_log_in,
    card_name,
    merchant_page,
    needs_login,
    new_card,
    no_way,
    wallet_name,
    wallets_of,
    ways_to_pay,
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
    "CallKind",
    "Card",
    "CardError",
    "CartChanges",
    "Check",
    "ChoiceRefused",
    "Country",
    "CurrencyTotals",
    "DeliveryChoice",
    "Extra",
    "ExtraRefused",
    "Forgotten",
    "Gallery",
    "Hindrance",
    "Hive",
    "Journal",
    "JournalCopy",
    "JournalError",
    "KeptSessions",
    "KeyRefused",
    "Lane",
    "LaneOrder",
    "Login",
    "Look",
    "MemorySessions",
    "MerchantCart",
    "NewCard",
    "OrderBlocked",
    "PayPal",
    "Payments",
    "Placement",
    "PromoCode",
    "Question",
    "QuestionKind",
    "Region",
    "RemoveAddon",
    "Removed",
    "Reply",
    "SandboxControl",
    "SavedCard",
    "SealedCard",
    "Secrets",
    "SecretsError",
    "Shop",
    "Shopper",
    "StateFileError",
    "Step",
    "WalletCard",
    "Way",
    "brand",
    "can_log_in",
    "card_name",
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
    "format_number",
    "hindrance",
    "is_answering",
    "is_logged_in",
    "kept_login",
    "key_bits",
    "log_in",
    "log_out",
    "luhn",
    "make_folder",
    "merchant_page",
    "must_sign_in",
    "needs_login",
    "new_card",
    "no_way",
    "normalize",
    "parse_expiry",
    "payer_id_of",
    "postal_label",
    "promo_codes",
    "read_span",
    "region_label",
    "regions",
    "required",
    "seal_for_token",
    "span_in_words",
    "total_off_by",
    "typed_codes",
    "wallet_name",
    "wallets_of",
    "wants_captcha",
    "ways_to_pay",
    "write_atomically",
]
