"""An answer's body as it was before it was compressed, never much of it at once."""

import zlib
from collections.abc import Iterator
from typing import Final

ENCODINGS: Final = "gzip, deflate"
"""The encodings that are asked for."""

_PIECE: Final = 65_536
_EITHER_FORMAT: Final = zlib.MAX_WBITS | 32


class BodyError(Exception):
    """The body is not compressed as it claims, or in a way that was not asked for."""


class Body:
    """Opens one body, fed in pieces that may be cut anywhere.

    A compressed piece can hold a thousand times its size, so what is in it is handed out bit by bit, and who
    counts the bytes can stop in time.
    """

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BodyError(f"{name} is no encoding that was asked for")
        self._unzip = zlib.decompressobj(_EITHER_FORMAT) if name not in ("", "identity") else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes are, in pieces of 64 KiB at most where they were compressed. Raises `BodyError`."""
        if self._unzip is None:
            yield data
            return
        if self._unzip.eof:
            # zlib would keep what comes after the end.
            return
        try:
            while piece := self._unzip.decompress(data, _PIECE):
                yield piece
                data = self._unzip.unconsumed_tail
        except zlib.error as error:
            raise BodyError(str(error)) from error
