"""What is remembered of a shopper between runs: where goods go."""

from pathlib import Path

from firmly_tui.checkout.private_files import write_atomically
from firmly_tui.models import Address


class Shopper:
    """The shopper's delivery address, in a file that only they can read (0600).

    A file that cannot be understood is put aside as `NAME.broken`, and the address is asked for again.
    """

    def __init__(self, path: Path):
        self._path = path
        self.address: Address | None = self._load()
        self.billing: Address | None = None
        """Where the bill goes when it is not to `address`; for this run only."""

    def save(self, address: Address) -> None:
        """Remember the address. Raises OSError where it cannot be written; it holds for this run then."""
        self.address = address
        write_atomically(self._path, address.model_dump_json(indent=2) + "\n")

    def _load(self) -> Address | None:
        try:
            return Address.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            self._put_aside()
            return None

    def _put_aside(self) -> None:
        try:
            self._path.replace(self._path.with_name(f"{self._path.name}.broken"))
        except OSError:
            # Left where it is: the next save replaces it.
            return
