"""What every answer under /api has in common: the envelope, the request id, limits, and refusals of what is no request."""

import asyncio
from typing import Any

import httpx
import pytest
import time_machine
from starlette.testclient import TestClient

from api import app as door
from api import rates
from console.scheduling import clock
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import Unavailable
from console.scheduling.services import booking_views, clients
from console.scheduling.services.clients import ClientChange
from tests.api.conftest import Wire

JSON = {"Content-Type": "application/json"}


def kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["type"]


def test_every_answer_carries_a_request_id(wire: Wire):
    for answer in (
        wire.ask("GET", wire.calls()),
        wire.http.get(wire.calls()),
        wire.http.get("/api/nowhere"),
        wire.http.post("/api/v1/oauth/token", json={}),
        wire.http.get("/.well-known/oauth-authorization-server"),
    ):
        assert answer.headers["X-Request-Id"]
    named = wire.http.get("/api/nowhere", headers={"X-Request-Id": "crm-17"})
    assert named.headers["X-Request-Id"] == "crm-17"
    odd = wire.http.get("/api/nowhere", headers={"X-Request-Id": "no <b>markup</b>"})
    assert odd.headers["X-Request-Id"].startswith("req_")


def test_success_says_when(wire: Wire):
    assert set(wire.ask("GET", wire.video("/agents")).json()) == {"data", "meta"}


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/oauth/token", "/api/v1/oauth/token/"])
def test_an_unknown_address_is_a_404_in_the_envelope(wire: Wire, path: str):
    assert kind(wire.http.get(path)) == (404, "not_found")


def test_a_wrong_method_is_told_every_right_one(wire: Wire):
    for path, methods in ((wire.calls(), "GET, POST"), (wire.calls("/bkg_x"), "DELETE, GET, PATCH")):
        answer = wire.http.put(path)
        assert kind(answer) == (405, "method_not_allowed")
        assert answer.headers["Allow"] == methods


def test_what_nobody_foresaw_is_a_500_that_tells_nothing(wire: Wire, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(booking_views, "find", broken)
    answer = wire.ask("GET", wire.calls())
    assert kind(answer) == (500, "internal_error")
    assert "secret" not in answer.text
    assert answer.headers["X-Request-Id"]
    assert answer.headers["X-RateLimit-Limit"]


def test_while_the_database_is_away_it_is_a_503_that_says_when_to_come_back(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
):
    def away(*_: object) -> None:
        raise Unavailable("The database is busy or away.")

    monkeypatch.setattr(booking_views, "find", away)
    answer = wire.ask("GET", wire.calls())
    assert kind(answer) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1


def test_more_at_once_than_can_be_answered_in_time_is_a_503_and_does_nothing(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("api.door.MOST_UNDER_WAY", 0)
    answer = wire.ask("POST", wire.calls(), json={})
    assert kind(answer) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["X-Request-Id"]
    monkeypatch.undo()
    assert wire.ask("GET", wire.calls()).status_code == 200


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "Application/JSON", "application/problem+json"])
def test_json_may_call_itself_by_its_other_names(wire: Wire, media: str):
    answer = wire.ask("POST", wire.calls(), content=b"{}", headers={"Content-Type": media})
    assert kind(answer) == (400, "invalid_request")


@pytest.mark.parametrize(
    "path", ["?search=%00", "?a%00=1", "/bkg_%00", "?search=%ff%fe", "?cursor=%ed%a0%80", "?dateFrom=%00"]
)
def test_an_address_that_cannot_be_stored_crashes_nothing(either_wire: Wire, path: str):
    assert either_wire.ask("GET", either_wire.calls(path)).status_code in (200, 400)


def test_every_counted_answer_says_what_is_left(wire: Wire):
    first, second = wire.ask("GET", wire.calls()), wire.ask("GET", wire.calls("/bkg_x"))
    assert first.headers["X-RateLimit-Limit"] == "600"
    assert first.headers["X-RateLimit-Window"] == "minute"
    assert int(first.headers["X-RateLimit-Remaining"]) == 599
    assert int(second.headers["X-RateLimit-Remaining"]) == 598
    assert 0 < int(first.headers["X-RateLimit-Reset"]) - clock.now().timestamp() <= 61
    wire.token = wire.buy_token(scope="scheduling:read")
    assert "X-RateLimit-Limit" not in wire.ask("POST", wire.calls(), json={}).headers


def test_a_clients_own_limit_binds_it_until_the_window_ends(wire: Wire):
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"minute": 3}))
    answers = [wire.ask("GET", wire.video("/agents")) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    refused = answers[-1]
    assert kind(refused) == (429, "rate_limit_exceeded")
    wait = int(refused.headers["Retry-After"])
    assert 1 <= wait <= 61
    assert "nextAllowedAt" in refused.json()["error"]["details"][0]


def test_the_tightest_window_is_the_one_that_is_told(wire: Wire):
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"hour": 2}))
    assert wire.ask("GET", wire.video("/agents")).headers["X-RateLimit-Window"] == "hour"
    wire.ask("GET", wire.video("/agents"))
    answer = wire.ask("GET", wire.video("/agents"))
    assert (answer.status_code, answer.headers["X-RateLimit-Window"]) == (429, "hour")
    assert 60 < int(answer.headers["Retry-After"]) <= 3601


def test_a_new_minute_begins_anew(wire: Wire):
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"minute": 1}))
    with time_machine.travel(clock.now(), tick=False) as hand:
        rates.forget_all()
        assert wire.ask("GET", wire.video("/agents")).status_code == 200
        assert wire.ask("GET", wire.video("/agents")).status_code == 429
        hand.shift(61)
        assert wire.ask("GET", wire.video("/agents")).status_code == 200


def test_in_front_of_the_pages_the_api_answers_its_own_addresses_alone(wire: Wire):
    async def pages(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    both = TestClient(door.api(pages))
    assert both.get("/").text == "page"
    assert both.get("/apiary").text == "page"
    assert kind(both.get("/api/nowhere")) == (404, "not_found")
    assert both.get("/.well-known/oauth-authorization-server").status_code == 200


def test_the_api_alone_says_that_it_is_ready(wire: Wire):
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(door.alone()), base_url="http://api") as http:
            return await http.get("/health/ready")

    answer = asyncio.run(ask())
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
