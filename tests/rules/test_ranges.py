"""Ranges as people say them."""

from datetime import UTC, date, datetime

import pytest

from console.scheduling.errors import Invalid
from console.scheduling.rules import ranges

NEW_YORK = "America/New_York"
SUNDAY_NIGHT = datetime(2027, 3, 15, 2, 30, tzinfo=UTC)  # still Sunday 14 March in New York, the day clocks go forward


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_today_is_the_viewers_day_of_23_hours_when_clocks_go_forward():
    assert ranges.named("today", NEW_YORK, SUNDAY_NIGHT) == (utc(2027, 3, 14, 5), utc(2027, 3, 15, 4))


def test_a_week_runs_from_monday_to_sunday():
    assert ranges.named("week", NEW_YORK, SUNDAY_NIGHT) == (utc(2027, 3, 8, 5), utc(2027, 3, 15, 4))


def test_last_month_is_a_whole_one_and_ninety_days_end_with_today():
    assert ranges.named_days("last_month", NEW_YORK, SUNDAY_NIGHT) == (date(2027, 2, 1), date(2027, 2, 28))
    assert ranges.named_days("last_ninety_days", NEW_YORK, SUNDAY_NIGHT) == (date(2026, 12, 15), date(2027, 3, 14))
    assert ranges.named_days("upcoming", NEW_YORK, SUNDAY_NIGHT) is None


def test_a_call_that_just_started_is_still_among_the_upcoming():
    upcoming = ranges.named("upcoming", NEW_YORK, SUNDAY_NIGHT)
    assert upcoming.end is None
    assert upcoming.start is not None and upcoming.start < SUNDAY_NIGHT


def test_dates_are_inclusive_and_odd_ones_leave_their_side_open():
    assert ranges.of_dates("2027-05-01", "2027-05-01", "UTC") == (utc(2027, 5, 1), utc(2027, 5, 2))
    assert ranges.of_dates("", "2027-02-30", "UTC") == (None, None)


def test_a_wall_clock_time_becomes_an_instant():
    assert ranges.wall_instant("2027-05-01", "09:30", NEW_YORK) == utc(2027, 5, 1, 13, 30)


def test_of_a_time_that_occurs_twice_the_earlier_is_meant():
    assert ranges.wall_instant("2027-11-07", "01:30", NEW_YORK) == utc(2027, 11, 7, 5, 30)


@pytest.mark.parametrize(
    ("day", "clock"), [("2027-03-14", "02:30"), ("", "09:00"), ("2027-05-01", "25:00"), ("x", "y")]
)
def test_a_time_that_no_clock_shows_is_refused(day: str, clock: str):
    with pytest.raises(Invalid):
        ranges.wall_instant(day, clock, NEW_YORK)
