"""Whether a merchant can sell at the moment."""

from firmly_tui.client.calls import Call
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import MerchantStatus


class Status:
    """`client.status`, on a host of its own. It is public: neither token nor app id goes there."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def merchant(self, domain: str, *, component: str | None = None) -> MerchantStatus:
        """How the merchant is, or one component of it. Raises `NotFound` for one that firmly does not know
        (firmly docs: Get Merchant Health Status).
        """
        where = path("api", "v1", "domains", domain)
        query = {"id": component} if component else {}
        return await self._http.fetch(
            Call(method="GET", path=where, query=query, host="status", auth="none"), MerchantStatus
        )
