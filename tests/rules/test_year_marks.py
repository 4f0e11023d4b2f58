"""The marks of a year: a day is closed when nothing of it is left, whatever blocks it, on a calendar of its zone."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.rules.availability import DatedShift
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.year_marks import Override, year_marks
from console.scheduling.rules.zones import day_bounds

MADRID = "Europe/Madrid"
MARCH = date(2027, 3, 28)
"""Clocks go forward on it in Madrid: it has 23 hours."""


def days(
    first: date, last: date | None = None, *, blocks: bool = True, note: str = "", holiday: bool = False
) -> Override:
    during = Interval(day_bounds(first, MADRID).start, day_bounds(last or first, MADRID).end)
    return Override(during, blocks, note, holiday)


def told(overrides: list[Override], shifts: list[DatedShift] | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f"{one.day:%m-%d}", one.kind, one.notes) for one in year_marks(overrides, shifts or [], 2027, MADRID)]


def test_a_day_that_is_blocked_whole_is_closed_and_a_holiday_says_so() -> None:
    assert told([days(MARCH, note="Fair"), days(date(2027, 3, 30), note="Easter", holiday=True)]) == [
        ("03-28", "closed", ("Fair",)),
        ("03-30", "holiday", ("Easter",)),
    ]
    start, end = day_bounds(MARCH, MADRID).start, day_bounds(MARCH, MADRID).end
    noon = start + timedelta(hours=12)
    halves = [Override(Interval(start, noon), True), Override(Interval(noon, end), True)]
    assert told(halves) == [("03-28", "closed", ())]
    assert told(halves[:1]) == [("03-28", "part", ())]


def test_shifts_and_extra_time_make_other_hours_and_a_day_off_closes() -> None:
    shifts = [DatedShift(date(2027, 5, 3), 540, 600, "UTC"), DatedShift(date(2027, 5, 4), 0, 0, "UTC")]
    assert told([days(date(2027, 5, 5), blocks=False), days(date(2027, 5, 3))], shifts) == [
        ("05-03", "closed", ()),
        ("05-04", "closed", ()),
        ("05-05", "hours", ()),
    ]


def test_what_reaches_over_new_year_marks_this_years_days_alone() -> None:
    assert [day for day, _, _ in told([days(date(2026, 12, 30), date(2027, 1, 2))])] == ["01-01", "01-02"]
    assert told([], [DatedShift(date(2026, 12, 31), 540, 600, "UTC")]) == []


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            lambda start, length, blocks: Override(
                Interval(start, start + timedelta(minutes=length)), blocks
            ),
            st.datetimes(datetime(2026, 12, 30), datetime(2028, 1, 3)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001
            st.integers(1, 5000),
            st.booleans(),
        ),
        max_size=4,
    ),
    st.sampled_from([MADRID, "Pacific/Apia", "Australia/Lord_Howe"]),
)  # fmt: skip
def test_exactly_the_days_that_something_touches_are_marked(overrides: list[Override], zone: str) -> None:
    marked = {one.day: one.kind for one in year_marks(overrides, [], 2027, zone)}
    for passed in range(365):
        day = date(2027, 1, 1) + timedelta(days=passed)
        bounds = day_bounds(day, zone)
        touched = [each for each in overrides if each.during.start < bounds.end and each.during.end > bounds.start]
        assert (day in marked) == bool(touched)
        if touched and all(each.blocks for each in touched):
            assert marked[day] in ("closed", "part")
