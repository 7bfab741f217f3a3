"""Consents over HTTP: what is asked for, what is given, and what cannot be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.laundry import CONSENTS, Buyer, refused
from tests.sandbox.shopper import JSON


@pytest.fixture
def buyer(start: StartSandbox, tmp_path: Path) -> Iterator[Buyer]:
    with Buyer(start, tmp_path, consents=CONSENTS) as someone:
        someone.fill("HOSE-A")
        yield someone


def signed(consents: list[JSON]) -> list[str]:
    return [consent["id"] for consent in consents if consent["signed"]]


def decide(buyer: Buyer, *consents: JSON, version: int = 2) -> list[JSON]:
    answer = buyer.change("POST", "/consents", version, consents=list(consents))
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(("version", "markup", "other"), [(1, "rich_text", "html"), (2, "html", "rich_text")])
def test_consents_have_the_documented_shape(buyer: Buyer, version: int, markup: str, other: str) -> None:
    news, terms = buyer.change("GET", "/consents", version).json()
    assert news == {
        "id": "news",
        "ui_slot": "UNDER_EMAIL_INPUT",
        "text": "Send me news.",
        "type": "marketing",
        "explicit": True,
        markup: False,
        "required": False,
        "revokable": True,
        "signed": False,
    }
    assert terms[markup] is True
    assert other not in terms


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_both_versions_sign_the_same_consents(buyer: Buyer, method: str) -> None:
    simple = buyer.change(method, "/consents", 1, consents=[{"id": "terms"}]).json()
    full = buyer.change(method, "/consents", 2, consents=[{"id": "news", "revoke": False}]).json()
    assert signed(simple) == ["terms"]
    assert signed(full) == ["news", "terms"]
    assert signed(buyer.change("GET", "/consents", 1).json()) == ["news", "terms"]


def test_what_can_be_taken_back_is_taken_back(buyer: Buyer) -> None:
    decide(buyer, {"id": "news"}, {"id": "terms"})
    assert signed(decide(buyer, {"id": "news", "revoke": True})) == ["terms"]
    assert signed(decide(buyer, {"id": "news", "revoke": True})) == ["terms"]
    assert signed(decide(buyer, {"id": "news"}, {"id": "news", "revoke": True})) == ["terms"]


@pytest.mark.parametrize(("version", "prefix"), [(1, ""), (2, "Error")])
def test_what_cannot_be_decided_is_refused_and_nothing_is_changed(
    buyer: Buyer, version: int, prefix: str
) -> None:
    for wish, name in (
        ({"id": "x"}, "ConsentNotFound"),
        ({"id": "terms", "revoke": True}, "ConsentNotRevokable"),
    ):
        answer = buyer.change("POST", "/consents", version, consents=[{"id": "news"}, wish])
        assert refused(answer) == (400, prefix + name)
    assert signed(buyer.change("GET", "/consents", version).json()) == []


def test_the_full_api_wants_a_cart_and_the_simple_one_does_not(start: StartSandbox, tmp_path: Path) -> None:
    with Buyer(start, tmp_path, consents=CONSENTS) as buyer:
        assert refused(buyer.change("GET", "/consents")) == (404, "ErrorCartNotFound")
        assert refused(buyer.change("POST", "/consents", consents=[{"id": "news"}])) == (
            404,
            "ErrorCartNotFound",
        )
        assert signed(decide(buyer, {"id": "news"}, version=1)) == ["news"]


@pytest.mark.parametrize(("version", "name"), [(1, "DomainNotFound"), (2, "ErrorDomainNotFound")])
def test_a_merchant_that_is_not_there_is_not_found(buyer: Buyer, version: int, name: str) -> None:
    url = f"/api/v{version}/domains/nowhere.example/cart/consents"
    assert refused(buyer.http.get(url)) == (404, name)
    assert refused(buyer.http.post(url, json={"consents": [{"id": "x"}]})) == (404, name)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"consents": []}', '{"consents": ["news"]}', '{"consents": [{"id": 1}]}']
)
@pytest.mark.parametrize(("version", "name"), [(1, "ValidationError"), (2, "ErrorInvalidInputBody")])
def test_a_body_of_another_form_is_refused(buyer: Buyer, version: int, name: str, body: str) -> None:
    url = f"/api/v{version}/domains/{CORNER}/cart/consents"
    assert refused(buyer.http.post(url, content=body)) == (400, name)


def test_no_order_without_the_consents_that_are_required(buyer: Buyer) -> None:
    buyer.ship_to(CORNER)
    decide(buyer, {"id": "news"})
    assert buyer.complete(CORNER).status_code in {412, 422}
    decide(buyer, {"id": "terms"})
    assert buyer.complete(CORNER).status_code == 200


def test_consents_are_of_the_device_and_outlive_the_cart(buyer: Buyer) -> None:
    decide(buyer, {"id": "terms"})
    buyer.change("DELETE", "/line-items")
    assert signed(buyer.change("GET", "/consents").json()) == ["terms"]
    buyer.http.headers["x-firmly-authorization"] = "nobody"
    assert buyer.change("GET", "/consents").status_code == 401
