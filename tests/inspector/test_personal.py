"""Nobody's name, address or number is in an exchange that was made to be without people."""

import json

import pytest

from firmly_tui.client import Exchange, StreamEvent
from firmly_tui.inspector import without_person
from tests.inspector.test_log import exchange

SPELLINGS = """
    first_name last_name company email phone phone_number address1 address2 address_line_1 address_line_2 city
    state_or_province province state_code state state_name postal_code postcode zip zip_code country country_code
    firstName Postal-Code notes card_holder_name otp_sent_to
"""


def told(made: Exchange) -> str:
    """All that the exchange says, without people."""
    return repr(without_person(made))


@pytest.mark.parametrize("name", SPELLINGS.split())
def test_every_spelling_of_an_address_is_known(name: str) -> None:
    body = json.dumps({"cart": {name: "Quill"}, "sku": "BH-1007-PB"})
    event = StreamEvent(0.1, "item-added", body)
    made = exchange(1, body, request_body=body, query=((name, "Quill"),), events=(event,))
    assert "Quill" not in told(made)
    assert told(made).count("BH-1007-PB") == 3


def test_all_that_an_address_holds_is_left_out_whatever_its_name() -> None:
    body = {"shipping_info": {"line1": "1 Pine St", "more": [{"floor": 17}]}, "items": [{"floor": 3}]}
    clean = json.loads(without_person(exchange(1, json.dumps(body))).response_body)
    person = "(person)"
    assert clean == {"shipping_info": {"line1": person, "more": [{"floor": person}]}, "items": [{"floor": 3}]}


def test_numbers_and_lists_are_left_out_and_what_is_empty_is_seen_to_be() -> None:
    body = {"phone": 2065550142, "zip": 98101, "emails": ["a", "b"], "city": "", "notes": None, "email": True}
    clean = json.loads(without_person(exchange(1, json.dumps(body))).response_body)
    left_out = {"phone": "(person)", "zip": "(person)", "emails": ["(person)", "(person)"]}
    assert clean == left_out | {"city": "", "notes": None, "email": True}


def test_a_name_that_is_told_twice_is_left_out_both_times() -> None:
    assert "Quill" not in told(exchange(1, '{"last_name": "Quill", "last_name": ""}'))


def test_mail_addresses_are_left_out_wherever_they_stand() -> None:
    made = exchange(
        1,
        '{"description": "no ada@example.com", "ada@example.com": 1}',
        path="/api/customers/ada%40example.com/carts",
        query=(("q", "ada@example.com"),),
        request_headers=(("x-customer", "ada@example.com"),),
        response_headers=(("location", "/u?mail=ada%40example.com"),),
        failure="NotSent: ada@example.com",
    )
    clean = without_person(made)
    assert "ada" not in repr(clean)
    assert clean.path == "/api/customers/(person)/carts"
    assert clean.response_headers == (("location", "/u?mail=(person)"),)


def test_what_is_too_deep_to_be_looked_through_is_left_out() -> None:
    body = '{"a":' * 900 + '{"first_name": "Ada"}' + "}" * 900
    assert "Ada" not in told(exchange(1, body))
