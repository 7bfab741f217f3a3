"""Pictures of goods, which rest wherever their shops keep them."""

from typing import Final
from urllib.parse import quote, urlsplit

from firmly_tui.client import answers
from firmly_tui.client.calls import Kind, Request
from firmly_tui.client.errors import NotSent
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import Server

TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif")
"""What is asked for, and nothing else is taken."""

MAX_BYTES: Final = 2_000_000
"""How much of a picture is read."""

_LONGEST: Final = 4_000
_KEPT: Final = "/%:@!$&'()*+,;=~"


class Pictures:
    """`client.pictures`: the files behind `Product.image_urls` and `LineItem.image_url`.

    Their hosts are strangers: neither token nor app id nor cookie goes there, redirects are not followed, and
    an address on this machine is followed only where the API itself is there.
    """

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def fetch(self, url: str) -> bytes:
        """The file at `url`, of one of `TYPES` by its label and at most 2 MB. Nothing in it has been checked.

        Tried once. Raises `NotSent` for addresses that must not be called, `NotFirmly` for what is no picture,
        `TooLarge`, and what any call raises.
        """
        answer = answers.check(await self._http.download(self._request(url), MAX_BYTES), self._http.clock())
        if answer.media_type not in TYPES:
            raise answers.not_firmly(answer)
        return answer.body

    def _request(self, url: str) -> Request:
        try:
            parts = urlsplit(url if len(url) <= _LONGEST else "", scheme="https")
        except ValueError as error:
            raise NotSent("The address of the picture is none.") from error
        server = Server.parse(f"{parts.scheme}://{parts.netloc}")
        if server.loopback and not self._http.api.loopback:
            raise NotSent(f"{server.name} is this machine, which is no place for a shop's pictures.")
        path = quote(parts.path or "/", safe=_KEPT, errors="replace")
        query = quote(parts.query, safe=_KEPT + "?", errors="replace")
        headers = {"accept": ", ".join(TYPES), "accept-encoding": "identity"}
        address = server.base + path + (f"?{query}" if query else "")
        return Request("GET", address, path, server.host, Kind.READ, headers)
