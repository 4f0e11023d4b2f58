"""Many calls cancelled by one act: looked at first, done step by step, told row by row, whatever dies meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotAllowed, NotFound, Unavailable
from console.scheduling.models import (
    AuditEntry,
    Booking,
    BulkCancel,
    BulkCancelRow,
    Member,
    OutboxEvent,
    Team,
    TimelineEvent,
    new_id,
)
from console.scheduling.services import bookings, bulk_cancels, upkeep
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.bookings import BookingChange
from tests.services.conftest import Acme
from tests.services.test_agent_day import statements

EVERY = BookingFilter()


def lead_of(acme: Acme, *agents: str) -> Actor:
    """A lead whose team has these agents."""
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="Spain")
        session.add(team)
        session.flush()
        for agent in agents:
            session.get_one(Member, (acme.app_id, agent)).team_id = team.id
        return Actor("admin", id="per_lead", app_id=acme.app_id, role="lead", team_id=team.id)


@pytest.fixture
def boss(acme: Acme) -> Actor:
    """Ada, who administers the app."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    return acme.admin


def begin(actor: Actor, reason: str | None = None, wanted: BookingFilter = EVERY) -> str:
    act_id = new_id("blk")
    bulk_cancels.begin(actor, act_id, bulk_cancels.preview(actor, wanted).versions, reason)
    return act_id


def work() -> None:
    while bulk_cancels.advance("one"):
        pass


def progress(actor: Actor) -> bulk_cancels.Progress:
    found = bulk_cancels.progress(actor)
    assert found is not None
    return found


def statuses() -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Booking.status).order_by(col(Booking.scheduled_at))))


def count(model: Any, *which: Any) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*which)) or 0


def test_a_preview_says_which_can_be_cancelled_and_why_the_others_cannot(acme: Acme, boss: Actor) -> None:
    first, second = acme.book(), acme.book(hours=1)
    bookings.cancel(boss, acme.book(hours=2).id)
    seen = bulk_cancels.preview(boss, EVERY)
    assert seen.versions == {first.id: first.version, second.id: second.version}
    (refused,) = seen.refused
    assert (refused.call.booking.status, refused.why) == ("cancelled", "This booking is over: it is cancelled.")
    assert list(bulk_cancels.preview(boss, BookingFilter(booking_ids=[second.id])).versions) == [second.id]
    assert statuses() == ["scheduled", "scheduled", "cancelled"]


def test_each_is_cancelled_once_with_the_reason_one_event_and_one_webhook_event(acme: Acme, boss: Actor) -> None:
    ids = [acme.book(hours=hours).id for hours in range(3)]
    act_id = begin(boss, "the office floods")
    assert (progress(boss).left, progress(boss).is_running) == (3, True)
    work()
    bulk_cancels.begin(boss, act_id, dict.fromkeys(ids, 1), "again")
    work()
    assert statuses() == ["cancelled"] * 3
    with database.reading() as session:
        assert set(session.exec(select(Booking.cancellation_reason))) == {"the office floods"}
        told = session.exec(select(TimelineEvent).where(TimelineEvent.event_type == "cancelled")).all()
    assert sorted(event.booking_id for event in told) == sorted(ids)
    assert {(event.actor_type, event.actor_id) for event in told} == {("admin", boss.id)}
    assert count(OutboxEvent, OutboxEvent.event == "scheduled.cancelled") == 3
    assert count(AuditEntry, AuditEntry.act == "bookings.bulk_cancelled") == 1
    done = progress(boss)
    assert (done.total, done.done, done.failed, done.left, done.is_running) == (3, 3, 0, 0, False)


def test_what_has_changed_since_it_was_chosen_is_left_alone_and_told(acme: Acme, boss: Actor) -> None:
    moved, _ = acme.book(guest_name="Moved"), acme.book(hours=1)
    act_id = begin(boss)
    bookings.reschedule(boss, moved.id, acme.at(4))
    work()
    assert statuses() == ["cancelled", "scheduled"]
    came = progress(boss)
    assert (came.done, came.failed) == (1, 1)
    ((booking, why),) = came.failures
    assert booking.guest_name == "Moved" and "Somebody else" in why
    bulk_cancels.put_away(boss, act_id)
    assert bulk_cancels.progress(boss) is None


def test_a_step_that_is_killed_before_its_record_is_done_again_without_harm(
    acme: Acme, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hours in range(3):
        acme.book(hours=hours)
    begin(boss)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(bulk_cancels, "_settle", _killed)
        bulk_cancels.advance("the one that dies")
    assert not bulk_cancels.advance("another, too early")
    acme.hand.shift(31)
    work()
    assert (progress(boss).done, count(TimelineEvent, TimelineEvent.event_type == "cancelled")) == (3, 3)


def test_a_busy_database_is_asked_again_and_nothing_is_given_up(
    acme: Acme, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.book()
    begin(boss)
    with monkeypatch.context() as patch:
        patch.setattr(bookings, "cancel", _busy)
        assert not bulk_cancels.advance("one")
    assert (progress(boss).left, progress(boss).is_running) == (1, True)
    work()
    assert progress(boss).done == 1


def test_an_act_that_is_stopped_leaves_the_rest_alone(acme: Acme, boss: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_cancels, "_AT_A_TIME", 1)
    for hours in range(3):
        acme.book(hours=hours)
    act_id = begin(boss)
    bulk_cancels.advance("one")
    assert bulk_cancels.stop(boss, act_id) == 2
    work()
    assert statuses() == ["cancelled", "scheduled", "scheduled"]
    came = progress(boss)
    assert (came.done, came.left, came.is_running, came.is_stopped) == (1, 2, False, True)


def test_who_has_lost_the_right_meanwhile_cancels_no_more(acme: Acme, boss: Actor) -> None:
    acme.book(agent_id=acme.bo)
    begin(boss)
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "supervisor"
    work()
    assert statuses() == ["scheduled"]
    assert [why for _, why in progress(boss).failures] == ["You may not cancel this booking."]


def test_a_lead_cancels_for_their_own_team_alone(acme: Acme, boss: Actor) -> None:
    acme.book()
    theirs = acme.book(agent_id=acme.bo)
    lead = lead_of(acme, acme.bo)
    assert list(bulk_cancels.preview(lead, EVERY).versions) == [theirs.id]
    with pytest.raises(NotFound):
        bulk_cancels.begin(lead, new_id("blk"), {acme.book(hours=3).id: 1})


def test_nobody_else_may_look_begin_stop_or_put_away(acme: Acme, boss: Actor) -> None:
    booking = acme.book()
    act_id = begin(boss)
    supervisor = Actor("admin", id=acme.bo, app_id=acme.app_id, role="supervisor")
    for actor in (supervisor, acme.agent(acme.ada), Actor("admin", id=acme.bo, app_id=acme.app_id, role="agent")):
        assert not bulk_cancels.may_cancel_many(actor)
        with pytest.raises(NotAllowed):
            bulk_cancels.preview(actor, EVERY)
        with pytest.raises(NotAllowed):
            bulk_cancels.begin(actor, new_id("blk"), {booking.id: 1})
    other = Actor("admin", id=acme.bo, app_id=acme.app_id, role="admin")
    for verb in (bulk_cancels.stop, bulk_cancels.put_away):
        with pytest.raises(NotFound):
            verb(other, act_id)
    assert bulk_cancels.progress(other) is None


def test_an_act_has_bounds(acme: Acme, boss: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_cancels, "MOST", 1)
    ids = [acme.book(hours=hours).id for hours in range(2)]
    with pytest.raises(Invalid, match="At most 1 calls"):
        bulk_cancels.preview(boss, EVERY)
    for versions in ({}, dict.fromkeys(ids, 1)):
        with pytest.raises(Invalid):
            bulk_cancels.begin(boss, new_id("blk"), versions)
    with pytest.raises(Invalid):
        bulk_cancels.begin(boss, new_id("blk"), {ids[0]: 1}, "x" * 501)


def test_an_act_is_forgotten_a_month_after_its_end(acme: Acme, boss: Actor) -> None:
    acme.book()
    begin(boss)
    acme.hand.shift(timedelta(days=40))
    upkeep.sweep()
    assert count(BulkCancel) == 1
    work()
    acme.hand.shift(timedelta(days=29))
    upkeep.sweep()
    assert (count(BulkCancel), count(BulkCancelRow)) == (1, 1)
    acme.hand.shift(timedelta(days=2))
    upkeep.sweep()
    assert (count(BulkCancel), count(BulkCancelRow), count(Booking)) == (0, 0, 1)


def test_looking_takes_as_many_reads_for_many_as_for_few(acme: Acme, boss: Actor) -> None:
    acme.book()
    with statements() as few:
        bulk_cancels.preview(boss, EVERY)
    for hours in range(1, 6):
        bookings.change(boss, acme.book(hours=hours).id, BookingChange(guest_name="Ann"))
    with statements() as many:
        bulk_cancels.preview(boss, EVERY)
    assert len(many) == len(few)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def _busy(*_: object, **__: object) -> None:
    raise Unavailable("The database is busy.")
