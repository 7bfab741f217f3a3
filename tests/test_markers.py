"""The search for markers finds what it is meant to find."""

import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest

from tests.markers import Marker, found, found_in_memory, found_in_reprs

CARD = Marker("card", "4929123456789015")
CODE = Marker("code", "7391")
TOKEN = Marker("token", "eyJhbGciOiJSUzI1NiJ9.eyJ+/PSI6Ij8/In0=.c2ln-bmF0_dXJl")


@pytest.mark.parametrize("marker", [CARD, TOKEN], ids=repr)
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize(
    "written",
    [
        str,
        lambda text: b64encode(text.encode()).decode(),
        lambda text: urlsafe_b64encode(text.encode()).decode(),
        lambda text: quote(text, safe=""),
        lambda text: text.encode().hex(),
        lambda text: text[::-1],
        lambda text: text.encode("utf-16-le").decode("latin-1"),
        json.dumps,
    ],
)
def test_every_form_is_found(marker, before, written):
    assert found(f"… {written(f'{before}{marker.value}more')} …", [marker]) == [marker.name]


@pytest.mark.parametrize(
    "text",
    [
        "4929 1234 5678 9015",
        "4929-1234-5678-9015",
        "4929\n1234\n5678\n9015",
        "4929\u00a01234\u00a05678\u00a09015",
        "4929 123456 789015",
        "<svg><text>4929&#160;1234</text>\n<text>&#160;5678</text><text>&#160;9015</text></svg>",
    ],
)
def test_a_grouped_number_is_found(text):
    assert found(text, [CARD]) == ["card"]


def test_a_short_code_is_found_where_it_stands_alone():
    assert found('{"code": "7391"} 7391', [CODE]) == ["code"]
    assert found("order 873912, #739100, 0.7391, a7391b", [CODE]) == []


@pytest.mark.parametrize("text", ["", "4929 1234 5678 901", "•••• 9015", "4929123456789016"])
def test_other_text_is_not(text):
    assert found(text, [CARD, CODE, TOKEN]) == []


class Told:
    """Shows what it holds."""

    __module__ = "firmly_tui.example"

    def __init__(self, value: str) -> None:
        self.value = [{"deep": (value,)}]

    def __repr__(self) -> str:
        return f"Told({self.value})"


def test_objects_are_looked_at_however_deep_they_are():
    root = {"a": [Told(CARD.value)]}
    assert list(found_in_reprs(root, [CARD])) == [f"firmly_tui.example.{Told.__qualname__}"]
    assert found_in_memory(root, [CARD]) == ["card"]
    assert found_in_memory({"a": [Told("nothing")]}, [CARD]) == []
