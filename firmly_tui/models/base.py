"""What every document of the API has in common."""

from typing import Annotated, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticOmit, PydanticUseDefault


class Document(BaseModel):
    """A JSON object of the API: unknown fields are kept, and errors never quote what was sent."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )


T = TypeVar("T")


def _list(value: object) -> object:
    return [] if value is None else value


def _given(value: object) -> object:
    if value is None or value == "":
        raise PydanticUseDefault
    return value


def _id(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str):
        # A lone half of a surrogate pair can neither be sent nor stored.
        return value.encode(errors="replace").decode()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


def _or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        raise PydanticOmit from None


Given = BeforeValidator(_given)
"""Makes a field take its default for null and for an empty text."""

Flag = Annotated[bool, Given]
"""A yes or no; the field's default where a server sends null."""

Number = Annotated[int, Field(ge=-(10**6), le=10**6)]
"""A number of things, or its digits."""

Count = Annotated[Number, Given]
"""A `Number`; the field's default where a server sends null or an empty text."""

Id = Annotated[str, BeforeValidator(_id)]
"""What is handed back to the server as it came (an id, a handle, an address) and never drawn. Numbers are
taken for their digits, null for `""`.
"""

Items = Annotated[list[T], BeforeValidator(_list)]
"""A list that servers may leave out or send as null."""

Readable = Annotated[list[Annotated[T, WrapValidator(_or_nothing)]], BeforeValidator(_list)]
"""`Items` without those that cannot be read: losing one must not lose the document."""

Unimportant = Annotated[T | None, WrapValidator(_or_none)]
"""What a document can do without: `None` where it cannot be read."""


def json_object(data: object) -> dict[str, object] | None:
    """`data` if it is a JSON object, for validators that look at a document before its fields."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else None
