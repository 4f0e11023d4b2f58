"""Who takes a call that names no agent: by fair turn or by least load, with the figures shown (CONTRACT section 3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import heapify, heapreplace
from typing import Any, Literal, cast, get_args

from ..actors import Surface
from ..errors import Invalid
from .intervals import Interval

AssignmentMethod = Literal["manual", "self_selected", "round_robin", "pool"]
DrawMethod = Literal["round_robin", "pool"]

TURN_AGE = timedelta(days=30)
"""How long a call that the engine gave counts towards an agent's turns."""
CLOSED_LONG = timedelta(days=7)
"""Who was closed for this long is greeted as one who joins."""
TURN_BACK = timedelta(hours=1)
"""A cancellation or no-show this soon after the draw gives the turn back."""

_PUBLIC_METHODS: Mapping[str, AssignmentMethod] = {
    "pick": "self_selected",
    "url_forced": "manual",
    "any_available": "round_robin",
}
MOST_TOLD = 100
"""How many agents a draw's payload tells of: with a thousand, each booking would carry 200 kB."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A preset's agent who is free at the slot, with the figures of the draw.

    `given` counts the calls that the engine gave in the last 30 days, turns given back left out; `credit` is aged
    already; `load_minutes` are the minutes of live calls on the slot's day in the agent's zone.
    """

    agent_id: str
    weight: int = 1
    given: int = 0
    credit: float = 0.0
    last_given_at: datetime | None = None
    load_minutes: int = 0

    @property
    def share(self) -> float:
        """What the agent has had for their weight; the lowest is next."""
        return (self.given + self.credit) / self.weight


@dataclass(frozen=True, slots=True)
class Draw:
    """Whom the engine chose among whom. `why` names the first figure that set the chosen one apart."""

    agent_id: str
    considered: tuple[Candidate, ...]
    method: DrawMethod
    why: Literal["only_one", "least_load", "lowest_share", "longest_wait", "lowest_id"]

    def payload(self) -> dict[str, Any]:
        """The draw as the timeline's `assigned` event tells it; instants as aware UTC datetimes.

        Of a larger pool the first `MOST_TOLD` are told, in the order of the draw: nobody behind them comes before them.
        """
        return {
            "assignment_method": self.method,
            "assigned_agent_id": self.agent_id,
            "why": self.why,
            "considered_count": len(self.considered),
            "considered": [
                {
                    "agent_id": each.agent_id,
                    "weight": each.weight,
                    "given": each.given,
                    "credit": round(each.credit, 3),
                    "share": round(each.share, 3),
                    "last_given_at": each.last_given_at,
                    "load_minutes": each.load_minutes,
                }
                for each in self.considered[:MOST_TOLD]
            ],
        }


def draw(candidates: Collection[Candidate], method: DrawMethod) -> Draw:
    """The agent whose turn it is. There must be at least one candidate; their order makes no difference."""
    figures = _figures(method)
    ranked = sorted(candidates, key=lambda each: tuple(figure(each) for _, figure in figures))
    chosen = ranked[0]
    if len(ranked) == 1:
        return Draw(chosen.agent_id, tuple(ranked), method, "only_one")
    why = next(name for name, figure in figures if figure(chosen) != figure(ranked[1]))
    return Draw(chosen.agent_id, tuple(ranked), method, why)


def _figures(method: DrawMethod) -> list[tuple[Any, Any]]:
    """What is compared, in order; the lowest wins."""
    fair_turn = [
        ("lowest_share", lambda each: each.share),
        ("longest_wait", lambda each: each.last_given_at or _NEVER),
        ("lowest_id", lambda each: each.agent_id),
    ]
    return [("least_load", lambda each: each.load_minutes), *fair_turn] if method == "pool" else fair_turn


def is_drawn(mode: str) -> bool:
    """Whether the engine finds the agent with this assignment mode; with any other, one has to be named."""
    return mode == "any_available"


def method_for(mode: str, method: str | None, agent_named: bool, surface: Surface) -> AssignmentMethod:
    """The assignment method that a new booking is stored with.

    Raises Invalid: `assigned_agent_id` when an agent has to be named and is not, `assignment_method` when the method is
    unknown or leaves no room for the agent that is named.
    """
    if method is not None and method not in get_args(AssignmentMethod):
        raise Invalid.of("assignment_method", "The method is one of manual, self_selected, round_robin and pool.")
    if not agent_named and (not is_drawn(mode) or method in ("manual", "self_selected")):
        raise Invalid.of(
            "assigned_agent_id", "Name the agent: neither this preset nor this method leaves it open.", "required"
        )
    if agent_named and method in ("round_robin", "pool"):
        raise Invalid.of("assignment_method", "With this method the agent is drawn, so none can be named.")
    if surface == "public_booking":
        return _public_method(mode, agent_named)
    return cast(AssignmentMethod, method) if method else "manual" if agent_named else "round_robin"


def _public_method(mode: str, agent_named: bool) -> AssignmentMethod:
    if agent_named and is_drawn(mode):
        raise Invalid.of("assigned_agent_id", "On this page the agent cannot be chosen.")
    return _PUBLIC_METHODS[mode]


def foretell(pool: Sequence[Candidate], calls: int, now: datetime) -> list[str]:
    """Who gets the next calls by turn, in order, if all were free for all of them and no earlier call aged meanwhile.

    Only who was drawn moves, so that a hundred draws among a thousand agents take milliseconds.
    """
    figures = _figures("round_robin")

    def turn(each: Candidate) -> tuple[Any, ...]:
        return (*(figure(each) for _, figure in figures), each)

    waiting = [turn(each) for each in pool]  # no two have the same id, so that candidates are never compared
    heapify(waiting)
    order: list[str] = []
    for call in range(calls if waiting else 0):
        chosen: Candidate = waiting[0][-1]
        order.append(chosen.agent_id)
        heapreplace(waiting, turn(replace(chosen, given=chosen.given + 1, last_given_at=now + timedelta(seconds=call))))
    return order


def joining_credit(weight: int, counted: float, pool: Sequence[Candidate]) -> float:
    """The credit of one who joins the pool, or comes back to it: what lifts their share to the pool's average, at most.

    `counted` is what they have had already, credit included; `pool` are the others, with their own aged credits.
    Nobody's credit is negative, and an empty pool asks for none.
    """
    weights = sum(other.weight for other in pool)
    if not weights:
        return 0.0
    average = sum(other.given + other.credit for other in pool) / weights
    return max(0.0, average * weight - counted)


def welcome_credits(pool: Sequence[Candidate], welcomed: Collection[str]) -> Mapping[str, float]:
    """What each of those who are new in the pool, or back in it, is credited with; the average is that of the others."""
    settled = [each for each in pool if each.agent_id not in welcomed]
    return {
        each.agent_id: joining_credit(each.weight, each.given + each.credit, settled)
        for each in pool
        if each.agent_id in welcomed
    }


def aged_credit(credit: float, granted_at: datetime, now: datetime) -> float:
    """What is left of a credit at `now`.

    The calls it stands for lie evenly over 30 days and leave the count one by one; so the credit shrinks evenly.
    """
    age = max(now - granted_at, timedelta(0))
    return credit * max(0.0, 1 - age / TURN_AGE)


def comes_back(closed_since: datetime | None, now: datetime) -> bool:
    """Whether an agent who opens again was closed so long that they are greeted with a credit."""
    return closed_since is not None and now - closed_since >= CLOSED_LONG


def came_back(open_at: datetime, opened: Sequence[Interval]) -> bool:
    """Whether an agent who was open at one instant, and then over these stretches in order, had closed long between."""
    closings = [open_at, *(stretch.end for stretch in opened)]
    return any(comes_back(closing, stretch.start) for closing, stretch in zip(closings, opened, strict=False))


def gives_turn_back(act: str, drawn_at: datetime, at: datetime) -> bool:
    """Whether an act on a drawn booking gives the agent's turn back.

    A reassign and a take-over always do, for the call went to somebody else; a cancellation or no-show within an hour.
    """
    return act in ("reassign", "take_over") or at - drawn_at <= TURN_BACK
