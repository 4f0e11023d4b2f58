"""An agent's day as rows of bars: what is where, in words and in hundredths of the width."""

from datetime import UTC, date, datetime, timedelta

from console.scheduling.messages.day_strip import DayStrip, StripRow, day_strip
from console.scheduling.rules.availability import AgentFacts, Terms, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.day_layers import day_layers
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.zones import day_bounds, zone

MONDAY = date(2027, 2, 1)
NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2027-02-01T{clock}Z")


MIDNIGHT = at("00:00")


def strip(
    facts: AgentFacts | None = None, day: date = MONDAY, now: datetime = MIDNIGHT, whole: bool = False, **terms
) -> DayStrip:
    facts = facts or AgentFacts("per_1", "UTC", (WeeklyWindow(0, 540, 1020, "UTC"),))
    layers = day_layers(facts, Terms(**terms), 30, day_bounds(day, facts.timezone), now)
    return day_strip(day, layers, {"bkg_1": "Jane Doe"}, zone(facts.timezone), now, whole=whole)


def row(shown: DayStrip, kind: str) -> StripRow:
    return next(row for row in shown.rows if row.kind == kind)


def test_an_ordinary_day_shows_its_hours_its_calls_and_what_remains():
    shown = strip()
    assert [(row.kind, row.label) for row in shown.rows] == [
        ("working", "Working hours"),
        ("calls", "Calls"),
        ("free", "Can be booked"),
    ]
    assert row(shown, "working").told == "09:00–17:00" and row(shown, "free").told == "09:00–16:30"
    assert (shown.title, shown.zone, shown.remark) == ("Monday 1 February", "UTC time", "")


def test_the_axis_leaves_out_hours_at_which_nothing_is():
    shown = strip()
    assert (shown.first, shown.last, shown.is_cut) == (8 * 60, 18 * 60, True)
    (bar,) = row(shown, "working").bars
    assert (bar.left, bar.width) == ("10.000%", "80.000%")
    assert [tick.label for tick in shown.ticks][:2] == ["08:00", "09:00"]
    whole = strip(whole=True)
    assert (whole.first, whole.last, whole.is_cut) == (0, 1440, False)


def test_a_call_is_named_where_one_may_know_and_taken_where_not():
    facts = AgentFacts(
        "per_1",
        "UTC",
        (WeeklyWindow(0, 540, 1020, "UTC"),),
        calls=(Call(at("10:00"), at("11:00"), 0, 10, "bkg_1"), Call(at("14:00"), at("14:30"), 0, 0, "bkg_2")),
    )
    shown = strip(facts)
    calls = row(shown, "calls")
    assert calls.told == "10:00–11:00 Jane Doe, 14:00–14:30"
    assert [(bar.kind, bar.label) for bar in calls.bars] == [("calls", "Jane"), ("taken", "")]
    assert shown.has_taken and shown.has_starts
    assert row(shown, "buffers").told == "11:00–11:10"
    assert row(shown, "free").told == "09:00–09:30, 11:10–13:30, 14:30–16:30"


def test_layers_that_are_there_have_a_row():
    some = (Interval(at("10:00"), at("10:30")),)
    facts = AgentFacts(
        "per_1", "UTC", extras=some, blocked=some, dnd=some, busy_calendar=some, day_starts=((NOON, "x"),)
    )
    shown = strip(facts, now=at("09:00"), notice_minutes=15, agent_day_limit=1)
    assert [row.kind for row in shown.rows] == [
        *("working", "extra", "too_soon", "blocked", "do_not_disturb", "busy_calendar", "calls", "full", "free"),
    ]


def test_the_present_has_a_line_on_its_own_day_alone():
    assert strip(now=at("13:00")).now_left == "50.000%"
    assert strip(now=at("13:00") - timedelta(days=1)).now_left == ""


def test_a_day_on_which_the_clocks_change_says_how_long_it_is_and_is_shown_whole():
    facts = AgentFacts("per_1", "America/New_York", (WeeklyWindow(6, 540, 1020, "America/New_York"),))
    shown = strip(facts, date(2027, 11, 7))
    assert shown.remark == "The clocks change: this day has 25 h." and shown.last == 25 * 60
    assert [tick.label for tick in shown.ticks][:4] == ["00:00", "01:00", "01:00", "02:00"]
    assert strip(facts, date(2027, 3, 14)).last == 23 * 60


def test_a_day_that_was_left_out_is_kindly_said_to_be_none():
    shown = strip(AgentFacts("per_1", "Pacific/Apia"), date(2011, 12, 30))
    assert shown.is_missing and shown.rows == []
    assert (shown.title, shown.remark) == (
        "Friday, 30 December 2011",
        "There was no such day in Apia: the clocks were moved past it.",
    )


def test_a_day_without_hours_says_so():
    assert strip(day=date(2027, 2, 2)).remark == "No working hours on this day."
