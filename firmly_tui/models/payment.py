"""The public key that cards are encrypted with."""

from pydantic import ConfigDict

from firmly_tui.models.base import Document, Id


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
