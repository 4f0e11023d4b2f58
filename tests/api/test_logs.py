"""What servers write to their log: lines that a request can be followed by, and that tell nobody's secrets."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from structlog.contextvars import bound_contextvars

from api.edge import edge
from api.tracing import traced
from console import logs
from console.http.failing import failed
from console.scheduling.services import bookings
from console.scheduling.settings import settings
from console.state.notice import say_error
from jobs.telling import without_addresses
from tests import leaks
from tests.api.conftest import Wire

Lines = Callable[[], list[dict]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What a server in production would have written since, line by line."""
    monkeypatch.setenv("CALLBOARD_LOG_JSON", "true")
    settings.cache_clear()
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.formatter())
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    finally:
        logging.getLogger().removeHandler(handler)
        settings.cache_clear()


def _of(lines: Lines, request_id: str) -> list[dict]:
    return [line for line in lines() if line.get("request_id") == request_id]


def test_an_api_request_is_followed_by_its_id_to_the_event_that_it_caused(
    alone: TestClient,
    wire: Wire,
    lines: Lines,
):
    headers = {"Authorization": f"Bearer {wire.token}", "X-Request-Id": "crm-17"}
    answer = alone.post(wire.calls(), json=wire.call(), headers=headers)
    call = answer.json()["data"]["call"]
    event, answered = _of(lines, "crm-17")
    assert answer.headers["X-Request-Id"] == "crm-17"
    assert (event["event"], event["kind"], event["booking_id"]) == ("Event.", "scheduled.created", call["id"])
    assert event["event_id"].startswith("evt_")
    assert answered["event"] == "Answered."
    assert (answered["method"], answered["status"]) == ("POST", 201)
    assert answered["route"] == "/api/v1/video/{appId}/scheduled-calls"
    said = json.dumps(lines())
    assert not leaks.found_in(said)
    assert not [word for word in ("Jane", "jane@guests.test", wire.token) if word in said]


def test_a_defect_is_told_with_the_id_that_the_answer_carries(
    alone: TestClient,
    wire: Wire,
    lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
):
    def broken(*_: object, **__: object) -> None:
        secret = wire.token
        raise RuntimeError(f"broken by {len(secret)} letters")

    monkeypatch.setattr(bookings, "book", broken)
    answer = alone.post(wire.calls(), json=wire.call(), headers={"Authorization": f"Bearer {wire.token}"})
    assert answer.status_code == 500
    failed = [line for line in _of(lines, answer.headers["X-Request-Id"]) if line["level"] == "error"]
    assert len(failed) == 1
    assert "RuntimeError: broken by" in failed[0]["exception"]
    assert wire.token not in json.dumps(failed)


def test_a_page_and_a_notice_tell_the_number_under_which_the_log_tells_of_a_defect(lines: Lines):
    async def broken(_: Request) -> Response:
        raise RuntimeError("broken")

    pages = Starlette(routes=[Route("/sign-in", broken)], exception_handlers={Exception: failed})
    answer = TestClient(edge(traced(pages)), raise_server_exceptions=False).get("/sign-in")
    number = answer.headers["X-Request-Id"]
    assert (answer.status_code, number in answer.text) == (500, True)
    assert [line["event"] for line in _of(lines, number)] == ["The request failed.", "Answered."]
    with bound_contextvars(request_id="evt_4711", handler="state.book", app_id="app_1"):
        notice = say_error(RuntimeError("broken"))
    assert "evt_4711" in str(notice.args)
    (failure,) = _of(lines, "evt_4711")
    assert (failure["level"], failure["handler"], failure["app_id"]) == ("error", "state.book", "app_1")


def test_a_request_that_is_refused_leaves_no_event(alone: TestClient, wire: Wire, lines: Lines):
    headers = {"Authorization": f"Bearer {wire.token}"}
    assert alone.post(wire.calls(), json=wire.call(), headers=headers).status_code == 201
    refused = alone.post(wire.calls(), json=wire.call(), headers=headers)
    assert refused.status_code == 409
    assert [line["event"] for line in _of(lines, refused.headers["X-Request-Id"])] == ["Answered."]


def test_health_and_figures_do_not_fill_the_log(alone: TestClient, lines: Lines):
    assert alone.get("/health/ready").status_code == 200
    assert alone.get("/metrics").status_code == 401
    assert lines() == []


def test_an_id_is_believed_from_api_clients_and_trusted_proxies_alone(
    alone: TestClient,
    monkeypatch: pytest.MonkeyPatch,
):
    given = {"X-Request-Id": "edge-4711"}
    assert alone.get("/health/live", headers=given).headers["X-Request-Id"].startswith("req_")
    monkeypatch.setattr("api.edge._is_trusted", lambda address: address == "testclient")
    proxied = given | {"X-Forwarded-For": "203.0.113.9"}
    assert alone.get("/health/live", headers=proxied).headers["X-Request-Id"] == "edge-4711"


def test_for_people_lines_are_read_without_a_program(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CALLBOARD_LOG_JSON", raising=False)
    settings.cache_clear()
    record = logging.LogRecord("api.tracing", logging.INFO, __file__, 1, "Answered.", (), None)
    record.ms = 12
    line = logs.formatter().format(record)
    assert "Answered." in line
    assert "ms=12" in line
    assert "\x1b" not in line


def test_what_others_said_ends_no_line_and_moves_no_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CALLBOARD_LOG_JSON", raising=False)
    settings.cache_clear()
    forged = "No.\n2026-11-23 [info] sign_in.password_right\x1b[2J\u2028é"
    line = logs.formatter().format(logging.LogRecord("jobs", logging.INFO, __file__, 1, forged, (), None))
    assert line.isprintable() and "é" in line


def test_who_may_not_and_who_is_let_in_stands_in_the_log(alone: TestClient, wire: Wire, lines: Lines):
    token = wire.buy_token(scope="scheduling:read")
    reader = {"Authorization": f"Bearer {token}"}
    elsewhere = wire.calls().replace(wire.app_id, "app_other")
    alone.post(wire.calls(), json=wire.call(), headers=reader)
    alone.get(elsewhere, headers=reader)
    alone.get(wire.calls(), headers={"Authorization": "Bearer guessed"})
    who = f'surface="api" actor="{wire.keys.client_id}"'
    assert [line["event"] for line in lines() if line["logger"] == "callboard.security"] == [
        f'client.secret_right client="{wire.keys.client_id}" address="testclient"',
        f'not_allowed verb="scheduling:write" {who}',
        f'not_allowed verb="another app" {who}',
        'token.refused address="testclient"',
    ]


def test_our_own_modules_log_from_the_level_that_is_set_on(monkeypatch: pytest.MonkeyPatch):
    for level in ("debug", "warning"):
        monkeypatch.setenv("CALLBOARD_LOG_LEVEL", level)
        settings.cache_clear()
        told = logs.config()
        assert {of["level"] for of in told["loggers"].values()} == {level.upper()}
        assert told["root"]["level"] == "WARNING"
    settings.cache_clear()


def test_why_a_message_was_not_sent_names_nobody():
    said = without_addresses("550 5.1.1 <jane@guests.test>: no such user; +57 300 555 0100 is not on WhatsApp")
    assert said == "550 5.1.1 ... no such user; ... is not on WhatsApp"
