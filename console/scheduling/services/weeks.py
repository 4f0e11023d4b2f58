"""The weekly hours of several agents at once: one agent's week for others, all of them or none, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..models import Member
from ..queries import members as people
from ..queries import schedules as found
from ..rules import hours, limits
from ..rules.hours import WindowInput
from ..rules.permissions import Subject, require
from . import audit
from .changes import Change, announce
from .schedules import replace_hours
from .transaction import reads, writes

MOST_AGENTS = 200
"""So many agents' hours are changed at once."""
_LATELY = timedelta(days=90)
_MOST_ZONES = 3

Weeks = Mapping[str, Sequence[WindowInput]]
"""By agent, their weekly windows."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What several agents' weeks were, and what they were made."""

    before: Weeks
    after: Weeks


@reads
def like(
    session: Session, actor: Actor, windows: Sequence[WindowInput], agent_ids: Sequence[str], own_clock_of: str | None
) -> Replaced:
    """The weeks of these agents as they are, and as they would be with these windows.

    Windows on the clock of the zone `own_clock_of` stand on each agent's own; with None all stay as they are. Raises
    NotFound, NotAllowed, and Invalid, which names the agent for whom windows would overlap.
    """
    hours.checked(windows)
    members = _judged(session, actor, agent_ids)
    findings = limits.Findings()
    after = {
        agent_id: findings.take(_own, windows, own_clock_of, members[agent_id], f"agents[{place}]") or []
        for place, agent_id in enumerate(agent_ids)
    }
    findings.settle()
    return Replaced(_weeks(session, actor, agent_ids), after)


@writes
def set_weeks(session: Session, actor: Actor, weeks: Weeks) -> None:
    """Replace the weekly windows of several agents, or of none; calls already booked stay.

    Raises Invalid, NotFound, NotAllowed.
    """
    _set(session, actor, _judged(session, actor, list(weeks)), weeks)


@writes
def put_back(session: Session, actor: Actor, replaced: Replaced) -> int:
    """Give agents the weeks that they had before; gives how many keep theirs, because it was changed again meanwhile.

    Raises NotFound, NotAllowed.
    """
    members = _judged(session, actor, list(replaced.before))
    now = _weeks(session, actor, list(members))
    unchanged = {each: replaced.before[each] for each in members if now[each] == list(replaced.after[each])}
    _set(session, actor, members, unchanged)
    return len(members) - len(unchanged)


@reads
def customer_zones(session: Session, actor: Actor, agent_id: str) -> list[str]:
    """The zones in which most of an agent's customers of the last 90 days are: at most three. Raises NotFound, NotAllowed."""
    _judged(session, actor, [agent_id])
    return found.customer_zones(session, actor.app_id or "", agent_id, clock.now() - _LATELY, _MOST_ZONES)


def _set(session: Session, actor: Actor, members: Mapping[str, Member], weeks: Weeks) -> None:
    for agent_id, windows in weeks.items():
        replace_hours(session, members[agent_id], windows)
        audit.record(session, actor, "hours.changed", agent_id, ["working_hours"])
        announce(session, Change(actor.app_id or "", "schedule", agent_id=agent_id))


def _own(windows: Sequence[WindowInput], own_clock_of: str | None, member: Member, field: str) -> list[WindowInput]:
    """The windows as they would be this member's. Raises Invalid on the field where some overlap then."""
    wanted = windows if own_clock_of is None else hours.on_own_clock(windows, own_clock_of, member.timezone)
    try:
        return [hours.written(each) for each in hours.checked(wanted)]
    except Invalid:
        raise Invalid.of(field, "On this agent's own clock, some of these windows overlap.", "overlap") from None


def _weeks(session: Session, actor: Actor, agent_ids: Sequence[str]) -> dict[str, list[WindowInput]]:
    """What these agents' weeks are, each in the order of the week."""
    weeks: dict[str, list[WindowInput]] = {agent_id: [] for agent_id in agent_ids}
    for agent_id, window in found.weeks(session, actor.app_id or "", agent_ids):
        weeks[agent_id].append(hours.written(window))
    return weeks


def _judged(session: Session, actor: Actor, agent_ids: Sequence[str]) -> dict[str, Member]:
    """The members, by id, once the actor may change the hours of each. Raises Invalid, NotFound, NotAllowed."""
    if not 0 < len(agent_ids) <= MOST_AGENTS:
        raise Invalid.of("agents", f"Choose from 1 to {MOST_AGENTS} agents.", "out_of_range")
    members = people.some(session, actor.app_id or "", agent_ids)
    for agent_id in agent_ids:
        member = members.get(agent_id)
        team_id = member.team_id if member else None
        require(actor, "edit_hours", Subject(app_id=actor.app_id, agent_id=agent_id, team_id=team_id))
        if member is None:
            raise NotFound("There is no such agent in this app.")
    return members
