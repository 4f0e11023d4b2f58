"""Refusals in sentences, and who could take a call instead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from console.scheduling.errors import NotAllowed, SlotUnavailable
from console.scheduling.messages import refusals
from console.scheduling.rules.availability import Reason, ReasonCode
from console.scheduling.rules.zones import zone

START = datetime.fromisoformat("2027-02-01T15:15Z")
"""A quarter past ten in Bogota."""


@dataclass(frozen=True)
class Answer:
    agent_id: str
    reasons: tuple[Reason, ...] = ()


def against(code: ReasonCode, start: float = -15, end: float = 45) -> Reason:
    """A reason from so many minutes after the start of the call until so many."""
    return Reason(code, START + timedelta(minutes=start), START + timedelta(minutes=end))


def why(reason: Reason) -> str:
    return refusals.why(reason, START, zone("America/Bogota"), START - timedelta(hours=1))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (against("blocked"), "Blocked: 10:00–11:00."),
        (against("blocked", -615, 825), "Blocked: all day."),
        (against("blocked", -615, 825 + 1440), "Blocked: Today – Tomorrow."),
        (against("outside_hours", -15, 825), "Outside working hours: 10:00–00:00."),
        (against("buffer", -5, 5), "Buffer beside another call: 10:10–10:20."),
        (against("too_soon", -60, 30), "More notice is needed. The first time is 10:45."),
        (against("too_far", -15), "Too far ahead. The last time so far is 10:00."),
        (against("agent_day_limit", -615, 825), "The agent has as many calls on this day as they take."),
    ],
)
def test_a_reason_says_over_which_stretch_it_holds(reason: Reason, said: str):
    assert why(reason) == said


def test_what_has_passed_is_not_called_too_soon():
    later = START + timedelta(hours=1)
    assert refusals.why(against("too_soon"), START, zone("UTC"), later) == "This time has passed."


def test_a_verdict_names_every_reason_of_the_agent_who_was_asked():
    answer = Answer("per_1", (against("blocked"), against("buffer")))
    found = refusals.verdict([answer], START, zone("UTC"), START)
    assert found.is_known and not found.works
    assert found.why_not == ["Blocked: 15:00–16:00.", "Buffer beside another call: 15:00–16:00."]


def test_of_several_agents_one_who_is_free_is_enough():
    taken = Answer("per_1", (against("slot_taken"),))
    found = refusals.verdict([taken, Answer("per_2")], START, zone("UTC"), START)
    assert (found.works, found.told) == (True, "This time can be booked: 1 agent is free.")


def test_of_several_agents_none_of_whom_is_free_the_shared_reason_is_said():
    taken = Answer("per_1", (against("slot_taken"),))
    same = refusals.verdict([taken, Answer("per_2", taken.reasons)], START, zone("UTC"), START)
    assert same.why_not == ["Another call is booked at this time."]
    other = refusals.verdict([taken, Answer("per_2", (against("blocked"),))], START, zone("UTC"), START)
    assert other.why_not == ["No agent is free at this time."]


def test_a_time_is_refused_with_every_reason_that_holds():
    refused = SlotUnavailable("First.", code="too_far", reasons=["too_far", "outside_hours"])
    said = refusals.sentences(refused)
    assert "too far ahead" in said and "outside working hours" in said


def test_anything_else_is_refused_in_its_own_words():
    assert refusals.sentences(NotAllowed("You may not.")) == "You may not."


def test_who_is_free_stands_first_and_who_cannot_be_had_last():
    answers = [
        Answer("per_blocked", (against("outside_hours"), against("do_not_disturb"))),
        Answer("per_closed", (against("outside_hours"),)),
        Answer("per_free"),
        Answer("per_now"),
    ]
    names = {"per_blocked": "Ada", "per_closed": "Bo", "per_free": "Cy", "per_now": "Di"}
    found = refusals.candidates(answers, names, but="per_now")
    assert [one.name for one in found] == ["Cy", "Bo", "Ada"]
    assert [bool(one.why_not) for one in found] == [False, True, True]
