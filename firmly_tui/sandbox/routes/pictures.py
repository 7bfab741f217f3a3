"""The pictures of the goods. This route is the sandbox's own, as every shop has its pictures in a place of its own."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering.images import PATH
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, Endpoint

_DAY: Final = 86_400


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""

    async def picture(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        found = merchant.find(request.path_params["sku"])
        if found is None:
            raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{merchant.name} has no such product.")
        drawn = await services.album.picture(merchant, *found)
        headers = {"ETag": drawn.etag, "Cache-Control": f"public, max-age={_DAY}"}
        if _is_known(request.headers.get("if-none-match", ""), drawn.etag):
            return Response(status_code=304, headers=headers)
        return Response(drawn.png, headers=headers, media_type="image/png")

    return [
        Endpoint(
            ("GET",),
            f"{PATH}/{{domain}}/{{sku:path}}",
            Dialect.V1,
            picture,
            summary="See a variant; anyone may, and once seen it need not be sent again",
            answer="png",
            auth=Auth.NONE,
            problems=(Problem.PRODUCT_NOT_FOUND,),
        )
    ]


def _is_known(if_none_match: str, etag: str) -> bool:
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or "*" in known
