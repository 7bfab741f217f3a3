"""Small answers about a merchant and a device."""

from pydantic import Field

from firmly_tui.models.base import Document
from firmly_tui.models.text import Line


class MerchantStatus(Document):
    """How a merchant's shop is doing: `operational`, `degraded`, `outage` (firmly docs: Merchant Status).

    Another word is possible, and then no reason not to try.
    """

    status: Line = Field(min_length=1)

    @property
    def is_out(self) -> bool:
        """Whether nothing can be bought there now."""
        return self.status.lower() == "outage"


class PostalCode(Document):
    """The postal code of the device, `""` where none is set (firmly docs: Get Postal Code)."""

    postal_code: Line = ""
