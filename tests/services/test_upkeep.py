"""What is swept, what is not, and that nobody waits for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as listeners
from sqlmodel import SQLModel, select, update

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import (
    AccessToken,
    Attempt,
    Client,
    ClientDay,
    ClientSecret,
    Delivery,
    KeptAnswer,
    OneTimeLink,
    OutboxEvent,
    ReassignedCall,
    Reassignment,
    Replay,
    SignInSession,
    StaffNotice,
    Subscription,
    TrialMessage,
)
from console.scheduling.services import outbox, upkeep
from tests.rows import make_world
from tests.statements import asked

SWEPT = [
    SignInSession,
    OneTimeLink,
    AccessToken,
    ClientSecret,
    KeptAnswer,
    TrialMessage,
    StaffNotice,
    ClientDay,
    OutboxEvent,
    Delivery,
    Attempt,
    Replay,
    Reassignment,
    ReassignedCall,
]
GROWS = ("sign_in_session", "access_token", "kept_answer", "staff_notice", "outbox_event", "delivery", "attempt")
"""Tables of which a busy installation has very many rows."""


@pytest.fixture
def _things(store: str) -> None:
    """Each kind twice: one whose time is over and one whose is not."""
    now = clock.now()
    with database.writing() as session:
        world = make_world(session)
        client = Client(name="CRM", created_at=now)
        session.add_all(
            [client, Subscription(app_id=world.app.id, url="", secret="", events=["scheduled.created"], created_at=now)]
        )
        session.flush()
        booking = world.booking(session)
        hook = session.exec(select(Subscription.id)).one()
        for age in (timedelta(days=91), timedelta(hours=1)):
            then, over = now - age, now + timedelta(days=7) - age
            replay = Replay(subscription_id=hook, total=1, created_at=then)
            session.add(replay)
            event = outbox.emit(session, booking, "created", operator(world.app.id))
            event.occurred_at = then
            delivery = session.exec(select(Delivery).where(Delivery.event_id == event.id)).one()
            delivery.status, delivery.replay_id = "delivered", replay.id
            plan = Reassignment(app_id=world.app.id, actor_id=world.agent.id, created_at=then)
            session.add(plan)
            session.flush()
            session.add_all(
                [
                    ReassignedCall(
                        reassignment_id=plan.id,
                        booking_id=booking.id,
                        place=0,
                        from_agent_id=world.agent.id,
                        to_agent_id=world.agent.id,
                        scheduled_at=then,
                        duration_minutes=30,
                    ),
                    Attempt(delivery_id=delivery.id, subscription_id=hook, number=1, started_at=now),
                    KeptAnswer(
                        client_id=client.id,
                        method="POST",
                        path="/",
                        key=str(age),
                        body_hash="",
                        status=201,
                        created_at=then,
                    ),
                    AccessToken(token_hash=str(age), client_id=client.id, issued_at=now, expires_at=over),
                    ClientSecret(secret_hash=str(age), client_id=client.id, created_at=now, expires_at=over),
                    ClientDay(client_id=client.id, day=then.date(), calls=1, refused=0),
                    OneTimeLink(token_hash=str(age), purpose="password", created_at=now, expires_at=over),
                    TrialMessage(app_id=world.app.id, channel="email", recipient="", created_at=then),
                    StaffNotice(
                        app_id=world.app.id,
                        person_id=world.agent.id,
                        kind="assigned",
                        subject_id=booking.id,
                        occasion=str(age),
                        due_at=then,
                        created_at=then,
                    ),
                    _session(world.agent.id, str(age), over),
                ]
            )


@pytest.mark.usefixtures("_things")
def test_what_is_over_goes_and_the_rest_stays():
    assert {table: _count(table) for table in SWEPT} == dict.fromkeys(SWEPT, 2)
    assert (upkeep.sweep(), upkeep.sweep_events()) == (9, 1)
    assert {table: _count(table) for table in SWEPT} == dict.fromkeys(SWEPT, 1)
    assert (upkeep.sweep(), upkeep.sweep_events()) == (0, 0)


@pytest.mark.usefixtures("_things")
def test_an_event_that_a_receiver_still_waits_for_stays():
    with database.writing() as session:
        session.execute(update(Delivery).values(status="pending"))
    upkeep.sweep_events()
    assert (_count(OutboxEvent), _count(Delivery), _count(Attempt)) == (2, 2, 2)


def test_a_transaction_deletes_a_batch_and_no_more(store: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "_BATCH", 3)
    now = clock.now()
    with database.writing() as session:
        person = make_world(session).agent.id
        session.add_all([_session(person, str(number), now) for number in range(7)])
    gone: list[int] = []

    def note(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM sign_in_session"):
            gone.append(cursor.rowcount)

    listeners.listen(database.engine(), "after_cursor_execute", note)
    assert upkeep.sweep() == 7
    listeners.remove(database.engine(), "after_cursor_execute", note)
    assert sum(gone) == 7 and max(gone) <= 3


def test_what_is_over_is_found_without_reading_what_is_not(sqlite_store: str):
    with asked() as sent:
        upkeep.sweep()
        upkeep.sweep_events()
    with database.engine().connect() as connection:
        plans = [
            str(row[-1])
            for statement, values in sent
            if statement.startswith(("SELECT", "DELETE"))
            for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values)
        ]
    assert any("staff_notice" in line for line in plans)
    assert [line for line in plans if line.startswith("SCAN") and line.split()[1] in GROWS] == []


def _session(person_id: str, token_hash: str, over: datetime) -> SignInSession:
    now = clock.now()
    return SignInSession(token_hash=token_hash, person_id=person_id, created_at=now, last_seen_at=now, expires_at=over)


def _count(table: type[SQLModel]) -> int:
    with database.reading() as session:
        return len(session.exec(select(table)).all())
