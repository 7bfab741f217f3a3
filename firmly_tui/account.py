"""What `firmly-tui login` and `firmly-tui logout` do, and what they say about it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.settings import Settings

_LOGGED_IN = (
    "The app id is kept: `firmly-tui` opens {host} from now on, LIVE. What you buy there is bought.\n"
    "`firmly-tui --sandbox` opens the sandbox all the same, and `firmly-tui logout` removes the app id."
)


def log_in_at_firmly(settings: Settings, app_id: str) -> str:
    """Try an app id, keep it, and say so. Raises FirmlyError, and OSError where it cannot be kept."""
    from firmly_tui.checkout import Login, Secrets, log_in
    from firmly_tui.wiring import CARTS_GONE

    async def run() -> list[str]:
        secrets = Secrets(settings.home)
        login = Login(app_id, settings.api, settings.cc, settings.status)
        # Said first: it also tells whether anything can be kept at all.
        news = await secrets.news()
        lost = await log_in(secrets, settings.home, login)
        host = urlsplit(settings.api).netloc
        return [_LOGGED_IN.format(host=host), CARTS_GONE if lost else "", news, await secrets.news()]

    return "\n".join(filter(None, asyncio.run(run())))


def log_out_everywhere(settings: Settings) -> tuple[str, str]:
    """Remove every secret; what to say about it, and what went wrong, `""` if nothing did.

    Raises OSError for files that cannot be removed.
    """
    from firmly_tui.checkout import Secrets, log_out

    forgotten = asyncio.run(log_out(Secrets(settings.home), settings.home))
    removed = [f"Removed: the {name}." for name in dict.fromkeys(forgotten.names)]
    return "\n".join(
        [*(removed or ["There was nothing to remove."]), *_what_stays(settings)]
    ), forgotten.problem


def _what_stays(settings: Settings) -> Sequence[str]:
    from firmly_tui.settings import CONFIG_NAME
    from firmly_tui.wiring import JOURNAL_FILE, SANDBOX_DATABASE, SHOPPER_FILE

    known = {
        JOURNAL_FILE: "the journal of orders",
        SHOPPER_FILE: "the delivery address",
        SANDBOX_DATABASE: "the carts and orders of the embedded sandbox",
        CONFIG_NAME: "your settings",
    }
    stays = [f"{what} ({name})" for name, what in known.items() if (settings.home / name).exists()]
    lines = [f"What stays in {settings.home}: {', '.join(stays)}."] if stays else []
    if settings.app_id:
        lines.append("An app id is still set by an option, by FIRMLY_TUI_APP_ID or in config.toml.")
    return lines
