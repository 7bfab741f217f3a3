"""The OpenAPI document: complete, closed, and with samples that work as they stand."""

import json
import re
from collections.abc import Iterator

import jsonschema_rs
import pytest

from firmly_tui.sandbox import Sandbox
from tests.sandbox.conformance import Conformance
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.described import Route, document_of, path_like, routes_of
from tests.sandbox.shopper import JSON, Shopper, events

ERRORS_OF_SHAPE = {
    "InvalidInputBody",
    "ErrorInvalidInputBody",
    "InvalidRequest",
    "ValidationError",
    "InvalidUrl",
}
PLACE = "/api/v{version}/payment/domains/{{domain}}/place-order"


@pytest.fixture(scope="module")
def document(sandbox: Sandbox) -> JSON:
    return document_of(sandbox.url)


@pytest.fixture(scope="module")
def routes(document: JSON) -> list[Route]:
    return routes_of(document)


@pytest.fixture(scope="module")
def conformance(document: JSON) -> Conformance:
    return Conformance(document)


@pytest.fixture
def own(start: StartSandbox) -> Iterator[Shopper]:
    """A shopper at a sandbox of the test's own with the merchants that are shipped."""
    with Shopper(start(catalogs=None)) as someone:
        yield someone


def nodes(node: object) -> Iterator[JSON]:
    """Return every object in a document."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_every_operation_says_what_it_is(document: JSON, routes: list[Route]) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    ids = [route.operation["operationId"] for route in routes]
    assert len(set(ids)) == len(ids)
    for route in routes:
        assert route.operation["summary"], route.template
        assert set(route.operation["tags"]) <= tags
        named = [p["name"] for p in route.operation["parameters"] if p["in"] == "path"]
        assert named == re.findall(r"\{(\w+)\}", route.template)
        assert all(p["description"] for p in route.operation["parameters"])


def test_every_tag_is_used(document: JSON, routes: list[Route]) -> None:
    used = {tag for route in routes for tag in route.operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}


def test_every_reference_leads_somewhere(document: JSON) -> None:
    for node in nodes(document):
        if "$ref" in node:
            target: object = document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]


def test_every_schema_is_one(document: JSON) -> None:
    for name in document["components"]["schemas"]:
        whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.meta.validate(document["components"]["schemas"][name])
        jsonschema_rs.Draft202012Validator(whole)


def test_every_answer_is_described_to_its_last_field(document: JSON) -> None:
    asked = {route["$ref"] for node in nodes(document["paths"]) if (route := body_of(node))}
    reached = {ref.rpartition("/")[2] for ref in asked}
    for name, schema in document["components"]["schemas"].items():
        if name in reached or name == "OpenApi" or not answers_with(document, name):
            continue
        for node in nodes(schema):
            if node.get("type") == "object":
                assert "additionalProperties" in node, f"{name} is open"


def body_of(node: JSON) -> JSON | None:
    body = node.get("requestBody")
    return body["content"]["application/json"]["schema"] if body else None


def answers_with(document: JSON, name: str) -> bool:
    """Tell whether an answer holds this component, in it or under it."""
    seen: set[str] = set()
    new = [
        node["$ref"]
        for operation in nodes(document["paths"])
        for node in nodes(operation.get("responses"))
        if "/schemas/" in node.get("$ref", "")
    ]
    while new:
        found = new.pop().rpartition("/")[2]
        if found not in seen:
            seen.add(found)
            schema = document["components"]["schemas"][found]
            new += [node["$ref"] for node in nodes(schema) if "$ref" in node]
    return name in seen


def test_every_answer_has_a_ray_id_and_errors_have_examples(routes: list[Route]) -> None:
    for route in routes:
        for status, answer in route.operation["responses"].items():
            assert "CF-RAY" in answer["headers"], route.template
            if int(status) >= 400:
                assert answer["content"]["application/json"]["examples"]


def test_examples_of_errors_are_errors(document: JSON, conformance: Conformance) -> None:
    for key, example in document["components"]["examples"].items():
        assert not conformance.errors({"$ref": "#/components/schemas/Error"}, example["value"]), key


def test_samples_fit_what_they_are_samples_of(routes: list[Route], conformance: Conformance) -> None:
    for route in routes:
        for body in route.bodies:
            assert not conformance.errors(route.body_schema, body), route.template
        for parameter in route.operation["parameters"]:
            for sample in parameter.get("examples", {}).values():
                assert not conformance.errors(parameter["schema"], sample["value"]), parameter["name"]


def test_examples_of_fields_fit_their_schemas(document: JSON, conformance: Conformance) -> None:
    for node in nodes(document["components"]["schemas"]):
        for name, schema in node.get("properties", {}).items():
            for example in schema.get("examples", ()) if isinstance(schema, dict) else ():
                assert not conformance.errors(schema, example), (name, example)


def test_no_sample_is_refused_for_its_shape(own: Shopper, routes: list[Route]) -> None:
    for route in routes:
        for body in route.bodies:
            answer = own.http.request(route.method, route.path, json=body)
            if answer.status_code >= 400:
                assert answer.json()["error"] not in ERRORS_OF_SHAPE, (route.template, answer.json())


def test_most_routes_have_a_sample_that_succeeds_in_a_cart_that_is_ready(
    own: Shopper, routes: list[Route]
) -> None:
    refused = []
    for route in routes:
        own.add("MH07-XS-Gray")
        own.ship_to()
        bodies = route.bodies or [None]
        answers = [own.http.request(route.method, route.path, json=body) for body in bodies]
        if all(answer.status_code >= 400 for answer in answers):
            refused.append(f"{route.method} {route.template}: {answers[0].json()['error']}")
    assert len(refused) < len(routes) / 3, refused


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_sealed_test_card_buys_something_at_each_merchant(own: Shopper, version: int, place: int) -> None:
    template = PLACE.format(version=version)
    operation = document_of(own.sandbox.url)["paths"][template]["post"]
    route = Route("POST", template, path_like(template, operation, place), operation)
    answer = own.http.post(route.path, json=route.bodies[place])
    assert answer.status_code == 200
    assert answer.json()["payment_summary"]["last_four"] == "1111"


def test_the_sealed_card_follows_the_key(own: Shopper) -> None:
    path = "/api/v2/payment/domains/staging.luma.gift/place-order"

    def sealed() -> object:
        operation = document_of(own.sandbox.url)["paths"][PLACE.format(version=2)]["post"]
        return Route("POST", "", "", operation).bodies[0]

    own.http.put("/sandbox/scenario", json={"scenarios": ["rotated-key"]})
    assert own.http.post(path, json=sealed()).json()["error"] == "InvalidKey"
    assert own.http.post(path, json=sealed()).status_code == 200


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("query", "accept"), [("?sse=true", "*/*"), ("", "text/event-stream")], ids=["reference", "guide"]
)
def test_each_event_of_a_stream_is_described(own: Shopper, version: int, query: str, accept: str) -> None:
    document = document_of(own.sandbox.url)
    conformance = Conformance(document)
    operation = document["paths"][PLACE.format(version=version)]["post"]
    kinds = operation["responses"]["200"]["content"]["text/event-stream"]["schema"]["oneOf"]
    body = Route("POST", "", "", operation).bodies[0]
    path = f"/api/v{version}/payment/domains/staging.luma.gift/place-order{query}"
    seen = []
    for wanted in (body, {**body, "items": [{"quantity": 1, "variant_id": "NONE"}]}):
        text = own.http.post(path, json=wanted, headers={"accept": accept}).text
        for name, data in events(text):
            kind = next(kind for kind in kinds if name in kind["properties"]["event"]["enum"])
            assert not conformance.errors(kind["properties"]["data"]["contentSchema"], data), name
            seen.append(name)
    assert {"error"} < set(seen)


def test_the_merchant_that_is_down_is_named_and_left_out(document: JSON) -> None:
    [parameter] = document["paths"]["/api/v2/domains/{domain}/cart"]["get"]["parameters"]
    merchants = [json.dumps(value["value"]) for value in parameter["examples"].values()]
    allowed = re.compile(parameter["schema"]["pattern"])
    assert "paperlane.example" in parameter["description"]
    assert not allowed.search("paperlane.example")
    assert allowed.search("paperlane.example.org")
    assert all(allowed.search(json.loads(merchant)) for merchant in merchants)


def test_an_address_that_is_given_may_be_looser_than_one_that_comes_back(document: JSON) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Address"]["additionalProperties"] is False
    assert "first_name" in schemas["Address"]["required"]
    assert "required" not in schemas["AddressInput"]
