"""A day on which the clock jumps tells which of its times never come, and which come twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.clock_changes import ahead, clock_changes, shifts
from console.scheduling.rules.zones import wall_stretches, zone
from tests.rules.histories import MINUTE, NIGHTS, nights


@pytest.mark.parametrize(
    ("zone_name", "day", "told"),
    [
        ("America/New_York", date(2027, 3, 14), [("02:00", "03:00", False)]),
        ("America/New_York", date(2027, 11, 7), [("01:00", "02:00", True)]),
        ("America/New_York", date(2027, 11, 8), []),
        ("Australia/Lord_Howe", date(2027, 4, 4), [("01:30", "02:00", True)]),
        ("Australia/Lord_Howe", date(2027, 10, 3), [("02:00", "02:30", False)]),
        ("America/Santiago", date(2027, 4, 3), [("23:00", "00:00", True)]),
        ("America/Santiago", date(2027, 4, 4), []),
        ("Africa/Cairo", date(2027, 4, 30), [("00:00", "01:00", False)]),
        ("Asia/Kathmandu", date(2027, 9, 5), []),
        ("Pacific/Apia", date(2011, 12, 29), []),
        ("Pacific/Apia", date(2011, 12, 30), [("00:00", "00:00", False)]),
        ("Pacific/Apia", date(2011, 12, 31), []),
        ("UTC", date(2027, 3, 28), []),
    ],
)
def test_a_night_tells_which_times_it_skips_or_repeats(zone_name: str, day: date, told: list):
    found = [(f"{each.start:%H:%M}", f"{each.end:%H:%M}", each.twice) for each in clock_changes(day, zone_name)]
    assert found == told


def test_a_day_that_was_left_out_is_skipped_whole():
    (left_out,) = clock_changes(date(2011, 12, 30), "Pacific/Apia")
    assert left_out.end - left_out.start == timedelta(days=1)


@given(nights(), st.integers(-1, 1), st.integers(0, 1439))
def test_every_minute_of_a_day_comes_as_often_as_its_changes_say(night, passed: int, minute: int):
    zone_name, around = night
    day = around.date() + timedelta(days=passed)
    wall = datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001
    touching = [each for each in clock_changes(day, zone_name) if each.start <= wall < each.end]
    comes = sum((each.length for each in wall_stretches(day, minute, minute + 1, zone_name)), timedelta(0)) / MINUTE
    assert comes == 1 + sum(1 if each.twice else -1 for each in touching)


@pytest.mark.parametrize(
    ("zone_name", "elsewhere", "now", "told"),
    [
        ("America/Bogota", "America/New_York", date(2027, 6, 1), [("11-07", 600, 540), ("03-12", 540, 600)]),
        ("America/New_York", "America/Bogota", date(2027, 6, 1), [("11-07", 480, 540), ("03-12", 540, 480)]),
        ("Europe/Madrid", "America/New_York", date(2027, 9, 1), [("10-31", 180, 240), ("11-07", 240, 180)]),
        ("Asia/Kathmandu", "Australia/Lord_Howe", date(2027, 1, 4), [("04-04", 855, 825), ("10-03", 825, 855)]),
        ("UTC", "Africa/Casablanca", date(2026, 1, 5), [("02-15", 600, 540), ("03-22", 540, 600)]),
        ("Europe/Madrid", "Europe/Rome", date(2027, 1, 4), []),
        ("America/Bogota", "UTC", date(2027, 1, 4), []),
        ("Europe/Madrid", "Europe/Madrid", date(2027, 1, 4), []),
    ],
)
def test_nine_on_mondays_is_another_time_elsewhere_once_a_clock_jumps(
    zone_name: str, elsewhere: str, now: date, told: list
):
    found = shifts(0, 540, zone_name, elsewhere, datetime(now.year, now.month, now.day, tzinfo=UTC))
    assert [(f"{each.on:%m-%d}", each.before, each.after) for each in found[:2]] == told


def test_a_time_elsewhere_may_be_on_the_day_before_or_after():
    now = datetime(2027, 6, 1, tzinfo=UTC)
    late, early = shifts(4, 22 * 60, "America/Los_Angeles", "UTC", now), shifts(4, 60, "UTC", "America/New_York", now)
    assert (late[0].before, late[0].after) == (29 * 60, 30 * 60)
    assert (early[0].before, early[0].after) == (-3 * 60, -4 * 60)


@given(nights(), st.sampled_from(sorted(NIGHTS)), st.integers(0, 6), st.integers(0, 1439), st.integers(-200, 10))
def test_between_two_shifts_a_weekly_time_is_always_the_same_elsewhere(
    night, elsewhere: str, weekday: int, minute: int, days: int
):
    zone_name, around = night
    now = around + timedelta(days=days)
    found = shifts(weekday, minute, zone_name, elsewhere, now)
    known = minute + ahead(weekday, minute, zone_name, elsewhere, now)
    assert all(each.before != each.after for each in found)
    assert [each.before for each in found] == [known, *(each.after for each in found)][: len(found)]
    day = now.astimezone(zone(zone_name)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7 + 7)
    for week in range(50):
        wall = datetime.combine(day + timedelta(weeks=week), datetime.min.time(), zone(zone_name)) + minute * MINUTE
        at = wall.astimezone(UTC)
        shown = [at.astimezone(zone(name)).replace(tzinfo=None) for name in (elsewhere, zone_name)]
        passed = [each.after for each in found if each.at <= at]
        assert (shown[0] - shown[1]) // MINUTE == (passed[-1] if passed else known) - minute
