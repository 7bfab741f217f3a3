"""Which hosts are this machine, and which hosts take cards."""

import pytest

from firmly_tui.client.urls import card_host, status_host
from firmly_tui.loopback import is_loopback


@pytest.mark.parametrize(
    "place",
    ["localhost", "LOCALHOST", "127.0.0.1", "127.9.8.7", "::1", "http://127.0.0.1:8899/x", "https://[::1]:1"],
)
def test_this_machine(place: str) -> None:
    assert is_loopback(place)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "127.evil.com",
        "localhost.evil.com",
        "http://localhost.evil.com",
        "http://127.0.0.1@evil.com/",
        "128.0.0.1",
        "::2",
        "::ffff:127.0.0.1",
        "http://[x",
    ],
)
def test_not_this_machine(place: str) -> None:
    assert not is_loopback(place)


@pytest.mark.parametrize(
    ("api", "cards"),
    [
        ("https://api.firmly.work", "https://cc.firmly.work"),
        ("https://api.firmly.online", "https://cc.firmly.online"),
        ("https://API.Firmly.online:8443/x", "https://cc.firmly.online:8443/x"),
        ("https://api.dev.firmlyci.com", "https://cc.dev.firmlyci.com"),
        ("https://api.notfirmly.work", "https://api.notfirmly.work"),
        ("https://firmly.work", "https://firmly.work"),
        ("http://127.0.0.1:8899", "http://127.0.0.1:8899"),
    ],
)
def test_the_card_host_is_a_sibling_at_firmly_only(api: str, cards: str) -> None:
    assert card_host(api) == cards


@pytest.mark.parametrize(
    ("api", "status"),
    [
        ("https://api.firmly.work", "https://status.firmly.work"),
        ("https://api.firmly.online:8443", "https://status.firmly.online:8443"),
        ("https://api.notfirmly.work", "https://api.notfirmly.work"),
        ("http://127.0.0.1:8899", "http://127.0.0.1:8899"),
    ],
)
def test_the_status_host_is_a_sibling_at_firmly_only(api: str, status: str) -> None:
    assert status_host(api) == status
