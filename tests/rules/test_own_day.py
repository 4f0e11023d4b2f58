"""Which of an agent's calls is in turn, how its customer is reached, and when one is asked how it went."""

from datetime import UTC, datetime, timedelta

import pytest

from console.scheduling.rules import own_day
from console.scheduling.rules.now import NowFacts

START = datetime(2027, 2, 1, 15, tzinfo=UTC)
END = START + timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def facts(status: str = "scheduled", **others: object) -> NowFacts:
    return NowFacts(**{"status": status, "kind": "link", "start": START, "end": END} | others)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("kind", "status", "acts", "way"),
    [
        ("link", "scheduled", {"join", "start"}, "join"),
        ("link", "scheduled", {"reschedule"}, None),
        ("phone", "scheduled", {"start"}, "call"),
        ("phone", "started", {"done"}, "call"),
        ("phone", "scheduled", {"reschedule"}, None),
        ("whatsapp", "confirmed", {"start"}, "whatsapp"),
        ("phone", "completed", set(), None),
    ],
)
def test_each_kind_of_call_has_one_way_to_its_customer(kind: str, status: str, acts: set[str], way: str | None):
    assert own_day.way(kind, status, acts, has_phone=True) == way


def test_without_a_number_there_is_nothing_to_dial():
    assert own_day.way("phone", "started", {"done"}, has_phone=False) is None


def test_the_way_opens_a_quarter_of_an_hour_before():
    opening = START - timedelta(minutes=15)
    assert own_day.opens_at("link", START, END, opening - MINUTE) == opening
    assert own_day.opens_at("phone", START, END, opening) is None


def test_a_call_that_runs_over_stays_in_turn_until_it_only_lacks_its_outcome():
    runs = facts("started", kind="phone", outcome_asked=True)
    assert own_day.is_in_turn(runs, END + MINUTE)
    assert not own_day.is_in_turn(runs, END + timedelta(minutes=30))
    assert not own_day.is_in_turn(facts("scheduled", kind="phone", outcome_asked=True), END + MINUTE)
    assert not own_day.is_in_turn(facts("cancelled"), START - MINUTE)


def test_a_guest_who_waits_and_an_agent_who_is_late_press():
    assert own_day.is_pressing(facts(guest_joined_at=START - MINUTE), START - MINUTE)
    assert own_day.is_pressing(facts(), START + MINUTE)
    assert not own_day.is_pressing(facts(), START - MINUTE)


def test_nobody_is_asked_how_a_call_went_that_has_not_begun():
    assert not own_day.may_say_how_it_went("scheduled", START, {"done"}, START - MINUTE)
    assert own_day.may_say_how_it_went("started", START, {"done"}, START - MINUTE)
    assert own_day.may_say_how_it_went("scheduled", START, {"done"}, START)
    assert not own_day.may_say_how_it_went("completed", START, set(), END)
