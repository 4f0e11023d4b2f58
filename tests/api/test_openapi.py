"""The OpenAPI document is complete, valid, and says what the API does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.documents.calls import Call
from api.documents.events import EventName
from api.documents.times import Reason
from api.openapi.operations import OPERATIONS as DESCRIBED
from console.scheduling.actors import SYSTEM
from console.scheduling.messages.deliveries import Owed, compose
from console.scheduling.messages.signing import Keys, fresh_secret
from console.scheduling.rules.availability import REASON_CODES
from console.scheduling.services.webhooks import EVENTS
from console.scheduling.services.webhooks.sample import sample_links, sample_payload
from tests.api import conformance, snapshot
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import SECTION_6

OPERATIONS = {
    ("POST", "/api/v1/oauth/token"),
    ("POST", "/api/v1/oauth/revoke"),
    ("POST", "/api/v1/oauth/introspect"),
    ("GET", "/.well-known/oauth-authorization-server"),
    ("POST", "/api/v1/video/{appId}/scheduled-calls"),
    ("GET", "/api/v1/video/{appId}/scheduled-calls"),
    ("GET", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("PATCH", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("DELETE", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("POST", "/api/v1/video/{appId}/scheduled-calls/{id}/reminders"),
    ("GET", "/api/v1/video/{appId}/availability"),
    ("GET", "/api/v1/video/{appId}/availability/explain"),
    ("POST", "/api/v1/video/{appId}/holds"),
    ("DELETE", "/api/v1/video/{appId}/holds/{id}"),
    ("GET", "/api/v1/video/{appId}/agents"),
    ("GET", "/api/v1/video/{appId}/presets"),
    ("GET", "/api/v1/video/{appId}/events"),
}
EVERY = [pytest.param(path, operation, id=operation["operationId"]) for _, path, operation in conformance.operations()]
HOOKS = [pytest.param(name, item["post"], id=name) for name, item in conformance.document()["webhooks"].items()]


def test_it_is_served_with_every_operation(wire: Wire):
    served = wire.http.get("/api/openapi.json")
    assert served.status_code == 200
    assert served.json() == conformance.document()
    assert {(method, path) for method, path, _ in conformance.operations()} == OPERATIONS
    assert {operation["operationId"] for _, _, operation in conformance.operations()} == set(DESCRIBED)


def test_it_is_valid_openapi_3_1():
    document = conformance.document()
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_a_change_of_it_is_seen_in_review():
    same = snapshot.text() == snapshot.FILE.read_text()
    assert same, f"The document changed. Look at the difference after: {snapshot.COMMAND}"


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_every_operation_says_all_that_an_integrator_asks(path: str, operation: dict[str, Any]):
    assert operation["summary"] and len(operation["description"]) > 60
    assert set(operation["tags"]) <= {tag["name"] for tag in conformance.document()["tags"]}
    for parameter in operation.get("parameters", []):
        assert parameter["description"]
        example = parameter["example"] if parameter["required"] else parameter["schema"]["examples"][0]
        assert conformance.complaints(parameter["schema"], example) == []
    if "{appId}" in path:
        scope = (
            "scheduling:read" if operation["operationId"].startswith(("find", "get", "list", "read", "ask")) else None
        )
        assert operation["security"] == [{"ClientCredentials": [scope or "scheduling:write"]}]
        assert {"400", "401", "403", "404", "429", "503"} <= set(operation["responses"])
    assert not {"422", "default"} & set(operation["responses"])


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_every_example_is_what_its_schema_says(path: str, operation: dict[str, Any]):
    for content in contents(operation):
        examples = conformance.examples_of(content)
        assert examples
        for name, value in examples.items():
            assert conformance.complaints(content["schema"], value) == [], name


@pytest.mark.parametrize(("name", "hook"), HOOKS)
def test_a_webhook_is_as_the_document_says(name: str, hook: dict[str, Any]):
    now = datetime(2027, 5, 3, 15, tzinfo=UTC)
    secrets = Keys(fresh_secret(), fresh_secret())
    payload = sample_payload("app_x", SYSTEM, now)
    owed = Owed("dlv_1", 1, "whk_1", "https://crm.test", secrets, "evt_1", name, 1, False, payload, sample_links())
    letter = compose(owed, "X-Callboard", now)
    content = hook["requestBody"]["content"]["application/json"]
    for body in (json.loads(letter.body), *conformance.examples_of(content).values()):
        assert conformance.complaints(content["schema"], body) == []
        assert body["event"] == name
    told = {conformance.resolve(parameter)["name"] for parameter in hook["parameters"]}
    assert told == set(letter.headers) - {"Content-Type"}


def test_the_document_knows_every_field_event_and_code_of_the_contract():
    assert list(Call.model_fields) == SECTION_6
    assert set(get_args(EventName)) == set(EVENTS) == set(conformance.document()["webhooks"])
    assert Reason.model_json_schema()["properties"]["code"]["enum"] == list(REASON_CODES)


def test_what_the_framework_makes_up_is_not_in_it():
    document = conformance.document()
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])
    assert document["servers"] == [{"url": "/", "description": "This installation"}]


def test_every_header_of_the_document_is_really_sent(wire: Wire):
    again = {"headers": {"Idempotency-Key": "k"}, "json": wire.call()}
    answers = [wire.ask("POST", wire.calls(), **again) for _ in range(2)]
    answers += [wire.http.get(wire.calls()), too_many_failures(wire)]
    sent = {name for answer in answers for name in answer.headers}
    assert {name.lower() for name in conformance.document()["components"]["headers"]} <= sent


def too_many_failures(wire: Wire) -> Any:
    """The answer to one wrong secret too many."""
    wrong = {"grant_type": "client_credentials", "client_id": "cli_x", "client_secret": "cbs_x"}
    return [wire.http.post("/api/v1/oauth/token", json=wrong) for _ in range(31)][-1]


def contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What it takes and what it answers."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for status in operation["responses"]:
        said = conformance.response_of(operation, status)
        yield from (said or {})["content"].values()
