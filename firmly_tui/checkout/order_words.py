"""What happens to an order, and what came of several, in words."""

from collections.abc import Sequence

from firmly_tui.checkout.attempts import Attempt
from firmly_tui.checkout.lane import Lane
from firmly_tui.client import ItemAdded, OrderEvent, Other, Paying, Placed, Refused, ShippingUpdated, Started


def said(event: OrderEvent, items: int) -> tuple[str, str]:
    """An event's name, and what it means to a shopper; `items` counts the items that came so far."""
    match event:
        case Started():
            return "creating-cart", "Cart made for the order"
        case ItemAdded(cart=cart):
            named = cart.line_items[-1].description if cart and cart.line_items else ""
            return "item-added", f"{named or f'Item {items}'} in the cart"
        case ShippingUpdated():
            return "shipping-updated", "Address and shipping set"
        case Paying():
            return "payment-processing", "Paying"
        case Placed():
            return "order-placed", "Order placed"
        case Refused():
            return "error", ""
        case Other(name=name):
            return name, ""


def summary(lanes: Sequence[Lane]) -> str:
    """What came of all orders, and what can be done about those that were not placed."""
    names = {state: [lane.name for lane in lanes if _came_to(lane) == state] for state in _WORDS}
    parts = [_count(len(found), state) for state, found in names.items() if found]
    under_way = sum(not lane.ended for lane in lanes)
    if under_way:
        parts.append(_count(under_way, "under way"))
    said = [f"{', '.join(parts)}."] if parts else []
    again = [lane.name for lane in lanes if lane.can_try_again]
    if again and not under_way:
        said.append(f"Nothing was bought at {_listed(again)}: that can be tried again.")
    if elsewhere := [lane.name for lane in lanes if lane.held_back]:
        said.append(
            f"Another order stands before {_listed(elsewhere)}, perhaps for the same goods: look at the carts (F3) "
            "and the orders (F4) first."
        )
    if names["unknown"]:
        said.append(
            f"Nobody can tell yet about {_listed(names['unknown'])}, so nothing more is ordered there."
        )
    return " ".join(
        [*said, *map(_shown, (lane for lane in lanes if _came_to(lane) in (_NO_ANSWER, _NO_CLEAR_ANSWER)))]
    )


def reminder(attempts: Sequence[Attempt], *, listed: bool) -> str:
    """What the carts told of orders without an answer, for who did not say so yet; `""` where there are none.

    And what to do: less, where they are `listed` already.
    """
    if not attempts:
        return ""
    if len(attempts) > 1:
        clear = " clear" if any(attempt.http_status for attempt in attempts) else ""
        told = f"No{clear} answer came to {len(attempts)} orders, but the carts show what became of them."
        return f"{told} {'' if listed else 'F4 lists them. '}Enter opens one, and x settles it."
    (attempt,) = attempts
    clear = " clear" if attempt.http_status else ""
    told = f"No{clear} answer came to your order at {attempt.merchant_name}, but the cart shows that it was"
    return (
        f"{told} {attempt.conclusion}. {'' if listed else 'F4 lists it. '}Enter opens it, and x settles it."
    )


_NO_ANSWER, _NO_CLEAR_ANSWER = "without an answer", "without a clear answer"
_WORDS = (
    "placed",
    "placed, as you said",
    "refused",
    "not sent",
    "not placed, as you said",
    _NO_ANSWER,
    _NO_CLEAR_ANSWER,
    "unknown",
)


def _came_to(lane: Lane) -> str:
    """The state of a lane; of one without an answer what the shopper said, or whether its cart told something."""
    if lane.state != "unknown" or lane.attempt is None:
        return lane.state
    if lane.attempt.told:
        return lane.attempt.became
    if not lane.attempt.conclusion:
        return lane.state
    return _NO_CLEAR_ANSWER if lane.attempt.http_status else _NO_ANSWER


def _shown(lane: Lane) -> str:
    """What the cart of an order without an answer showed, and what follows."""
    concluded = lane.attempt.conclusion if lane.attempt is not None else ""
    follows = "it is not ordered again" if concluded == "placed" else "say so, and it can be ordered again"
    return f"As the cart shows, the one at {lane.name} was {concluded}: {follows}."


def _count(number: int, state: str) -> str:
    words = "of unknown outcome" if state == "unknown" else state
    return f"{number} order{'s' if number != 1 else ''} {words}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
