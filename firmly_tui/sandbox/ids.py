"""Every id that the sandbox makes up, the same ones again for the same seed."""

from __future__ import annotations

import uuid
from hashlib import blake2b

from firmly_tui.sandbox.transaction import Transaction


class Ids:
    """A source of ids: each follows from the seed and a count kept in the database."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def new(self, transaction: Transaction, kind: str) -> str:
        """Return a fresh UUID for something of a kind, such as a cart."""
        return self.fixed(kind, str(transaction.next_number(kind)))

    def fixed(self, kind: str, name: str) -> str:
        """Return the UUID that always belongs to this name."""
        return str(uuid.UUID(bytes=self._bytes(f"{kind}:{name}"), version=4))

    def ray(self, number: int) -> str:
        """Return the ray id of the n-th request, in the form that firmly's edge uses."""
        return f"{self._bytes(f'ray:{number}').hex()[:16]}-SEA"

    def _bytes(self, text: str) -> bytes:
        return blake2b(f"{self._seed}:{text}".encode(), digest_size=16).digest()
