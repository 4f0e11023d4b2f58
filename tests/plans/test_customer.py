"""However many customers there are, they are found by indexes, and with as many statements."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.models import Booking, Customer, CustomerContact, new_id
from console.scheduling.queries import link_requests
from console.scheduling.rules.search import search_text
from console.scheduling.services import customer_records, customer_search
from tests.rows import START, World, make_world
from tests.statements import asked, plan

MANY = 6_000
TABLES = ("booking", "customer", "customer_contact")


@pytest.fixture
def crowd(store: str) -> tuple[World, list[str]]:
    """A world of three thousand customers with two calls each."""
    with database.writing() as session:
        world = make_world(session)
        ids = [new_id("cus") for _ in range(MANY // 2)]
        known = world.customer.model_dump()
        connection = session.connection()
        connection.execute(insert(Customer), [known | {"id": one, "name": "Guest"} for one in ids])
        connection.execute(
            insert(CustomerContact),
            [
                {
                    "id": new_id("con"),
                    "app_id": world.app.id,
                    "customer_id": one,
                    "kind": "phone",
                    "value": _phone(place),
                }
                for place, one in enumerate(ids)
            ],
        )
        values = world.booking(session, status="completed").model_dump()
        connection.execute(insert(Booking), [values | _call(number, ids[number // 2]) for number in range(MANY)])
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE"))
    return world, ids


def test_customers_are_found_by_indexes_with_few_statements(store: str, crowd: tuple[World, list[str]]):
    world, ids = crowd
    admin = Actor("admin", id=world.agent.id, app_id=world.app.id, role="admin")
    agent = Actor("agent", id=world.agent.id, app_id=world.app.id, role="agent")
    last = customer_search.page(admin, limit=20).after
    looks: list[tuple[Any, int]] = [
        (lambda: customer_search.find(admin, "guest1234"), 6),
        (lambda: customer_search.find(admin, "+57300001234"), 8),
        (lambda: customer_search.find(agent, "guest1234"), 6),
        (lambda: customer_search.find(admin, "BCD-1234"), 7),
        (lambda: customer_search.page(admin, limit=20), 4),
        (lambda: customer_search.page(admin, after=last, limit=20), 6),
        (lambda: customer_search.page(agent, limit=20), 4),
        (lambda: customer_records.get(admin, ids[5]), 7),
        (lambda: customer_records.recall(agent, _phone(7)), 6),
        (lambda: _coming_calls(world), 1),
    ]
    for place, (look, most) in enumerate(looks):
        sent = _asked_by(look)
        assert len(sent) <= most, (place, sent)
        for statement, lines in _plans(sent):
            assert not _reads_a_whole_table(store, lines), f"{place}: {statement}\n{lines}"


def _coming_calls(world: World) -> None:
    with database.reading() as session:
        link_requests.coming_calls(session, world.app.id, "email", "1234@guests.test", START, 20)


def _phone(place: int) -> str:
    return f"+57300{place:06}"


def _call(number: int, customer_id: str) -> dict[str, Any]:
    start = START + timedelta(minutes=number)
    reference, name = f"R{number}", f"Guest{number // 2} Doe"
    return {
        "id": new_id("bkg"),
        "reference": reference,
        "customer_id": customer_id,
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=30),
        "guest_email_key": f"{number // 2}@guests.test",
        "search_text": search_text(name, f"{number // 2}@guests.test", _phone(number // 2), reference),
    }


def _asked_by(look: Any) -> list[tuple[str, Any]]:
    with asked() as statements:
        look()
    return [each for each in statements if each[0].startswith("SELECT")]


def _plans(statements: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    with database.reading() as session:
        if not database.is_sqlite(session):  # which may rather read all of tables this small
            session.execute(text("SET LOCAL enable_seqscan = off"))
        return [(said, plan(session.connection(), said, given)) for said, given in statements]


def _reads_a_whole_table(store: str, lines: str) -> bool:
    if store == "postgresql":
        return any(f"Seq Scan on {table}" in line for table in TABLES for line in lines.splitlines())
    return any(
        line.startswith(f"SCAN {table}") and "USING" not in line and "VIRTUAL" not in line
        for table in TABLES
        for line in lines.splitlines()
    )
