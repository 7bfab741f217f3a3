"""How long we wait."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Limits in seconds. Orders have their own: a merchant may take a minute to place one.

    `read` and `order_idle` count from one piece of an answer to the next (any byte of a stream, comments
    too, starts them again); `total` and `order_total` count for the whole call.
    """

    connect: float = 5.0
    read: float = 20.0
    write: float = 10.0
    pool: float = 20.0
    total: float = 60.0
    order_idle: float = 90.0
    order_total: float = 600.0
