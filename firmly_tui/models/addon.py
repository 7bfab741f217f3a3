"""Extras that a merchant offers for a cart: a warranty, an installation, insurance for the way."""

from typing import Annotated, ClassVar, Final, cast

from pydantic import AliasChoices, AliasPath, BeforeValidator, Field, WrapValidator

from firmly_tui.models.base import (
    Document,
    Flag,
    Id,
    ImageUrl,
    Lenient,
    Readable,
    Unimportant,
    json_object,
    or_nothing,
)
from firmly_tui.models.money import Price
from firmly_tui.models.text import Line, Text


def _prices(value: object) -> object:
    entries = json_object(value)
    if entries is None:
        return {}
    return {item: (json_object(entry) or {}).get("price") or entry for item, entry in entries.items()}


LinePrices = Annotated[
    dict[Id, Annotated[Price, WrapValidator(or_nothing)]],
    BeforeValidator(_prices),
]
"""A price for each line item's id, from `{id: {price}}`; without those that cannot be read."""


MAX_TIERS: Final = 8
"""How many tiers of child offers are read; firmly speaks of three."""


def _shallow(children: object) -> object:
    if _is_deeper(children, MAX_TIERS):
        raise ValueError("offers within offers without end")
    return children


def _is_deeper(children: object, tiers: int) -> bool:
    if not isinstance(children, list) or not children:
        return False
    below = ((json_object(child) or {}) for child in cast("list[object]", children))
    return tiers == 0 or any(
        _is_deeper(child.get("child_offers") or child.get("children"), tiers - 1) for child in below
    )


def _shown(name: str) -> AliasChoices:
    return AliasChoices(AliasPath("display", name), name)


class AddonOffer(Document):
    """An extra to choose (firmly docs: AddonOffer).

    `scope` says what it covers: `CART`, `GROUP`, `ITEM`, or as a child `INHERIT`. `coverage` says how line items
    are chosen: `PER_ITEM`, `PREDEFINED_GROUP` (all or none), `FREE_GROUPING`. Both may be words that we do not
    know, or `""`. A `required` one must be chosen before the order; of `multiple` ones several pieces can be
    chosen. Of offers with one `exclusive_group_id` only one can be chosen.
    """

    addon_id: Id = Field(default="", validation_alias=AliasChoices("addon_id", "id"))
    name: Line = Field(default="", validation_alias=_shown("name"))
    description: Text = Field(default="", validation_alias=_shown("description"))
    long_description: Text = Field(default="", validation_alias=_shown("long_description"))
    image_url: ImageUrl = Field(default="", validation_alias=_shown("image_url"))
    links: Lenient[Readable[Id]] = Field(default=[], validation_alias=_shown("links"))
    scope: Line = Field(default="", validation_alias=AliasChoices("scope", "type"))
    coverage: Line = Field(default="", validation_alias=AliasChoices("coverage_mode", "coverage"))
    eligible_line_item_ids: Readable[Id] = Field(
        default=[], validation_alias=AliasChoices("eligible_line_item_ids", "applicable_items")
    )
    required: Flag = False
    multiple: Flag = False
    price: Unimportant[Price] = None
    line_item_pricing: LinePrices = {}
    exclusive_group_id: Lenient[Id] = Field(
        default="",
        validation_alias=AliasChoices(AliasPath("constraints", "exclusive_group_id"), "exclusive_group_id"),
    )
    requires_addon_ids: Lenient[Readable[Id]] = Field(
        default=[],
        validation_alias=AliasChoices(AliasPath("constraints", "requires_addon_ids"), "requires_addon_ids"),
    )
    children: "Annotated[Readable[AddonOffer], BeforeValidator(_shallow)]" = Field(
        default=[], validation_alias=AliasChoices("child_offers", "children")
    )


class AddonSelection(Document):
    """An extra that was chosen, for which line items and with which child offers (firmly docs: AddonSelection).

    `price` is for all of them, as the server works it out.
    """

    text_field: ClassVar[str] = "addon_id"

    addon_id: Id = ""
    selected_line_item_ids: Readable[Id] = []
    selected_child_ids: Readable[Id] = []
    price: Unimportant[Price] = None
    line_item_pricing: LinePrices = {}


class Addons(Document):
    """What is offered and what was chosen."""

    offers: Readable[AddonOffer] = []
    selections: Readable[AddonSelection] = []

    def selection(self, addon_id: str) -> AddonSelection | None:
        """The choice of this extra, if it was chosen."""
        return next((chosen for chosen in self.selections if chosen.addon_id == addon_id), None)
