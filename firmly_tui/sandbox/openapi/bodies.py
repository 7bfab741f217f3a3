"""The bodies of requests in the document: the models that the routes read, each with samples that work."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, cast

from pydantic import BaseModel

from firmly_tui.sandbox.openapi.examples import FIELDS
from firmly_tui.sandbox.openapi.samples import Samples
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.wire import Endpoint

_PREFIX: Final = "#/components/schemas/"


class Bodies:
    """Gathers the schemas of bodies; a name that an answer has already gets ``Input`` behind it."""

    def __init__(self, taken: Collection[str], samples: Samples) -> None:
        self.schemas: dict[str, Json] = {}
        self._taken = taken
        self._samples = samples

    def content(self, endpoint: Endpoint, model: type[BaseModel]) -> Json:
        """Return the request body of an endpoint, and keep the schemas that it needs."""
        schema = model.model_json_schema(ref_template=f"{_PREFIX}{{model}}")
        parts = cast("dict[str, Json]", schema.pop("$defs", {}))
        for name, part in {**parts, model.__name__: schema}.items():
            self.schemas[self._name(name)] = cast("Json", self._tidy({**part, "title": self._name(name)}))
        media: Json = {"schema": {"$ref": f"{_PREFIX}{self._name(model.__name__)}"}}
        shown = self._samples.get(model.__name__.lstrip("_"))
        if shown:
            media["examples"] = {
                f"sample{place}": {"summary": sample.summary, "value": sample.value}
                for place, sample in enumerate(shown, 1)
            }
        return {"required": not endpoint.body_optional, "content": {"application/json": media}}

    def _name(self, model: str) -> str:
        plain = model.lstrip("_")
        return f"{plain}Input" if plain in self._taken else plain

    def _tidy(self, node: object) -> object:
        """Return a schema with the names of the document, with examples, and without made-up titles."""
        if isinstance(node, list):
            return [self._tidy(item) for item in cast("list[object]", node)]
        if not isinstance(node, dict):
            return node
        tidy: Json = {}
        for key, value in cast("Json", node).items():
            if key == "$ref":
                tidy[key] = _PREFIX + self._name(str(value).removeprefix(_PREFIX))
            elif key == "properties":
                tidy[key] = {
                    name: self._field(name, cast("Json", field))
                    for name, field in cast("Json", value).items()
                }
            else:
                tidy[key] = self._tidy(value)
        return tidy

    def _field(self, name: str, schema: Json) -> Json:
        tidy = cast("Json", self._tidy(schema))
        tidy.pop("title", None)
        if tidy.get("default", ...) is None:
            tidy.pop("default")
        if name in FIELDS:
            tidy["examples"] = list(FIELDS[name])
        return tidy
