"""Wallets that hold a shopper's cards: a code is sent, and opens them."""

from typing import Literal

from pydantic import AliasChoices, AliasPath, Field, SecretStr

from firmly_tui.models.address import Address
from firmly_tui.models.base import Document, Readable
from firmly_tui.models.payment import PaymentOption
from firmly_tui.models.text import Line


class OtpDestination(Document):
    """Where a one-time code was sent; masked by the server (firmly docs: Create OTP)."""

    emails: Readable[Line] = Field(
        default=[], validation_alias=AliasChoices("emails", AliasPath("otp_destination", "emails"))
    )
    phones: Readable[Line] = Field(
        default=[], validation_alias=AliasChoices("phones", AliasPath("otp_destination", "phones"))
    )


class WalletChallenge(Document):
    """A wallet that waits for its code (firmly docs: Start Unlocking Wallet)."""

    access_token: SecretStr
    destination: OtpDestination = Field(
        default_factory=OtpDestination, validation_alias=AliasChoices("otp_destination", "destination")
    )


class UnlockedWallet(Document):
    """The cards and addresses of an open wallet (firmly docs: Complete Unlocking Wallet)."""

    access_token: SecretStr = SecretStr("")
    cards: Readable[PaymentOption] = Field(
        default=[], validation_alias=AliasChoices("payment_method_options", "cards")
    )
    addresses: Readable[Address] = Field(
        default=[], validation_alias=AliasChoices("shipping_info_options", "addresses")
    )


class TokenizedCard(Document):
    """A card that firmly keeps until the order (firmly docs: Tokenize)."""

    token: SecretStr


class CvvRequired(Document):
    """The answer of a wallet that wants the card's code before it pays."""

    cvv_required: Literal[True]
