"""Whatever a server sends is read or refused as a document: nothing else is raised, nothing steers a terminal."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from firmly_tui.models import Document
from tests.hostile import EVIL, INVISIBLE
from tests.models.reading import SAMPLES, model_of, objects

ODD: list[object] = [
    None, True, "", "undefined", -1, 10**30, 1e308, float("nan"), [], {}, [[]], [None], {"": None}, "\ud800",
    {"currency": "USD", "number": 5}, {"value": "1e999999999"}, {"number": "9" * 5000}, *EVIL,
]  # fmt: skip

WORDS = sorted(
    {key for sample in SAMPLES for sent in objects(sample) for key in sent} | {"time_slots", "price"}
)

LEAVES = st.sampled_from(ODD) | st.text(max_size=20) | st.integers() | st.floats()
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=20,
)


def read_and_use(model: type[Document], data: object) -> None:
    """Do with the document what a program does, if it is one."""
    document = None
    with suppress(ValidationError):
        document = model.model_validate(data)
    if document is None:
        return
    assert repr(document)
    assert document == type(document).model_validate(document.sent)
    for model in type(document).__mro__:
        for name, attribute in vars(model).items() if model.__module__.startswith("firmly_tui") else ():
            if isinstance(attribute, property):
                getattr(document, name)


def spoil(data: Any, draw: st.DrawFn) -> Any:
    """`data` with one of its values, at any depth, replaced."""
    if isinstance(data, dict) and data and draw(st.integers(0, 5)):
        key = draw(st.sampled_from(sorted(data)))
        return {**data, key: spoil(data[key], draw)}
    if isinstance(data, list) and data and draw(st.integers(0, 5)):
        return [spoil(data[0], draw), *data[1:]]
    return draw(JSON)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[type[Document], object]:
    sample = draw(st.sampled_from(SAMPLES))
    data: Any = draw(st.sampled_from(objects(sample)))
    for _ in range(draw(st.integers(1, 3))):
        data = spoil(data, draw)
    return model_of(sample), data


@settings(max_examples=300, deadline=None)
@given(spoiled())
def test_a_spoiled_document_is_read_or_refused(case: tuple[type[Document], object]) -> None:
    model, data = case
    read_and_use(model, data)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.dictionaries(st.sampled_from(WORDS), JSON, max_size=6))
def test_an_object_of_anything_is_read_or_refused(sample: str, data: dict[str, object]) -> None:
    read_and_use(model_of(sample), data)


def evil(data: Any, text: str) -> Any:
    """`data` with `text` in every string that is no name, no figure and no address."""
    kept = {"currency", "value", "number", "expires", "month", "year", "start_time", "end_time"}
    if isinstance(data, dict):
        return {key: value if key in kept else evil(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [evil(entry, text) for entry in data]
    return text if isinstance(data, str) else data


# Handed back to the server as it came, and never drawn.
NOT_DRAWN = {
    "id",
    "_id",
    "_ids",
    "_handles",
    "handle",
    "url",
    "urls",
    "loc",
    "links",
    "_page",
    "property_accessor",
}


def drawn(document: Document) -> list[str]:
    """Every text of the document, at any depth, that an interface may draw."""
    found: list[str] = []
    for name in type(document).model_fields:
        if any(name == part or (part[0] == "_" and name.endswith(part)) for part in NOT_DRAWN):
            continue
        if name.endswith(("_url", "_urls")) or name in {"cookies", "payment_handle", "access_token", "token"}:
            continue
        value = getattr(document, name)
        for entry in value if isinstance(value, list) else [value]:
            found += (
                drawn(entry) if isinstance(entry, Document) else [entry] if isinstance(entry, str) else []
            )
    return found


@pytest.mark.parametrize("sample", [name for name in SAMPLES if name not in {"key", "session"}])
def test_no_text_that_may_be_drawn_steers_the_terminal(sample: str) -> None:
    for text in EVIL:
        for sent in objects(sample):
            document = model_of(sample).model_validate(evil(sent, text))
            assert not [shown for shown in drawn(document) if INVISIBLE & set(shown.replace("\n", ""))]
            assert json.dumps(document.sent)
