"""What one check of the doctor's found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["ok", "note", "stops"]
"""Fine; worth knowing; would stop a purchase."""

OK: Final = "ok"
NOTE: Final = "note"
STOPS: Final = "stops"


@dataclass(frozen=True)
class Finding:
    """What was found, what it means, and in `do` what to do about it (`""` where there is nothing to do)."""

    check: str
    level: Level
    says: str
    do: str = ""

    def to_json(self) -> dict[str, str]:
        """The same for programs."""
        return {"check": self.check, "level": self.level, "says": self.says, "do": self.do}
