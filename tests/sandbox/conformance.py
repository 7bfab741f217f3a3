"""Holds every answer that the tests see against the server's own OpenAPI document."""

import re

import httpx
import jsonschema_rs

_MANY_PARTS = {"handle", "sku"}
_RAY = re.compile("[0-9a-f]{16}-[A-Z]{3}")


def _segment(name: re.Match[str]) -> str:
    return ".+" if name[1] in _MANY_PARTS else "[^/]+"


def _vagueness(item: tuple[str, object]) -> int:
    return -len(re.sub(r"\{\w+\}", "", item[0]))


class Conformance:
    """The answers of one document; use ``check`` as a response hook of a synchronous httpx client."""

    def __init__(self, document: dict[str, object]) -> None:
        self._operations = [
            (re.compile(re.sub(r"\\{(\w+)\\}", _segment, re.escape(path))), operations)
            for path, operations in sorted(document["paths"].items(), key=_vagueness)
        ]
        self._schemas = document["components"]["schemas"]
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def check(self, response: httpx.Response) -> None:
        """Raise AssertionError for an answer that the document does not describe."""
        kind = response.headers.get("content-type", "").partition(";")[0]
        on_purpose = "x-sandbox-scenario" in response.headers
        operation = self._operation(response.request)
        if operation is None or on_purpose or kind == "text/event-stream":
            return
        case = f"{response.request.method} {response.request.url.path} {response.status_code}"
        described = operation["responses"].get(str(response.status_code))
        assert described, f"{case} is not described"
        assert _RAY.fullmatch(response.headers.get("cf-ray", "")), f"{case} has no ray id"
        missing = [name for name in described["headers"] if name not in response.headers]
        assert not missing, f"{case} lacks the headers {missing}"
        response.read()
        if "content" not in described:
            assert not response.content, f"{case} has a body"
            return
        assert kind in described["content"], f"{case} is {kind}"
        if kind == "application/json" and response.request.method != "HEAD":
            self._check_body(case, described["content"][kind], response.json())

    def errors(self, schema: dict[str, object], value: object) -> list[str]:
        """Return what is wrong with a value that ought to fit a schema of the document."""
        key = repr(schema)
        if key not in self._validators:
            whole = {**schema, "components": {"schemas": self._schemas}}
            self._validators[key] = jsonschema_rs.Draft202012Validator(whole)
        found = self._validators[key].iter_errors(value)
        return [f"{list(error.instance_path)}: {error.message[:300]}" for error in found][:3]

    def _check_body(self, case: str, media: dict[str, object], body: object) -> None:
        errors = self.errors(media["schema"], body)
        assert not errors, f"{case} is no {media['schema']}: {errors}"
        if "examples" in media:
            assert body["error"] in media["examples"], f"{case} may not be {body['error']}"

    def _operation(self, request: httpx.Request) -> dict[str, object] | None:
        path = request.url.path.rstrip("/")
        method = "get" if request.method == "HEAD" else request.method.lower()
        for pattern, operations in self._operations:
            if pattern.fullmatch(path) and method in operations:
                return operations[method]
        return None
