"""Where a call may land: the answer to all starts at once is the engine's answer to each of them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.rules import availability, landing
from console.scheduling.rules.availability import AgentFacts, Terms, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.intervals import Interval
from tests.rules.histories import HOUR, MINUTE, agents, instants, nights, terms

RANGE = 300 * MINUTE
COVERED = {"blocked", "do_not_disturb", "busy_calendar", "slot_taken", "buffer", "held", "agent_day_limit"}
"""The codes whose stretch of time is the same however long the asked call is."""


@settings(max_examples=15)
@given(nights(), st.data())
def test_every_start_is_answered_as_the_engine_answers_it(zone_and_night, data):
    zone_name, night = zone_and_night
    facts, asked = data.draw(agents(zone_name, night)), data.draw(terms())
    minutes, moving = data.draw(st.sampled_from([5, 15, 30, 50, 120])), data.draw(st.sampled_from([None, "bkg_0"]))
    start = data.draw(instants(night, 300))
    now = data.draw(instants(night, 600)) - data.draw(st.sampled_from([0, 2, 10])) * HOUR
    stays_at = data.draw(st.none() | instants(start + RANGE / 2, 300)) if moving else None
    in_preset = data.draw(st.booleans())
    found = landing.answers(
        facts,
        asked,
        minutes,
        Interval(start, start + RANGE),
        now,
        moving=moving,
        stays_at=stays_at,
        in_preset=in_preset,
    )
    assert found[0].start == start and found[-1].end == start + RANGE
    assert all(one.end == other.start for one, other in pairwise(found))
    at = iter(found)
    stretch = next(at)
    for passed in range(RANGE // MINUTE):
        each = start + MINUTE * passed
        stretch = stretch if each < stretch.end else next(at)
        settled = {"too_soon", "too_far"} if each == stays_at else set()
        reasons = availability.reasons(
            facts,
            asked,
            Interval(each, each + MINUTE * minutes),
            now,
            set_aside=settled,
            moving=moving,
            in_preset=in_preset,
        )
        assert stretch.codes == tuple(reason.code for reason in reasons), each
        if reasons and reasons[0].code in COVERED:
            assert stretch.reason == reasons[0], each


def test_an_agents_week_is_answered_in_few_stretches():
    monday = datetime(2027, 2, 1, tzinfo=UTC)
    windows = tuple(WeeklyWindow(day, 9 * 60, 17 * 60, "UTC") for day in range(5))
    calls = tuple(
        Call(monday + timedelta(days=day, hours=10 + hour), monday + timedelta(days=day, hours=10.5 + hour), 5, 5)
        for day in range(5)
        for hour in range(5)
    )
    facts = AgentFacts("per_1", "UTC", windows=windows, calls=calls)
    week = Interval(monday, monday + timedelta(days=7))
    found = landing.answers(facts, Terms(notice_minutes=60), 30, week, monday - HOUR)
    assert len(found) < 120
    (first, *_) = [each for each in found if not each.codes]
    assert (first.start, first.end) == (monday + 9 * HOUR, monday + 9 * HOUR + 26 * MINUTE)
