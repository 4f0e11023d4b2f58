"""Rosters: shifts on single dates, which replace the weekly hours of these dates; taken from a file and given as one."""

from datetime import date

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Invalid, NotFound
from ...models import RosterShift
from ...models.ids import new_id
from ...queries import members
from ...queries import rosters as found
from ...rules import roster_files
from ...rules.availability import DatedShift
from ...rules.permissions import Subject, require
from ...rules.zones import local_day
from .. import audit
from ..changes import Change, announce
from ..transaction import reads, writes
from .planning import PlannedShift, RosterPlan, dated, plan, reached

__all__ = [
    "PlannedShift",
    "RosterPlan",
    "clear",
    "dated",
    "export_file",
    "import_file",
    "judge",
    "plan",
    "preview",
    "shifts_of",
]


@reads
def preview(session: Session, actor: Actor, data: bytes) -> list[PlannedShift]:
    """What each line of the file would come to now. Raises NotAllowed, and Invalid on `file`."""
    return list(plan(session, actor, data).lines)


@writes
def import_file(session: Session, actor: Actor, data: bytes, *, skip_bad: bool = False) -> list[PlannedShift]:
    """Give the dates that the file names the shifts that it names, in one transaction; all others stay as they are.

    A date of which a line is bad stays as it is too, where bad lines may be left out. Raises NotAllowed, and Invalid on
    `file`: also for one bad line, unless `skip_bad`.
    """
    planned = plan(session, actor, data)
    if planned.bad and not skip_bad:
        raise Invalid.of("file", f"Line {planned.bad[0]} is bad, so nothing was done. See what is wrong with it.")
    _put(session, actor, planned)
    return list(planned.lines)


@reads
def export_file(session: Session, actor: Actor) -> bytes:
    """The shifts from today on of everybody whose hours the actor may edit, as a file that can be taken back.

    Raises NotAllowed.
    """
    today = {row.person.id: local_day(clock.now(), row.member.timezone) for row in reached(session, actor)}
    first = min(today.values())
    listed = found.with_addresses(session, actor.app_id or "", list(today), first)
    return roster_files.written((email, dated(each)) for email, each in listed if each.day >= today[each.person_id])


@writes
def clear(session: Session, actor: Actor, agent_id: str, first: date, last: date) -> None:
    """Let the weekly hours hold again from one date to another, both included. Raises NotFound, NotAllowed."""
    judge(session, actor, agent_id)
    shifts = found.between(session, actor.app_id or "", [agent_id], first, last)
    if not shifts:
        return
    found.remove(session, [shift.id for shift in shifts])
    audit.record(session, actor, "hours.changed", agent_id, ["roster"])
    announce(session, Change(actor.app_id or "", "schedule", agent_id=agent_id))


@reads
def shifts_of(session: Session, actor: Actor, agent_id: str, first: date, last: date) -> list[DatedShift]:
    """An agent's shifts on the dates from one to another, both included. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    if members.member(session, actor.app_id or "", agent_id) is None:
        raise NotFound("There is no such agent in this app.")
    return [dated(shift) for shift in found.between(session, actor.app_id or "", [agent_id], first, last)]


def judge(session: Session, actor: Actor, agent_id: str) -> None:
    """Inside a verb: whether the actor may edit this agent's hours. Raises NotFound, NotAllowed."""
    member = members.member(session, actor.app_id or "", agent_id)
    team_id = member.team_id if member else None
    require(actor, "edit_hours", Subject(app_id=actor.app_id, agent_id=agent_id, team_id=team_id))
    if member is None:
        raise NotFound("There is no such agent in this app.")


def _put(session: Session, actor: Actor, planned: RosterPlan) -> None:
    app_id, ids = actor.app_id or "", {agent_id for agent_id, _ in planned.dates}
    if not ids:
        return
    days = [day for _, day in planned.dates]
    standing = found.between(session, app_id, ids, min(days), max(days))
    found.remove(session, [shift.id for shift in standing if (shift.person_id, shift.day) in planned.dates])
    found.add(
        session,
        (
            RosterShift(
                id=new_id("shf"),
                app_id=app_id,
                person_id=agent_id,
                day=shift.day,
                start_minute=shift.start_minute,
                end_minute=shift.end_minute,
                timezone=shift.timezone,
            )
            for (agent_id, _), shifts in planned.dates.items()
            for shift in shifts
        ),
    )
    for agent_id in sorted(ids):
        audit.record(session, actor, "hours.changed", agent_id, ["roster"])
        announce(session, Change(app_id, "schedule", agent_id=agent_id))
