"""Draws a product: which drawing, in which colors, on which ground."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from io import BytesIO
from typing import Final

from firmly_tui.sandbox.goods.catalog import Product, Variant
from firmly_tui.sandbox.pictures import home, things
from firmly_tui.sandbox.pictures.colors import Tones, ground, shadow, tones
from firmly_tui.sandbox.pictures.pen import Pen

Drawing = Callable[[Pen, Tones], None]

_DRAWINGS: Final[tuple[tuple[Drawing, str], ...]] = (
    (things.card, "gift"),
    (things.book, "books book notebook notebooks planner planners journal binder clipboard"),
    (things.tent, "tent tents hammock"),
    (things.headphones, "headphones earbuds"),
    (things.camera, "camera"),
    (things.screen, "television tablet"),
    (things.keyboard, "keyboard keycaps pad"),
    (things.speaker, "speaker speakers bars"),
    (things.charger, "charger cable power bank"),
    (home.mug, "mug mugs cup cups beaker warmer"),
    (home.plant, "plants"),
    (home.pot, "pots planter planters terracotta"),
    (home.lamp, "lamp lamps leselampe lantern headlamp pendant sconce torch lights lighting"),
    (home.kettle, "kettle kettles pot jug jugs pitcher carafe press dripper drippers moka maker brewing"),
    (things.pouch, "beans filters tea teas soil coffee spices bakhoor dates"),
    (home.sofa, "sofa sofas loveseat couch"),
    (home.stool, "ottoman bench stool benches"),
    (home.chair, "chair chairs armchair rocker"),
    (home.table, "table tables desk nightstand console workbench"),
    (home.shelf, "shelf shelves bookcase organizer tray"),
    (home.cushion, "cushion cushions pillow"),
    (things.backpack, "pack packs backpack backpacking"),
    (things.mat, "mat mats yoga rolls roll sleeping"),
    (things.bag, "bag bags büchertasche tote cooler"),
    (home.blanket, "throw throws blanket rug rugs towel towels textiles cloth cloths curtain blankets"),
    (things.jacket, "jacket jackets hoodie hoodies sweater sweaters cardigan fleece vest"),
    (things.shirt, "shirt tee tees tank tanks tops"),
    (things.trousers, "pants trousers shorts leggings skirt bottoms"),
    (things.hat, "hat hats cap beanie"),
    (things.socks, "socks"),
    (things.watch, "watch watches"),
    (home.washer, "washer washers dryer dryers laundry"),
    (home.fridge, "refrigerator refrigerators"),
    (home.oven, "range ranges dishwasher dishwashers microwave microwaves hood hoods stove stoves cookers"),
    (home.fan, "fan fans clock clocks scale scales turntable turntables"),
    (home.bowl, "bowl bowls plate plates dish dishes pan wok casserole tableware cookware"),
    (home.vase, "vase vases jars jar"),
    (things.paper, "paper letters envelopes tape film"),
    (things.pen_and_ink, "pen pens ink pencil pencils sharpener writing brush brushes"),
    (
        things.bottle,
        "perfume attar spray ink oil oils shampoo sunscreen sun mister remedies grinder grinders",
    ),
    (things.jar, "soap balm balms candle candles skin bath incense"),
    (things.saw, "saw saws"),
    (things.chisel, "chisel chisels trowel"),
    (things.plane, "plane planes"),
    (things.square, "square squares measuring marking"),
    (things.scissors, "snips scissors shears"),
    (things.poles, "poles"),
    (things.tool, "tools hammer hammers mallet mallets striking razor razors rake"),
)
"""What is drawn for which words; titles count before shelves."""

_SHELVES: Final = frozenset({"Books", "Pots"})
"""Shelves that count before titles: a book about sofas is a book."""


def draw(product: Product, variant: Variant, seed: int) -> bytes:
    """Return a variant's picture as PNG: the same for the same seed, product and color."""
    chance = blake2b(f"{seed}:picture:{product.base_sku}".encode(), digest_size=4).digest()
    colors = tones(variant, chance[1:3])
    background = ground(chance[0], colors.main)
    pen = Pen(background)
    pen.oval(14, 78, 86, 92, shadow(background))
    _drawing_of(product)(pen, colors)
    file = BytesIO()
    pen.finished().quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawing_of(product: Product) -> Drawing:
    """The drawing for the last word of the title that has one, else for the shelf, else for a tag."""
    l1, l2 = product.category.l1, product.category.l2
    for text in (l1 if l1 in _SHELVES else "", product.title, l2, l1, " ".join(product.tags)):
        words = text.casefold().replace(",", " ").split()
        for word in reversed(words):
            for drawing, names in _DRAWINGS:
                if word in names.split():
                    return drawing
    return things.parcel
