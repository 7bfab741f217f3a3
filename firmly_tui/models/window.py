"""A span of days in which a shipment can be brought."""

from pydantic import AliasChoices, AliasPath, Field

from firmly_tui.models.base import Document, Id, Unimportant
from firmly_tui.models.money import Price
from firmly_tui.models.slots import Day
from firmly_tui.models.text import Line, Text


class DeliveryWindow(Document):
    """A span of days with a price, such as a week with white-glove delivery; both ends `"YYYY-MM-DD"`."""

    window_id: Id = Field(default="", validation_alias=AliasChoices("window_id", "id"))
    name: Line = ""
    description: Text = ""
    price: Unimportant[Price] = None
    start_date: Day = Field(
        default="", validation_alias=AliasChoices(AliasPath("date_range", "start_date"), "start_date")
    )
    end_date: Day = Field(
        default="", validation_alias=AliasChoices(AliasPath("date_range", "end_date"), "end_date")
    )
