"""A postal address, in every spelling that the documents use."""

from pydantic import AliasChoices, ConfigDict, Field

from firmly_tui.models.base import Document
from firmly_tui.models.text import Line


class Address(Document):
    """Where goods or the bill go (firmly docs: shipping-info).

    All strings. `country` is an ISO 3166 code and `state_or_province` its code where we send it; servers may
    answer with names. Old samples say `province`, `zip`, `address_line_1`, `state_code`, `country_code`.
    """

    model_config = ConfigDict(frozen=True)

    first_name: Line = ""
    last_name: Line = ""
    company: Line = ""
    email: Line = ""
    phone: Line = ""
    address1: Line = Field(default="", validation_alias=AliasChoices("address1", "address_line_1"))
    address2: Line = Field(default="", validation_alias=AliasChoices("address2", "address_line_2"))
    city: Line = ""
    state_or_province: Line = Field(
        default="", validation_alias=AliasChoices("state_or_province", "province", "state_code", "state")
    )
    postal_code: Line = Field(default="", validation_alias=AliasChoices("postal_code", "zip", "postcode"))
    country: Line = Field(default="", validation_alias=AliasChoices("country", "country_code"))
    state_name: Line = ""

    def to_api(self) -> dict[str, str]:
        """The fields to send; optional ones only when they are filled."""
        fields = self.model_dump(exclude={"state_name"}, include=set(type(self).model_fields))
        optional = {"company", "address2", "state_or_province"}
        return {name: value for name, value in fields.items() if value or name not in optional}

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def lines(self) -> list[str]:
        """The address as one writes it on an envelope, without e-mail and phone."""
        place = " ".join(filter(None, [self.state_name or self.state_or_province, self.postal_code]))
        rows = [
            self.name,
            self.company,
            self.address1,
            self.address2,
            ", ".join(filter(None, [self.city, place])),
            self.country,
        ]
        return [row for row in rows if row]
