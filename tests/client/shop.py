"""What a shopper brings to the sandbox: an address, a card, goods in a cart."""

from datetime import date

from firmly_tui.checkout import Card
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address, Cart, Variant

LUMA = "staging.luma.gift"
HOME = Address(
    first_name="Ada",
    last_name="Byron",
    email="ada@example.com",
    phone="2065550142",
    address1="1 Main St",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
    country="US",
)


def card(number: str = "4111 1111 1111 1111") -> Card:
    return Card.of(number, "Ada Byron", "08/40", "123", date(2030, 1, 1))


async def goods(client: FirmlyClient, domain: str, query: str = "") -> Variant:
    """A variant that the merchant has."""
    page = await client.discovery.search(query, domains=[domain], in_stock=True)
    product = await client.catalog.by_handle(domain, page.products[0].handle)
    return next(variant for variant in product.variants if variant.available)


async def filled(client: FirmlyClient, domain: str = LUMA, query: str = "") -> Cart:
    """A cart that could be ordered: goods, an address, a way to ship."""
    variant = await goods(client, domain, query)
    await client.carts.add(domain, variant.add_to_cart_ref, 1, flush=True)
    return await client.carts.set_shipping_info(domain, HOME)


def adds_up(cart: Cart) -> bool:
    """Whether the total is the sum of its parts, to the minor unit."""

    def minor(amount: object) -> int:
        return int(getattr(amount, "number", 0))

    parts = (cart.sub_total, cart.shipping_total, cart.addon_total)
    tax = 0 if cart.tax_included else minor(cart.tax_total)
    return minor(cart.total) == sum(map(minor, parts)) - minor(cart.cart_discount) + tax
