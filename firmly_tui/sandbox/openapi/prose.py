"""What the document says in words: what this server is, its groups, and what all routes have in common."""

from __future__ import annotations

import re
from typing import Final

ABOUT: Final = """A local server that speaks the firmly commerce API. Nothing is bought for real.

**Begin** with `POST /api/v1/browser-session` and any UUID as `x-firmly-app-id`; its `access_token` goes \
into `x-firmly-authorization` of all other calls. Then search, add what you found to a cart, say where it \
goes, and pay. Carts of version 1 and 2 are the same carts. The examples in this document work here as \
they stand, wherever they hold no `…-of-the-cart`; the encrypted cards among them are the test card 4111 \
1111 1111 1111, sealed for this server's key.

**Every route** ignores fields and query parameters that it does not know, and reads its body as JSON \
whatever its `Content-Type` says. A body is at most 1 MB. A slash at the end of a path changes nothing. \
`GET` can be asked as `HEAD`. `OPTIONS` answers 204 with `Allow`, and to a CORS preflight with leave for \
any origin and header.

**Errors** are JSON: `code` is the status, `error` the identifier, `description` a sentence for the \
shopper. Unknown paths answer 404 `RouteNotFound`, wrong methods 405 `MethodNotAllowed` with `Allow`, and \
what is no HTTP 400 `BadRequest`. Any route may answer 500 `Unexpected` or 503 `StoreUnavailable` when \
the sandbox itself is broken, and whatever you wish when you set a scenario by `PUT /sandbox/scenario`; \
such answers carry `x-sandbox-scenario`.

**Sums** are in minor units in `number` (cents; whole yen; fils), which is exact; `value` is for display."""

_TAGS: Final = (
    (
        "Sandbox",
        r"/sandbox/",
        "The sandbox's own routes: what it is, and what is to go wrong. Not an API of firmly.",
    ),
    (
        "Session",
        r".*/browser-session|.*/session/",
        "Devices, logins at a merchant, and carts taken over from its site.",
    ),
    ("Carts of a device", r"/api/v\d/carts/", "What a device has at all merchants together."),
    ("Discovery", r"/api/v1/discovery/", "Search over the goods of all merchants."),
    ("Catalog", r"/api/v1/domains-", "The goods of one merchant."),
    ("Wallets", r".*/wallets/|.*/wallet-", "Cards that a wallet or a merchant keeps for a shopper."),
    ("Express checkout", r".*/express/", "PayPal."),
    ("Payment", r".*/payment/|.*/complete-order", "Keys, tokens and orders."),
    (
        "Simple cart",
        r"/api/v1/domains/\{domain\}/cart",
        "The cart of version 1: one way of sending for all of it.",
    ),
    ("Full cart", r"/api/v2/", "The cart of version 2: shipments, add-ons, days and stores."),
    ("Merchants", r"/api/v1/domains/\{domain\}$", "How a merchant is."),
)

TAGS: Final = [{"name": name, "description": meaning} for name, _, meaning in _TAGS]


def tag_of(path: str) -> str:
    """Return the group that a path belongs to."""
    return next(name for name, pattern, _ in _TAGS if re.match(pattern, path))
