"""Finds out, before one wants to buy, what would stop a purchase."""

from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding, Level
from firmly_tui.doctor.rounds import examine

__all__ = ["NOTE", "OK", "STOPS", "Finding", "Level", "examine"]
