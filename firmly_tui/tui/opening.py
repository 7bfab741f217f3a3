"""What may go wrong while the shop opens, and is told instead of ending the app."""

import sqlite3

from firmly_tui.client import FirmlyError

SHOP_ERRORS = (FirmlyError, OSError, sqlite3.Error)
