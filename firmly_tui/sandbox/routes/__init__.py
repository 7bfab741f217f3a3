"""The routes of the sandbox, one module per group of the API."""

from firmly_tui.sandbox.routes import (
    accounts,
    addons,
    admin,
    cart_v1,
    cart_v2,
    catalog,
    completing,
    consents,
    control,
    discovery,
    express,
    payment,
    pictures,
    promotions,
    scenario,
    session,
    shipments,
    state,
    status,
    wallets,
)
from firmly_tui.sandbox.routes.description import description
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint

_GROUPS = (
    session,
    accounts,
    status,
    discovery,
    catalog,
    cart_v1,
    cart_v2,
    shipments,
    promotions,
    addons,
    consents,
    payment,
    completing,
    wallets,
    express,
    admin,
    pictures,
    scenario,
    control,
    state,
)


def all_endpoints(services: Services) -> list[Endpoint]:
    """Return every endpoint of the sandbox."""
    endpoints = [endpoint for group in _GROUPS for endpoint in group.endpoints(services)]
    return [*endpoints, description(endpoints, services)]
