"""The samples of every documented shape, and the model that reads each."""

import json
from pathlib import Path
from typing import Any

from firmly_tui.models import (
    ActiveCarts,
    AddonOffer,
    Address,
    Availability,
    Cart,
    CatalogEntry,
    Consent,
    CvvRequired,
    DeviceSession,
    Document,
    LineItem,
    MerchantSession,
    MerchantStatus,
    Order,
    OtpDestination,
    PaymentKey,
    PostalCode,
    Product,
    SearchPage,
    ShippingMethod,
    TimeSlot,
    TokenizedCard,
    UnlockedWallet,
    VariantOption,
    WalletChallenge,
)

_FOLDER = Path(__file__).parent / "samples"

_MODELS: dict[str, type[Document]] = {
    "active-carts": ActiveCarts,
    "addon": AddonOffer,
    "address": Address,
    "availability": Availability,
    "cart": Cart,
    "catalog": CatalogEntry,
    "consents": Consent,
    "key": PaymentKey,
    "line": LineItem,
    "login": MerchantSession,
    "order": Order,
    "otp": OtpDestination,
    "postal-code": PostalCode,
    "product": Product,
    "rates": ShippingMethod,
    "search": SearchPage,
    "search-options": VariantOption,
    "session": DeviceSession,
    "slot": TimeSlot,
    "status": MerchantStatus,
    "token": TokenizedCard,
    "wallet-challenge": WalletChallenge,
    "wallet-code-wanted": CvvRequired,
    "wallet-open": UnlockedWallet,
}

SAMPLES = sorted(path.stem for path in _FOLDER.glob("*.json"))


def model_of(sample: str) -> type[Document]:
    """The model whose name in the table the sample's name begins with."""
    return _MODELS[max((name for name in _MODELS if sample.startswith(name)), key=len)]


def objects(sample: str) -> list[dict[str, Any]]:
    """The sample's JSON objects: one, or the entries of its list."""
    data = json.loads((_FOLDER / f"{sample}.json").read_text("utf-8"))
    return data if isinstance(data, list) else [data]


def read(sample: str) -> Any:
    """The sample as its model."""
    return read_all(sample)[0]


def read_all(sample: str) -> list[Any]:
    """The entries of a sample that is a list."""
    return [model_of(sample).model_validate(entry) for entry in objects(sample)]
