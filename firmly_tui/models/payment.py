"""What pays: the key that cards are encrypted with, cards that are kept, PayPal."""

from pydantic import AliasChoices, ConfigDict, Field, SecretStr

from firmly_tui.models.address import Address
from firmly_tui.models.base import Document, Id, Number, Unimportant
from firmly_tui.models.text import Line


class PaymentKey(Document):
    """An RSA public key as a JWK (firmly docs: Get Public Key)."""

    model_config = ConfigDict(frozen=True)

    kid: Id = ""
    kty: str
    n: str
    e: str
    use: str | None = None

    def jwk(self) -> dict[str, object]:
        """The whole key, with every member the server sent."""
        return self.model_dump(exclude_none=True)


class PaymentOption(Document):
    """A way to pay that a cart or a wallet offers (firmly docs: Payment Method Options).

    `wallet` says who holds the card: `user` (to be typed in), `merchant` or a wallet's name. `id` names a card
    that is kept; of that the rest is for showing.
    """

    type: Line = Field(default="", validation_alias=AliasChoices("type", "payment_type"))
    wallet: Line = ""
    id: Id = ""
    card_type: Line = ""
    last_four: Line = ""
    month: Unimportant[Number] = None
    year: Unimportant[Number] = None
    billing_info: Unimportant[Address] = None


class PayPalCheckout(Document):
    """A payment that was begun with PayPal (firmly docs: Start and Authorize Express Checkout).

    `url` is PayPal's page where the shopper agrees; with a `payer_id` they did.
    """

    token: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("paypal_token", "token"))
    payer_id: Id = Field(default="", repr=False)
    url: Id = Field(default="", repr=False)
