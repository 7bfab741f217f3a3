"""Orders as event streams, in both vocabularies."""

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import SHOP, Shopper, adds_up


def test_sse_true_speaks_the_words_of_the_reference(shopper: Shopper) -> None:
    events = shopper.stream(shopper.skus(SHOP)[0], accept="text/event-stream")
    (start, nothing), (added, item), (updated, shipping), (placed, order) = events

    assert [start, added, updated, placed] == [
        "creating-cart",
        "item-added",
        "shipping-updated",
        "order-placed",
    ]
    assert nothing == {}
    assert item["cart"]["shipping_info"] is None
    assert shipping["cart"]["shipments"][0]["shipping_method"]
    assert order["order"]["platform_order_number"]
    assert all(adds_up(cart) for cart in (item["cart"], shipping["cart"], order["order"]))


def test_the_accept_header_alone_speaks_the_words_of_the_guide(shopper: Shopper) -> None:
    events = shopper.stream(shopper.skus(SHOP)[0], query="", accept="text/event-stream")
    assert [name for name, _ in events] == ["order_processing", "payment_processing", "order_completed"]
    assert events[-1][1]["order"]["cart_status"] == "submitted"


def test_a_refusal_in_the_stream_holds_both_forms_of_an_error(corner: Shopper) -> None:
    events = corner.stream("CUP-GREEN", CORNER)
    assert [name for name, _ in events] == ["creating-cart", "error"]
    assert events[-1][1] == {
        "error": {
            "code": 422,
            "error": "ErrorNotEnoughStock",
            "description": "Cup (Green) is sold out.",
            "message": "Cup (Green) is sold out.",
        }
    }


def test_each_item_is_an_event_of_its_own(corner: Shopper) -> None:
    body = corner.order_body("CUP-RED", domain=CORNER)
    body["items"].append({"variant_id": "BEAD-1", "quantity": 2})
    answer = corner.http.post(f"/api/v1/payment/domains/{CORNER}/place-order?sse=true", json=body)
    assert answer.text.count("event: item-added\n") == 2
    assert answer.headers["cache-control"] == "no-cache"


def test_a_request_that_is_wrong_in_itself_is_refused_without_a_stream(shopper: Shopper) -> None:
    url = f"/api/v2/payment/domains/{SHOP}/place-order?sse=true"
    answer = shopper.http.post(url, json={}, headers={"accept": "text/event-stream"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"


def test_a_client_that_leaves_gets_its_order_all_the_same(start: StartSandbox) -> None:
    with Shopper(start(step_seconds=0.01)) as someone:
        url = f"/api/v2/payment/domains/{CORNER}/place-order?sse=true"
        body = someone.order_body("CUP-BLUE", domain=CORNER)
        with someone.http.stream("POST", url, json=body) as answer:
            assert next(answer.iter_text()).startswith("event: creating-cart")
        reads = (someone.cart(CORNER).status_code for _ in range(2000))
        assert 404 in reads
        assert someone.add("CUP-BLUE", 1, CORNER).json()["description"] == "Cup (Blue) is sold out."
