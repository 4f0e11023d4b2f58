"""What is swept, and what is not."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select, update

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import (
    AccessToken,
    Attempt,
    Client,
    Delivery,
    KeptAnswer,
    OutboxEvent,
    SignInSession,
    Subscription,
)
from console.scheduling.services import outbox, upkeep
from tests.rows import make_world


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
        for age in (timedelta(days=31), timedelta(hours=1)):
            event = outbox.emit(session, booking, "created", operator(world.app.id))
            event.occurred_at = now - age
            delivery = session.exec(select(Delivery).where(Delivery.event_id == event.id)).one()
            delivery.status = "delivered"
            session.add(
                Attempt(delivery_id=delivery.id, subscription_id=delivery.subscription_id, number=1, started_at=now)
            )
            kept = KeptAnswer(client_id=client.id, method="POST", path="/", key=str(age), body_hash="", status=201)
            kept.created_at = now - age
            over = now + timedelta(days=7) - age
            session.add_all(
                [
                    kept,
                    AccessToken(token_hash=str(age), client_id=client.id, issued_at=now, expires_at=over),
                    SignInSession(
                        token_hash=str(age), person_id=world.agent.id, created_at=now, last_seen_at=now, expires_at=over
                    ),
                ]
            )


@pytest.mark.usefixtures("_things")
@pytest.mark.parametrize("table", [OutboxEvent, Delivery, Attempt, KeptAnswer, AccessToken, SignInSession])
def test_what_is_over_goes_and_the_rest_stays(table: type[SQLModel]):
    assert _count(table) == 2
    assert (upkeep.sweep(), upkeep.sweep_events()) == (3, 1)
    assert _count(table) == 1
    assert (upkeep.sweep(), upkeep.sweep_events()) == (0, 0)


@pytest.mark.usefixtures("_things")
def test_an_event_that_a_receiver_still_waits_for_stays():
    with database.writing() as session:
        session.execute(update(Delivery).values(status="pending"))
    upkeep.sweep_events()
    assert (_count(OutboxEvent), _count(Delivery), _count(Attempt)) == (2, 2, 2)


def _count(table: type[SQLModel]) -> int:
    with database.reading() as session:
        return len(session.exec(select(table)).all())
