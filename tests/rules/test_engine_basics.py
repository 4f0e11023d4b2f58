"""A first walk through the engine: one agent, one day, each rule once."""

from datetime import UTC, datetime, timedelta

from console.scheduling.rules.availability import AgentFacts, Terms, WeeklyWindow, reasons
from console.scheduling.rules.calls import Call
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.slots import api_starts, public_starts

NOW = datetime(2027, 2, 1, 0, 0, tzinfo=UTC)
DAY = Interval(NOW, NOW + timedelta(days=1))
NINE_TO_TEN = (WeeklyWindow(0, 540, 600, "UTC"),)


def at(hour: int, minute: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute)


def test_a_free_window_is_offered_on_its_grid():
    facts = AgentFacts("per_1", "UTC", NINE_TO_TEN)
    assert public_starts(facts, Terms(), 30, DAY, NOW) == [at(9), at(9, 15), at(9, 30)]
    assert api_starts(facts, Terms(), 30, DAY, NOW, 30) == [at(9), at(9, 30)]


def test_a_call_takes_its_time_and_the_larger_facing_buffer():
    facts = AgentFacts("per_1", "UTC", NINE_TO_TEN, calls=(Call(at(9), at(9, 15), 0, 10),))
    assert public_starts(facts, Terms(buffer_before=5, step_minutes=5), 15, DAY, NOW)[0] == at(9, 25)
    refused = reasons(facts, Terms(buffer_before=5), Interval(at(9, 20), at(9, 35)), NOW)
    assert [reason.code for reason in refused] == ["buffer"]
