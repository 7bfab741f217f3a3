"""What a merchant says of itself and of the shopper in a cart."""

from typing import Annotated, cast

from pydantic import BeforeValidator, Field

from firmly_tui.models.base import Document, Flag, Id
from firmly_tui.models.text import Line


def _any(value: object) -> object:
    return bool(cast("list[object]", value)) if isinstance(value, list) else value


def _cookies(value: object) -> object:
    return [value] if isinstance(value, str) else [] if value is None else value


AnyOf = Annotated[Flag, BeforeValidator(_any)]
"""A yes or no that some servers send as a list of what is possible."""


class MerchantSession(Document):
    """What the merchant knows of the shopper (firmly docs: Session Info). Where it says nothing, all is no."""

    requires_login: Flag = False
    is_email_registered: Flag = False
    is_logged_in: Flag = False
    accepts_otp: AnyOf = False
    cookies: Annotated[list[Id], BeforeValidator(_cookies)] = Field(default=[], repr=False, exclude=True)

    @property
    def must_log_in(self) -> bool:
        """Whether the merchant sells to this shopper only after a login."""
        return self.requires_login and self.is_email_registered and not self.is_logged_in


class Attribution(Document):
    """What brought the shopper here; `immutable` once the merchant has it (firmly docs: Set Attribution)."""

    utm: Line = ""
    referrer_url: Line = ""
    referral_code: Line = ""
    immutable: Flag = False


class Urls(Document):
    """Pages at the merchant's."""

    thank_you_page: Line = ""
