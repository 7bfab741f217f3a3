"""The routes of a sandbox as its own document describes them, with the samples that it gives for each."""

import re
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from tests.sandbox.shopper import JSON

_STAYS = tuple(f"/sandbox/{name}" for name in ("scenario", "clock", "merchants/", "state"))


@dataclass(frozen=True)
class Route:
    """One operation: its path with the first sample of each parameter, and a sample body."""

    method: str
    template: str
    path: str
    operation: JSON

    @property
    def bodies(self) -> list[object]:
        content = self.operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        return [sample["value"] for sample in content.get("examples", {}).values()]

    @property
    def body_schema(self) -> JSON | None:
        body = self.operation.get("requestBody")
        return body and body["content"]["application/json"]["schema"]


def routes_of(document: JSON) -> list[Route]:
    """Return every operation of a document but those that make the sandbox another one than it was."""
    return [
        Route(method.upper(), template, path_like(template, operation, 0), operation)
        for template, operations in document["paths"].items()
        for method, operation in operations.items()
        if not template.startswith(_STAYS)
    ]


def path_like(template: str, operation: JSON, place: int) -> str:
    """Fill a path with the samples of its parameters that stand at one place of their lists."""

    def sample(name: re.Match[str]) -> str:
        shown = next(p for p in operation["parameters"] if p["name"] == name[1])["examples"]
        values = [example["value"] for example in shown.values()]
        return quote(str(values[min(place, len(values) - 1)]), safe="")

    return re.sub(r"\{(\w+)\}", sample, template)


def document_of(url: str) -> JSON:
    return httpx.get(f"{url}/sandbox/openapi.json").json()
