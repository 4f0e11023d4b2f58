"""Every error in the OpenAPI document is provoked, and is said as its example has it."""

from collections.abc import Callable
from typing import Any

import pytest

from api import auth
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import Conflict, Unavailable
from console.scheduling.services import bookings, clients, event_feed, holds, once
from console.scheduling.services.clients import ClientChange
from tests.api import conformance
from tests.api.conftest import Wire
from tests.api.requests import WRONG, Asked, asked
from tests.api.worlds import WORLDS

REFUSALS: dict[str, dict[str, dict[str, Any]]] = {
    operation["operationId"]: {
        name: example
        for status in operation["responses"]
        if int(status) >= 400
        for name, example in conformance.examples_of(
            (conformance.response_of(operation, status) or {})["content"]["application/json"]
        ).items()
    }
    for _, path, operation in conformance.operations()
    if "{appId}" in path
}
"""Every error of the document, by operation and name of the example."""


WRONG_ANYWHERE = {
    "unauthorized",
    "forbidden",
    "app_not_found",
    "repeated",
    "malformed",
    "payload_too_large",
    "unsupported_media_type",
    "unavailable",
    "conflict",
    "idempotency_in_progress",
}
"""Examples for which no world need be made, whatever the operation."""


def needs_a_world(operation: str, name: str) -> bool:
    return (operation, name) not in WRONG and name not in WRONG_ANYWHERE


ALONE = [(operation, name) for operation, each in REFUSALS.items() for name in each if needs_a_world(operation, name)]


@pytest.mark.parametrize("operation", REFUSALS)
def test_a_wrong_request_is_refused_as_the_document_says(wire: Wire, monkeypatch: pytest.MonkeyPatch, operation: str):
    token = wire.token
    for name, example in REFUSALS[operation].items():
        if not needs_a_world(operation, name):
            wire.token = token
            with monkeypatch.context() as patch:
                answer = provoke(wire, patch, operation, name).send(wire)
            assert said(answer.json()) == said(example)


@pytest.mark.parametrize(("operation", "name"), ALONE)
def test_a_right_request_is_refused_as_the_document_says(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, operation: str, name: str
):
    answer = provoke(wire, monkeypatch, operation, name).send(wire)
    assert said(answer.json()) == said(REFUSALS[operation][name])


def said(failure: dict[str, Any]) -> dict[str, Any]:
    """An error without what differs from one time to the next."""
    error = failure["error"]
    details = [{key: value for key, value in detail.items() if key != "nextAllowedAt"} for detail in error["details"]]
    return {
        "type": error["type"],
        "message": error["message"],
        "details": details,
        "more": {*error, *error["details"][0]},
    }


def provoke(wire: Wire, monkeypatch: pytest.MonkeyPatch, operation: str, name: str) -> Asked:
    """A request that will be refused so."""
    if situation := WRONG.get((operation, name)) or WORLDS.get((operation, name)):
        return situation(wire)
    request = asked(wire, operation)
    match name:
        case "unauthorized":
            wire.token = ""
        case "forbidden":
            other = {"scheduling:read": "scheduling:write", "scheduling:write": "scheduling:read"}
            wire.token = wire.buy_token(scope=other[request.scope])
        case "app_not_found":
            request.path = request.path.replace(wire.app_id, "app_elsewhere")
        case "rate_limit_exceeded":
            clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"minute": 1}))
            wire.ask("GET", wire.video("/agents"))
        case "unavailable":
            away = Unavailable("The database is busy or away. Nothing was saved; please try again in a moment.")
            monkeypatch.setattr(auth.access, "resolve", raising(away))
        case "conflict":
            lost = Conflict("Too many changes at once. Nothing was saved; please try again.")
            for module, verb in VERBS:
                monkeypatch.setattr(module, verb, raising(lost))
        case "repeated":
            request.path += ("&" if "?" in request.path else "?") + "limit=1&limit=2"
        case "malformed":
            if request.options.get("json") is None:
                request.path += ("&" if "?" in request.path else "?") + "search=%00"
            else:
                request.options = {"content": b'{"guestName": }'}
        case "payload_too_large":
            request.options = {"content": b" " * 65_537}
        case "unsupported_media_type":
            request.options = {"content": b"hello", "headers": {"Content-Type": "text/plain"}}
        case "idempotency_in_progress":
            monkeypatch.setattr(once.Once, "claim", raising(IN_PROGRESS))
            request.options["headers"] = {"Idempotency-Key": "k"}
        case _:
            pytest.fail(f"Nothing provokes {name} of {operation}: write it into tests/api/requests.py or worlds.py")
    return request


VERBS = (
    (bookings, "book"),
    (bookings, "change"),
    (bookings, "cancel"),
    (bookings, "send_reminder"),
    (holds, "hold"),
    (holds, "release"),
    (event_feed, "read"),
)
IN_PROGRESS = Conflict(
    "The first request with this key still runs; ask again in a moment.",
    code="idempotency_in_progress",
    field="Idempotency-Key",
)
"""What PostgreSQL makes of it stands in test_repeats."""


def raising(error: Exception) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
