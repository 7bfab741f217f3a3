"""A merchant's refusal of an address finds the field that it is about."""

import pytest

from firmly_tui.checkout.addresses import field_of
from firmly_tui.client import ApiError, NotSent


@pytest.mark.parametrize(
    ("identifier", "field"),
    [
        ("ErrorCountryNotSupported", "country"),
        ("InvalidState", "state_or_province"),
        ("invalidemail", "email"),
        ("MissingEmail", "email"),
        ("InvalidPhoneNumber", "phone"),
        ("InvalidAddress", ""),
    ],
)
def test_the_identifier_names_the_field(identifier: str, field: str) -> None:
    assert field_of(ApiError(422, identifier, "No.")) == field


def test_what_was_not_sent_is_about_no_field() -> None:
    assert field_of(NotSent("There is no network.")) == ""
