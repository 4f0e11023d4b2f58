"""The ends that the rest of an agent's day has."""

from datetime import UTC, datetime, timedelta

from console.scheduling.rules.availability import AgentFacts, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.focus import focus_ends
from console.scheduling.rules.intervals import Interval

BOGOTA, NEW_YORK = "America/Bogota", "America/New_York"
DAYS = range(7)


def facts(zone: str, *hours: tuple[int, int], **more) -> AgentFacts:
    """Somebody who works at these hours, every day."""
    windows = tuple(WeeklyWindow(day, start * 60, end * 60, zone) for day in DAYS for start, end in hours)
    return AgentFacts(agent_id="a", timezone=zone, windows=windows, **more)


def utc(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def call(start: datetime) -> Call:
    return Call(start, start + timedelta(minutes=30), 0, 0)


def test_a_day_offers_its_next_call_the_end_of_its_hours_and_midnight():
    known = facts(BOGOTA, (9, 12), (13, 17), calls=(call(utc(1, 20)), call(utc(1, 18)), call(utc(2, 14))))
    ends = focus_ends(known, utc(1, 15))  # ten in the morning
    assert (ends.next_call, ends.end_of_hours, ends.end_of_day) == (utc(1, 18), utc(1, 22), utc(2, 5))


def test_a_call_that_runs_is_not_the_next_one():
    assert focus_ends(facts(BOGOTA, (9, 17), calls=(call(utc(1, 15)),)), utc(1, 15, 10)).next_call is None


def test_hours_that_are_over_or_last_till_midnight_are_no_end_of_their_own():
    assert focus_ends(facts(BOGOTA, (9, 17)), utc(1, 23)).end_of_hours is None
    assert focus_ends(facts(BOGOTA, (9, 24)), utc(1, 15)).end_of_hours is None


def test_extra_time_makes_the_day_longer():
    known = facts(BOGOTA, (9, 17), extras=(Interval(utc(1, 23), utc(2, 1)),))
    assert focus_ends(known, utc(1, 15)).end_of_hours == utc(2, 1)


def test_the_end_of_the_day_is_midnight_on_days_of_23_and_25_hours_too():
    short, long = facts(NEW_YORK), facts(NEW_YORK)
    assert focus_ends(short, utc(14, 5, month=3)).end_of_day == utc(15, 4, month=3)  # 14 March has no 02:30
    assert focus_ends(long, utc(7, 4, month=11)).end_of_day == utc(8, 5, month=11)  # 7 November has 01:30 twice
