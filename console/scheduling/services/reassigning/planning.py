"""Planning: who could take these calls, at their own times, and why nobody can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Invalid
from ...models import Booking
from ...queries import facts, members, terms
from ...queries import reassigning as found
from ...queries.members import MemberRow
from ...queries.terms import PoolAgent
from ...rules.availability import Terms
from ...rules.intervals import Interval, hull
from ...rules.lifecycle import TAKE_OVER
from ...rules.permissions import Subject, may, require
from ...rules.reassignment import Leaving, Placed, StandIn, Unplaced, solve
from .. import engine
from ..transaction import reads

MOST_CALLS = 200
"""How many calls one plan is made for; a person looks at each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuery:
    """The calls that are to change hands, all at their own times.

    `takers` names for some of them, by booking, the one agent who may take it, as in a swap. `day_limits` are caps, by
    preset, that are about to hold in place of the present ones.
    """

    booking_ids: Sequence[str]
    takers: Mapping[str, str] = field(default_factory=dict)
    day_limits: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call, and who can take it, or why nobody can.

    `agent_name` is also that of the one agent who was asked and cannot. `place` is its place among the acts: carried out
    in another order, a call may find its agent still taken. `code` and `held_back` are those of
    `rules.reassignment.Unplaced`.
    """

    booking: Booking
    agent_id: str | None = None
    agent_name: str = ""
    speaks: bool = True
    same_team: bool = True
    place: int = 0
    code: str = ""
    held_back: tuple[tuple[str, int], ...] = ()


@reads
def plan(session: Session, actor: Actor, query: PlanQuery) -> list[PlannedCall]:
    """Who can take each of these calls, soonest first. Those that run, or are over, are left out.

    Raises Invalid for more than `MOST_CALLS`, and NotFound or NotAllowed where the actor may not give one of them away.
    """
    if len(query.booking_ids) > MOST_CALLS:
        raise Invalid.of("booking_ids", f"At most {MOST_CALLS} calls at once.", "too_long")
    app_id, now = actor.app_id or "", clock.now()
    people = {row.person.id: row for row in members.rows(session, app_id)}
    calls = [call for call in found.calls(session, app_id, query.booking_ids) if call.status in TAKE_OVER]
    for call in calls:
        require(actor, "reassign", _subject(call, people))
    if not calls:
        return []
    pools, limits = _pools(session, calls, query)
    takers = _takers(actor, people, pools, query)
    near = hull([Interval(call.scheduled_at, call.ends_at) for call in calls])
    known = facts.load(session, app_id, takers, near, now)
    solution = solve(
        [_leaving(call, people, limits, query) for call in calls],
        [StandIn(known[each.id], each.team_id, tuple(people[each.id].member.languages)) for each in takers],
        found.figures(session, pools, now),
        now,
    )
    by_id = {call.id: call for call in calls}
    planned = [
        *(_placed(by_id, people, step, place) for place, step in enumerate(solution.placed)),
        *(_unplaced(by_id, people, left) for left in solution.unplaced),
    ]
    return sorted(planned, key=lambda each: (each.booking.scheduled_at, each.booking.id))


def _pools(
    session: Session, calls: Sequence[Booking], query: PlanQuery
) -> tuple[dict[str, list[PoolAgent]], dict[str, Terms]]:
    """The agents that the calls' presets offer, and the presets' terms, by preset."""
    presets = found.presets(session, {call.preset_id for call in calls})
    limits = {each.id: query.day_limits.get(each.id, each.agent_day_limit) for each in presets}
    return terms.pools(session, presets), {
        each.id: replace(engine.terms_of(each), agent_day_limit=limits[each.id]) for each in presets
    }


def _takers(
    actor: Actor, people: Mapping[str, MemberRow], pools: Mapping[str, Sequence[PoolAgent]], query: PlanQuery
) -> list[PoolAgent]:
    """Everybody to whom the actor may give calls."""
    offered = {agent.id: agent for pool in pools.values() for agent in pool}
    named = set(query.takers.values())
    return [
        agent
        for agent in offered.values()
        if (not named or agent.id in named)
        and may(
            actor,
            "assign_to",
            Subject(app_id=actor.app_id, agent_id=agent.id, team_id=people[agent.id].member.team_id),
        )
    ]


def _leaving(call: Booking, people: Mapping[str, MemberRow], limits: Mapping[str, Terms], query: PlanQuery) -> Leaving:
    row, taker = people.get(call.agent_id), query.takers.get(call.id)
    return Leaving(
        booking_id=call.id,
        agent_id=call.agent_id,
        preset_id=call.preset_id,
        span=Interval(call.scheduled_at, call.ends_at),
        terms=replace(
            limits[call.preset_id],
            buffer_before=call.buffer_before_minutes,
            buffer_after=call.buffer_after_minutes,
        ),
        team_id=row.member.team_id if row else None,
        language=call.guest_language,
        takers=frozenset({taker}) if taker else None,
    )


def _subject(call: Booking, people: Mapping[str, MemberRow]) -> Subject:
    row = people.get(call.agent_id)
    return Subject(
        app_id=call.app_id,
        agent_id=call.agent_id,
        team_id=row.member.team_id if row else None,
        booking_id=call.id,
    )


def _placed(by_id: Mapping[str, Booking], people: Mapping[str, MemberRow], step: Placed, place: int) -> PlannedCall:
    return PlannedCall(
        booking=by_id[step.call.booking_id],
        agent_id=step.agent_id,
        agent_name=people[step.agent_id].person.name,
        speaks=step.speaks,
        same_team=step.same_team,
        place=place,
    )


def _unplaced(by_id: Mapping[str, Booking], people: Mapping[str, MemberRow], left: Unplaced) -> PlannedCall:
    asked = [people[agent_id].person.name for agent_id in left.call.takers or () if agent_id in people]
    return PlannedCall(
        booking=by_id[left.call.booking_id],
        agent_name=asked[0] if len(asked) == 1 else "",
        code=left.code,
        held_back=left.held_back,
    )
