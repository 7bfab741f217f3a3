"""Every documented spelling reads through one set of attributes."""

from firmly_tui.models import Address, Cart, DeviceSession, Order, Product, SearchPage

USD = {"currency": "USD", "value": 4.99, "number": 499, "symbol": "$"}


def amount(number: int) -> dict[str, object]:
    return {"currency": "USD", "number": number}


def test_addresses_are_read_in_all_their_spellings():
    old = {"address_line_1": "1 Main St", "state_code": "WA", "zip": "98101", "country_code": "US"}
    older = {"address1": "1 Main St", "province": "WA", "zip": "98101", "country": "US"}
    new = {"address1": "1 Main St", "state_or_province": "WA", "postal_code": "98101", "country": "US"}
    read = [Address.model_validate(spelling) for spelling in (old, older, new)]
    assert read[0].to_api() == read[1].to_api() == read[2].to_api()
    assert read[0].to_api()["state_or_province"] == "WA"
    assert "address2" not in read[0].to_api()


def test_a_cart_of_either_version_reads_alike():
    line = {"line_item_id": "l1", "sku": "S", "quantity": 2, "price": amount(100)}
    method = {"description": "Ground", "price": amount(500)}
    v1 = {
        "shop_id": "shop.example",
        "line_items": [line],
        "tax": amount(20),
        "shipping_method_options": [{"sku": "ground", **method}],
        "shipping_method": {"sku": "ground", **method},
        "coupons": ["TEN"],
        "notice": ["Only one left"],
    }
    v2 = {
        "shop_id": "shop.example",
        "line_items": [line],
        "tax_total": amount(20),
        "shipments": [
            {
                "line_item_ids": ["l1"],
                "shipping_method_options": [{"id": "ground", **method}],
                "shipping_method": {"id": "ground", **method},
            }
        ],
        "promo_codes": ["TEN"],
        "notices": [{"code": "ITEM_OUT_OF_STOCK", "message": "Only one left"}],
    }
    first, second = Cart.model_validate(v1), Cart.model_validate(v2)
    for cart in (first, second):
        assert cart.tax_total is not None
        assert cart.tax_total.number == 20
        assert cart.shipments[0].shipping_method is not None
        assert cart.shipments[0].shipping_method.id == "ground"
        assert cart.shipments[0].line_item_ids == ["l1"]
        assert cart.coupons == ["TEN"]
        assert cart.notices[0].text == "Only one left"
        assert cart.count == 2
        assert cart.line_items[0].total is not None
        assert cart.line_items[0].total.number == 200


def test_what_is_absent_or_null_is_empty():
    cart = Cart.model_validate(
        {"line_items": None, "shipments": None, "shipping_info": {}, "billing_info": None}
    )
    assert cart.is_empty
    assert cart.shipments == []
    assert cart.shipping_info is None
    assert cart.currency == ""


def test_a_free_cart_has_a_currency():
    cart = Cart.model_validate({"line_items": [{"quantity": 1, "price": amount(0)}], "total": amount(0)})
    assert cart.currency == "USD"
    assert cart.line_items[0].total is not None


def test_unknown_fields_survive():
    cart = Cart.model_validate({"cart_id": "c", "loyalty": {"points": 3}})
    assert cart.model_dump()["loyalty"] == {"points": 3}


def test_a_receipt_reads_the_card_under_both_names():
    new = {"payment_summary": {"last_four": "1111", "card_type": "Visa", "month": 6, "year": 2028}}
    old = {"payment_method": {"last_four": "1111", "card_type": "Visa", "month": "06", "year": "2028"}}
    for card in (new, old):
        order = Order.model_validate({"platform_order_number": "#1784", **card})
        assert order.payment_summary is not None
        assert (order.payment_summary.last_four, order.payment_summary.month) == ("1111", 6)


def product(**changes: object) -> Product:
    fields: dict[str, object] = {
        "title": "Hero Hoodie",
        "domain": "shop.example",
        "variant_option_values": [
            {"display_name": "Size", "property_accessor": "size", "position": 2, "option_values": []},
            {"display_name": "Color", "property_accessor": "option1", "position": 1, "option_values": []},
        ],
        "variants": [
            {
                "sku": "A",
                "price": amount(5400),
                "available": False,
                "option1": "Gray",
                "variant_option_list": ["?", "S"],
            },
            {"sku": "B", "price": amount(6400), "msrp": amount(7000), "option1": "Gray", "size": "M"},
        ],
    }
    return Product.model_validate({**fields, **changes})


def test_a_variant_is_found_by_its_values_wherever_they_stand():
    found = product()
    assert [option.display_name for option in found.options] == ["Color", "Size"]
    assert [found.choices(variant) for variant in found.variants] == [("Gray", "S"), ("Gray", "M")]


def test_the_price_shown_is_the_lowest_that_can_be_bought():
    found = product()
    assert found.price is not None
    assert found.price.number == 6400
    assert found.has_price_range
    assert found.variants[1].was is not None
    assert found.variants[0].was is None


def test_a_reference_is_passed_on_untouched_and_made_up_where_there_is_none():
    ref = {"variant_id": "\u200bX", "secret": [1]}
    variant = {"sku": "X", "price": USD}
    given = product(
        variants=[{**variant, "add_to_cart_ref": ref}, {**variant, "add_to_cart_payload": ref}, variant]
    )
    assert [v.add_to_cart_ref for v in given.variants] == [ref, ref, {"variant_id": "X"}]


def test_a_hit_without_a_domain_takes_it_from_its_page():
    assert product(domain=None, pdp_url="https://www.shop.example//hoodie.html").merchant == "shop.example"


def test_a_search_page_without_hits_is_empty():
    page = SearchPage.model_validate({"products": [], "next_page": None, "page_size": 20})
    assert (page.products, page.next_page) == ([], None)


def test_a_token_never_shows():
    session = DeviceSession.model_validate({"access_token": "eyJ.secret.x", "expires": 1, "device_id": "d"})
    assert "secret" not in repr(session)
    assert "secret" not in str(session.model_dump())
