"""What a booking may become: by whom it is asked and by the clock alone (CONTRACT section 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ..errors import AlreadyStarted, FinalState, WrongState
from .intervals import Interval

Status = Literal[
    "scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show", "rescheduled"
]
Side = Literal["guest", "agent"]
DoorState = Literal["early", "open", "over"]

FINAL: frozenset[Status] = frozenset({"cancelled", "completed", "no_show"})
LIVE: frozenset[Status] = frozenset({"scheduled", "pending_confirmation", "confirmed", "started"})
TAKE_OVER: frozenset[Status] = LIVE - {"started"}

STEPS: Mapping[str, frozenset[Status]] = {
    "scheduled": frozenset({"confirmed", "started", "completed", "cancelled", "no_show"}),
    "pending_confirmation": frozenset({"confirmed", "cancelled", "no_show"}),
    "confirmed": frozenset({"started", "completed", "cancelled", "no_show"}),
    "started": frozenset({"completed", "no_show", "cancelled"}),
}

NOT_CONFIRMED = "not confirmed"
"""The cancellation reason of a booking whose confirmation never came."""
DOOR_OPENS = timedelta(minutes=15)
"""How long before the start a join link opens."""
DOOR_CLOSES = timedelta(minutes=30)
"""How long after the end it stays open."""
ASSUMED_AFTER = timedelta(hours=24)
"""A call that waits for a word about its outcome is taken as completed after so long."""
MANAGE_LINK_LIVES = timedelta(days=30)
"""How long after the end of a call its manage link still answers."""
OUTAGE = timedelta(minutes=1)
"""A silence of Callboard shorter than this is a restart, which keeps nobody from joining."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the clock must know about a booking. Instants are aware UTC.

    `confirmation_asked_at` is the creation or the move that last asked the customer to confirm. `away_until`: when
    Callboard came back, if it was away during the call, so that nothing can be read from who did not join.
    `outcome_asked`: the call waits under *Needs outcome*.
    """

    status: str
    kind: str
    start: datetime
    end: datetime
    confirmation_asked_at: datetime
    confirmation_deadline_minutes: int | None = None
    grace_minutes: int = 10
    guest_joined: bool = False
    agent_joined: bool = False
    away_until: datetime | None = None
    outcome_asked: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What the clock does to a booking: the new status, and what the timeline says about it.

    `to` None: the status stays, and a person is asked how the call went.
    """

    to: Status | None
    payload: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    absent: Side | None = None


ASK_FOR_OUTCOME = Step(None)


def may_step(status: str, to: Status) -> bool:
    """Whether the lifecycle has this step."""
    return any(status == held and to in steps for held, steps in STEPS.items())


def require_step(status: str, to: Status) -> None:
    """Pass when the lifecycle has this step. Raises FinalState, AlreadyStarted or WrongState."""
    if status in FINAL:
        raise FinalState(f"This booking is over: it is {said(status)}.")
    if to in STEPS.get(status, frozenset()):
        return
    if status == "started":
        raise AlreadyStarted("The call has already started.")
    raise WrongState(f"A booking that is {said(status)} cannot become {said(to)}.")


def require_movable(status: str) -> None:
    """Pass when a booking of this status can be moved or reassigned. Raises FinalState or AlreadyStarted."""
    if status in FINAL:
        raise FinalState(f"This booking is over: it is {said(status)}.")
    if status == "started":
        raise AlreadyStarted("The call has already started: it can be neither moved nor reassigned.")


def status_after_move(status: str, *, by_customer: bool, require_confirmation: bool) -> Status:
    """The status of a moved booking: whoever is surprised by the new time is asked to confirm it."""
    if status == "confirmed" and by_customer:
        return "confirmed"
    return "pending_confirmation" if require_confirmation and not by_customer else "scheduled"


def first_status(require_confirmation: bool) -> Status:
    """The status of a new booking."""
    return "pending_confirmation" if require_confirmation else "scheduled"


def follow_up_from(status: str, end: datetime) -> datetime | None:
    """From when a follow-up is offered: from the end of a call that takes place; None where it does not."""
    return end if status in LIVE else None


def confirmation_deadline(facts: CallFacts) -> datetime:
    """When an unconfirmed booking is given up: the preset's deadline, or the start if it was asked for after that."""
    deadline = facts.start - timedelta(minutes=facts.confirmation_deadline_minutes or 0)
    return deadline if facts.confirmation_asked_at < deadline else facts.start


def door(start: datetime, end: datetime) -> Interval:
    """When the join links of a call are open."""
    return Interval(start - DOOR_OPENS, end + DOOR_CLOSES)


def door_state(status: str, start: datetime, end: datetime, now: datetime) -> DoorState:
    """How the door of a call stands now: still closed, open, or closed for good, which a final call's always is."""
    hours = door(start, end)
    if status in FINAL or now >= hours.end:
        return "over"
    return "early" if now < hours.start else "open"


def is_timely(to: Status, start: datetime, now: datetime) -> bool:
    """Whether a step is worth offering now: nobody starts or ends a call before its door opens, or misses one to come.

    The lifecycle allows more than that; this only keeps buttons away from where they would be pressed by mistake.
    """
    if to in ("started", "completed"):
        return now >= start - DOOR_OPENS
    return to != "no_show" or now >= start


def after_join(facts: CallFacts, side: Side, now: datetime) -> tuple[Status, ...]:
    """The steps, in order, that a join brings about, beside being recorded; none before the start unless it confirms.

    The guest's join confirms a pending call; from the start on the first join of either side starts it.
    """
    status = facts.status
    steps: list[Status] = []
    if status == "pending_confirmation" and side == "guest":
        status = "confirmed"
        steps.append("confirmed")
    if facts.kind == "link" and now >= facts.start and "started" in STEPS.get(status, frozenset()):
        steps.append("started")
    return tuple(steps)


def away_until(outages: Iterable[Interval], start: datetime, end: datetime) -> datetime | None:
    """When Callboard came back, if it was away for longer than a restart takes while a call ran; else None."""
    during = (outage for outage in outages if outage.length >= OUTAGE and outage.start < end and start < outage.end)
    return max((outage.end for outage in during), default=None)


def clock_step(facts: CallFacts, now: datetime) -> Step | None:
    """The step that time alone brings about; None before `next_due`. A late clock may owe several."""
    coming = _coming(facts)
    return coming[1] if coming and coming[0] <= now else None


def next_due(facts: CallFacts) -> datetime | None:
    """When the clock must look at this booking next; None when it never has to again."""
    coming = _coming(facts)
    return coming[0] if coming else None


def outcome_asked_at(facts: CallFacts) -> datetime:
    """When a call without a word about its end begins to wait for one: at its end, or once somebody can give it."""
    return max(facts.end, facts.away_until or facts.end)


def _coming(facts: CallFacts) -> tuple[datetime, Step] | None:
    """What the clock does next if nobody else does anything, and when."""
    if facts.status not in LIVE:
        return None
    if facts.status == "pending_confirmation":
        return confirmation_deadline(facts), Step("cancelled", reason=NOT_CONFIRMED)
    told = _told_by_joins(facts) if facts.kind == "link" else None
    if told:
        return told
    if facts.outcome_asked:
        return outcome_asked_at(facts) + ASSUMED_AFTER, Step("completed", {"assumed": True})
    return facts.end, ASK_FOR_OUTCOME


def _told_by_joins(facts: CallFacts) -> tuple[datetime, Step] | None:
    """What follows from who came to a link call; None where only a person can say.

    That is so of a call that was started by hand and nobody joined, and of one during which Callboard was away.
    """
    if (facts.guest_joined or facts.agent_joined) and facts.status != "started":
        return facts.start, Step("started")
    if facts.guest_joined and facts.agent_joined:
        return facts.end, Step("completed")
    if facts.away_until:
        return None
    if facts.guest_joined or facts.agent_joined:
        absent: Side = "agent" if facts.guest_joined else "guest"
        return facts.end, Step("no_show", {"absent": absent}, absent=absent)
    if facts.status != "started":
        return facts.start + timedelta(minutes=facts.grace_minutes), Step("no_show")
    return None


def said(status: str) -> str:
    """The status within an English sentence."""
    return status.replace("_", " ").replace("no show", "a no-show")
