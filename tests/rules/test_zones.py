"""Zones come from tzdata alone, and days are as long as their clocks make them."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules.zones import day_bounds, local_day, names, wall_stretches, zone
from tests.rules.histories import MINUTE, instants, nights

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone_name", "day", "length"),
    [
        ("America/New_York", date(2027, 3, 14), 23 * HOUR),
        ("America/New_York", date(2027, 11, 7), 25 * HOUR),
        ("America/New_York", date(2027, 6, 1), 24 * HOUR),
        ("Europe/London", date(2027, 3, 28), 23 * HOUR),
        ("Europe/London", date(2027, 10, 31), 25 * HOUR),
        ("Australia/Lord_Howe", date(2027, 4, 4), 24.5 * HOUR),
        ("Australia/Lord_Howe", date(2027, 10, 3), 23.5 * HOUR),
        ("Africa/Cairo", date(2027, 4, 30), 23 * HOUR),
        ("Africa/Cairo", date(2027, 10, 28), 25 * HOUR),
        ("America/Santiago", date(2027, 4, 3), 25 * HOUR),
        ("America/Santiago", date(2027, 9, 5), 23 * HOUR),
        ("Asia/Kathmandu", date(2027, 9, 5), 24 * HOUR),
        ("Pacific/Apia", date(2011, 12, 29), 24 * HOUR),
        ("Pacific/Apia", date(2011, 12, 30), 0 * HOUR),
        ("Pacific/Apia", date(2011, 12, 31), 24 * HOUR),
    ],
)
def test_a_day_is_as_long_as_its_clock_makes_it(zone_name: str, day: date, length: timedelta):
    assert day_bounds(day, zone_name).length == length


def test_days_follow_one_another_without_a_gap():
    for zone_name in ("Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo"):
        for day in (date(2011, 12, 28) + timedelta(days=passed) for passed in range(6)):
            assert day_bounds(day, zone_name).end == day_bounds(day + timedelta(days=1), zone_name).start


def test_a_skipped_time_is_not_there_and_a_repeated_one_is_there_twice():
    two_to_half_past = wall_stretches(date(2027, 3, 14), 120, 150, "America/New_York")
    assert two_to_half_past == ()
    half_past_one = wall_stretches(date(2027, 11, 7), 90, 105, "America/New_York")
    assert [each.start.isoformat() for each in half_past_one] == [
        "2027-11-07T05:30:00+00:00",
        "2027-11-07T06:30:00+00:00",
    ]


@given(nights(), st.data())
def test_a_wall_clock_window_holds_the_instants_at_which_the_clock_shows_it(night, data):
    zone_name, around = night
    start, end = sorted(data.draw(st.tuples(st.integers(0, 1440), st.integers(0, 1440))))
    minute = data.draw(instants(around))
    wall = minute.astimezone(zoneinfo.ZoneInfo(zone_name))
    day = data.draw(st.sampled_from([wall.date(), wall.date() - timedelta(days=1)]))
    shown = day == wall.date() and start <= wall.hour * 60 + wall.minute < end
    assert any(each.start <= minute < each.end for each in wall_stretches(day, start, end, zone_name)) == shown


@given(nights(), st.data())
def test_an_instant_lies_within_the_bounds_of_its_local_day(night, data):
    zone_name, around = night
    instant = data.draw(instants(around)) + 7 * MINUTE / 60
    bounds = day_bounds(local_day(instant, zone_name), zone_name)
    assert bounds.start <= instant < bounds.end


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "localtime", "../x", "../../etc/passwd", "/etc/localtime", "america/new_york", "Factory"),
        *(
            "posixrules",
            "America",
            "America/",
            "America/New_York\0",
            "US/Nowhere",
            "EST5EDT4",
            "right/UTC",
            "x" * 10_000,
        ),
    ],
)
def test_what_is_no_zone_is_refused(name: str):
    with pytest.raises(Invalid) as refused:
        zone(name)
    assert refused.value.problems[0].field == "timezone"


@given(st.text(max_size=30) | st.none() | st.integers())
def test_no_name_breaks_the_zones(name):
    if name not in names():
        with pytest.raises(Invalid):
            zone(name)


def test_known_zones_can_be_used():
    assert len(names()) > 500
    for name in sorted(names())[::7]:
        assert day_bounds(date(2027, 3, 28), name).length >= 22 * HOUR


def test_the_machines_own_zone_files_and_zone_make_no_difference():
    told = (
        "from console.scheduling.rules.zones import day_bounds, zone; from datetime import date; import zoneinfo;"
        "print(zoneinfo.TZPATH, day_bounds(date(2027, 3, 14), 'America/New_York').start.isoformat())"
    )
    for tz in ("UTC", "Asia/Kathmandu", "America/New_York"):
        environment = {**os.environ, "TZ": tz}
        said = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
        assert said.stdout.strip() == "() 2027-03-14T05:00:00+00:00"


def test_local_days_differ_by_zone():
    midnight = datetime(2027, 1, 1, tzinfo=UTC)
    assert local_day(midnight, "America/Bogota") == date(2026, 12, 31)
    assert local_day(midnight, "Asia/Kathmandu") == date(2027, 1, 1)
