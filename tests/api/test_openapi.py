"""The OpenAPI document says what the API does."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from api import documents
from api.app import create_app
from console.scheduling.rules.availability import REASON_CODES
from console.scheduling.services.webhooks import EVENTS
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import SECTION_6

OPERATIONS = {
    ("post", "/api/v1/oauth/token"),
    ("post", "/api/v1/oauth/revoke"),
    ("post", "/api/v1/oauth/introspect"),
    ("get", "/.well-known/oauth-authorization-server"),
    ("post", "/api/v1/video/{appId}/scheduled-calls"),
    ("get", "/api/v1/video/{appId}/scheduled-calls"),
    ("get", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("patch", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("delete", "/api/v1/video/{appId}/scheduled-calls/{id}"),
    ("post", "/api/v1/video/{appId}/scheduled-calls/{id}/reminders"),
    ("get", "/api/v1/video/{appId}/availability"),
    ("get", "/api/v1/video/{appId}/availability/explain"),
    ("post", "/api/v1/video/{appId}/holds"),
    ("delete", "/api/v1/video/{appId}/holds/{id}"),
    ("get", "/api/v1/video/{appId}/agents"),
    ("get", "/api/v1/video/{appId}/presets"),
    ("get", "/api/v1/video/{appId}/events"),
}

RELEASE = ("delete", "/api/v1/video/{appId}/holds/{id}")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app().openapi()


def operations(document: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {(method, path): each for path, item in document["paths"].items() for method, each in item.items()}


def test_it_is_served_with_every_operation(wire: Wire, document: dict[str, Any]):
    served = wire.http.get("/api/openapi.json")
    assert served.status_code == 200
    assert served.json() == document
    assert document["openapi"].startswith("3.1")
    assert set(operations(document)) == OPERATIONS


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    wanted = {part.split('"')[0] for part in str(document).replace("'", '"').split("#/components/schemas/")[1:]}
    assert wanted <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_every_operation_on_an_app_names_its_scope_and_its_refusals(document: dict[str, Any]):
    for (method, path), operation in operations(document).items():
        if "{appId}" not in path:
            continue
        scope = "scheduling:read" if method == "get" else "scheduling:write"
        assert operation["security"] == [{"ClientCredentials": [scope]}]
        assert {"400", "401", "403", "404", "429", "default"} <= set(operation["responses"])
        has_body = method != "get" and (method, path) != RELEASE
        assert ("requestBody" in operation) == has_body


def test_the_document_knows_every_field_and_code_of_the_contract():
    assert list(documents.Call.model_fields) == SECTION_6
    assert set(get_args(documents.FeedEvent.model_fields["event"].annotation)) == set(EVENTS)
    assert documents.Reason.model_json_schema()["properties"]["code"]["enum"] == list(REASON_CODES)


def test_real_answers_look_as_the_document_says(wire: Wire):
    call = wire.book(guestPhone="+573005550100")
    one = wire.calls(f"/{call['id']}")
    wire.set_preset(reminders=[{"kind": "invitation", "channels": ["email"]}])
    at = f"durationMinutes=30&fromUtc={wire.at()}&toUtc={wire.at(4)}"
    held = wire.ask("POST", wire.video("/holds"), json={"startUtc": wire.at(3)})
    said: list[tuple[type[BaseModel], Any]] = [
        (documents.CallWithEventsAnswer, wire.ask("GET", one)),
        (documents.CallsAnswer, wire.ask("GET", wire.calls())),
        (documents.SlotsAnswer, wire.ask("GET", wire.video(f"/availability?{at}"))),
        (
            documents.ReasonsAnswer,
            wire.ask("GET", wire.video(f"/availability/explain?durationMinutes=30&atUtc={wire.at()}")),
        ),
        (documents.AgentsAnswer, wire.ask("GET", wire.video("/agents"))),
        (documents.PresetsAnswer, wire.ask("GET", wire.video("/presets"))),
        (documents.ReminderAnswer, wire.ask("POST", f"{one}/reminders")),
        (documents.HoldAnswer, held),
        (
            documents.NothingAnswer,
            wire.ask("DELETE", wire.video(f"/holds/{held.json()['data']['hold']['id']}")),
        ),
        (documents.CallAnswer, wire.ask("PATCH", one, json={"scheduledAtUtc": wire.at(1)})),
        (documents.CallAnswer, wire.ask("DELETE", one)),
        (documents.EventsAnswer, wire.ask("GET", wire.video("/events"))),
        (documents.Failure, wire.ask("PATCH", one, json={"scheduledAtUtc": wire.at(1)})),
        (documents.Failure, wire.ask("GET", wire.calls("?limit=0"))),
        (documents.Failure, wire.http.get("/api/nowhere")),
    ]
    for model, answer in said:
        model.model_validate_json(answer.text, strict=False)
