"""A notice to staff, from the receiver's answers through the real jobs to a real SMTP server."""

import time
from datetime import timedelta

from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.models import Member, StaffNotice, Subscription
from console.scheduling.rules.retries import Health
from console.scheduling.services.webhooks.health import set_health
from tests.jobs.test_messages import Sink, mailing, sink  # noqa: F401 - fixtures
from tests.jobs.working import jobs_at_work
from tests.rows import World


def test_three_clocks_send_a_notice_once(mailing: World, sink: Sink):  # noqa: F811
    owe(mailing)
    with jobs_at_work(), jobs_at_work(), jobs_at_work():
        time.sleep(0.5)  # each has taken back what dead workers of its number held
        with database.writing() as session:
            session.execute(update(StaffNotice).values(due_at=clock.now() - timedelta(seconds=1)))
        until = time.monotonic() + 10
        while not sink.messages and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)
    [message] = sink.messages
    assert message["Subject"] == "A webhook of Acme is failing"
    assert message["To"] == mailing.agent.email
    with database.reading() as session:
        assert session.exec(select(StaffNotice.status)).all() == ["sent"]


def owe(world: World) -> None:
    """The agent, who owns the app, is owed the news that a webhook fails."""
    now = clock.now()
    with database.writing() as session:
        session.add(Member(app_id=world.app.id, person_id=world.agent.id, role="owner", timezone="UTC", joined_at=now))
        hook = Subscription(app_id=world.app.id, url="https://crm.example/", secret="s", created_at=now)
        session.add(hook)
        session.flush()
        set_health(session, hook, Health("failing", 4, now), SYSTEM)
