"""A week's figures, from the wish through the real jobs to a real SMTP server."""

import time
from datetime import timedelta

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.models import Member, StaffNotice, WeeklyFigures
from console.scheduling.rules import weekly_figures as rules
from tests.jobs.test_messages import Sink, mailing, sink  # noqa: F401 - fixtures
from tests.jobs.working import jobs_at_work
from tests.rows import World


def test_two_clocks_send_a_weeks_figures_once(mailing: World, sink: Sink, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    monkeypatch.setattr(rules, "LATE", timedelta(days=8))  # whatever weekday this runs on
    now, app_id, person_id = clock.now(), mailing.app.id, mailing.agent.id
    week = rules.week_before(rules.latest(now, "UTC"), "UTC")
    with database.writing() as session:
        session.add(Member(app_id=app_id, person_id=person_id, role="lead", timezone="UTC", joined_at=now))
        mailing.booking(session, scheduled_at=rules.latest(now, "UTC") - timedelta(hours=20), status="no_show")
        wish = {"due_at": now - timedelta(seconds=1), "created_at": now - timedelta(days=30)}
        session.add(WeeklyFigures(app_id=app_id, person_id=person_id, **wish))
    with jobs_at_work(), jobs_at_work():
        until = time.monotonic() + 30
        while not sink.messages and time.monotonic() < until:
            time.sleep(0.05)
    [message] = sink.messages
    assert message["To"] == mailing.agent.email and message["Subject"].startswith("Acme: your week from Mon")
    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Calls: 1 (before: 0)" in text and "No-shows: 100 % (before: –)" in text
    rows = f"/app/{app_id}/scheduled-calls?range=custom&from={week.first}&to={week.last}&status=no_show"
    assert rows in text and rows.replace("&", "&amp;") in page
    assert message["List-Unsubscribe"].split("/unsubscribe/")[1].startswith("figures/")
    with database.reading() as session:
        assert len(session.exec(select(StaffNotice)).all()) == 1
