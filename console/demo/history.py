"""Four weeks of a support team's calls, lived through: every booking, move and no-show is made by the core's own verbs.

So every timeline tells what really happened, every rule was asked, and what lies ahead can be moved and cancelled.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random

from console.scheduling import clock
from console.scheduling.services import bookings, schedules
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.files import ImportedApp

from . import team
from .lives import join
from .making import customer, plan_day
from .stage import DAY, HOUR, MINUTE, Stage

FIRST_DAY, LAST_DAY = -14, 13
"""The days of the calls, counted from today."""


def live(app: ImportedApp, shortly_before_now: Callable[[], None] = lambda: None, seed: int = 7) -> None:
    """Give the app a past of two weeks and bookings for the next two; `seed` decides all that chance decides.

    `shortly_before_now` is done when all but the last two hours has happened.
    """
    stage = Stage(app, Random(seed), clock.now())  # noqa: S311 - chance, not secrecy
    for days in range(FIRST_DAY, LAST_DAY + 1):
        plan_day(stage, days)
    _plan_quiet_times(stage)
    stage.plan(stage.now - 2 * HOUR, shortly_before_now)
    stage.play()
    _let_a_call_run(stage)
    _leave_a_call_without_a_word(stage)
    _let_a_guest_wait(stage)
    _fill_a_day(stage)


def _plan_quiet_times(stage: Stage) -> None:
    """Do-not-disturb times that agents set themselves: some over, some to come."""
    this_hour = stage.now.replace(minute=0, second=0, microsecond=0)
    for agent in team.AGENTS:
        person = stage.person(agent.key)
        for days in stage.rng.sample(range(-6, 5), 3):
            start = this_hour + days * DAY + stage.rng.choice((1, 3, 5)) * HOUR
            set_at = min(start, stage.now) - stage.rng.uniform(1, 30) * HOUR
            stage.plan(set_at, schedules.add_dnd, stage.agent(person), person, start, start + 45 * MINUTE)


def _let_a_call_run(stage: Stage) -> None:
    """A call that began a few minutes ago, whatever the time of the day; out of hours somebody made an exception."""
    start = stage.now.replace(second=0, microsecond=0) - 6 * MINUTE
    wishes = [_call(stage, start, stage.person(one.key), respect) for respect in (True, False) for one in team.AGENTS]
    booked = (stage.do(start - 3 * HOUR, partial(bookings.book, stage.admin(), wish)) for wish in wishes)
    booking = next(filter(None, booked), None)
    if booking:
        stage.do(start - HOUR, partial(bookings.confirm, stage.guest(booking), booking.id))
        stage.do(start, partial(join, stage, booking, "agent"))
        stage.do(start + MINUTE, partial(join, stage, booking, "guest"))


def _leave_a_call_without_a_word(stage: Stage) -> None:
    """A call by phone that its agent forgot to say anything about."""
    start = stage.now.replace(minute=0, second=0, microsecond=0) - 4 * HOUR
    agent = team.AGENTS[0]
    wish = _call(stage, start, stage.person(agent.key), respect_working_hours=False, preset=team.DIRECT)
    booking = stage.do(start - DAY, partial(bookings.book, stage.agent(stage.person(agent.key)), wish))
    if booking:
        stage.do(start, partial(bookings.start, stage.agent(booking.agent_id), booking.id))
        stage.do(booking.ends_at, bookings.advance_due)


def _let_a_guest_wait(stage: Stage) -> None:
    """Somebody who came a little early to a call that begins in a moment."""
    start = stage.now.replace(second=0, microsecond=0) + 4 * MINUTE
    for agent in team.AGENTS[1:]:
        wish = _call(stage, start, stage.person(agent.key), respect_working_hours=False)
        if booking := stage.do(start - DAY, partial(bookings.book, stage.admin(), wish)):
            stage.do(stage.now - MINUTE, partial(join, stage, booking, "guest"))
            return


def _fill_a_day(stage: Stage) -> None:
    """Some calls on the next day of somebody who has all kinds of other things on it too."""
    for clock_time in ("09:30", "12:20", "18:00"):
        start = team.tomorrow(team.BUSY, stage.now, clock_time)
        wish = _call(stage, start, stage.person(team.BUSY.key), respect_working_hours=True)
        stage.do(stage.now - HOUR, partial(bookings.book, stage.admin(), wish))


def _call(
    stage: Stage, start: datetime, agent_id: str, respect_working_hours: bool, preset: str = team.SUPPORT
) -> NewBooking:
    return NewBooking(
        scheduled_at=start,
        duration_minutes=30 if preset == team.DIRECT else 45,
        agent_id=agent_id,
        preset_id=stage.preset(preset),
        respect_working_hours=respect_working_hours,
        **customer(stage),
    )
