"""Product search over all merchants."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final, cast
from urllib.parse import parse_qs, urlsplit

from firmly_tui.client import answers, sentences
from firmly_tui.client.calls import Answer, Call
from firmly_tui.client.endpoints.cart_calls import texts
from firmly_tui.client.errors import ApiError, NotFirmly
from firmly_tui.client.transport import Transport
from firmly_tui.models import Document, Product, SearchPage, VariantOption
from firmly_tui.models.base import Readable

_PATH: Final = "/api/v1/discovery/search"
_REMEMBERED: Final = 32


class _OptionList(Document):
    variant_options: Readable[VariantOption] = []


class _Options(Document):
    options: _OptionList


class Discovery:
    """`client.discovery`."""

    def __init__(self, http: Transport) -> None:
        self._http = http
        # What the last pages were asked with, for servers whose `next_page` cannot be followed.
        self._asked: OrderedDict[str, dict[str, object]] = OrderedDict()

    async def search(
        self,
        query: str,
        *,
        domains: str | Iterable[str] = (),
        min_price: int | None = None,
        max_price: int | None = None,
        in_stock: bool = False,
        variants: Iterable[VariantOption] = (),
        page_size: int = 20,
    ) -> SearchPage:
        """Find products. Prices are in minor units; no `domains` means all of the app's merchants; the values
        of `variants` match exactly, case included (firmly docs: Product Search).
        """
        filters: dict[str, object] = {
            "domains": texts(domains) or None,
            "min_price": min_price,
            "max_price": max_price,
            "in_stock": in_stock or None,
            "variants": [{"option": v.option, "values": v.values} for v in variants] or None,
        }
        given = {name: value for name, value in filters.items() if value is not None}
        body: dict[str, object] = {"query": query, "page_size": page_size}
        return await self._post(body | ({"filters": given} if given else {}))

    async def next_page(self, page: SearchPage) -> SearchPage:
        """The page after `page`; an empty one after the last.

        `next_page` is followed on our own server only, since the token goes with it; where that does not
        work, the same search is sent again with the cursor. Raises `NotFirmly` where there is no cursor either.
        """
        if page.next_page is None:
            return SearchPage()
        body = self._asked.get(page.next_page, {})
        try:
            parts = urlsplit(page.next_page)
            fields = parse_qs(parts.query, keep_blank_values=True)
        except ValueError as error:
            raise self._no_next_page() from error
        if parts.path == _PATH and f"{parts.scheme}://{parts.netloc}" == self._http.api.base:
            call = Call(method="GET", path=_PATH, query={name: found[0] for name, found in fields.items()})
            try:
                return await self._page(call, body)
            except (ApiError, NotFirmly) as error:
                if error.status not in (404, 405):
                    raise
        cursor = fields.get("cursor", [""])[0]
        if not cursor:
            raise self._no_next_page()
        body = body or {"query": fields.get("query", [""])[0], "page_size": page.page_size or 20}
        return await self._post({**body, "cursor": cursor})

    async def options(self) -> list[VariantOption]:
        """The options that search can filter by, with their exact values (firmly docs: Search Options)."""
        answer = await self._http.fetch(Call(method="GET", path="/api/v1/discovery/options"), _Options)
        return answer.options.variant_options

    def _no_next_page(self) -> NotFirmly:
        return NotFirmly(sentences.not_firmly(self._http.api.host, "a next page that cannot be asked for"))

    async def _post(self, body: dict[str, object]) -> SearchPage:
        return await self._page(Call(method="POST", path=_PATH, body=body), body)

    async def _page(self, call: Call, body: dict[str, object]) -> SearchPage:
        page = _read_page(await self._http.send(call))
        if page.next_page is not None:
            self._asked[page.next_page] = body
            while len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
        return page


def _read_page(answer: Answer) -> SearchPage:
    """Read a page; hits that cannot be read are left out, unless none can."""
    try:
        return answers.decode(answer, SearchPage)
    except NotFirmly:
        data = answers.parse_json(answer.body)
        page = cast("dict[str, object]", data) if isinstance(data, dict) else {}
        hits = answers.readable(page.get("products"), Product)
        without: dict[str, object] = {**page, "products": ()}
        rest = answers.readable([without], SearchPage)
        if not hits or not rest:
            raise
    rest[0].products = hits
    return rest[0]
