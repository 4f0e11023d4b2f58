"""The zones of an agent's customers are found among the agent's own calls, however many the app has."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.models import Booking, new_id
from console.scheduling.queries import schedules
from tests.rows import START, World, make_world
from tests.statements import asked, plan

MANY = 1_000


@pytest.fixture
def crowd(store: str) -> World:
    """A world of a thousand calls an hour apart, of which its agent has a few."""
    with database.writing() as session:
        world = make_world(session)
        call = world.booking(session, status="completed", guest_timezone="Europe/Madrid").model_dump()
        colleague = make_world(session).agent.id
        session.connection().execute(insert(Booking), [call | _call(number, colleague) for number in range(MANY)])
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE"))
    return world


def test_they_are_read_by_the_agents_index(crowd: World):
    with database.reading() as session:
        with asked() as statements:
            found = schedules.customer_zones(session, crowd.app.id, crowd.agent.id, START + timedelta(hours=900), 3)
        [one] = [each for each in statements if each[0].startswith("SELECT")]
        if not database.is_sqlite(session):  # PostgreSQL reads so small a table whole
            session.execute(text("SET LOCAL enable_seqscan = off"))
        said = plan(session.connection(), *one)
    assert found == ["Europe/Madrid"]
    assert "booking_by_agent" in said, said


def _call(number: int, colleague: str) -> dict[str, Any]:
    start = START + timedelta(hours=number)
    end = start + timedelta(minutes=30)
    whose = {} if number % 20 == 0 else {"agent_id": colleague}
    return {"id": new_id("bkg"), "reference": f"R{number}", "scheduled_at": start, "ends_at": end} | whose
