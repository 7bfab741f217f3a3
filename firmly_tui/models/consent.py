"""Consents that a merchant asks for."""

from pydantic import AliasChoices, Field

from firmly_tui.models.base import Document, Flag, Id
from firmly_tui.models.text import Line, Text


class Consent(Document):
    """Something to agree to (firmly docs: Get Consents).

    Without a `required` one the order is refused. `text` is shown as it is: where `is_html` it holds tags.
    `ui_slot` says where a form shows it: `UNDER_EMAIL_INPUT`, `AFTER_SHIPPING_INFO`, `ABOVE_PLACE_ORDER_BUTTON`.
    """

    id: Id
    ui_slot: Line = ""
    text: Text = ""
    is_html: Flag = Field(default=False, validation_alias=AliasChoices("html", "rich_text", "is_html"))
    type: Line = ""
    explicit: Flag = False
    required: Flag = False
    revokable: Flag = False
    signed: Flag = False

    @property
    def blocks(self) -> bool:
        """Whether the order has to wait for it."""
        return self.required and not self.signed
