"""Making the sandbox misbehave. These routes are its own, not firmly's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, StrictFloat, StrictInt
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.faults import ScenarioError
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, Handler, answer, read_body

if TYPE_CHECKING:
    from firmly_tui.sandbox.faults.scenario import Wish

_Text = Annotated[str, Field(max_length=1_000)]
_Fields = Annotated[dict[str, _Text | StrictInt | StrictFloat], Field(max_length=20)]


class _Scenarios(BodyModel):
    """What is to be at work: each as NAME[,option=value…], or as an object with a name and its options."""

    scenarios: list[_Text | _Fields] = Field(max_length=20)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""

    async def show(_request: Request) -> Response:
        return _state(services)

    async def play(request: Request) -> Response:
        body = await read_body(request, _Scenarios)
        try:
            _play(services, body.scenarios)
        except ScenarioError as error:
            raise Refusal(Problem.INVALID_BODY, str(error)) from None
        return _state(services)

    async def reset(_request: Request) -> Response:
        services.faults.reset()
        return _state(services)

    def at(method: str, handler: Handler, summary: str, body: type[BaseModel] | None = None) -> Endpoint:
        return Endpoint(
            (method,), "/sandbox/scenario", Dialect.V2, handler, summary, "Scenarios", body, auth=Auth.NONE
        )

    return [
        at("GET", show, "Which scenarios are at work, and all that there are"),
        at("PUT", play, "Put scenarios to work, in the place of all that were", _Scenarios),
        at("DELETE", reset, "Let no scenario be at work any more"),
    ]


def _play(services: Services, asked: Sequence[str | dict[str, str | int | float]]) -> None:
    from firmly_tui.sandbox.faults.table import wish_from_fields, wish_from_text

    wishes: list[Wish] = []
    for scenario in asked:
        if isinstance(scenario, str):
            wishes.append(wish_from_text(scenario))
        else:
            options = {name: str(value) for name, value in scenario.items()}
            wishes.append(wish_from_fields(options.pop("name", ""), options))
    services.faults.play(wishes)


def _state(services: Services) -> Response:
    from firmly_tui.sandbox.faults.table import SCENARIOS, describe

    active = sorted(services.faults.rules, key=lambda rule: rule.place)
    return answer(
        {
            "active": [rule.to_json() for rule in active],
            "scenarios": [describe(scenario) for scenario in SCENARIOS.values()],
        }
    )
