"""Small words for writing JSON schemas: every object lists all of its fields, and has no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Schema = dict[str, object]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
NUMBER: Final[Schema] = {"type": "number"}
YES_NO: Final[Schema] = {"type": "boolean"}


def ref(name: str) -> Schema:
    """Return a reference to the schema of a name."""
    return {"$ref": f"#/components/schemas/{name}"}


def items(schema: Schema) -> Schema:
    """Return a list of ``schema``."""
    return {"type": "array", "items": schema}


def none_or(schema: Schema) -> Schema:
    """Return ``schema`` or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    """Return a text that is one of ``values``."""
    return {"type": "string", "enum": list(values)}


def fields(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return an object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }
