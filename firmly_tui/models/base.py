"""What every document of the API has in common."""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticOmit, PydanticUseDefault


class Document(BaseModel):
    """A JSON object of the API, read twice.

    The attributes have one name and one form whatever the server calls things, and their texts are harmless.
    `sent` is the object itself, with every field at every depth as it came. So a round trip is
    `Model.model_validate(document.sent)`, while `model_dump` writes what was understood.

    Errors never quote what was sent.
    """

    # A slot: no part of the fields, so neither compared, shown, dumped nor carried into a changed copy.
    __slots__ = ("_sent",)

    text_field: ClassVar[str] = ""
    """The field that a text fills, where some servers send one in place of the object."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _keep_what_was_sent(cls, data: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, str) and cls.text_field:
            data = {cls.text_field: data}
        document = read(data)
        if isinstance(data, dict):
            object.__setattr__(document, "_sent", data)
        return document

    def remember(self, sent: dict[str, object]) -> None:
        """Make `sent` what this was read from, where it was read from a part of it."""
        object.__setattr__(self, "_sent", sent)

    @property
    def sent(self) -> dict[str, object]:
        """The JSON object as it came, secrets included: not for logs, and not to be changed.

        Where a text came, the object with that text; for a changed copy nothing.
        """
        return cast("dict[str, object]", getattr(self, "_sent", {}))

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Only what is declared: nobody knows what secrets the rest may hold."""
        known = type(self).model_fields
        return ((name, value) for name, value in super().__repr_args__() if name in known)


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
        return value if value.isascii() else value.encode(errors="replace").decode()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


def _or_default(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        raise PydanticUseDefault from None


def or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """Validate an entry of a list or a map, and leave it out where it cannot be read."""
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

Readable = Annotated[list[Annotated[T, WrapValidator(or_nothing)]], BeforeValidator(_list)]
"""`Items` without those that cannot be read: losing one must not lose the document."""

Lenient = Annotated[T, WrapValidator(_or_default)]
"""What a document can do without, and that has a default for where it cannot be read."""

Unimportant = Annotated[T | None, WrapValidator(_or_none)]
"""What a document can do without: `None` where it cannot be read."""


def json_object(data: object) -> dict[str, object] | None:
    """`data` if it is a JSON object, for validators that look at a document before its fields."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else None


def _image_address(value: object) -> str:
    image = json_object(value)
    address = value if image is None else image.get("url") or image.get("src")
    if not isinstance(address, str) or address in ("undefined", "null"):
        return ""
    return address.encode(errors="replace").decode()


def images(value: object) -> list[str]:
    """The addresses of images in all forms of `ImageUrl`."""
    found = cast("list[object]", value) if isinstance(value, list) else [value]
    return [address for address in map(_image_address, found) if address]


def _image(value: object) -> str:
    return next(iter(images(value)), "")


def _names(value: object) -> object:
    flags = json_object(value)
    if flags is not None:
        return [name for name, flag in flags.items() if flag]
    return [] if value is None else value


ImageUrl = Annotated[str, BeforeValidator(_image)]
"""The address of an image, given as text, as `{url}`, as `{src}` or first in a list; `""` for none."""

ImageUrls = Annotated[list[str], BeforeValidator(images)]
"""The addresses of images, one or many, in all forms of `ImageUrl`."""

Names = Annotated[frozenset[str], BeforeValidator(_names)]
"""The names that are switched on, from `{name: true}` or a list of them."""
