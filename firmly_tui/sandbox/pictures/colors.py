"""Colors: what the names of the catalogs mean, and the tones of one color."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.goods.catalog import Variant

Color = tuple[int, int, int]

_HEX: Final[Mapping[str, str]] = {
    "33363b": "black ink charcoal graphite smoked schwarz iron stone-black",
    "f3efe6": "white chalk bone weiß cream cream-white ivory porcelain",
    "9a9ea4": "gray grey slate-gray steel silver ash polished aluminum",
    "5d6b78": "slate storm smoke",
    "e3d8c3": "oat oatmeal natural natur linen paper canvas sand cushion-sand",
    "2f4468": "navy dunkelblau blue-black",
    "4c7fb5": "blue sky ai-blue sadu-blue sea tide",
    "38447a": "indigo",
    "2f7f86": "teal petrol",
    "7c8a5a": "moss olive sage matcha",
    "4f8a62": "green grün straight-green mint-green",
    "2f5b4a": "pine forest",
    "a9d3c0": "mint celadon",
    "b5563c": "rust clay terracotta copper vermilion persimmon",
    "c94a44": "red sadu-red oxblood",
    "e2745f": "coral",
    "e98f3e": "orange ochre-orange",
    "cf9a3a": "ochre mustard honey",
    "efc94c": "yellow butter",
    "c7a252": "brass gold bronze",
    "7d4a72": "plum purple",
    "f0c3cb": "sakura pink rose",
    "c8a882": "oak tan khaki larch leather ash-wood wood",
    "7a5438": "walnut sepia brown",
}


def _rgb(code: str) -> Color:
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


_NAMED: Final[Mapping[str, Color]] = {
    name.replace("-", " "): _rgb(code) for code, names in _HEX.items() for name in names.split()
}
_UNNAMED: Final = tuple(
    _rgb(code) for code in ("c8795a", "6f8f72", "5f86a6", "c9a45c", "8a6f9c", "b86b77", "5b8f8c", "a58a6a")
)
_PALE: Final = 180


@dataclass(frozen=True, slots=True)
class Tones:
    """A thing's color, lighter and darker, and that of a small part of it."""

    main: Color
    light: Color
    dark: Color
    deep: Color
    accent: Color


def named_color(variant: Variant) -> Color | None:
    """Return the color that one of the variant's options names, or None."""
    for value in variant.options:
        words = value.casefold()
        if color := _NAMED.get(words) or _NAMED.get(words.rpartition(" ")[2]):
            return color
    return None


def tones(variant: Variant, chance: bytes) -> Tones:
    """Return the tones of a variant; where it names no color, ``chance`` (2 bytes) chooses."""
    main = named_color(variant) or _UNNAMED[chance[0] % len(_UNNAMED)]
    accents = [color for color in _UNNAMED if color != main]
    return Tones(
        main=main,
        light=_mixed(main, (255, 255, 255), 0.28),
        dark=_mixed(main, (20, 22, 30), 0.24),
        deep=_mixed(main, (20, 22, 30), 0.5),
        accent=accents[chance[1] % len(accents)],
    )


def ground(chance: int, thing: Color) -> Color:
    """Return a quiet background: one hue of many, hardly any of it, from which a thing of a color stands out."""
    lightness = 0.7 if min(thing) > _PALE else 0.84
    red, green, blue = colorsys.hls_to_rgb(chance / 256, lightness, 0.17)
    return round(red * 255), round(green * 255), round(blue * 255)


def shadow(background: Color) -> Color:
    """Return the shadow on a background."""
    return _mixed(background, (20, 22, 30), 0.14)


def _mixed(color: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(color, other, strict=True))
    return red, green, blue
