"""Saving and loading the whole state of the sandbox, and a session for who is in it. Not firmly's.

No page of a website gets at this: it holds addresses, and it is as good as the shopper's own device.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox import state
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.options import SANDBOX_APP_ID
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, Query, answer, parse_body, raw_body

_PATH: Final = "/sandbox/state"


class KnownDevice(BodyModel):
    """The device to have a session for; left out, the one that came with the state that was loaded."""

    device_id: Annotated[str, Field(max_length=200)] = ""


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""

    async def save(request: Request) -> Response:
        _no_website(services, request)
        try:
            return answer(state.save(services, request.query_params.get("device", "")[:200]))
        except state.StateError as error:
            raise Refusal(Problem.BAD_REQUEST, str(error)) from None

    async def load(request: Request) -> Response:
        _no_website(services, request)
        try:
            content = state.read_state(await raw_body(request, most=state.MOST_BYTES))
            state.load(services, content)
        except state.StateError as error:
            raise Refusal(Problem.INVALID_BODY, str(error)) from None
        counts = {"carts": len(content.carts), "orders": len(content.orders)}
        return answer({**counts, "scenarios": len(content.scenarios), "device_id": content.device_id})

    async def session(request: Request) -> Response:
        _no_website(services, request)
        device = (
            parse_body(await raw_body(request) or b"{}", KnownDevice).device_id or services.loaded.device_id
        )
        with services.store.read() as transaction:
            if not transaction.has_device(device):
                raise Refusal(Problem.BAD_REQUEST, "No such device is known here.")
        return answer(services.sessions.issue(SANDBOX_APP_ID, device))

    none = Auth.NONE
    return [
        Endpoint(
            ("GET",),
            _PATH,
            Dialect.V2,
            save,
            "Save all that is in the sandbox but keys, tokens and cards, for `firmly-tui sandbox --load`",
            "SavedState",
            auth=none,
            query=(Query("device", "The device of whoever saves it, for whoever loads it.", longest=200),),
            problems=(Problem.BAD_REQUEST,),
        ),
        Endpoint(
            ("PUT",),
            _PATH,
            Dialect.V2,
            load,
            "Load a saved state, in the place of all that is in the sandbox; of at most 8 MB",
            "LoadedState",
            state.SavedState,
            auth=none,
            problems=(Problem.BAD_REQUEST,),
        ),
        Endpoint(
            ("POST",),
            "/sandbox/session",
            Dialect.V2,
            session,
            "A new session for a device of a state that was loaded: old tokens are for the keys of their sandbox",
            "KnownSession",
            KnownDevice,
            body_optional=True,
            auth=none,
            problems=(Problem.BAD_REQUEST,),
        ),
    ]


def _no_website(services: Services, request: Request) -> None:
    """Raise Refusal for a page in a browser, also for one whose name was made to lead to this machine."""
    named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if "origin" in request.headers or (_is_local(services.options.host) and not _is_local(named)):
        raise Refusal(Problem.BAD_REQUEST, "Pages of websites do not get at the state of the sandbox.")


def _is_local(name: str) -> bool:
    try:
        return name.lower() == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
