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


class _OneMore(BodyModel):
    """What is to be at work as well: as NAME[,option=value…], or as an object with a name and its options."""

    scenario: _Text | _Fields


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

    async def add(request: Request) -> Response:
        body = await read_body(request, _OneMore)
        try:
            services.faults.add(_wish(body.scenario))
        except ScenarioError as error:
            raise Refusal(Problem.INVALID_BODY, str(error)) from None
        return _state(services)

    async def stop(request: Request) -> Response:
        name = request.path_params["name"]
        if all(rule.wish.scenario.name != name for rule in services.faults.rules):
            raise Refusal(Problem.BAD_REQUEST, f"No scenario {name[:60]} is at work.")
        services.faults.stop(name)
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
        at(
            "POST",
            add,
            "Put one scenario to work beside the others, in the place of those of its name",
            _OneMore,
        ),
        at("DELETE", reset, "Let no scenario be at work any more"),
        Endpoint(
            ("DELETE",),
            "/sandbox/scenario/{name}",
            Dialect.V2,
            stop,
            "Let the scenarios of a name be at work no more",
            "Scenarios",
            auth=Auth.NONE,
            problems=(Problem.BAD_REQUEST,),
        ),
    ]


def _play(services: Services, asked: Sequence[str | dict[str, str | int | float]]) -> None:
    services.faults.play([_wish(scenario) for scenario in asked])


def _wish(asked: str | dict[str, str | int | float]) -> Wish:
    from firmly_tui.sandbox.faults.table import wish_from_fields, wish_from_text

    if isinstance(asked, str):
        return wish_from_text(asked)
    options = {name: str(value) for name, value in asked.items()}
    return wish_from_fields(options.pop("name", ""), options)


def _state(services: Services) -> Response:
    from firmly_tui.sandbox.faults.scenario import PLACES
    from firmly_tui.sandbox.faults.table import SCENARIOS, describe

    active = sorted(services.faults.rules, key=lambda rule: rule.place)
    return answer(
        {
            "active": [rule.to_json() for rule in active],
            "scenarios": [describe(scenario) for scenario in SCENARIOS.values()],
            "routes": [{"name": name, "route": route} for name, route in PLACES],
            "ahead_seconds": services.clock.ahead,
        }
    )
