"""A document as lines: what is folded is not seen, what is searched for is found in it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.inspector import Tree

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_the_lines_are_the_document(data: object) -> None:
    tree = Tree(data)
    inside = tree.lines
    names = [json.dumps(line.key) + ": " if line.key else "" for line in inside]
    if not any(line.key == "" and line.depth for line in inside):
        assert (
            json.loads("\n".join(name + line.text for name, line in zip(names, inside, strict=True))) == data
        )
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
