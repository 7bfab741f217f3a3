"""One merchant's order on its way: what was confirmed of it, and what is shown of it while it is placed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from firmly_tui.checkout.attempts import Attempt, CallKind
from firmly_tui.checkout.question import Question
from firmly_tui.checkout.ways import Way
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Address, Cart, Money, Order

if TYPE_CHECKING:
    from firmly_tui.checkout.check import Check

LaneState = Literal["waiting", "preparing", "asking", "sent", "placed", "refused", "not sent", "unknown"]


@dataclass(frozen=True)
class LaneOrder:
    """What the shopper confirmed for one merchant: the cart as it was shown, and how it is paid.

    The bill goes where the goods go unless `billing` says otherwise. `captcha_token` is for merchants that ask
    for one.
    """

    domain: str
    cart: Cart = field(repr=False)
    way: Way
    address: Address = field(repr=False)
    billing: Address | None = field(default=None, repr=False)
    captcha_token: str = field(default="", repr=False)

    @property
    def bill_to(self) -> Address:
        """Where the bill goes."""
        return self.billing or self.address


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
    `attempt` is the journal's last one, None for an order that never came so far. `question` is what the
    shopper is asked while the state is "asking"; `check` is the look at an unknown outcome, once it began;
    `held_back` tells whether another order stood in the way, perhaps of another window.
    """

    domain: str
    name: str
    total: Money | None
    way: Way
    state: LaneState = "waiting"
    sentence: str = ""
    question: Question | None = None
    order: Order | None = None
    error: FirmlyError | None = None
    attempt: Attempt | None = None
    check: "Check | None" = None
    steps: list[Step] = field(default_factory=list[Step])
    events: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    started: float | None = None
    finished: float | None = None
    held_back: bool = False

    @property
    def call(self) -> CallKind:
        """The call that buys."""
        return self.way.call

    @property
    def attempt_id(self) -> str:
        """The journal's id of the attempt, `""` if there is none."""
        return self.attempt.id if self.attempt is not None else ""

    @property
    def ended(self) -> bool:
        """Whether nothing more is sent in this lane."""
        return self.state in ("placed", "refused", "not sent", "unknown")

    @property
    def can_try_again(self) -> bool:
        """Whether it is known that nothing was bought, by this order or another one of the same cart."""
        return self.state in ("refused", "not sent") and not self.held_back
