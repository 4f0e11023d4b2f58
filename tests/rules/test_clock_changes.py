"""A day on which the clock jumps tells which of its times never come, and which come twice."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.clock_changes import clock_changes
from console.scheduling.rules.zones import wall_stretches
from tests.rules.histories import MINUTE, nights


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
