"""The sandbox's clock, goods and merchants are changed while it runs."""

import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import JSON, Shopper
from tests.sandbox.test_clocks import EVERY_DAY, MAYDAY, Clock

HOUR, DAY = 3600, 24 * 3600
CLOCK = "/sandbox/clock"
GOODS = f"/sandbox/merchants/{CORNER}/goods"
MERCHANT = f"/sandbox/merchants/{CORNER}"


def ahead(someone: Shopper, seconds: int) -> JSON:
    answer = someone.http.put(CLOCK, json={"ahead_seconds": seconds})
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def scheduled(shop: OpenShop) -> Shopper:
    """Somebody with a red cup that is brought on a day, on April 30 of 2026 at noon in UTC."""
    terms = {"time_zone": "UTC", "calendar": EVERY_DAY, "promos": [MAYDAY]}
    someone = shop(clock=Clock("2026-04-30T12:00:00"), terms=terms)
    someone.add("CUP-RED", 1, CORNER)
    someone.ship_to(CORNER)
    return someone


def first_day(someone: Shopper) -> str:
    shipment = someone.cart(CORNER).json()["shipments"][0]["shipment_id"]
    found = someone.call("POST", "/shipments/get-availability", CORNER, shipment_id=shipment).json()
    return found["available_dates"][0]["date"]


def test_the_days_to_choose_follow_the_clock_and_come_back(scheduled: Shopper) -> None:
    assert first_day(scheduled) == "2026-05-01"
    told = ahead(scheduled, 30 * 60)
    assert (told["now"], told["real"]) == ("2026-04-30T12:30:00+00:00", "2026-04-30T12:00:00+00:00")
    scheduled.http.delete(CLOCK)
    ahead(scheduled, 12 * HOUR)
    session = scheduled.http.post("/sandbox/session", json={"device_id": scheduled.device_id}).json()
    scheduled.http.headers["x-firmly-authorization"] = session["access_token"]
    assert first_day(scheduled) == "2026-05-02"
    assert scheduled.http.delete(CLOCK).json()["ahead_seconds"] == 0
    assert first_day(scheduled) == "2026-05-01"


def test_a_session_ends_with_the_clock_and_is_renewed(corner: Shopper) -> None:
    ahead(corner, 2 * HOUR)
    assert corner.cart(CORNER).status_code == 401
    renewal = {"access_token": corner.token}
    headers = {"x-firmly-app-id": "5a9db0c5-0000-4000-8000-f1e2d3c4b5a6"}
    again = corner.http.post("/api/v1/browser-session", json=renewal, headers=headers).json()
    assert again["device_id"] == corner.device_id


def test_a_promo_code_ends_with_the_clock(scheduled: Shopper) -> None:
    assert scheduled.call("POST", "/promo-codes", CORNER, promo_codes=["MAYDAY"]).status_code == 200
    scheduled.call("DELETE", "/promo-codes", CORNER)
    ahead(scheduled, 2 * DAY)
    session = scheduled.http.post("/sandbox/session", json={"device_id": scheduled.device_id}).json()
    scheduled.http.headers["x-firmly-authorization"] = session["access_token"]
    refused = scheduled.call("POST", "/promo-codes", CORNER, promo_codes=["MAYDAY"])
    assert refused.json()["error"] == "ErrorInvalidPromoCode"


@pytest.mark.parametrize(
    "body", [{}, {"ahead_seconds": -1}, {"ahead_seconds": 1e12}, {"ahead_seconds": True}]
)
def test_the_clock_is_not_moved_to_just_anywhere(corner: Shopper, body: JSON) -> None:
    assert corner.http.put(CLOCK, json=body).status_code == 400
    assert corner.http.get(CLOCK).json()["ahead_seconds"] == 0


def test_stock_and_prices_change_while_shopping(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    told = corner.http.put(f"{GOODS}/CUP-RED", json={"price": 2000, "stock": 0}).json()
    assert (told["stock"], told["price"], told["shipped_stock"], told["shipped_price"]) == (0, 2000, 3, 1005)
    notices = {notice["code"] for notice in corner.cart(CORNER).json()["notices"]}
    assert {"ITEM_OUT_OF_STOCK", "PRICE_INCREASED"} <= notices
    assert corner.http.delete(GOODS).status_code == 200
    assert corner.cart(CORNER).json()["notices"] == []


def test_goods_are_found_by_sku_and_by_words(corner: Shopper) -> None:
    def found(words: str) -> list[str]:
        return [part["sku"] for part in corner.http.get(GOODS, params={"query": words}).json()["goods"]]

    assert found("CUP-BLUE") == ["CUP-BLUE"]
    assert found("green cup") == ["CUP-GREEN"]
    assert found("no such thing") == []
    assert len(found("")) == 104


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{GOODS}/CUP-RED", {}, 400),
        (f"{GOODS}/CUP-RED", {"stock": -1}, 400),
        (f"{GOODS}/CUP-RED", {"price": 0}, 400),
        (f"{GOODS}/NOTHING", {"stock": 1}, 404),
        ("/sandbox/merchants/nobody.example/goods/CUP-RED", {"stock": 1}, 404),
        ("/sandbox/merchants/nobody.example", {"health": "outage"}, 404),
        (MERCHANT, {"health": "sleepy"}, 400),
    ],
)
def test_what_cannot_be_is_refused(corner: Shopper, path: str, body: JSON, status: int) -> None:
    answer = corner.http.put(path, json=body)
    assert answer.status_code == status
    assert answer.json()["description"]


def test_a_merchant_goes_down_and_comes_back(corner: Shopper) -> None:
    assert corner.http.put(MERCHANT, json={"health": "outage"}).json()["health"] == "outage"
    assert corner.http.get(f"/api/v1/domains/{CORNER}").json() == {"status": "outage"}
    assert corner.add("CUP-RED", 1, CORNER).status_code == 503
    (told,) = corner.http.get("/sandbox/merchants").json()["merchants"]
    assert (told["health"], told["shipped_health"]) == ("outage", "operational")
    corner.http.put(MERCHANT, json={"health": "operational"})
    assert corner.add("CUP-RED", 1, CORNER).status_code == 200
