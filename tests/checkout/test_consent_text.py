"""The text of consents: tags become lines, links are listed, nothing of it is ever run."""

import pytest

from firmly_tui.checkout.consent_text import readable
from firmly_tui.models import Consent


def html(text: str) -> Consent:
    return Consent(id="x", text=text, is_html=True)


def test_plain_text_stays_as_it_is() -> None:
    shown = readable(Consent(id="x", text="a <b> & [/] c"))
    assert (shown.text, shown.links) == ("a <b> & [/] c", ())


def test_links_are_numbered_and_listed_once() -> None:
    shown = readable(
        html('See <a href="https://a.example/1">one</a>, <a href="https://a.example/1">again</a>.')
    )
    assert shown.text == "See one [1], again [1]."
    assert shown.links == ("https://a.example/1",)


def test_lists_and_paragraphs_are_lines() -> None:
    shown = readable(html("<p>I have\nread:</p><ul><li>one,</li><li><em>two</em> &amp; three</li></ul>"))
    assert shown.text == "I have read:\n• one,\n• two & three"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "//x", "http://", "https://[", "https://a b", ""]
)
def test_only_addresses_of_the_web_are_links(href: str) -> None:
    shown = readable(html(f'<a href="{href}">here</a>'))
    assert (shown.text, shown.links) == ("here", ())


def test_scripts_are_not_read_and_broken_tags_do_no_harm() -> None:
    assert readable(html("a<script>evil()</script><b>b</a></p>c&#27;[31m")).text in (
        "ab\nc[31m",
        "ab\nc�[31m",
    )


@pytest.mark.parametrize(
    "text", ["<title>I sell my data</title>", "<style>I sell my data", "<script>x</script>"]
)
def test_what_would_be_left_of_nothing_is_shown_as_it_was_sent(text: str) -> None:
    assert readable(html(text)).text == text
