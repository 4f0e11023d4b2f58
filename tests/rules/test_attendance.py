"""How calls end: every course of joins, acts, ticks and outages leads to what the contract's words say, and nowhere else.

`Call` lives through a history minute by minute, with the rules of `lifecycle`; after each minute `told`, which is the
contract's words written down again, says whether it may still be open, and how it had to end.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules import lifecycle
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.lifecycle import (
    ASK_FOR_OUTCOME,
    CallFacts,
    Step,
    away_until,
    clock_step,
    next_due,
    outcome_asked_at,
)

START = datetime(2027, 2, 1, 15, tzinfo=UTC)
END = START + timedelta(minutes=30)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALL = CallFacts("scheduled", "link", START, END, confirmation_asked_at=START - 10 * DAY)
A_DAY = 24 * 60


@dataclass(frozen=True)
class History:
    """What happens to a call, and the time in which Callboard is away. Minutes are counted from the call's start."""

    kind: str
    minutes: int
    grace: int
    deadline: int | None
    asks: bool
    away: tuple[int, int] | None
    things: tuple[tuple[int, str], ...]

    def is_away(self, minute: int) -> bool:
        return self.away is not None and self.away[0] <= minute < self.away[1]

    def seen_at(self, minute: int) -> int:
        """When a clock that may be away sees what is due at this minute."""
        return self.away[1] if self.away and self.is_away(minute) else minute

    @property
    def moments(self) -> list[int]:
        """The minutes to look at: all around the call, and a day after whatever ends."""
        ends = [self.minutes, self.away[1] if self.away else 0]
        looked_at = {*range(-90, 130), *ends, *(end + A_DAY for end in ends)}
        return sorted(minute for minute in looked_at if not self.is_away(minute))

    @property
    def returned(self) -> int | None:
        """When Callboard was back, if it was away while the call ran."""
        return self.away[1] if self.away and self.away[0] < self.minutes and self.away[1] > 0 else None


WHAT_HAPPENS = ["guest", "agent"] * 4 + ["started", "confirmed", *sorted(lifecycle.FINAL)]
histories = st.builds(
    History,
    kind=st.sampled_from(["link", "link", "link", "phone", "whatsapp"]),
    minutes=st.sampled_from([5, 30, 60]),
    grace=st.sampled_from([0, 3, 10, 45]),
    deadline=st.sampled_from([None, 0, 20, 60]),
    asks=st.booleans(),
    away=st.none()
    | st.none()
    | st.tuples(st.integers(-80, 80), st.integers(1, 1500)).map(lambda one: (one[0], sum(one))),
    things=st.lists(
        st.tuples(st.integers(-70, 70) | st.integers(-15, 5), st.sampled_from(WHAT_HAPPENS)), max_size=4
    ).map(lambda things: tuple(sorted(things))),
)


def told(story: History, waits_for_yes: bool, came: dict[str, int], begun: bool) -> tuple[int, dict[str, Any]]:
    """When and how the contract says that a call ends by itself, if nothing more happens."""
    if waits_for_yes:
        return story.seen_at(-(story.deadline or 0)), {"status": "cancelled", "reason": "not confirmed"}
    asked = max(story.minutes, story.returned or story.minutes)
    assumed = asked + A_DAY, {"status": "completed", "assumed": True}
    end = max(story.seen_at(story.minutes), *came.values(), -1000)
    if story.kind != "link":
        return assumed
    if len(came) == 2:
        return end, {"status": "completed"}
    if story.returned is not None:
        return assumed
    if came:
        return end, {"status": "no_show", "absent": "agent" if "guest" in came else "guest"}
    return assumed if begun else (story.seen_at(story.grace), {"status": "no_show"})


class Call:
    """A call that lives through a history; `how` is its end, empty while it is open."""

    def __init__(self, story: History) -> None:
        self.story, self.came, self.begun, self.how = story, dict[str, int](), False, dict[str, Any]()
        away = [Interval(at(story.away[0]), at(story.away[1]))] if story.away else []
        self.facts = CallFacts(
            status=lifecycle.first_status(story.asks),
            kind=story.kind,
            start=START,
            end=at(story.minutes),
            confirmation_asked_at=START - 10 * DAY,
            confirmation_deadline_minutes=story.deadline,
            grace_minutes=story.grace,
            away_until=away_until(away, START, at(story.minutes)),
        )

    def live(self, minute: int) -> None:
        """One minute: the clock is first, then whoever does something, then the clock again."""
        self.tick(minute)
        for when, thing in self.story.things:
            if when == minute and not self.how:
                self.do(thing, minute)
                self.tick(minute)

    def tick(self, minute: int) -> None:
        while step := clock_step(self.facts, at(minute)):
            due, how = told(self.story, self.facts.status == "pending_confirmation", self.came, self.begun)
            if step == ASK_FOR_OUTCOME:
                assert minute >= self.story.minutes
                assert how.get("assumed")
                self.facts = replace(self.facts, outcome_asked=True)
                continue
            self.become(step.to or "", {"absent": step.absent, "reason": step.reason, **step.payload})
            if self.how:
                assert (minute, self.how) == (due, how)

    def do(self, thing: str, minute: int) -> None:
        if thing in ("guest", "agent"):
            if -15 <= minute < self.story.minutes + 30:
                steps = lifecycle.after_join(self.facts, "guest" if thing == "guest" else "agent", at(minute))
                self.came.setdefault(thing, minute)
                self.facts = replace(self.facts, guest_joined="guest" in self.came, agent_joined="agent" in self.came)
                for to in steps:
                    self.become(to, {})
        elif lifecycle.may_step(self.facts.status, thing):  # pyright: ignore[reportArgumentType]
            self.begun |= thing == "started"
            self.become(thing, {"by": "hand"})

    def become(self, status: str, how: dict[str, Any]) -> None:
        assert status in lifecycle.STEPS[self.facts.status]  # pyright: ignore[reportArgumentType]
        self.facts = replace(self.facts, status=status)
        if status in lifecycle.FINAL:
            self.how = {"status": status} | {name: value for name, value in how.items() if value}


@given(histories)
def test_every_history_ends_as_the_contract_says_and_when_it_says(story: History):
    call = Call(story)
    for minute in story.moments:
        call.live(minute)
        if call.how:
            break
        due, _ = told(story, call.facts.status == "pending_confirmation", call.came, call.begun)
        assert due > minute
        runs = call.begun or (story.kind == "link" and bool(call.came) and minute >= 0)
        assert (call.facts.status == "started") == runs
    assert call.how


@pytest.mark.parametrize("kind", ["phone", "whatsapp"])
@pytest.mark.parametrize("status", ["scheduled", "confirmed", "started"])
def test_a_phone_call_without_a_word_needs_an_outcome_and_is_then_assumed(kind, status):
    call = replace(CALL, kind=kind, status=status)
    assert clock_step(call, END - MINUTE) is None
    assert clock_step(call, END) == ASK_FOR_OUTCOME
    asked = replace(call, outcome_asked=True)
    assert clock_step(asked, END + DAY - MINUTE) is None
    assert clock_step(asked, END + DAY) == Step("completed", {"assumed": True})


@pytest.mark.parametrize("joined", [{}, {"guest_joined": True}, {"agent_joined": True}])
def test_a_call_during_an_outage_needs_an_outcome_and_is_never_a_no_show(joined):
    call = replace(CALL, away_until=END - MINUTE, status="started" if joined else "scheduled", **joined)
    assert clock_step(call, END - MINUTE) is None
    assert clock_step(call, END) == ASK_FOR_OUTCOME


def test_after_a_long_outage_people_have_a_whole_day_to_say_how_a_call_went():
    call = replace(CALL, away_until=END + 5 * DAY, outcome_asked=True)
    assert outcome_asked_at(call) == END + 5 * DAY
    assert clock_step(call, END + 6 * DAY - MINUTE) is None
    assert clock_step(call, END + 6 * DAY) == Step("completed", {"assumed": True})


def test_both_joined_is_completed_whatever_happened_to_callboard():
    call = replace(CALL, away_until=END, status="started", guest_joined=True, agent_joined=True)
    assert clock_step(call, END) == Step("completed")


def test_a_call_started_by_hand_that_nobody_joined_needs_an_outcome():
    assert clock_step(replace(CALL, status="started"), END) == ASK_FOR_OUTCOME


def test_an_outage_counts_when_it_is_longer_than_a_restart_and_touches_the_call():
    assert away_until([Interval(START + MINUTE, START + 3 * MINUTE)], START, END) == START + 3 * MINUTE
    assert away_until([Interval(START - MINUTE, END), Interval(END - 2 * MINUTE, END + DAY)], START, END) == END + DAY
    assert away_until([Interval(START, START + MINUTE / 2)], START, END) is None
    assert away_until([Interval(START - DAY, START), Interval(END, END + DAY)], START, END) is None
    assert away_until([], START, END) is None


def test_a_late_clock_owes_one_step_after_the_other():
    waiting = replace(CALL, guest_joined=True)
    late = END + MINUTE
    assert clock_step(waiting, late) == Step("started")
    running = replace(waiting, status="started")
    assert next_due(running) == END
    assert clock_step(running, late) == Step("no_show", {"absent": "agent"}, absent="agent")


def at(minute: int) -> datetime:
    return START + minute * MINUTE
