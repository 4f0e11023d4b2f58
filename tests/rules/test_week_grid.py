"""Windows that are drawn on a week's grid: what they become, and where they stand on another clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules import hours
from console.scheduling.rules.availability import WeeklyWindow
from console.scheduling.rules.week_grid import DAY, WEEK, Block, blocks, joined, moved
from tests.rules.histories import nights

NOW = datetime(2027, 2, 1, tzinfo=UTC)
BOGOTA, MADRID = "America/Bogota", "Europe/Madrid"

minutes = st.integers(0, DAY // 15).map(lambda quarter: quarter * 15)


@st.composite
def windows(draw: st.DrawFn) -> WeeklyWindow:
    start, end = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))
    return WeeklyWindow(draw(st.integers(0, 6)), start, end, draw(st.sampled_from([BOGOTA, MADRID])))


def of_week(window: WeeklyWindow | Block) -> set[int]:
    """Its minutes, from the midnight before Monday."""
    return {window.weekday * DAY + minute for minute in range(window.start_minute, window.end_minute)}


def test_a_window_of_another_zone_stands_where_ones_own_clock_shows_it():
    evening = WeeklyWindow(0, 20 * 60, DAY, MADRID)
    assert blocks(evening, BOGOTA, NOW) == [Block(0, 14 * 60, 18 * 60)]
    assert blocks(evening, MADRID, NOW) == [Block(0, 20 * 60, DAY)]
    morning = WeeklyWindow(0, 4 * 60, 8 * 60, MADRID)
    assert blocks(morning, BOGOTA, NOW) == [Block(6, 22 * 60, DAY), Block(0, 0, 2 * 60)]


@given(windows(), nights(), st.integers(-10, 10))
def test_on_any_clock_a_window_is_as_long_and_never_passes_midnight(window: WeeklyWindow, night, days: int):
    zone, around = night
    found = blocks(window, zone, around + timedelta(days=days))
    assert sum(each.end_minute - each.start_minute for each in found) == window.end_minute - window.start_minute
    assert all(0 <= each.weekday < 7 and 0 <= each.start_minute < each.end_minute <= DAY for each in found)


@pytest.mark.parametrize(
    ("by_start", "by_end", "expected"),
    [
        (60, 60, [(0, 600, 1080)]),
        (DAY, DAY, [(1, 540, 1020)]),
        (-DAY, -DAY, [(6, 540, 1020)]),
        (0, 600, [(0, 540, DAY), (1, 0, 180)]),
        (480, 0, []),
        (500, 0, []),
    ],
)
def test_a_window_is_moved_resized_and_split_at_midnight(by_start: int, by_end: int, expected: list):
    found = moved(WeeklyWindow(0, 540, 1020, BOGOTA), by_start, by_end)
    assert [(each.weekday, each.start_minute, each.end_minute) for each in found] == expected


@given(windows(), st.integers(-WEEK, WEEK))
def test_what_is_moved_keeps_its_minutes_and_can_be_saved(window: WeeklyWindow, by: int):
    found = moved(window, by, by)
    shifted = {(minute + by) % WEEK for minute in of_week(window)}
    assert set().union(*(of_week(each) for each in found)) == shifted
    assert len(hours.checked([hours.written(each) for each in found])) == len(found)


@given(windows(), st.lists(windows(), max_size=6))
def test_what_overlaps_becomes_one_and_nothing_else_changes(new: WeeklyWindow, others: list[WeeklyWindow]):
    one, taken = joined(new, others)
    alike = [new, *(others[place] for place in taken)]
    assert of_week(one) == set().union(*(of_week(each) for each in alike))
    assert {(each.weekday, each.timezone) for each in alike} == {(new.weekday, new.timezone)}
    for place, other in enumerate(others):
        if place not in taken and other.timezone == one.timezone:
            assert not of_week(one) & of_week(other)


def test_windows_that_touch_stay_two():
    morning, afternoon = WeeklyWindow(0, 540, 720, BOGOTA), WeeklyWindow(0, 720, 1020, BOGOTA)
    assert joined(afternoon, [morning]) == (afternoon, [])


@given(st.lists(windows(), max_size=4))
def test_hours_on_ones_own_clock_keep_every_time_and_every_foreign_zone(week: list[WeeklyWindow]):
    typed = [hours.written(each) for each in week]
    theirs = hours.on_own_clock(typed, BOGOTA, "Asia/Tokyo")
    assert [(each.weekday, each.start, each.end) for each in theirs] == [(e.weekday, e.start, e.end) for e in typed]
    assert {each.timezone for each in theirs} <= {MADRID, "Asia/Tokyo"}
    assert hours.on_own_clock(typed, BOGOTA, BOGOTA) == typed
