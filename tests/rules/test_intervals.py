"""Interval arithmetic equals arithmetic on sets of minutes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.intervals import Interval, contains, hull, intersect, merge, overlaps, subtract

ORIGIN = datetime(2027, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def stretch(first: int, last: int) -> Interval:
    return Interval(ORIGIN + MINUTE * first, ORIGIN + MINUTE * last)


some = st.lists(st.builds(stretch, st.integers(0, 40), st.integers(0, 40)), max_size=6)


def minutes(stretches) -> set[int]:
    return {
        minute for each in stretches for minute in range((each.start - ORIGIN) // MINUTE, (each.end - ORIGIN) // MINUTE)
    }


def tidy(stretches) -> bool:
    """In order, none empty, none touching the next."""
    return all(not each.empty for each in stretches) and all(
        one.end < other.start for one, other in pairwise(stretches)
    )


@given(some)
def test_merging_keeps_every_minute_and_is_tidy(these):
    assert minutes(merge(these)) == minutes(these)
    assert tidy(merge(these))


@given(some, some)
def test_subtracting_leaves_the_minutes_of_one_alone(these, those):
    assert minutes(subtract(these, those)) == minutes(these) - minutes(those)
    assert tidy(subtract(these, those))


@given(some, some)
def test_intersecting_leaves_the_minutes_of_both(these, those):
    assert minutes(intersect(these, those)) == minutes(these) & minutes(those)
    assert tidy(intersect(these, those))


@given(some, some)
def test_two_overlap_when_they_share_a_minute(these, those):
    for one in these:
        for other in those:
            assert overlaps(one, other) == bool(minutes([one]) & minutes([other]))


@given(some, st.builds(stretch, st.integers(0, 40), st.integers(0, 40)))
def test_what_is_contained_lies_inside_to_the_last_minute(these, inner):
    assert contains(these, inner) == (minutes([inner]) <= minutes(these))


def test_stretches_that_touch_do_not_overlap_but_join():
    assert not overlaps(stretch(0, 10), stretch(10, 20))
    assert merge([stretch(10, 20), stretch(0, 10)]) == (stretch(0, 20),)
    assert hull([stretch(30, 40), stretch(0, 10)]) == stretch(0, 40)
