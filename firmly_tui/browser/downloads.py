"""Hands a file that the app made, such as a picture of its screen, to the browser of its visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

if TYPE_CHECKING:
    from textual_serve.download_manager import DownloadManager

GONE = "This file is not to be had any more. Ask the app for it again.\n"


async def download(request: web.Request, downloads: DownloadManager, key: str) -> web.StreamResponse:
    """The file that the app offered under this key, once, as a file to keep: never as a page of ours."""
    try:
        offered = await downloads.get_download_metadata(key)
    except KeyError:
        raise web.HTTPNotFound(text=GONE) from None
    answer = web.StreamResponse(
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(offered.file_name)}",
        }
    )
    await answer.prepare(request)
    async for chunk in downloads.download(key):
        await answer.write(chunk)
    await answer.write_eof()
    return answer
