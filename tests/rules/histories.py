"""Invented agents for the property tests: busy, and close to the nights when their clocks change.

Each strategy is made once: to make one and look whether it is sound takes longer than to draw from it.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from console.scheduling.rules.availability import AgentFacts, DatedShift, Terms, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.intervals import Interval

NIGHTS = {
    "America/New_York": ("2027-03-14T07:00", "2027-11-07T06:00"),
    "Europe/London": ("2027-03-28T01:00", "2027-10-31T01:00"),
    "Australia/Lord_Howe": ("2027-04-03T15:00", "2027-10-02T15:30"),
    "Africa/Cairo": ("2027-04-29T22:00", "2027-10-28T21:00"),
    "America/Santiago": ("2027-04-04T03:00", "2027-09-05T04:00"),
    "Africa/Casablanca": ("2026-02-15T02:00", "2026-03-22T02:00"),
    "Asia/Kathmandu": ("2027-06-01T00:00",),
    "Pacific/Apia": ("2011-12-30T10:00",),
}
"""The instants, in UTC, at which a zone's clock changes; for Kathmandu, which never does, any."""

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BUFFERS = st.sampled_from([0, 0, 5, 10, 30])


@st.composite
def nights(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and an instant at which something odd happens there."""
    zone_name = draw(st.sampled_from(sorted(NIGHTS)))
    return zone_name, datetime.fromisoformat(draw(st.sampled_from(NIGHTS[zone_name]))).replace(tzinfo=UTC)


@cache
def instants(around: datetime, minutes: int = 18 * 60) -> st.SearchStrategy[datetime]:
    """Whole minutes near an instant, mostly round ones and close by, so that invented things meet each other."""
    steps = st.integers(-minutes // 60, minutes // 60)
    close = steps.map(lambda passed: around + 5 * MINUTE * passed)
    round_ones = steps.map(lambda passed: around + 60 * MINUTE * passed)
    return close | round_ones | st.integers(-minutes, minutes).map(lambda passed: around + MINUTE * passed)


@cache
def stretches(around: datetime, longest: int = 90) -> st.SearchStrategy[Interval]:
    """Short ranges near an instant."""
    return st.builds(
        lambda start, length: Interval(start, start + MINUTE * length), instants(around), st.integers(1, longest)
    )


@cache
def calls(around: datetime, prefix: str) -> st.SearchStrategy[tuple[Call, ...]]:
    """A few calls near an instant, each with an id; they may even conflict with each other."""
    one = st.builds(
        lambda start, length, before, after: Call(start, start + MINUTE * length, before, after),
        instants(around),
        st.integers(5, 120),
        BUFFERS,
        BUFFERS,
    )
    return st.lists(one, max_size=3).map(
        lambda found: tuple(
            Call(call.start, call.end, call.buffer_before, call.buffer_after, f"{prefix}_{number}")
            for number, call in enumerate(found)
        )
    )


@cache
def windows(zone_name: str, around: datetime) -> st.SearchStrategy[WeeklyWindow]:
    """Weekly windows on the days around an instant, mostly in the agent's own zone, sometimes in another."""
    bounds = st.tuples(st.integers(0, 96).map(lambda quarter: quarter * 15), st.integers(0, 1440)).filter(
        lambda pair: pair[0] != pair[1]
    )
    return st.builds(
        lambda weekday, pair, other: WeeklyWindow(weekday, min(pair), max(pair), other),
        st.sampled_from([(around.weekday() + passed) % 7 for passed in (-1, 0, 1)]),
        bounds | st.just((0, 1440)),
        st.just(zone_name) | st.sampled_from(sorted(NIGHTS)),
    )


@cache
def shifts(zone_name: str, around: datetime) -> st.SearchStrategy[DatedShift]:
    """Shifts on the dates around an instant, over midnight too, and days off."""
    quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
    return st.builds(
        lambda passed, start, length, other: DatedShift(
            around.date() + timedelta(days=passed), start, start + length, other
        ),
        st.integers(-1, 1),
        quarters,
        st.integers(1, 720) | st.just(0),
        st.just(zone_name) | st.sampled_from(sorted(NIGHTS)),
    )


@cache
def agents(zone_name: str, around: datetime) -> st.SearchStrategy[AgentFacts]:
    """What is known about one agent near a night."""
    some = st.lists(stretches(around), max_size=2).map(tuple)
    return st.builds(
        lambda booked, held, done, always, extras, **more: AgentFacts(
            agent_id="per_1",
            timezone=zone_name,
            extras=(*extras, *always),
            calls=booked,
            holds=held,
            day_starts=(*((call.start, call.booking_id) for call in booked), *((start, None) for start in done)),
            **more,
        ),
        booked=calls(around, "bkg"),
        held=calls(around, "hold") | st.just(()),
        done=st.lists(instants(around), max_size=2),
        always=st.just(()) | st.just((Interval(around - 20 * HOUR, around + 20 * HOUR),)),
        windows=st.lists(windows(zone_name, around), max_size=4).map(tuple),
        shifts=st.lists(shifts(zone_name, around), max_size=2).map(tuple),
        extras=some,
        blocked=some,
        dnd=some,
        busy_calendar=some,
    )


@cache
def terms() -> st.SearchStrategy[Terms]:
    """Terms under which a call is asked for."""
    return st.builds(
        Terms,
        buffer_before=BUFFERS,
        buffer_after=BUFFERS,
        notice_minutes=st.sampled_from([0, 0, 0, 30, 600]),
        horizon_days=st.sampled_from([1, 30, 30]),
        step_minutes=st.sampled_from([5, 15, 20, 45, 60]),
        agent_day_limit=st.none() | st.integers(1, 4),
    )


OVERRIDES = st.frozensets(
    st.sampled_from(
        ["too_soon", "too_far", "outside_hours", "busy_calendar", "blocked", "do_not_disturb", "slot_taken", "held"]
    )
)
"""Codes that somebody asks to set aside, some of which nobody can."""
