"""Names of goods in sentences."""

from firmly_tui.models import LineItem
from firmly_tui.tui.offer_words import line_name


def line(name: str, variant: str = "", quantity: int = 1) -> LineItem:
    found = {"line_item_id": name + variant, "description": name, "variant_description": variant}
    return LineItem.model_validate({**found, "quantity": quantity})


def test_a_name_that_another_line_has_too_is_told_with_its_variant() -> None:
    navy, oat, lamp = line("Loveseat", "Navy"), line("Loveseat", "Oat", 2), line("Lamp", "Brass")
    cart = [navy, oat, lamp]
    assert [line_name(one, cart) for one in cart] == ["Loveseat (Navy)", "2 × Loveseat (Oat)", "Lamp"]
    assert line_name(navy, [navy, lamp]) == "Loveseat"


def test_a_long_name_leaves_room_for_its_variant() -> None:
    cart = [line("A loveseat with a very long name for a small sofa", variant) for variant in ("Navy", "Oat")]
    assert all(line_name(one, cart).endswith(f"({one.variant_description})") for one in cart)


def test_lines_that_differ_in_nothing_have_the_same_name() -> None:
    cart = [line("Loveseat"), line("Loveseat")]
    assert [line_name(one, cart) for one in cart] == ["Loveseat", "Loveseat"]
