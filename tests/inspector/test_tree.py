"""A document as lines: what is folded is not seen, what is searched for is found in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.inspector import Tree
from firmly_tui.inspector.tree import DEEPEST, MOST_LINES

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


def document(tree: Tree) -> object:
    """What the lines say, read as JSON."""
    return json.loads(
        "\n".join(f"{json.dumps(line.key)}: {line.text}" if line.key else line.text for line in tree.lines)
    )


@given(json_values)
def test_the_lines_are_the_document(data: object) -> None:
    tree = Tree(data)
    assert document(tree) == data
    assert [line.number for line in tree.visible] == list(range(len(tree.lines)))


def test_what_is_folded_is_not_seen() -> None:
    tree = Tree({"cart": {"lines": [1, 2]}, "total": 3})
    tree.toggle(1)
    assert [line.key or line.text for line in tree.visible] == ["{", "cart", "total", "}"]
    (found,) = tree.matches("2")
    tree.reveal(found)
    assert found in [line.number for line in tree.visible]
    assert tree.lines[tree.parent(found)].key == "lines"
    assert not tree.toggle(found)


def test_a_large_document_is_folded_at_first_and_found_in() -> None:
    tree = Tree({"products": [{"title": f"Sofa {number}"} for number in range(20_000)]})
    assert len(tree.visible) == 3
    assert len(tree.matches("sofa 19999")) == 1


@pytest.mark.parametrize(
    "data",
    [
        list(range(MOST_LINES + 10_000)),
        {"prices": {f"p{number}": number for number in range(MOST_LINES + 1)}, "total": {"value": 1}},
    ],
)
def test_the_lines_of_a_huge_document_are_bounded_and_nothing_is_lost(data: object) -> None:
    tree = Tree(data)
    # Each part that is open at the bound has one line for what is left of it, and its closing bracket.
    assert len(tree.lines) <= MOST_LINES + 2 * DEEPEST
    assert document(tree) == data
