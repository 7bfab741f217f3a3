"""Hostile text: in everything meant for people, and in nothing else."""

import pytest

from firmly_tui.sandbox.faults.hostile import PAYLOADS
from tests.sandbox.conftest import CORNER
from tests.sandbox.faults import ACTED, OPTIONS, play
from tests.sandbox.shopper import JSON, Shopper, adds_up


def texts(document: object) -> list[str]:
    """Return every text of a document, in its order."""
    if isinstance(document, dict):
        return [text for value in document.values() for text in texts(value)]
    if isinstance(document, list):
        return [text for value in document for text in texts(value)]
    return [document] if isinstance(document, str) else []


def cart(someone: Shopper) -> JSON:
    someone.add("CUP-RED", 1, CORNER)
    return someone.ship_to(CORNER).json()


@pytest.mark.parametrize("kind", ["control", "markup", "bidi", "marks"])
def test_texts_for_people_end_in_what_was_asked_for(corner: Shopper, kind: str) -> None:
    play(corner, f"hostile-text,kind={kind}")
    (cup,) = corner.search("cup")["products"]
    assert cup["title"] == f"Cup {PAYLOADS[kind]}"
    assert cup["variants"][0]["option1"] == f"Red {PAYLOADS[kind]}"
    assert cup["variants"][0]["price"]["currency"] == "USD"
    assert [variant["sku"] for variant in cup["variants"]] == ["CUP-RED", "CUP-BLUE", "CUP-GREEN"]


def test_all_kinds_come_in_turn(corner: Shopper) -> None:
    play(corner, "hostile-text,length=50")
    values = corner.http.get(OPTIONS).json()["options"]["variant_options"]
    found = " ".join(texts(values))
    long = PAYLOADS.keys() - {"long"}
    assert all(PAYLOADS[kind] in found for kind in long)
    assert "Unbreakable" * 4 in found


def test_a_cart_stays_one_that_works(corner: Shopper) -> None:
    plain = cart(corner)
    play(corner, "hostile-text")
    hostile = corner.cart(CORNER).json()
    assert adds_up(hostile)
    for name in ("cart_id", "shop_id", "cart_status", "payment_handle"):
        assert hostile[name] == plain[name]
    assert hostile["line_items"][0]["description"].startswith("Cup ")
    assert hostile["shipments"][0]["shipping_method"]["id"] == plain["shipments"][0]["shipping_method"]["id"]
    assert hostile["shipping_info"]["city"].startswith("Seattle ")
    assert hostile["shipping_info"]["postal_code"] == "98101"
    assert len(texts(hostile)) == len(texts(plain))


def test_errors_and_events_are_hostile_too(corner: Shopper) -> None:
    play(corner, "hostile-text,kind=control")
    error = corner.add("CUP-GREEN", 1, CORNER).json()
    assert error["error"] == "ErrorNotEnoughStock"
    assert error["description"] == f"Cup (Green) is sold out. {PAYLOADS['control']}"
    *_, (name, data) = corner.stream("CUP-GREEN", CORNER)
    assert name == "error"
    assert data["error"]["message"].endswith(PAYLOADS["control"])


def test_the_longest_texts_do_not_grow_an_answer_without_end(corner: Shopper) -> None:
    play(corner, "hostile-text,kind=long,length=20000")
    answer = corner.http.post("/api/v1/discovery/search", json={"query": "", "page_size": 100})
    assert answer.headers[ACTED] == "hostile-text"
    assert "Unbreakable" * 1800 in answer.json()["products"][0]["title"]
    assert len(answer.content) < 1_500_000
