"""Every group of the client against the sandbox, which shares no code with it: all but paying."""

from collections.abc import Callable, Iterator

import pytest

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    InvalidOtp,
    LoginRequired,
    NotFound,
    NotOffered,
    PromoRefused,
    StoreUnavailable,
)
from firmly_tui.client.errors import error_key
from firmly_tui.client.sentences import is_known
from firmly_tui.models import Address
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from firmly_tui.sandbox.errors import Dialect, Problem, name_of
from tests.client.shop import HOME, LUMA, adds_up, filled, goods

ANNA = "anna@example.com"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def shopper(sandbox: Sandbox, connect: Callable[..., FirmlyClient]) -> FirmlyClient:
    return connect(sandbox.url, app_id=SANDBOX_APP_ID)


def test_every_refusal_of_the_sandbox_has_a_sentence() -> None:
    names = {name_of(problem, dialect).identifier for problem in Problem for dialect in Dialect}
    assert [name for name in names if not is_known(error_key(name)) and name != "TooManyRetries"] == []


async def test_session(shopper: FirmlyClient) -> None:
    assert await shopper.session.active_domains() == []
    assert await shopper.session.postal_code() == ""
    assert await shopper.session.set_postal_code("98101") == "98101"
    assert await shopper.session.postal_code() == "98101"
    await filled(shopper)
    assert await shopper.session.active_domains() == [LUMA]
    assert await shopper.session.active_carts([LUMA]) == []


@pytest.mark.parametrize("version", [1, 2])
async def test_transfer(shopper: FirmlyClient, version: int) -> None:
    variant = await goods(shopper, LUMA)
    cart = await shopper.session.transfer(LUMA, f"cart:{variant.sku}*2", version=version)
    assert [(line.sku, line.quantity) for line in cart.line_items] == [(variant.sku, 2)]
    cart = await shopper.session.transfer(LUMA, "", cookies=[f"cart={variant.sku}; Path=/"], version=version)
    assert cart.count == 1
    with pytest.raises(ApiError, match="could not be taken over"):
        await shopper.session.transfer(LUMA, "no such handle", version=version)


async def test_transfer_of_an_object(shopper: FirmlyClient) -> None:
    sku = (await goods(shopper, LUMA)).sku
    handle = {"handle": f"cart:{sku}", "token": "t" * 36, "merchantData": {"a": 1}, "version": "1.0"}
    assert (await shopper.session.transfer(LUMA, handle)).count == 1


async def test_signing_in(shopper: FirmlyClient) -> None:
    await filled(shopper, "guildhall.example")
    sent = await shopper.session.create_otp("guildhall.example", ANNA)
    assert sent.emails
    with pytest.raises(InvalidOtp):
        await shopper.session.validate_otp("guildhall.example", ANNA, "654321")
    cart = await shopper.session.validate_otp("guildhall.example", ANNA, "123456")
    assert cart.session.is_logged_in
    assert any(option.id for option in cart.payment_methods)
    await shopper.session.forgot_password("guildhall.example", ANNA)


async def test_a_code_that_nobody_asked_for(shopper: FirmlyClient) -> None:
    with pytest.raises(InvalidOtp):
        await shopper.session.validate_otp(LUMA, ANNA, "123456")


async def test_a_merchant_for_members(shopper: FirmlyClient) -> None:
    variant = await goods(shopper, "guildhall.example")
    cart = await shopper.carts.add("guildhall.example", variant.add_to_cart_ref, 1)
    assert cart.session.requires_login
    with pytest.raises(LoginRequired):
        await shopper.payment.complete_order_with_saved_payment("guildhall.example", "card-anna-1111")


async def test_catalog(shopper: FirmlyClient) -> None:
    page = await shopper.catalog.page(LUMA, size=100)
    every = [entry async for entry in shopper.catalog.all(LUMA)]
    assert [entry.handle for entry in every] == [entry.handle for entry in page]
    assert (await shopper.catalog.by_handle(LUMA, page[0].handle)).title == page[0].title
    assert await shopper.catalog.page(LUMA, 2) == []
    with pytest.raises(NotOffered):
        await shopper.catalog.page("guildhall.example")


async def test_simple_cart(shopper: FirmlyClient) -> None:
    empty = await shopper.simple_carts.get(LUMA)
    assert empty is None or empty.is_empty
    sku = (await goods(shopper, LUMA)).sku
    await shopper.simple_carts.add(LUMA, sku, 2)
    cart = await shopper.simple_carts.add(LUMA, sku, 1, flush=True)
    assert cart.count == 1
    cart = await shopper.simple_carts.update(LUMA, sku, 2)
    assert cart.count == 2
    assert adds_up(cart)
    cart = await shopper.simple_carts.set_attribution(LUMA, utm="utm_source=x", referral_code="REF")
    assert cart.attribution is not None
    assert cart.attribution.referral_code == "REF"
    cart = await shopper.simple_carts.set_shipping_info(LUMA, HOME)
    rates = await shopper.simple_carts.shipping_rates(LUMA)
    assert rates == cart.shipments[0].shipping_method_options
    cart = await shopper.simple_carts.set_shipping_method(LUMA, rates[-1].id)
    assert cart.shipping_total == rates[-1].price
    assert cart.payment_handle
    assert adds_up(cart)
    assert (await shopper.simple_carts.clear(LUMA)).is_empty


async def test_one_cart_behind_both_versions(shopper: FirmlyClient) -> None:
    cart = await filled(shopper)
    simple = await shopper.simple_carts.get(LUMA)
    assert simple is not None
    assert (simple.cart_id, simple.total, simple.tax_total) == (cart.cart_id, cart.total, cart.tax_total)


async def test_promo_codes(shopper: FirmlyClient) -> None:
    await filled(shopper)
    for carts in (shopper.carts, shopper.simple_carts):
        cart = await carts.apply_promo_codes(LUMA, ["STUDENT15", "FREESHIP"])
        assert sorted(cart.coupons) == ["FREESHIP", "STUDENT15"]
        assert cart.cart_discount is not None
        assert cart.cart_discount.number > 0
        assert adds_up(cart)
        with pytest.raises(PromoRefused):
            await carts.apply_promo_codes(LUMA, ["NO-SUCH-CODE"])
        assert (await carts.clear_promo_codes(LUMA)).coupons == []


async def test_addons(shopper: FirmlyClient) -> None:
    shop = "voltline.example"
    cart = await filled(shopper, shop, "Model Seven Camera")
    line = cart.line_items[0].line_item_id
    assert "warranty_4y" in [offer.addon_id for offer in cart.addons.offers]
    cart = await shopper.carts.add_addon(
        shop, "warranty_4y", line_item_ids=[line], child_ids=["drops_and_spills"]
    )
    (chosen,) = cart.addons.selections
    assert (chosen.addon_id, chosen.selected_child_ids) == ("warranty_4y", ["drops_and_spills"])
    assert adds_up(cart)
    with pytest.raises(ApiError):
        await shopper.carts.add_addon(shop, "warranty_2y", line_item_ids=[line])
    cart = await shopper.carts.remove_addon(shop, "warranty_4y", child_id="drops_and_spills")
    assert [selection.selected_child_ids for selection in cart.addons.selections] == [[]]
    cart = await shopper.carts.remove_addon(shop, "warranty_4y", line_item_id=line)
    assert cart.addons.selections == []


async def test_pickup(shopper: FirmlyClient) -> None:
    shop = "voltline.example"
    cart = await filled(shopper, shop, "headphones")
    shipment = cart.shipments[0].shipment_id
    places = (await shopper.carts.availability(shop, shipment)).locations
    assert "fremont" in [place.location_id for place in places]
    cart = await shopper.carts.set_fulfillment_type(shop, shipment, "PICKUP_IN_STORE", location_id="fremont")
    shipment = cart.shipments[0].shipment_id
    found = await shopper.carts.availability(shop, shipment)
    place = next(place for place in found.locations if place.location_id == "fremont")
    day = next(day for day in place.dates if any(slot.available for slot in day.slots))
    slot = next(slot for slot in day.slots if slot.available)
    assert place.hours
    cart = await shopper.carts.set_shipping_method(
        shop,
        shipment,
        "CURBSIDE_PICKUP",
        selected_date=day.date,
        selected_time_slot=slot.slot_id,
        pickup_option="curbside",
        notes="The blue car",
    )
    chosen = cart.shipments[0]
    assert chosen.selected_location is not None
    assert chosen.selected_location.location_id == "fremont"
    assert (chosen.selected_date, chosen.notes) == (day.date, "The blue car")
    assert chosen.selected_time_slot is not None
    assert chosen.selected_time_slot.slot_id == slot.slot_id
    assert chosen.pickup_option is not None
    with pytest.raises(NotFound):
        await shopper.carts.set_fulfillment_type(
            shop, shipment, "PICKUP_IN_STORE", location_id="no-such-place"
        )


async def test_delivery_on_a_day(shopper: FirmlyClient) -> None:
    shop = "nordhaus.example"
    cart = await filled(shopper, shop, "Linden 3-Seat Sofa")
    cart = await shopper.carts.set_fulfillment_type(shop, cart.shipments[0].shipment_id, "SCHEDULED_DELIVERY")
    shipment = cart.shipments[0].shipment_id
    found = await shopper.carts.availability(shop, shipment)
    window = next(window for window in found.windows if window.window_id == "premium-week")
    day = next(d for d in found.dates if d.date >= window.start_date and any(s.available for s in d.slots))
    slot = next(slot for slot in day.slots if slot.available)
    cart = await shopper.carts.set_shipping_method(
        shop,
        shipment,
        "WHITE_GLOVE",
        selected_date=day.date,
        selected_time_slot=slot.slot_id,
        window_id=window.window_id,
    )
    assert cart.shipments[0].selected_date == day.date
    assert adds_up(cart)
    with pytest.raises(ApiError, match="day is not offered"):
        await shopper.carts.set_shipping_method(shop, shipment, "WHITE_GLOVE", selected_date="2020-01-01")


async def test_availability_of_what_is_not_there(shopper: FirmlyClient) -> None:
    await filled(shopper)
    with pytest.raises(NotFound):
        await shopper.carts.availability(LUMA, "no-such-shipment")
    with pytest.raises(StoreUnavailable):
        await shopper.carts.availability("paperlane.example", "any")


async def test_split_and_merge(shopper: FirmlyClient) -> None:
    first, second = [(await goods(shopper, LUMA, query)).add_to_cart_ref for query in ("hoodie", "bag")]
    await shopper.carts.add(LUMA, first, 1)
    cart = await shopper.carts.add(LUMA, second, 1)
    whole = cart.shipments[0]
    cart = await shopper.carts.split_shipment(LUMA, whole.shipment_id, whole.line_item_ids[:1])
    assert sorted(len(shipment.line_item_ids) for shipment in cart.shipments) == [1, 1]
    elsewhere = HOME.model_copy(update={"address1": "2 Pike St"})
    await shopper.carts.set_shipping_info(LUMA, HOME)
    cart = await shopper.carts.set_shipping_info(LUMA, elsewhere, shipment_id=cart.shipments[1].shipment_id)
    assert cart.shipments[1].shipping_info is not None
    assert cart.shipments[1].shipping_info.address1 == "2 Pike St"
    cart = await shopper.carts.merge_shipments(LUMA, [part.shipment_id for part in cart.shipments])
    assert [len(shipment.line_item_ids) for shipment in cart.shipments] == [2]


async def test_billing(shopper: FirmlyClient) -> None:
    await filled(shopper)
    cart = await shopper.carts.set_billing_info(LUMA, HOME.model_copy(update={"city": "Tacoma"}))
    assert cart.billing_info is not None
    assert cart.billing_info.city == "Tacoma"
    with pytest.raises(ApiError):
        await shopper.carts.set_billing_info(LUMA, Address())


@pytest.mark.parametrize("version", [1, 2])
async def test_consents(shopper: FirmlyClient, version: int) -> None:
    shop = "quillfern.example"
    await filled(shopper, shop)
    asked = await shopper.consents.get(shop, version=version)
    required = [consent.id for consent in asked if consent.blocks]
    assert len(required) == 3
    assert any(consent.is_html for consent in asked)
    signed = await shopper.consents.sign(shop, required, version=version)
    assert not any(consent.blocks for consent in signed)
    marketing = next(consent.id for consent in asked if consent.revokable and not consent.required)
    await shopper.consents.sign(shop, [marketing], version=version)
    revoked = await shopper.consents.revoke(shop, [marketing], version=version)
    assert [consent.signed for consent in revoked if consent.id == marketing] == [False]
    kept = next(consent.id for consent in asked if consent.required and not consent.revokable)
    with pytest.raises(ApiError, match="cannot be taken back"):
        await shopper.consents.revoke(shop, [kept], version=version)
    with pytest.raises(ApiError, match="not asked for"):
        await shopper.consents.sign(shop, ["no-such-consent"], version=version)


async def test_status(shopper: FirmlyClient) -> None:
    shops = (LUMA, "mossgate.example", "paperlane.example")
    found = [(await shopper.status.merchant(shop)).status for shop in shops]
    assert found == ["operational", "degraded", "outage"]
    with pytest.raises(NotFound):
        await shopper.status.merchant("nobody.example")
