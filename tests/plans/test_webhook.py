"""However much was delivered, the page of webhooks is read by indexes: the databases' own plans say so."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Attempt, Delivery, OutboxEvent, Subscription, new_id
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.webhooks import LogFilter
from tests.rows import World, make_world
from tests.statements import asked, plan

SUBSCRIPTIONS, EACH = 20, 400


@pytest.fixture
def busy(store: str) -> World:
    """An app with twenty subscriptions, each with 400 deliveries of one attempt: of fewer, PostgreSQL may well read all."""
    now = clock.now()
    with database.writing() as session:
        world = make_world(session)
        told = outbox.emit(session, world.booking(session), "created", operator(world.app.id)).model_dump()
        hooks = [
            Subscription(app_id=world.app.id, url=f"https://{n}.example/", secret="s", created_at=now)
            for n in range(SUBSCRIPTIONS)
        ]
        session.add_all(hooks)
        session.flush()
        events = [told | {"id": new_id("evt"), "position": None, "sequence": n} for n in range(EACH)]
        for one in events:
            del one["position"]
        owed = [
            {
                "id": new_id("dlv"),
                "subscription_id": hook.id,
                "event_id": one["id"],
                "status": "failed" if n % 5 == 0 else "delivered",
                "attempts": 1,
                "failures": 0,
                "due_at": now,
                "created_at": now - timedelta(minutes=n),
            }
            for hook in hooks
            for n, one in enumerate(events)
        ]
        tries = [
            {
                **Attempt(delivery_id=one["id"], subscription_id=one["subscription_id"], number=1).model_dump(),
                "id": new_id("att"),
                "started_at": one["created_at"],
                "error": "refused" if one["status"] == "failed" else None,
            }
            for one in owed
        ]
        for table, rows in ((OutboxEvent, events), (Delivery, owed), (Attempt, tries)):
            session.connection().execute(insert(table), rows)
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE"))
    return world


def test_the_page_asks_three_times_and_reads_no_whole_table(store: str, busy: World) -> None:
    actor = operator(busy.app.id)
    with database.reading() as session:
        hook = session.exec(select(Subscription.id)).first() or ""
    with asked() as page:
        views = webhooks.list_subscriptions(actor)
    assert len(views) == SUBSCRIPTIONS and {len(view.tries) for view in views} == {100}
    assert {view.summary.success_rate for view in views} == {0.8}
    with asked() as log:
        for wanted in (LogFilter(), LogFilter(statuses=["failed"]), LogFilter(search="nothing")):
            webhooks.deliveries(actor, hook, wanted)
        webhooks.replay_progress(actor, hook)
        webhooks.unwell(actor)
    questions = [one for one in page if one[0].lstrip().startswith(("SELECT", "WITH"))]
    assert len(questions) == 3
    for statement, values in questions + log:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            assert not whole_table(store, statement, values), statement


def whole_table(store: str, statement: str, values: Any) -> str:
    """The line of the plan that reads every delivery or attempt there is; empty when none does."""
    with database.engine().connect() as connection:
        lines = plan(connection, statement, values).splitlines()
    bad = ("SCAN delivery", "SCAN attempt") if store == "sqlite" else ("Seq Scan on delivery", "Seq Scan on attempt")
    return next((line for line in lines if any(word in line and "INDEX" not in line for word in bad)), "")
