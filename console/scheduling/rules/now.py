"""*Now*: which calls need somebody at this moment, and under which heading each of them stands.

A call stands under at most one heading about who is there and how it ended, the most pressing one, and beside it among
the unconfirmed ones. Instants are aware UTC.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from . import lifecycle, notices

Attendance = Literal["waiting", "late", "soon", "over", "outcome"]
Heading = Literal["waiting", "late", "over", "soon", "outcome", "unconfirmed", "failed"]
"""`waiting`: the guest is there and nobody of ours. `late`: the agent has not come. `over`: the call runs past its end.
`soon`: it is about to begin. `outcome`: nobody has said how it went. `unconfirmed`: it is given up before long unless
the customer confirms. `failed`: a message about it did not reach the customer."""

HEADINGS: tuple[Heading, ...] = get_args(Heading)
"""The most pressing first."""
PRESSING: frozenset[Heading] = frozenset(HEADINGS) - {"soon"}
"""What somebody must do something about; a call that is about to begin is as it should be."""

SOON = timedelta(minutes=15)
"""How long before its start a call is due."""
LATE_AFTER = timedelta(minutes=1)
"""Who comes within this time of the start is not late."""
RUNS_OVER_FOR = lifecycle.DOOR_CLOSES
"""A call that was started and not ended is taken to run on for so long; after that it only lacks its outcome."""
DEADLINE_NEAR = timedelta(hours=2)
"""How long before it is given up an unconfirmed call is worth a telephone call."""
FAILED_WITHIN = timedelta(days=7)
"""A message that failed longer ago is history."""

LATE_STEP = timedelta(minutes=5)
"""Nobody promises to the minute: what is told of a delay is a multiple of this, and leaves at least this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowFacts:
    """What *Now* must know about a booking. `deadline`: when an unconfirmed one is given up."""

    status: str
    kind: str
    start: datetime
    end: datetime
    guest_joined_at: datetime | None = None
    agent_joined_at: datetime | None = None
    outcome_asked: bool = False
    deadline: datetime | None = None


def headings(facts: NowFacts, now: datetime) -> frozenset[Heading]:
    """Under which headings the call itself stands now, the most pressing attendance alone."""
    here: set[Heading] = set()
    if standing := attendance(facts, now):
        here.add(standing)
    if is_unconfirmed(facts, now):
        here.add("unconfirmed")
    return frozenset(here)


def attendance(facts: NowFacts, now: datetime) -> Attendance | None:
    """Who is missing, or what is, as the call's time comes, runs and has passed; None: nothing."""
    if facts.status not in lifecycle.LIVE:
        return None
    if facts.outcome_asked:
        return "over" if facts.status == "started" and now < facts.end + RUNS_OVER_FOR else "outcome"
    if now >= facts.end:
        return None  # the clock is about to end it
    if _guest_waits(facts):
        return "waiting"
    if facts.status == "started":
        return None
    if facts.start - SOON <= now < facts.start + LATE_AFTER:
        return "soon"
    is_due = facts.status in ("scheduled", "confirmed") and now >= facts.start
    return "late" if is_due and facts.agent_joined_at is None else None


def is_unconfirmed(facts: NowFacts, now: datetime) -> bool:
    """Whether the call is given up before long, or should have been, since the customer has not confirmed it."""
    if facts.status != "pending_confirmation" or facts.deadline is None:
        return False
    return facts.deadline <= now + DEADLINE_NEAR


def counts_from(heading: Heading, facts: NowFacts) -> datetime:
    """The instant from which, or to which, the time of a row under this heading counts."""
    match heading:
        case "waiting":
            return facts.guest_joined_at or facts.start
        case "over" | "outcome":
            return facts.end
        case "unconfirmed":
            return facts.deadline or facts.start
        case _:
            return facts.start


def minutes_late(facts: NowFacts, now: datetime) -> int | None:
    """By how many minutes the agent is about to be late, as one would tell the guest; None when that makes no sense.

    At least five minutes are left to come in: three minutes after the start it is ten.
    """
    if attendance(facts, now) not in ("waiting", "late", "soon"):
        return None
    expected = max(now, facts.start) - facts.start + LATE_STEP
    return math.ceil(expected / LATE_STEP) * (LATE_STEP // timedelta(minutes=1))


def _guest_waits(facts: NowFacts) -> bool:
    return notices.waits(
        guest_came=facts.guest_joined_at is not None,
        agent_came=facts.agent_joined_at is not None,
        is_link=facts.kind == "link",
        status=facts.status,
    )
