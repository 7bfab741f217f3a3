"""The working parts of one sandbox, put together once and handed to every route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from starlette.requests import Request

from firmly_tui.sandbox.carts import Carts
from firmly_tui.sandbox.catalog import Catalog, load_catalog
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.keys import KeyRing
from firmly_tui.sandbox.options import SandboxOptions
from firmly_tui.sandbox.orders import Orders
from firmly_tui.sandbox.search import Index
from firmly_tui.sandbox.sessions import Sessions
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.wire import device_token


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the routes."""

    options: SandboxOptions
    catalog: Catalog
    index: Index
    store: Store
    ids: Ids
    keys: KeyRing
    sessions: Sessions
    carts: Carts
    orders: Orders

    @classmethod
    def open(cls, options: SandboxOptions) -> Self:
        """Load the catalog and open the database, giving new goods their stock."""
        catalog = load_catalog(options.catalogs)
        store = Store(options.database)
        with store.change() as transaction:
            transaction.seed_stock(catalog)
        ids = Ids(options.seed)
        keys = KeyRing(store)
        carts = Carts(store, catalog, ids)
        return cls(
            options=options,
            catalog=catalog,
            index=Index(catalog),
            store=store,
            ids=ids,
            keys=keys,
            sessions=Sessions(store, keys, ids, options.clock),
            carts=carts,
            orders=Orders(store, carts, options.clock, options.slow_seconds),
        )

    def device(self, request: Request) -> str:
        """Return the device a request comes from. Raises Refusal when it does not prove one."""
        return self.sessions.device(device_token(request))
