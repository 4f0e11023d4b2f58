"""The engine agrees with the minute-by-minute oracle, and what it offers is exactly what it accepts."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.rules.availability import AgentFacts, Terms, reasons
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.slots import api_starts, public_starts
from tests.rules import oracle
from tests.rules.histories import HOUR, MINUTE, OVERRIDES, agents, instants, nights, terms

DURATIONS = st.sampled_from([5, 15, 30, 50, 120])
MOVING = st.sampled_from([None, "bkg_0", "bkg_1"])


@st.composite
def questions(draw: st.DrawFn) -> tuple[AgentFacts, Terms, int, datetime, datetime, str | None]:
    zone_name, night = draw(nights())
    facts = draw(agents(zone_name, night))
    now = draw(instants(night, 600)) - draw(st.sampled_from([0, 2, 10, 10])) * HOUR
    return facts, draw(terms()), draw(DURATIONS), draw(instants(night, 300)), now, draw(MOVING)


def engine_codes(facts, terms, start, duration, now, **asked) -> list[str]:
    return [reason.code for reason in reasons(facts, terms, Interval(start, start + MINUTE * duration), now, **asked)]


@settings(max_examples=250)
@given(questions(), OVERRIDES)
def test_every_reason_is_the_oracles(question, wanted):
    facts, asked, duration, start, now, moving = question
    grid = oracle.grid_starts(facts, asked, Interval(start, start + MINUTE))
    said = engine_codes(facts, asked, start, duration, now, set_aside=wanted, moving=moving, grid=True)
    assert said == oracle.codes(facts, asked, start, duration, now, set_aside=wanted, moving=moving, grid=grid)


@settings(max_examples=40)
@given(questions())
def test_the_page_offers_what_the_oracle_accepts(question):
    facts, asked, duration, start, now, moving = question
    within = Interval(start, start + 150 * MINUTE)
    grid = oracle.grid_starts(facts, asked, within)
    expected = [
        each for each in sorted(grid) if not oracle.codes(facts, asked, each, duration, now, moving=moving, grid=grid)
    ]
    assert public_starts(facts, asked, duration, within, now, moving=moving) == expected


@settings(max_examples=80)
@given(questions())
def test_the_page_offers_exactly_what_has_no_reason_against_it(question):
    facts, asked, duration, start, now, moving = question
    within = Interval(start, start + 600 * MINUTE)
    offered = set(public_starts(facts, asked, duration, within, now, moving=moving))
    for passed in range(0, 600, 5):
        each = start + MINUTE * passed
        held_back = engine_codes(facts, asked, each, duration, now, moving=moving, grid=True)
        assert (each in offered) == (not held_back), (each, held_back)


@settings(max_examples=80)
@given(questions(), OVERRIDES, st.sampled_from([1, 7, 30]))
def test_the_api_offers_exactly_what_has_no_reason_against_it(question, wanted, step):
    facts, asked, duration, start, now, moving = question
    within = Interval(start, start + 300 * MINUTE)
    offered = api_starts(facts, asked, duration, within, now, step, wanted, moving=moving)
    candidates = [start + MINUTE * passed for passed in range(0, 300 - duration + 1, step)]
    assert offered == [
        each
        for each in candidates
        if not engine_codes(facts, asked, each, duration, now, set_aside=wanted, moving=moving)
    ]


@settings(max_examples=60)
@given(nights(), st.data())
def test_a_cap_closes_the_agents_own_days_and_no_minute_more(zone_and_night, data):
    """Calls on both sides of midnight, of an agent who is always open: only the cap stands in the way."""
    zone_name, night = zone_and_night
    midnight = night.astimezone(ZoneInfo(zone_name)).replace(hour=0, minute=0).astimezone(UTC)
    starts = data.draw(st.lists(instants(midnight, 240), max_size=4))
    asked = Terms(horizon_days=90, agent_day_limit=data.draw(st.integers(1, 2)))
    always = Interval(midnight - 72 * HOUR, midnight + 96 * HOUR)
    facts = AgentFacts("per_1", zone_name, extras=(always,), day_starts=tuple((each, None) for each in starts))
    within, now = Interval(midnight - 40 * HOUR, midnight + 64 * HOUR), always.start
    offered = set(api_starts(facts, asked, 5, within, now, 30))
    for passed in range(0, 104 * 60 - 5, 30):
        each = within.start + MINUTE * passed
        full = oracle.codes(facts, asked, each, 5, now) == ["agent_day_limit"]
        assert (each in offered) == (not full), each


@settings(max_examples=50)
@given(questions())
def test_an_offer_is_the_same_whatever_else_is_asked(question):
    """Cutting the range never changes what is offered inside it."""
    facts, asked, duration, start, now, _ = question
    wide = public_starts(facts, asked, duration, Interval(start, start + 600 * MINUTE), now)
    cut = Interval(start + 100 * MINUTE, start + 333 * MINUTE)
    assert public_starts(facts, asked, duration, cut, now) == [each for each in wide if cut.start <= each < cut.end]


@settings(max_examples=50)
@given(questions())
def test_more_calls_never_open_a_time(question):
    facts, asked, duration, start, now, _ = question
    within = Interval(start, start + 600 * MINUTE)
    emptier = replace(facts, calls=facts.calls[1:], blocked=facts.blocked[1:], day_starts=facts.day_starts[1:])
    assert set(public_starts(facts, asked, duration, within, now)) <= set(
        public_starts(emptier, asked, duration, within, now)
    )
