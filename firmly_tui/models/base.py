"""What every document of the API has in common."""

from typing import Annotated, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Document(BaseModel):
    """A JSON object of the API: unknown fields are kept, and errors never quote what was sent."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )


T = TypeVar("T")

Items = Annotated[list[T], BeforeValidator(lambda value: [] if value is None else value)]
"""A list that servers may leave out or send as null."""


def json_object(data: object) -> dict[str, object] | None:
    """`data` if it is a JSON object, for validators that look at a document before its fields."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else None
