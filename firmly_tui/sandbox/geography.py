"""Countries, states and postal codes: what the sandbox's merchants check in an address, and tax by state."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class State(NamedTuple):
    """A state of the USA: its name, and its sales tax in basis points (1000 = 10 %)."""

    name: str
    tax: int


def _states(table: str) -> Mapping[str, State]:
    rows = (line.rsplit(maxsplit=1) for line in table.strip().splitlines())
    return MappingProxyType({row[0][:2]: State(row[0][3:], int(row[1])) for row in rows})


US_STATES: Final = _states("""
AL Alabama 925
AK Alaska 176
AZ Arizona 840
AR Arkansas 945
CA California 885
CO Colorado 781
CT Connecticut 635
DE Delaware 0
DC District of Columbia 600
FL Florida 702
GA Georgia 738
HI Hawaii 444
ID Idaho 603
IL Illinois 885
IN Indiana 700
IA Iowa 694
KS Kansas 870
KY Kentucky 600
LA Louisiana 956
ME Maine 550
MD Maryland 600
MA Massachusetts 625
MI Michigan 600
MN Minnesota 804
MS Mississippi 706
MO Missouri 838
MT Montana 0
NE Nebraska 697
NV Nevada 823
NH New Hampshire 0
NJ New Jersey 660
NM New Mexico 762
NY New York 888
NC North Carolina 700
ND North Dakota 704
OH Ohio 724
OK Oklahoma 899
OR Oregon 0
PA Pennsylvania 634
RI Rhode Island 700
SC South Carolina 750
SD South Dakota 611
TN Tennessee 955
TX Texas 820
UT Utah 725
VT Vermont 636
VA Virginia 577
WA Washington 1010
WV West Virginia 657
WI Wisconsin 570
WY Wyoming 544
""")

CANADIAN_PROVINCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AB": "Alberta",
        "BC": "British Columbia",
        "MB": "Manitoba",
        "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador",
        "NS": "Nova Scotia",
        "NT": "Northwest Territories",
        "NU": "Nunavut",
        "ON": "Ontario",
        "PE": "Prince Edward Island",
        "QC": "Quebec",
        "SK": "Saskatchewan",
        "YT": "Yukon",
    }
)

COUNTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AT": "Austria",
        "AU": "Australia",
        "BE": "Belgium",
        "BG": "Bulgaria",
        "BR": "Brazil",
        "CA": "Canada",
        "CH": "Switzerland",
        "CN": "China",
        "CY": "Cyprus",
        "CZ": "Czechia",
        "DE": "Germany",
        "DK": "Denmark",
        "EE": "Estonia",
        "ES": "Spain",
        "FI": "Finland",
        "FR": "France",
        "GB": "United Kingdom",
        "GR": "Greece",
        "HR": "Croatia",
        "HU": "Hungary",
        "IE": "Ireland",
        "IN": "India",
        "IT": "Italy",
        "JP": "Japan",
        "KR": "South Korea",
        "KW": "Kuwait",
        "LT": "Lithuania",
        "LU": "Luxembourg",
        "LV": "Latvia",
        "MT": "Malta",
        "MX": "Mexico",
        "NL": "Netherlands",
        "NO": "Norway",
        "NZ": "New Zealand",
        "PL": "Poland",
        "PT": "Portugal",
        "RO": "Romania",
        "SE": "Sweden",
        "SG": "Singapore",
        "SI": "Slovenia",
        "SK": "Slovakia",
        "US": "United States",
    }
)

EUROPEAN_UNION: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)

_OTHER_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "USA": "US",
        "UNITED STATES OF AMERICA": "US",
        "UK": "GB",
        "GREAT BRITAIN": "GB",
        "DEUTSCHLAND": "DE",
        "CZECH REPUBLIC": "CZ",
    }
)
_BY_NAME: Final[Mapping[str, str]] = MappingProxyType(
    {**{name.upper(): code for code, name in COUNTRIES.items()}, **_OTHER_NAMES}
)
_POSTAL: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "US": re.compile(r"\d{5}(-\d{4})?", re.ASCII),
        "CA": re.compile(r"[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d", re.ASCII),
        "GB": re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", re.ASCII),
        "JP": re.compile(r"\d{3}-?\d{4}", re.ASCII),
        "NL": re.compile(r"\d{4} ?[A-Za-z]{2}", re.ASCII),
        "PL": re.compile(r"\d{2}-\d{3}", re.ASCII),
        "PT": re.compile(r"\d{4}(-\d{3})?", re.ASCII),
        "IE": re.compile(r"[A-Za-z\d]{3} ?[A-Za-z\d]{4}", re.ASCII),
        **dict.fromkeys(
            ("DE", "FR", "ES", "IT", "FI", "HR", "EE", "KW", "MX"), re.compile(r"\d{5}", re.ASCII)
        ),
        **dict.fromkeys(
            ("AT", "BE", "BG", "CH", "CY", "DK", "HU", "LU", "SI", "NO"), re.compile(r"\d{4}", re.ASCII)
        ),
        **dict.fromkeys(("CZ", "SE", "SK", "GR"), re.compile(r"\d{3} ?\d{2}", re.ASCII)),
    }
)
_ANY_POSTAL: Final = re.compile(r"[A-Za-z\d][A-Za-z\d -]{1,9}", re.ASCII)
_ZIP_AREAS: Final = """
005 NY  010 MA  028 RI  030 NH  039 ME  050 VT  055 MA  056 VT  060 CT  070 NJ  090 --  100 NY  150 PA  197 DE
200 DC  201 VA  202 DC  206 MD  220 VA  247 WV  269 --  270 NC  290 SC  300 GA  320 FL  340 --  341 FL  350 AL
370 TN  386 MS  398 GA  400 KY  428 --  430 OH  460 IN  480 MI  500 IA  529 --  530 WI  550 MN  568 --  570 SD
578 --  580 ND  589 --  590 MT  600 IL  630 MO  659 --  660 KS  680 NE  694 --  700 LA  715 --  716 AR  730 OK
733 TX  734 OK  750 TX  800 CO  817 --  820 WY  832 ID  839 --  840 UT  848 --  850 AZ  866 --  870 NM  885 TX
886 --  889 NV  899 --  900 CA  962 --  967 HI  969 --  970 OR  980 WA  995 AK
"""
"""The first three digits of a ZIP code from which on a state has them; -- is none of the states above."""
_AREA_STARTS: Final = tuple(_ZIP_AREAS.split()[::2])
_AREA_STATES: Final = tuple(_ZIP_AREAS.split()[1::2])


def country_code(text: str) -> str | None:
    """Return the ISO code of a country given by code or by English name, or None when unknown."""
    wanted = text.strip().upper()
    return wanted if wanted in COUNTRIES else _BY_NAME.get(wanted)


def state_code(country: str, text: str) -> str | None:
    """Return the code of a state of the USA or Canada given by code or name, or None when unknown."""
    names = _state_names(country)
    wanted = text.strip()
    if wanted.upper() in names:
        return wanted.upper()
    return next((code for code, name in names.items() if name.lower() == wanted.lower()), None)


def state_name(country: str, code: str) -> str:
    """Return the full name of a state, or ``code`` itself where no names are kept."""
    return _state_names(country).get(code, code)


def has_states(country: str) -> bool:
    """Tell whether the states of a country are checked."""
    return bool(_state_names(country))


def is_postal_code(country: str, text: str) -> bool:
    """Tell whether ``text`` has the form of a postal code of ``country``."""
    return bool(_POSTAL.get(country, _ANY_POSTAL).fullmatch(text))


def state_of_zip(text: str) -> str | None:
    """Return the code of the state that a ZIP code of the USA lies in, or None when it lies in none."""
    area = bisect_right(_AREA_STARTS, text[:3]) - 1
    state = _AREA_STATES[area] if area >= 0 else "--"
    return state if state in US_STATES else None


def sales_tax(country: str, state: str) -> int:
    """Return the sales tax on goods sent to a state, in basis points; 0 outside the USA."""
    return US_STATES[state].tax if country == "US" and state in US_STATES else 0


def _state_names(country: str) -> Mapping[str, str]:
    if country == "US":
        return {code: state.name for code, state in US_STATES.items()}
    return CANADIAN_PROVINCES if country == "CA" else {}
