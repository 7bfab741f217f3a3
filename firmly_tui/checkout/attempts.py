"""One try to place one merchant's order, as the journal keeps it."""

import json
from dataclasses import dataclass
from typing import Final, Literal

from firmly_tui.models import Money, Order, untrusted

State = Literal["prepared", "sent", "placed", "refused", "not sent", "unknown"]
Outcome = Literal["placed", "refused", "not sent", "unknown"]
CallKind = Literal["place-order", "complete-order", "saved-payment", "wallet", "paypal"]
"""The call that buys. All but `place-order`, which makes a cart of its own, buy the cart as it stands."""
Conclusion = Literal["", "placed", "not placed", "probably not placed"]
"""What the carts told of an order of unknown outcome, `""` if nothing."""
Told = Literal["placed", "not placed"]
"""What the shopper says became of such an order."""

CRASHED_BEFORE: Final = "The app ended before the order was sent. Nothing was ordered."
CRASHED_AFTER: Final = (
    "The app ended while the order was being placed. It may have been placed: look into your mailbox for the "
    "merchant's confirmation before you order again."
)


@dataclass(frozen=True)
class Attempt:
    """One try to place one merchant's order.

    `items` are lines of text, `digest` is the SHA-256 of what was ordered, without the card; times are ISO
    8601 in UTC. `new_cart_id` is the cart that the server named while it placed the order, `device` stands for
    the device that the carts hang on, `server` is where the order went (`""` where that is not known).
    `identifier`, `http_status` and `ray_id` are those of the error that ended it (`""` and 0 where there was none; the
    first two in older journals, too). `receipt` is the order as JSON: of the card it has brand and last four
    digits. Of an unknown outcome, `conclusion` is what the carts told, `looks` what was seen of them, `told` what the
    shopper said became of it, at `settled_at` (`""` in journals of older versions, which did not ask); since
    `cleared_at` the cart may be ordered again.
    """

    id: str
    merchant: str
    merchant_name: str
    call: CallKind
    cart_id: str
    items: tuple[str, ...]
    total: Money | None
    digest: str
    created_at: str
    state: State = "prepared"
    order_number: str = ""
    detail: str = ""
    ray_id: str = ""
    identifier: str = ""
    http_status: int = 0
    finished_at: str = ""
    new_cart_id: str = ""
    receipt: str = ""
    conclusion: Conclusion = ""
    settled_at: str = ""
    told: Told | Literal[""] = ""
    cleared_at: str = ""
    device: str = ""
    server: str = ""
    looks: tuple[str, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is placing it, in this window or in another one."""
        return self.state in ("prepared", "sent")

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if it was placed: neither the answer, nor the carts, nor the shopper."""
        told = self.conclusion in ("placed", "not placed") or self.settled_at
        return self.state == "unknown" and not told

    @property
    def unanswered(self) -> str:
        """What came in place of an answer that tells what became of it."""
        if not self.http_status:
            return "no answer came"
        if self.http_status < 400:
            return "the answer could not be read"
        return f"the answer was HTTP {self.http_status}"

    @property
    def can_clear(self) -> bool:
        """Whether the carts say that it was not placed, so that it may be ordered again if the shopper says so."""
        not_placed = self.conclusion in ("not placed", "probably not placed")
        return self.state == "unknown" and not_placed and self.told != "placed" and not self.cleared_at

    @property
    def awaits_word(self) -> bool:
        """Whether the carts told what became of it, and the shopper did not say so yet."""
        told = self.conclusion in ("placed", "not placed")
        return self.state == "unknown" and told and not (self.settled_at or self.cleared_at)

    @property
    def needs_check(self) -> bool:
        """Whether there is something to find out, or to say, before nothing is left to be settled."""
        return self.is_open or self.can_clear or self.awaits_word

    @property
    def became(self) -> str:
        """What came of it, in words; where no answer came, with who says so: the shopper, or else the carts."""
        if self.told:
            return f"{self.told}, as you said"
        if self.state == "unknown" and self.conclusion:
            return f"{self.conclusion}, as the cart shows"
        return self.state

    @property
    def order(self) -> Order | None:
        """The order as it was answered, for the receipt; None unless it was placed."""
        return Order.model_validate_json(self.receipt) if self.receipt else None

    @property
    def hold_back(self) -> str:
        """Why nothing else is ordered of its cart, or at its merchant, in a sentence."""
        name, when = self.merchant_name, self.created_at[:16].replace("T", " ")
        match self.state, self.conclusion:
            case "placed", _:
                number = f" ({self.order_number})" if self.order_number else ""
                return (
                    f"This cart was ordered at {when} UTC{number}, so it is not ordered again. To have the same once "
                    "more, empty the cart and add the goods anew."
                )
            case "unknown", _ if self.told == "placed":
                return f"You said that the order of {when} UTC at {name} was placed, so its cart is not ordered again."
            case "unknown", "" if self.told:
                return (
                    f"You said that the order of {when} UTC at {name} was not placed, but the carts did not tell so: "
                    "this cart is not ordered again. Empty it, and add the goods anew."
                )
            case "unknown", "placed":
                return (
                    f"This cart was ordered at {when} UTC: the order was placed, but its number did not arrive. It "
                    "is not ordered again."
                )
            case "unknown", "not placed" | "probably not placed":
                return (
                    f"The order of {when} UTC at {name} was {self.conclusion}. Say so in the list of orders "
                    "first; then it can be ordered again."
                )
            case "unknown", _:
                return (
                    f"It is not known whether the order of {when} UTC at {name} was placed. Check that one in the "
                    "list of orders first."
                )
            case _:
                return (
                    f"Another order at {name} is under way since {when} UTC, perhaps in another window. Wait "
                    "until it has ended."
                )

    def to_json(self) -> dict[str, object]:
        """Everything that a program may want to know. What servers call their carts is made harmless to a terminal."""
        total = self.total
        return {
            "id": self.id,
            "state": self.state,
            "merchant": self.merchant,
            "merchant_name": self.merchant_name,
            "order_number": self.order_number,
            "total": {"currency": total.currency, "number": total.number} if total is not None else None,
            "items": list(self.items),
            "call": self.call,
            "cart_id": untrusted(self.cart_id),
            "new_cart_id": untrusted(self.new_cart_id),
            "digest": self.digest,
            "created_at": self.created_at,
            "finished_at": self.finished_at,
            "detail": self.detail,
            "ray_id": self.ray_id,
            "identifier": self.identifier,
            "http_status": self.http_status or None,
            "conclusion": self.conclusion,
            "looks": list(self.looks),
            "settled_at": self.settled_at,
            "told": self.told,
            "cleared_at": self.cleared_at,
            "order": json.loads(self.receipt) if self.receipt else None,
        }
