"""*Now* reads few rows however many bookings and messages there are: the databases' own plans say so."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.models import Booking, Reminder, new_id
from console.scheduling.queries import now as queries
from console.scheduling.rules.permissions import Scope
from tests.rows import START, World, make_world
from tests.statements import asked, plan

MANY = 3_000
INDEXES = {
    queries.around: ("booking_by_time", "booking_by_status", "booking_live_by_agent"),
    queries.without_outcome: ("booking_needs_outcome",),
    queries.unconfirmed: ("booking_due",),
    queries.lost_messages: ("reminder_failed",),
}
"""What reads each; of several, the databases choose as the calls lie."""


@pytest.fixture
def crowd(store: str) -> World:
    """A world of three thousand calls an hour apart, half of them to come, with a message each."""
    with database.writing() as session:
        world = make_world(session)
        call = world.booking(session, status="completed").model_dump()
        calls = [call | _call(number) for number in range(MANY)]
        session.connection().execute(insert(Booking), calls)
        session.connection().execute(insert(Reminder), [_message(one) for one in calls])
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE"))
    return world


def test_each_heading_is_read_by_an_index(crowd: World):
    for read, indexes in INDEXES.items():
        with database.reading() as session:
            with asked() as statements:
                read(session, Scope("app", crowd.app.id), START)
            [one] = [each for each in statements if each[0].startswith("SELECT")]
            said = plan(session.connection(), *one)
        assert any(index in said for index in indexes), said


def _call(number: int) -> dict[str, Any]:
    start = START + timedelta(hours=number - MANY // 2)
    is_past = start < START
    return {
        "id": new_id("bkg"),
        "reference": f"R{number}",
        "status": "completed" if is_past else "scheduled",
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=30),
        "due_at": None if is_past else start + timedelta(minutes=10),
    }


def _message(call: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id("rem"),
        "app_id": call["app_id"],
        "booking_id": call["id"],
        "kind": "invitation",
        "channel": "email",
        "details": {},
        "fire_at": call["scheduled_at"] - timedelta(days=1),
        "status": "sent",
        "attempts": 1,
        "created_at": call["scheduled_at"] - timedelta(days=1),
    }
