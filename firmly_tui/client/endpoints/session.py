"""The device: its open carts over all merchants."""

from collections.abc import Iterable
from typing import cast

from firmly_tui.client import answers
from firmly_tui.client.calls import Call
from firmly_tui.client.errors import NotFirmly, NotFound
from firmly_tui.client.transport import Transport
from firmly_tui.models import Cart


class Session:
    """`client.session`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def active_carts(self, excludes: Iterable[str] = ()) -> list[Cart]:
        """Every cart of the device that holds something, but for the merchants in `excludes`.

        A cart that cannot be read is left out and never hides the others (firmly docs: Get Active Carts).
        """
        left_out = ",".join(excludes)
        query = {"excludes": left_out} if left_out else {}
        try:
            answer = await self._http.send(Call(method="GET", path="/api/v2/carts/active", query=query))
        except (NotFound, NotFirmly) as error:
            if error.status != 404:
                raise
            answer = await self._http.send(Call(method="GET", path="/api/v1/carts/active", query=query))
        data = answers.json_body(answer)
        carts = cast("dict[str, object]", data).get("carts") if isinstance(data, dict) else None
        if not isinstance(carts, list):
            raise answers.not_firmly(answer, "carts: not a list")
        return answers.readable(cast("object", carts), Cart)
