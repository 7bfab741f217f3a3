"""The routes of the sandbox, one module per group of the API."""

from firmly_tui.sandbox.routes import admin, cart_v1, cart_v2, catalog, discovery, payment, session
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint

_GROUPS = (session, discovery, catalog, cart_v1, cart_v2, payment, admin)


def all_endpoints(services: Services) -> list[Endpoint]:
    """Return every endpoint of the sandbox."""
    return [endpoint for group in _GROUPS for endpoint in group.endpoints(services)]
