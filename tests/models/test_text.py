"""Text from outside is harmless once it is decoded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.models import Cart, untrusted

LETTER = "e"
ACUTE = "\N{COMBINING ACUTE ACCENT}"


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;title\x07",
        "\x9b31mred",
        "zero\u200bwidth",
        "right\u202eto left",
        "isolate\u2066d",
        "del\x7fete",
        "nul\x00l",
        "tag\U000e0041",
        "line\u2028break",
        "lone\ud800surrogate",
    ],
)
def test_what_steers_a_terminal_or_hides_is_made_visible(text):
    assert "\N{REPLACEMENT CHARACTER}" in untrusted(text)


@pytest.mark.parametrize(
    "text", ["[/]", "[b]XL[/b]", "[@click=app.quit]x[/]", "100% wool [10% off]", "👩‍👩‍👧"]
)
def test_markup_and_emoji_stay_as_they_are(text):
    assert untrusted(text) == text


def test_tabs_and_carriage_returns_become_spaces_and_line_breaks_stay():
    assert untrusted("a\tb\rc\r\nd") == "a b c\nd"


def test_length_and_piles_of_marks_are_capped():
    assert untrusted("x" * 5000) == "x" * 3999 + "…"
    assert len(untrusted(LETTER + ACUTE * 100)) <= 5


@given(st.text())
def test_nothing_that_steers_survives_and_twice_is_once(text):
    safe = untrusted(text)
    assert untrusted(safe) == safe
    unsafe = {"Cc", "Cs"}
    assert not [char for char in safe if char != "\n" and unicodedata.category(char) in unsafe]


def test_a_document_is_sanitized_when_it_is_decoded():
    cart = Cart.model_validate(
        {"shop_id": "shop.example", "display_name": "A\x1b[2J\nShop", "notices": ["\x9bx"]}
    )
    assert cart.name == "A\N{REPLACEMENT CHARACTER}[2J Shop"
    assert cart.notices[0].text == "\N{REPLACEMENT CHARACTER}x"
