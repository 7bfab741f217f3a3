"""Add-ons of the full cart."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.addons import Choice, chosen, removed
from firmly_tui.sandbox.cart.lines import MOST_LINES
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, read_body

_PATH = "/api/v2/domains/{domain}/cart/addons"
_Ids = Annotated[list[Id], Field(max_length=MOST_LINES)]


class AddonChoice(BodyModel):
    """An add-on to choose. Left out, the items and options that are chosen already stay."""

    addon_id: Id
    selected_line_item_ids: _Ids | None = None
    selected_child_ids: _Ids | None = None

    def choice(self) -> Choice:
        """Return what is chosen."""
        lines, children = self.selected_line_item_ids, self.selected_child_ids
        return Choice(
            self.addon_id,
            None if lines is None else tuple(lines),
            None if children is None else tuple(children),
        )


class AddonChoices(BodyModel):
    """Add-ons to choose, all or none of them."""

    selections: list[AddonChoice] = Field(min_length=1, max_length=100)


class AddonRemoval(BodyModel):
    """An add-on to take off, as a whole or from one item, or one option of it."""

    addon_id: Id
    deselected_line_item_id: Id | None = None
    deselected_child_id: Id | None = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Add Addon V2, Remove Addon V2)."""

    async def choose(request: Request) -> Response:
        device = services.device(request)
        selections = (await read_body(request, AddonChoices)).selections
        edit = chosen([selection.choice() for selection in selections])
        return changed(services, request, device, edit, 2)

    async def remove(request: Request) -> Response:
        device = services.device(request)
        wish = await read_body(request, AddonRemoval)
        edit = removed(wish.addon_id, wish.deselected_line_item_id, wish.deselected_child_id)
        return changed(services, request, device, edit, 2)

    problems = (
        Problem.CART_NOT_FOUND,
        Problem.ADDON_NOT_FOUND,
        Problem.ADDON_CONSTRAINT,
        Problem.STORE_UNAVAILABLE,
    )
    return [
        Endpoint(
            ("POST", "PUT"),
            _PATH,
            Dialect.V2,
            choose,
            summary="Choose add-ons for the cart, for a group of items, or for single ones.",
            answer="Cart2",
            body=AddonChoices,
            problems=problems,
        ),
        Endpoint(
            ("POST", "PUT"),
            f"{_PATH}/_remove",
            Dialect.V2,
            remove,
            summary="Take off an add-on, or one item or option of it; what needs it goes with it.",
            answer="Cart2",
            body=AddonRemoval,
            problems=problems,
        ),
    ]
