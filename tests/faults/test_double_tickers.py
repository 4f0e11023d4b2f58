"""Two clocks on one store, killed with kill -9 in the middle: each act is done once, and none is left."""

import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

from sqlmodel import col, func, select

from console.scheduling import clock, database
from console.scheduling.models import Booking, OutboxEvent, TimelineEvent
from tests.faults.working import jobs_process
from tests.rows import World, make_world

CALLS = 400
KILLS = 3
MINUTE = timedelta(minutes=1)


def test_each_act_is_done_once_although_two_clocks_are_killed(store: str):
    fates = _owe()
    with ExitStack() as stack:
        first, second = stack.enter_context(jobs_process()), stack.enter_context(jobs_process())
        for kill in range(1, KILLS + 1):
            _wait_for(CALLS * kill // (KILLS + 1))
            first.kill()
            first, second = second, stack.enter_context(jobs_process())
        _wait_for(CALLS)
    with database.reading() as session:
        ended = dict(session.exec(select(Booking.id, Booking.status)).all())
        final = col(TimelineEvent.event_type).in_(("completed", "no_show", "cancelled"))
        told = Counter(session.exec(select(TimelineEvent.booking_id).where(final)).all())
        started = session.exec(select(TimelineEvent.booking_id).where(TimelineEvent.event_type == "started")).all()
        owed = Counter(session.exec(select(OutboxEvent.booking_id, OutboxEvent.sequence)).all())
        events = session.exec(select(func.count()).select_from(TimelineEvent)).one()
    assert ended == fates
    assert told == Counter(fates.keys())
    assert len(started) == len(set(started)) == sum(status == "completed" for status in fates.values())
    assert set(owed.values()) == {1}
    assert sum(owed.values()) == events, "each event has its row in the outbox"


def _owe() -> dict[str, str]:
    """Calls whose end is owed by now, of three kinds in turn; gives how each has to end."""
    now = clock.now().replace(second=0, microsecond=0)
    fates: dict[str, str] = {}
    with database.writing() as session:
        world = make_world(session)
        for number in range(CALLS):
            kind = number % 3
            start = now - (number + 2) * 40 * MINUTE
            booking = _call(world, session, start, kind)
            fates[booking.id] = ("no_show", "completed", "cancelled")[kind]
    return fates


def _call(world: World, session, start, kind: int) -> Booking:
    """Nobody came; both came early; nobody confirmed."""
    came = start - MINUTE if kind == 1 else None
    return world.booking(
        session,
        scheduled_at=start,
        status="pending_confirmation" if kind == 2 else "scheduled",
        confirmation_asked_at=start - 60 * MINUTE,
        guest_joined_at=came,
        agent_joined_at=came,
        due_at=start,
        created_at=start - 60 * MINUTE,
        updated_at=start - 60 * MINUTE,
    )


def _wait_for(done: int) -> None:
    """Until so many calls have ended."""
    until = time.monotonic() + 60
    while True:
        with database.reading() as session:
            ended = session.exec(select(func.count()).where(col(Booking.due_at).is_(None))).one()
        if ended >= done:
            return
        assert time.monotonic() < until, f"{ended} of {done}"
        time.sleep(0.02)
