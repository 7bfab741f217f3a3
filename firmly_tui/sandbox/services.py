"""The working parts of one sandbox, put together once and handed to every route."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from starlette.requests import Request

from firmly_tui.sandbox.cart.carts import Carts
from firmly_tui.sandbox.cart.visits import Visits
from firmly_tui.sandbox.clock import Clock
from firmly_tui.sandbox.faults import Faults
from firmly_tui.sandbox.goods.catalog import Catalog, load_catalog
from firmly_tui.sandbox.goods.generated import GeneratedMerchant
from firmly_tui.sandbox.goods.health import HealthBoard
from firmly_tui.sandbox.goods.index import prepare
from firmly_tui.sandbox.goods.search import Index
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.options import SandboxOptions
from firmly_tui.sandbox.payment.keys import KeyRing
from firmly_tui.sandbox.payment.orders import TOKENIZED_SECONDS, Orders, TokenizedCard
from firmly_tui.sandbox.payment.tickets import Tickets
from firmly_tui.sandbox.payment.wallets import Wallets
from firmly_tui.sandbox.pictures import Album
from firmly_tui.sandbox.sessions import Sessions
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.wire import device_token


@dataclass(slots=True)
class Loaded:
    """What came with a state that was loaded: the device of whoever saved it, or ""."""

    device_id: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the routes."""

    options: SandboxOptions
    clock: Clock
    catalog: Catalog
    health: HealthBoard
    index: Index
    store: Store
    ids: Ids
    keys: KeyRing
    sessions: Sessions
    carts: Carts
    visits: Visits
    orders: Orders
    faults: Faults
    tokens: Tickets[TokenizedCard]
    wallets: Wallets
    album: Album
    loaded: Loaded = field(default_factory=Loaded)

    @classmethod
    def open(cls, options: SandboxOptions) -> Self:
        """Load the catalog and open the database."""
        faults = Faults(options.seed, options.scenarios)
        catalog = load_catalog(options.catalogs)
        store = Store(options.database)
        if options.catalog_size:
            generated = GeneratedMerchant.of(options.catalog_size, options.seed)
            prepare(store, generated, options.seed)
            catalog = catalog.with_merchant(generated)
        ids = Ids(options.seed)
        keys = KeyRing(store)
        clock = Clock(options.clock)
        carts = Carts(store, catalog, ids, clock)
        return cls(
            options=options,
            clock=clock,
            catalog=catalog,
            health=HealthBoard(catalog),
            index=Index(catalog),
            store=store,
            ids=ids,
            keys=keys,
            sessions=Sessions(store, keys, ids, clock),
            carts=carts,
            visits=Visits(store, carts, clock),
            orders=Orders(store, carts, clock, options.slow_seconds),
            faults=faults,
            tokens=Tickets("payment-token", TOKENIZED_SECONDS, store, ids, clock),
            wallets=Wallets(store, ids, clock),
            album=Album(options.seed),
        )

    def device(self, request: Request) -> str:
        """Return the device a request comes from. Raises Refusal when it does not prove one."""
        return self.sessions.device(device_token(request))

    def searcher(self, request: Request) -> str:
        """Return who searches: a device, or a server for one. Raises Refusal when it proves neither."""
        return self.sessions.searcher(device_token(request), request.headers.get("x-firmly-device-id"))
