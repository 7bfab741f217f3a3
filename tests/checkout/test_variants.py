"""Which combinations of options can be bought, and the sentences for those that cannot."""

import pytest

from firmly_tui.checkout.variants import find_variant, first_choice, product_of, value_state, why_not
from firmly_tui.models import LineItem, Product

PRICE = {"currency": "USD", "number": 1000, "symbol": "$"}
OPTIONS = {"Color": ["Navy", "Oat"], "Size": ["S", "M", "L"]}


def product(variants: dict[tuple[str, ...], bool], options: dict[str, list[str]] | None = None) -> Product:
    """A product with these variants, each sold out or not; those that are not named are not made."""
    return Product.model_validate(
        {
            "title": "Shirt",
            "variant_option_values": [
                {
                    "display_name": name,
                    "property_accessor": f"option{position}",
                    "position": position,
                    "option_values": [{"value": value} for value in values],
                }
                for position, (name, values) in enumerate(
                    (OPTIONS if options is None else options).items(), 1
                )
            ],
            "variants": [
                {
                    "sku": "-".join(values) or "ONE",
                    "available": available,
                    "price": {"currency": "USD", "number": 1000},
                    "variant_option_list": list(values),
                }
                for values, available in variants.items()
            ],
        }
    )


@pytest.fixture
def shirt() -> Product:
    """Navy in S and M, of which S is sold out; Oat in L alone."""
    return product({("Navy", "S"): False, ("Navy", "M"): True, ("Oat", "L"): True})


def test_a_variant_is_found_by_its_values_in_the_order_of_the_options(shirt: Product) -> None:
    found = find_variant(shirt, ["Navy", "M"])
    assert found is not None
    assert found.sku == "Navy-M"
    assert find_variant(shirt, ["M", "Navy"]) is None
    assert find_variant(shirt, ["Oat", "S"]) is None


def test_named_values_of_a_variant_count_before_its_list() -> None:
    shirt = product({("Navy", "M"): True})
    fields = shirt.model_dump(by_alias=False)
    fields["variants"][0] |= {"option1": "Oat", "option2": "L"}
    assert find_variant(Product.model_validate(fields), ["Oat", "L"]) is not None


def test_values_with_control_characters_and_runs_of_space_still_meet() -> None:
    value = "Na\x1bvy \t blue"
    shirt = product({(value,): True}, {"Color": [value]})
    fields = shirt.model_dump()
    fields["variants"][0] |= {"option1": value}
    shirt = Product.model_validate(fields)
    assert shirt.options[0].option_values[0].value == "Na\N{REPLACEMENT CHARACTER}vy blue"
    assert first_choice(shirt) == ["Na\N{REPLACEMENT CHARACTER}vy blue"]
    assert why_not(shirt, first_choice(shirt)) == ""


def test_one_begins_with_what_can_be_bought(shirt: Product) -> None:
    assert first_choice(shirt) == ["Navy", "M"]


def test_where_nothing_can_be_bought_one_begins_with_what_is_made() -> None:
    assert first_choice(product({("Oat", "S"): False, ("Oat", "L"): False})) == ["Oat", "S"]


def test_a_product_of_which_nothing_is_made_has_a_first_choice_that_is_sold_out() -> None:
    assert first_choice(product({})) == ["Navy", "S"]
    assert first_choice(product({}, {"Color": []})) == [""]
    assert why_not(product({}), ["Navy", "S"]) == "Shirt is sold out."


@pytest.mark.parametrize(
    ("option", "value", "state"),
    [(1, "M", "available"), (1, "S", "sold out"), (1, "L", "not made"), (0, "Oat", "not made")],
)
def test_the_state_of_a_value_is_that_of_its_combination_with_the_rest(
    shirt: Product, option: int, value: str, state: str
) -> None:
    assert value_state(shirt, ["Navy", "M"], option, value) == state


def test_a_choice_that_can_be_bought_needs_no_reason(shirt: Product) -> None:
    assert why_not(shirt, ["Navy", "M"]) == ""


def test_a_choice_that_is_sold_out_names_what_is_left_of_it(shirt: Product) -> None:
    assert why_not(shirt, ["Navy", "S"]) == "Navy / S is sold out. Navy is there in M."


def test_a_choice_that_is_not_made_names_the_nearest_that_is(shirt: Product) -> None:
    assert why_not(shirt, ["Oat", "M"]) == "Oat / M is not made. Oat is there in L."


def test_the_last_option_gives_way_first_and_the_others_after_it() -> None:
    only_oat = product({("Navy", "S"): False, ("Oat", "S"): True})
    assert why_not(only_oat, ["Navy", "S"]) == "Navy / S is sold out. S is there in Oat."


def test_where_no_single_change_helps_another_combination_is_asked_for() -> None:
    corners = product({("Navy", "S"): True, ("Oat", "L"): False, ("Oat", "M"): False})
    assert why_not(corners, ["Oat", "L"]) == "Oat / L is sold out. Choose another combination."


def test_one_option_alone_lists_all_its_other_values() -> None:
    cap = product({("Navy",): False, ("Oat",): True, ("Rust",): True}, {"Color": ["Navy", "Oat", "Rust"]})
    assert why_not(cap, ["Navy"]) == "Navy is sold out. There is Oat, Rust."


def test_values_are_named_as_the_shopper_reads_them() -> None:
    cap = product({("NVY",): False, ("OAT",): True}, {"Color": ["NVY", "OAT"]})
    for value, name in zip(cap.options[0].option_values, ("Navy", "Oat"), strict=True):
        value.display_name = name
    assert why_not(cap, ["NVY"]) == "Navy is sold out. There is Oat."


def test_a_product_that_is_sold_out_altogether_offers_nothing(shirt: Product) -> None:
    gone = product({("Navy", "S"): False})
    assert why_not(gone, ["Navy", "S"]) == "Shirt is sold out."
    assert why_not(gone, ["Oat", "M"]) == "Shirt is sold out."


def test_a_product_without_options_is_there_or_not() -> None:
    assert why_not(product({(): True}, {}), []) == ""
    assert why_not(product({(): False}, {}), []) == "Shirt is sold out."


def test_a_matrix_of_which_little_is_made_keeps_its_rules() -> None:
    sizes = [str(number) for number in range(40)]
    options = {"Color": sizes, "Size": sizes}
    diagonal = product({(size, size): True for size in sizes}, options)
    assert value_state(diagonal, ["7", "7"], 1, "8") == "not made"
    assert why_not(diagonal, ["7", "8"]) == "7 / 8 is not made. 7 is there in 7."


def test_the_product_of_a_line_is_known_by_its_variant_and_else_by_its_base() -> None:
    other, shirt = (
        Product.model_validate(
            {"title": base, "base_sku": base, "variants": [{"sku": f"{base}-1", "price": PRICE}]}
        )
        for base in ("OTHER", "SHIRT")
    )
    line = {"line_item_id": "1", "quantity": 1}
    assert product_of(LineItem.model_validate({**line, "variant_id": "SHIRT-1"}), [other, shirt]) is shirt
    assert (
        product_of(LineItem.model_validate({**line, "sku": "SHIRT-9", "base_sku": "SHIRT"}), [other, shirt])
        is shirt
    )
    assert product_of(LineItem.model_validate({**line, "sku": "GONE-1"}), [other, shirt]) is None
