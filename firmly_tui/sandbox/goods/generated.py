"""A merchant with as many made-up goods as one likes: each is worked out from its number when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from pydantic import PrivateAttr

from firmly_tui.sandbox.goods.catalog import Category, Merchant, Option, Product, Variant
from firmly_tui.sandbox.goods.sending import Method
from firmly_tui.sandbox.goods.terms import Terms

MOST: Final = 100_000
DOMAIN: Final = "depot.example"
COLORS: Final = ("Black", "White", "Gray", "Sand", "Navy", "Green", "Red", "Yellow")
SIZES: Final = ("XS", "S", "M", "L", "XL")
_NUMBER: Final = re.compile(r"-(\d{6})$")
_SKU: Final = re.compile(r"DP-(\d{6})-(\d)")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LINES: Final = _words("""
Alder Aster Basalt Birk Calder Cedar Cove Dune Elm Ember Fjord Flint Garnet Glen Harbor Hazel Indigo
Iris Juniper Kelp Lark Linden Maple Marlow Mesa Moor Nettle North Oak Opal Otter Pebble Pine Quarry
Quill Reed Ridge Rowan Sable Sage Slate Sorrel Tarn Thistle Umber Vale Wharf Willow Wren Yarrow
""")
_MANNERS: Final = _words("""
Folding Compact Everyday Tall Low Wide Slim Round Square Curved Light Sturdy Quiet Soft Ribbed Woven
Stacking Hanging Travel Studio Garden Classic Small Large Twin Open Padded Coated Brushed Painted Felted
Quilted Waterproof Insulated Washable Adjustable Magnetic Cordless Modular Handmade
""")


class _Sort(NamedTuple):
    """A sort of goods: its name, shelf, price range in minor units, and the option it comes in."""

    noun: str
    l1: str
    l2: str
    least: int
    most: int
    option: str


_SORTS: Final = tuple(
    _Sort(noun, l1, l2, least, most, option)
    for l1, l2, least, most, option, nouns in (
        ("Furniture", "Seating", 4_900, 89_000, "Color", "Chair Stool Bench Armchair Sofa Ottoman Rocker"),
        ("Furniture", "Tables", 5_900, 69_000, "Color", "Desk Table Nightstand Console Workbench"),
        ("Home", "Lighting", 1_900, 24_000, "Color", "Lamp Lantern Pendant Sconce Torch"),
        ("Home", "Textiles", 900, 12_000, "Color", "Blanket Rug Pillow Curtain Towel Throw"),
        ("Kitchen", "Cookware", 1_200, 18_000, "Color", "Kettle Pan Pot Casserole Wok Grinder"),
        ("Kitchen", "Tableware", 400, 6_000, "Color", "Mug Bowl Plate Pitcher Carafe Tray"),
        ("Clothing", "Tops", 1_500, 14_000, "Size", "Shirt Sweater Jacket Vest Hoodie Cardigan"),
        ("Clothing", "Bottoms", 1_900, 13_000, "Size", "Trousers Shorts Skirt Leggings"),
        ("Outdoor", "Camp", 1_100, 39_000, "Color", "Tent Backpack Hammock Stove Cooler Mat"),
        ("Office", "Supplies", 200, 4_500, "Color", "Notebook Binder Stapler Organizer Clipboard"),
        ("Garden", "Tools", 700, 15_000, "Color", "Trowel Rake Shears Planter Hose"),
    )
    for noun in nouns.split()
)
_COMBINATIONS: Final = len(_LINES) * len(_MANNERS) * len(_SORTS)
_STRIDE: Final = 46_337
"""Coprime to the number of combinations, so that neighbors differ in every word and no title comes twice."""


class GeneratedMerchant(Merchant):
    """A merchant whose goods are numbered from 0 and not held in memory."""

    products: tuple[Product, ...] = ()
    size: int
    _seed: int = PrivateAttr(0)

    @classmethod
    def of(cls, size: int, seed: int) -> GeneratedMerchant:
        """Return the merchant with ``size`` goods, at most 100,000."""
        merchant = cls(
            domain=DOMAIN,
            name="Depot",
            tagline="A great many goods, all made up",
            platform_id="merchant_platform",
            currency="USD",
            tax_included=False,
            ships_to=("US", "CA"),
            terms=Terms(
                methods=(
                    Method(
                        id="ground", description="Ground", estimated_delivery="4-6 business days", price=695
                    ),
                    Method(id="air", description="Air", estimated_delivery="2 business days", price=1895),
                )
            ),
            size=min(size, MOST),
        )
        merchant._seed = seed
        return merchant

    def find(self, sku: str) -> tuple[Product, Variant] | None:
        """Return the variant of a sku with its product, or None."""
        match = _SKU.fullmatch(sku)
        if match is None or int(match[1]) >= self.size:
            return None
        product = self.at(int(match[1]))
        return next(((product, found) for found in product.variants if found.sku == sku), None)

    def product(self, handle: str) -> Product | None:
        """Return the product of a handle, or None."""
        match = _NUMBER.search(handle)
        if match is None or int(match[1]) >= self.size:
            return None
        product = self.at(int(match[1]))
        return product if product.handle == handle else None

    def page(self, first: int, count: int) -> Sequence[Product]:
        """Return ``count`` products from the ``first`` on."""
        return [self.at(number) for number in range(first, min(first + count, self.size))]

    def options(self) -> Sequence[Option]:
        """Return everything that can be chosen about the goods."""
        return (Option(name="Color", values=COLORS), Option(name="Size", values=SIZES))

    def at(self, number: int) -> Product:
        """Return the product of a number."""
        return _product(self._seed, number)

    def summaries(self) -> Iterator[Summary]:
        """Yield what the search index needs to know of every product, in the order of their numbers."""
        for number in range(self.size):
            yield _summary(self._seed, number)


class Summary(NamedTuple):
    """A product as the search index keeps it: one option with its values, and which of them are in stock.

    Values are bits: 1 << their place in COLORS or SIZES.
    """

    number: int
    words: str
    price: int
    option: str
    values: int
    in_stock: int


def values_of(option: str) -> tuple[str, ...]:
    """Return all values of an option of the generated goods."""
    return SIZES if option == "Size" else COLORS


def _summary(seed: int, number: int) -> Summary:
    line, manner, sort = _parts(number)
    chance = _chance(seed, number)
    offered = _offered(sort.option, chance)
    in_stock = sum(bit for place, bit in enumerate(offered) if _stock(chance, place))
    words = f"{line} {manner} {sort.noun} {sort.l1} {sort.l2} Depot DP-{number:06}"
    return Summary(number, words, _price(sort, chance), sort.option, sum(offered), in_stock)


@lru_cache(maxsize=1024)
def _product(seed: int, number: int) -> Product:
    line, manner, sort = _parts(number)
    chance = _chance(seed, number)
    values = values_of(sort.option)
    offered = [values[bit.bit_length() - 1] for bit in _offered(sort.option, chance)]
    price = _price(sort, chance)
    return Product(
        handle=f"{line}-{manner}-{sort.noun}-{number:06}".lower(),
        base_sku=f"DP-{number:06}",
        title=f"{line} {manner} {sort.noun}",
        brand=line,
        description=f"A {manner.lower()} {sort.noun.lower()} of the {line} line. It is as good as it is made up.",
        category=Category(l1=sort.l1, l2=sort.l2),
        tags=(sort.l1.lower(), sort.l2.lower()),
        options=(Option(name=sort.option, values=tuple(offered)),),
        variants=tuple(
            Variant(sku=f"DP-{number:06}-{place}", options=(value,), price=price, stock=_stock(chance, place))
            for place, value in enumerate(offered)
        ),
    )


def _parts(number: int) -> tuple[str, str, _Sort]:
    rest, sort = divmod(number * _STRIDE % _COMBINATIONS, len(_SORTS))
    line, manner = divmod(rest, len(_MANNERS))
    return _LINES[line], _MANNERS[manner], _SORTS[sort]


def _chance(seed: int, number: int) -> bytes:
    return blake2b(f"{seed}:goods:{number}".encode(), digest_size=16).digest()


def _offered(option: str, chance: bytes) -> list[int]:
    """The bits of the values a product comes in: two to four neighbors."""
    values = values_of(option)
    first = chance[0] % (len(values) - 3)
    return [1 << place for place in range(first, first + 2 + chance[1] % 3)]


def _price(sort: _Sort, chance: bytes) -> int:
    return sort.least + int.from_bytes(chance[2:5], "big") % (sort.most - sort.least) // 100 * 100 + 99


def _stock(chance: bytes, place: int) -> int:
    return chance[5 + place] % 12 * 4
