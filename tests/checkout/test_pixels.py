"""Pictures of strangers are opened small, or not at all: never an error, never much memory or time."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from firmly_tui.checkout.pixels import MOST_PIXELS, SIDE, Pixels, opened

RED = (200, 30, 40)


def file(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    """A red picture as a file of this kind."""
    color = RED if mode == "RGB" else 0
    data = BytesIO()
    Image.new(mode, size, color).save(data, kind, **options)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_of_all_kinds_are_opened(kind: str) -> None:
    picture = opened(file(kind))
    assert picture is not None
    assert (picture.width, picture.height, len(picture.rgb)) == (40, 20, 40 * 20 * 3)
    assert max(abs(is_ - was) for is_, was in zip(picture.rgb[:3], RED, strict=True)) < 8


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_kept_small(kind: str) -> None:
    picture = opened(file(kind, (2000, 1000)))
    assert picture is not None
    assert (picture.width, picture.height) == (SIDE, SIDE // 2)


def test_what_is_transparent_is_white() -> None:
    data = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(data, "PNG")
    assert opened(data.getvalue()) == Pixels(4, 4, b"\xff" * 48)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM"])
def test_other_kinds_are_no_pictures(kind: str) -> None:
    assert opened(file(kind, (16, 16))) is None


@pytest.mark.parametrize("size", [(20_000, 20_000), (MOST_PIXELS + 1, 1)])
def test_a_bomb_is_not_opened(size: tuple[int, int]) -> None:
    assert opened(file("PNG", size, "1")) is None


def test_a_jpeg_that_asks_for_endless_passes_is_not_opened() -> None:
    data = file("JPEG", (64, 64), progressive=True)
    assert opened(data) is not None
    last = data[data.rindex(b"\xff\xda") : -2]
    assert opened(data[:-2] + last * 100 + data[-2:]) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@given(data=st.data())
def test_a_damaged_picture_is_no_error(kind: str, data: st.DataObject) -> None:
    whole = bytearray(file(kind))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    picture = opened(bytes(whole[:cut]))
    assert picture is None or max(picture.width, picture.height) <= SIDE


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 50), st.integers(1, 50))
def test_a_picture_fits_into_its_place(width: int, height: int, columns: int, lines: int) -> None:
    small = Pixels(width, height, bytes(3 * width * height)).scaled(columns, lines)
    assert 0 < small.width <= columns
    assert 0 < small.height <= lines
    assert len(small.rgb) == 3 * small.width * small.height
