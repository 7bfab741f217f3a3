"""The least that can show a stream: `stream.py HOST:PORT` reads events off a socket into one text."""

from __future__ import annotations

import asyncio
import sys

from textual import work
from textual.app import App, ComposeResult
from textual.widgets import Static

REQUEST = "POST /api/v2/payment/domains/shop.example/place-order HTTP/1.1\r\nhost: bench\r\ncontent-length: 0\r\n\r\n"


class StreamApp(App[None]):
    BINDINGS = [("s", "stream", "Stream")]

    def compose(self) -> ComposeResult:
        yield Static("READY")

    @work
    async def action_stream(self) -> None:
        host, port = sys.argv[1].split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1 << 20)
        writer.write(REQUEST.encode())
        lines: list[str] = []
        while (line := await reader.readline()) and b"order-placed" not in line:
            if line.startswith(b"event: item-added"):
                lines.append(f"Item {len(lines) + 1} in the cart")
                self.query_one(Static).update("\n".join(lines))
        writer.close()


if __name__ == "__main__":
    StreamApp().run()
