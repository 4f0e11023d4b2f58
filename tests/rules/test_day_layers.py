"""An agent's day in layers says the same as the engine, of every minute and of every reason."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.rules.availability import AgentFacts, Terms, WeeklyWindow, reasons
from console.scheduling.rules.calls import Call
from console.scheduling.rules.day_layers import DayLayers, day_layers
from console.scheduling.rules.intervals import Interval, merge, overlaps
from console.scheduling.rules.slots import api_starts
from console.scheduling.rules.zones import day_bounds, local_day
from tests.rules.histories import HOUR, MINUTE, agents, instants, nights, terms

DURATIONS = st.sampled_from([5, 15, 30, 50, 120])
MONDAY = datetime(2027, 2, 1, tzinfo=UTC)
NINE_TO_FIVE = (WeeklyWindow(0, 540, 1020, "UTC"),)


@st.composite
def days(draw: st.DrawFn) -> tuple[AgentFacts, Terms, int, Interval, datetime]:
    """A day near a night on which the clocks change, as somebody may ask about it."""
    zone_name, night = draw(nights())
    facts = draw(agents(zone_name, night))
    now = draw(instants(night, 600)) - draw(st.sampled_from([0, 2, 10, 10])) * HOUR
    day = local_day(night, zone_name) + timedelta(days=draw(st.integers(-1, 1)))
    return facts, draw(terms()), draw(DURATIONS), day_bounds(day, zone_name), now


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return MONDAY + timedelta(hours=int(hour), minutes=int(minute))


def span(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def monday(facts: AgentFacts, asked: Terms | None = None, minutes: int = 30, **how) -> DayLayers:
    return day_layers(facts, asked or Terms(), minutes, day_bounds(date(2027, 2, 1), "UTC"), MONDAY, **how)


def touches(layer: tuple[Interval, ...], call: Interval) -> bool:
    return any(overlaps(stretch, call) for stretch in layer)


def holds_start(layer: tuple[Interval, ...], start: datetime) -> bool:
    return any(stretch.start <= start < stretch.end for stretch in layer)


@settings(max_examples=40)
@given(days())
def test_what_remains_is_what_the_engine_offers(question):
    facts, asked, duration, day, now = question
    layers = day_layers(facts, asked, duration, day, now)
    found = {run.start + MINUTE * passed for run in layers.starts for passed in range(run.length // MINUTE)}
    within = Interval(day.start, day.end + duration * MINUTE)
    assert sorted(found) == [each for each in api_starts(facts, asked, duration, within, now, 1) if each < day.end]


@settings(max_examples=40)
@given(days())
def test_each_layer_is_the_reason_of_its_name(question):
    facts, asked, duration, day, now = question
    layers = day_layers(facts, asked, duration, day, now)
    open_time = merge((*layers.working, *layers.extra))
    for passed in range(0, day.length // MINUTE - duration, 13):
        call = Interval(day.start + passed * MINUTE, day.start + (passed + duration) * MINUTE)
        said = {reason.code for reason in reasons(facts, asked, call, now)}
        assert holds_start(layers.starts, call.start) == (not said)
        assert holds_start(layers.too_soon, call.start) == ("too_soon" in said)
        assert holds_start(layers.full, call.start) == ("agent_day_limit" in said)
        assert touches(layers.blocked, call) == ("blocked" in said)
        assert touches(layers.do_not_disturb, call) == ("do_not_disturb" in said)
        assert touches(layers.busy_calendar, call) == ("busy_calendar" in said)
        assert any(each.start <= call.start and call.end <= each.end for each in open_time) == (
            "outside_hours" not in said
        )
        taken = (*(each.interval for each in (*layers.calls, *layers.holds)), *layers.buffers)
        assert touches(taken, call) == bool(said & {"slot_taken", "buffer", "held"})


@settings(max_examples=40)
@given(days())
def test_every_layer_is_cut_to_the_day(question):
    facts, asked, duration, day, now = question
    layers = day_layers(facts, asked, duration, day, now)
    for name in ("working", "extra", "too_soon", "blocked", "do_not_disturb", "busy_calendar", "buffers", "free"):
        layer = getattr(layers, name)
        assert layer == merge(layer)
        assert all(day.start <= stretch.start and stretch.end <= day.end for stretch in layer)
    assert all(day.start <= call.start < call.end <= day.end for call in (*layers.calls, *layers.holds))


def test_a_full_day_shows_each_thing_in_its_layer():
    facts = AgentFacts(
        "per_1",
        "UTC",
        NINE_TO_FIVE,
        extras=(span("19:00", "20:00"),),
        blocked=(span("12:00", "13:00"),),
        dnd=(span("13:00", "13:30"),),
        busy_calendar=(span("15:00", "16:00"),),
        calls=(Call(at("10:00"), at("10:30"), 5, 10, "bkg_1"),),
        holds=(Call(at("11:00"), at("11:30"), 0, 0),),
    )
    layers = monday(facts, Terms(buffer_before=5))
    assert layers.working == (span("09:00", "17:00"),)
    assert layers.extra == (span("19:00", "20:00"),)
    assert (layers.blocked, layers.do_not_disturb) == ((span("12:00", "13:00"),), (span("13:00", "13:30"),))
    assert layers.busy_calendar == (span("15:00", "16:00"),)
    assert [call.booking_id for call in layers.calls] == ["bkg_1"]
    assert layers.buffers == (span("09:55", "10:00"), span("10:30", "10:40"), span("11:30", "11:35"))
    assert layers.free == (
        span("09:00", "09:55"),
        span("13:30", "15:00"),
        span("16:00", "17:00"),
        span("19:00", "20:00"),
    )
    assert layers.starts[-1] == Interval(at("19:00"), at("19:31"))


def test_nothing_remains_of_a_day_that_is_full_or_not_offered():
    counted = AgentFacts("per_1", "UTC", NINE_TO_FIVE, day_starts=((at("10:00"), "bkg_1"),))
    full = monday(counted, Terms(agent_day_limit=1))
    assert (full.starts, full.free, full.full) == ((), (), (full.day,))
    assert monday(counted, is_offered=False).starts == ()


def test_notice_and_horizon_bound_the_starts():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    day = day_bounds(date(2027, 2, 1), "UTC")
    layers = day_layers(facts, Terms(notice_minutes=60, horizon_days=1), 30, day, at("10:00"))
    assert layers.too_soon == (span("00:00", "11:00"),)
    assert layers.starts == (Interval(at("11:00"), at("16:31")),)
    before = day_layers(facts, Terms(horizon_days=1), 30, day, at("10:00") - timedelta(days=1))
    assert before.starts[0] == Interval(at("09:00"), at("10:01")) and before.too_far[0].start == at("10:01")


def test_a_day_has_the_hours_that_its_zone_gives_it():
    facts = AgentFacts("per_1", "Pacific/Apia", (WeeklyWindow(4, 540, 1020, "Pacific/Apia"),))
    skipped = day_bounds(date(2011, 12, 30), "Pacific/Apia")
    layers = day_layers(facts, Terms(), 30, skipped, skipped.start - HOUR)
    assert layers.day.empty and not (layers.working or layers.too_soon or layers.starts or layers.free)
