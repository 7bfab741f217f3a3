"""The time zone that the shopper is in."""

import os
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from firmly_tui.checkout.delivery_days import zone_named

_LINK: Final = Path("/etc/localtime")
_FOLDER: Final = "zoneinfo/"


def local_zone() -> tzinfo | None:
    """The zone of this machine, by its name where it has one: an offset alone knows nothing of summer time."""
    return zone_named(os.environ.get("TZ", "")) or zone_named(_linked()) or datetime.now().astimezone().tzinfo


def _linked() -> str:
    try:
        target = str(_LINK.resolve())
    except (OSError, RuntimeError):
        return ""
    return target.partition(_FOLDER)[2]
