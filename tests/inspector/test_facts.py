"""What is read from an exchange."""

import pytest

from firmly_tui.inspector import short_path


@pytest.mark.parametrize(
    ("path", "room", "shown"),
    [
        ("/api/v1/domains/nordhaus.example", 40, "/v1/domains/nordhaus.example"),
        ("/api/v1/domains/nordhaus.example", 20, "/v1/domains/…"),
        ("/api/v2/domains/luma.example/cart/line-items", 60, "/v2/domains/luma.example/cart/line-items"),
        ("/api/v2/domains/luma.example/cart/line-items", 23, "/v2/…/cart/line-items"),
        ("/api/v2/domains/luma.example/cart/", 23, "/v2/…/cart/"),
        ("/api/v2/domains/luma.example/cart/line-items/8c2f-11", 24, "/v2/…/line-items/8c2f-11"),
        ("/api/v2/payment/domains/luma.example/place-order", 21, "/v2/…/place-order"),
        ("/api/v1/payment/key", 21, "/v1/payment/key"),
        ("/api/v1/browser-session", 12, "…ser-session"),
        ("/", 1, "/"),
        ("", 5, ""),
        ("/api/v1/x", 0, "…"),
    ],
)
def test_a_path_is_cut_in_its_middle(path: str, room: int, shown: str) -> None:
    assert short_path(path, room) == shown
