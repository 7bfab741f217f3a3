"""What went over the wire: a log within bounds, its filter, the difference of carts, and files to hand over."""

from firmly_tui.inspector.again import refusal, send_again
from firmly_tui.inspector.changes import CartChange, Change, cart_changes, differences, tells_carts
from firmly_tui.inspector.curl import curl
from firmly_tui.inspector.facts import error_name, parsed, short_path, target_of
from firmly_tui.inspector.filter import HELP, Filter, FilterError
from firmly_tui.inspector.har import har
from firmly_tui.inspector.json_lines import json_lines
from firmly_tui.inspector.log import Entry, Log
from firmly_tui.inspector.outgoing import Outgoing, OutgoingError
from firmly_tui.inspector.personal import without_person
from firmly_tui.inspector.tree import Line, Tree

__all__ = [
    "HELP",
    "CartChange",
    "Change",
    "Entry",
    "Filter",
    "FilterError",
    "Line",
    "Log",
    "Outgoing",
    "OutgoingError",
    "Tree",
    "cart_changes",
    "curl",
    "differences",
    "error_name",
    "har",
    "json_lines",
    "parsed",
    "refusal",
    "send_again",
    "short_path",
    "target_of",
    "tells_carts",
    "without_person",
]
