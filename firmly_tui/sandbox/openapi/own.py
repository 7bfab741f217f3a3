"""The schemas of what the sandbox says about itself."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.openapi.shapes import NUMBER, TEXT, WHOLE, Schema, fields, items, one_of

_NUMBER_OR_TEXT: Final[Schema] = {"type": ["string", "number"]}

OWN: Final[dict[str, Schema]] = {
    "Health": fields(
        {
            "status": one_of("ok"),
            "version": TEXT,
            "merchants": items(fields({"domain": TEXT, "name": TEXT, "currency": TEXT})),
        }
    ),
    "Inputs": fields(
        {
            "inputs": items(fields(dict.fromkeys(("kind", "value", "shows", "merchant"), TEXT))),
            "identifiers": items(
                fields({"identifier": TEXT, "status": WHOLE, "route": TEXT, "input": TEXT, "scenario": TEXT})
            ),
        }
    ),
    "TestCards": fields({"cards": items(fields({"number": TEXT, "brand": TEXT, "meaning": TEXT}))}),
    "Scenarios": fields(
        {
            "active": items(
                {
                    "type": "object",
                    "description": "What was asked for with each of its options, and how often it was met and acted.",
                    "properties": {
                        "name": TEXT,
                        "route": TEXT,
                        "seen": WHOLE,
                        "acted": WHOLE,
                        "chance": NUMBER,
                    },
                    "required": ["name", "seen", "acted"],
                    "additionalProperties": _NUMBER_OR_TEXT,
                }
            ),
            "scenarios": items(
                fields(
                    {
                        "name": TEXT,
                        "shows": TEXT,
                        "parameters": items(
                            fields(
                                {
                                    "name": TEXT,
                                    "meaning": TEXT,
                                    "default": _NUMBER_OR_TEXT,
                                    "limits": TEXT,
                                }
                            )
                        ),
                    }
                )
            ),
        }
    ),
}
