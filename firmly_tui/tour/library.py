"""Where tours are: those that come with the app, by name, and anybody's own, by path."""

from __future__ import annotations

from pathlib import Path

from firmly_tui.tour.reading import MOST_BYTES, read_tour
from firmly_tui.tour.steps import Tour, TourError

ENDING = ".tour"
SHIPPED = Path(__file__).with_name("shipped")


def shipped() -> list[Tour]:
    """All tours that come with the app, in the order in which one may show them. Raises TourError."""
    order = ("first-purchase", "full-cart", "declined-card", "dropped-stream", "inspector")
    paths = sorted(SHIPPED.glob(f"*{ENDING}"))
    known = [path for name in order for path in paths if path.stem == name]
    return [load(path) for path in (*known, *(path for path in paths if path not in known))]


def find(name: str) -> Tour:
    """A tour by its name, or by the path of its file. Raises TourError."""
    own = SHIPPED / f"{name}{ENDING}"
    if Path(name).name == name and own.is_file():
        return load(own)
    path = Path(name).expanduser()
    if path.is_file():
        return load(path)
    names = ", ".join(tour.name for tour in shipped())
    raise TourError(f"There is no tour “{name}”. There are {names}, and your own by the path of the file.")


def load(path: Path) -> Tour:
    """The tour in a file. Raises TourError."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise TourError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise TourError(f"{path} is not a text in UTF-8.") from None
    if len(content) > MOST_BYTES:
        raise TourError(f"{path} is longer than a tour may be ({MOST_BYTES} bytes).")
    return read_tour(text, path)
