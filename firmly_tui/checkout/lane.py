"""One merchant's order on its way: what is shown of it while it is placed."""

from dataclasses import dataclass, field
from typing import Literal

from firmly_tui.checkout.journal import Attempt, CallKind
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Money, Order

LaneState = Literal["waiting", "preparing", "sent", "placed", "refused", "not sent", "unknown"]


@dataclass(frozen=True)
class Step:
    """Something that was done: `elapsed` seconds after the lane began, `at` monotonic seconds."""

    text: str
    elapsed: float
    at: float


@dataclass
class Lane:
    """One merchant's order. `started` and `finished` are in monotonic seconds, None until then.

    `sentence` says what happened and what to do; `events` are the server's, with the seconds since the start;
    `attempt` is the journal's, None for an order that never came so far.
    """

    domain: str
    name: str
    total: Money | None
    call: CallKind
    state: LaneState = "waiting"
    sentence: str = ""
    order: Order | None = None
    error: FirmlyError | None = None
    attempt: Attempt | None = None
    steps: list[Step] = field(default_factory=list[Step])
    events: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    started: float | None = None
    finished: float | None = None

    @property
    def attempt_id(self) -> str:
        """The journal's id of the attempt, `""` if there is none."""
        return self.attempt.id if self.attempt is not None else ""

    @property
    def ended(self) -> bool:
        """Whether nothing more happens in this lane."""
        return self.state in ("placed", "refused", "not sent", "unknown")
