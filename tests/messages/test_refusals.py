"""Refusals in sentences, and who could take a call instead."""

from dataclasses import dataclass

from console.scheduling.errors import NotAllowed, SlotUnavailable
from console.scheduling.messages import refusals


@dataclass(frozen=True)
class Reason:
    code: str


@dataclass(frozen=True)
class Answer:
    agent_id: str
    reasons: tuple[Reason, ...] = ()


def test_a_time_is_refused_with_every_reason_that_holds():
    refused = SlotUnavailable("First.", code="too_far", reasons=["too_far", "outside_hours"])
    said = refusals.sentences(refused)
    assert "too far ahead" in said and "outside working hours" in said


def test_anything_else_is_refused_in_its_own_words():
    assert refusals.sentences(NotAllowed("You may not.")) == "You may not."


def test_who_is_free_stands_first_and_who_cannot_be_had_last():
    answers = [
        Answer("per_blocked", (Reason("outside_hours"), Reason("do_not_disturb"))),
        Answer("per_closed", (Reason("outside_hours"),)),
        Answer("per_free"),
        Answer("per_now"),
    ]
    names = {"per_blocked": "Ada", "per_closed": "Bo", "per_free": "Cy", "per_now": "Di"}
    found = refusals.candidates(answers, names, but="per_now")
    assert [one.name for one in found] == ["Cy", "Bo", "Ada"]
    assert [bool(one.why_not) for one in found] == [False, True, True]
