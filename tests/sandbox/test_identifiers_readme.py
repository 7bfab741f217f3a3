"""What README.md says of the sandbox's inputs is what `GET /sandbox/inputs` says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sandbox.shopper import Shopper

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
IDENTIFIER = re.compile(r"\b(?:[A-Z][a-z]+){2,}\w*\b")
ALONE = frozenset({"PayPal", "OpenAPI"})
"""Words of two capitals that are no identifiers."""


class Row(NamedTuple):
    """A row of a table; `merchant` is "" for any."""

    kind: str
    values: list[str]
    merchants: list[str]
    shows: str


def tables() -> Iterator[list[list[str]]]:
    """Return every table of README.md, as rows of cells."""
    for block in re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE):
        rows = [
            [cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in block.splitlines()
        ]
        yield [rows[0], *rows[2:]]


def rows() -> list[Row]:
    """Return the rows of the tables of cards, of merchants, and of all other inputs."""
    found: list[Row] = []
    for head, *body in tables():
        if head[0] == "card":
            found += [Row("card", values(cells[0].replace(" ", "")), [""], cells[1]) for cells in body]
        elif head[0] == "merchant":
            found += [Row("merchant", values(cells[0]), [""], cells[1]) for cells in body]
        elif head == ["kind", "value", "at", "shows"]:
            found += [
                Row(cells[0], values(cells[1]), [""] if cells[2] == "any" else values(cells[2]), cells[3])
                for cells in body
            ]
    return found


def values(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell) or [value.strip() for value in cell.split(",")]


@pytest.fixture
def known(shopper: Shopper) -> dict[str, list[dict[str, str]]]:
    return shopper.http.get("/sandbox/inputs").json()


def test_every_input_of_the_readme_is_one(known: dict[str, list[dict[str, str]]]) -> None:
    inputs = {(found["kind"], found["value"], found["merchant"]) for found in known["inputs"]}
    told = {
        (row.kind, value, merchant) for row in rows() for value in row.values for merchant in row.merchants
    }
    assert told <= inputs


def test_the_readme_tells_of_every_card_merchant_and_promo_code(
    known: dict[str, list[dict[str, str]]],
) -> None:
    for kind in ("card", "merchant", "promo code"):
        told = [value for row in rows() if row.kind == kind for value in row.values]
        assert sorted(told) == sorted(found["value"] for found in known["inputs"] if found["kind"] == kind)


def test_every_number_that_looks_like_a_card_is_a_test_card(known: dict[str, list[dict[str, str]]]) -> None:
    numbers = re.findall(r"\b\d{4} \d{4} \d{4} \d{4}\b|\b\d{4} \d{6} \d{5}\b|\b\d{15,16}\b", README)
    cards = {found["value"] for found in known["inputs"] if found["kind"] == "card"}
    assert {number.replace(" ", "") for number in numbers} == cards


def test_the_identifiers_of_the_readme_are_known(known: dict[str, list[dict[str, str]]]) -> None:
    identifiers = {found["identifier"] for found in known["identifiers"]}
    named = {name for row in rows() for name in IDENTIFIER.findall(row.shows)} - ALONE
    named |= set(re.findall(r"error=([A-Z]\w+[a-z]\w+)", README))
    assert named <= identifiers
    assert named
