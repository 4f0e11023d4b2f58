"""What load balancers are told of a process."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api import health, stopping
from console.scheduling import clock, database
from console.scheduling.errors import Unavailable
from console.scheduling.models import Booking
from console.scheduling.services import installation, shared_counts, vital_signs
from tests.api import operating
from tests.api.conftest import Wire


def test_who_serves_is_ready_and_tells_of_each_thing_that_was_looked_at(either_alone: TestClient):
    installation.touch_alive()
    answer = either_alone.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {
            "database": {"status": "ok"},
            "guard": {"status": "ok"},
            "jobs": {"status": "ok", "silent_for_seconds": 0},
            "backlog": {"status": "ok", "deliveries": 0, "messages": 0, "notices": 0, "acts": 0},
        },
    }


def test_a_database_without_its_guard_gets_no_requests(either_alone: TestClient):
    kind = database.engine().dialect.name
    trigger = "booking_guard_update" if kind == "sqlite" else "booking_guard ON booking"
    with database.engine().begin() as connection:
        if kind == "sqlite":
            kept = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = 'booking_guard_update'")
            ).scalar_one()
        else:
            kept = connection.execute(
                text("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'booking_guard'")
            ).scalar_one()
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    try:
        answer = either_alone.get("/health/ready")
    finally:
        with database.engine().begin() as connection:
            connection.execute(text(kept))
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["checks"]["guard"]) == ("not ready", {"status": "missing"})
    assert either_alone.get("/health/ready").status_code == 200


def test_jobs_that_are_silent_and_acts_that_are_late_are_told_and_take_nobody_out(
    either_alone: TestClient, wire_of: Any
):
    call = wire_of.book()
    with database.writing() as session:
        session.get_one(Booking, call["id"]).due_at = clock.now() - timedelta(minutes=5)
    answer = either_alone.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["jobs"] == {"status": "late", "silent_for_seconds": None}
    assert answer.json()["checks"]["backlog"] | {"messages": 0} == {
        "status": "late",
        "deliveries": 0,
        "messages": 0,
        "notices": 0,
        "acts": 1,
    }


@pytest.fixture
def wire_of(request: pytest.FixtureRequest) -> Wire:
    """The client of whichever installation the test stands on."""
    return request.getfixturevalue("either_wire" if "either_alone" in request.fixturenames else "wire")


def test_a_redis_that_is_away_is_told_and_takes_nobody_out(alone: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared_counts, "answers", lambda: False)
    answer = alone.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["redis"]) == (200, {"status": "away"})


def test_while_the_database_is_away_this_process_lives_and_is_not_ready(
    alone: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(vital_signs, "look", _away)
    answer = alone.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"database": {"status": "away"}})
    assert alone.get("/health/live").status_code == 200
    told = operating.figures(alone)
    assert told["callboard_database_up"] == 0
    assert "callboard_guard_up" not in told


def _away() -> vital_signs.Signs:
    raise Unavailable("The database is away.")


def test_who_is_about_to_stop_is_not_ready_and_closes_its_connections(
    alone: TestClient, monkeypatch: pytest.MonkeyPatch
):
    assert "Connection" not in alone.get("/health/live").headers
    monkeypatch.setattr(stopping, "_begun", True)
    answer = alone.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "stopping"})
    assert alone.get("/health/live").headers["Connection"] == "close"


def test_however_many_ask_at_once_the_database_is_asked_once(wire: Wire, monkeypatch: pytest.MonkeyPatch):
    looks = []
    look: Callable[[], vital_signs.Signs] = vital_signs.look
    monkeypatch.setattr(vital_signs, "look", lambda: (looks.append(1), look())[1])
    monkeypatch.setattr(health, "_kept", health._Kept())

    async def ask() -> list[int]:
        answers = await asyncio.gather(*(health.ready(None) for _ in range(20)))  # pyright: ignore[reportArgumentType]
        return [answer.status_code for answer in answers]

    assert asyncio.run(ask()) == [200] * 20
    assert len(looks) == 1
