"""What the lines of a roster come to: whom they name, which do not go together, and what the dates have now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Invalid, NotAllowed, Problem
from ...models import RosterShift
from ...queries import members
from ...queries import rosters as found
from ...queries import schedules as weekly
from ...queries.members import MemberRow
from ...rules import contacts, limits, roster_files
from ...rules.availability import DatedShift
from ...rules.csv_files import FileRow
from ...rules.permissions import Subject, may
from ...rules.zones import local_day

Act = Literal["set", "same", "over", "held", "error"]
"""The line becomes a shift, it is one already, its date has passed, another line of its date is bad, or it is bad."""
FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """What one line comes to. `agent` is the agent's name, or what the line says where it names nobody."""

    line: int
    agent: str
    agent_id: str = ""
    shift: DatedShift | None = None
    act: Act = "set"
    replaces: Literal["", "hours", "shifts"] = ""
    """What the date has now, which goes."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The lines of a file in its order, and what the dates that it names are to have, by agent and date."""

    lines: tuple[PlannedShift, ...]
    dates: Mapping[tuple[str, date], tuple[DatedShift, ...]]

    @property
    def bad(self) -> list[int]:
        """The lines that stop everything, unless they are left out with their dates."""
        return [one.line for one in self.lines if one.act == "error"]


@dataclass(slots=True)
class _Team:
    """Whom a file may name."""

    by_name: dict[str, list[MemberRow]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, MemberRow] = field(default_factory=dict)


def plan(session: Session, actor: Actor, data: bytes) -> RosterPlan:
    """Inside a verb: what the file comes to. Raises NotAllowed, and Invalid on `file`."""
    reached(session, actor)
    team = _team(session, actor)
    lines = [_read(actor, team, row) for row in roster_files.read(data)]
    named = {(one.agent_id, one.shift.day): None for one in lines if one.shift}
    if not named:
        return RosterPlan(tuple(lines), {})
    app_id, ids = actor.app_id or "", {agent_id for agent_id, _ in named}
    days = [day for _, day in named]
    near = (min(days) - timedelta(days=2), max(days) + timedelta(days=2))
    standing: dict[tuple[str, date], list[DatedShift]] = defaultdict(list)
    for shift in found.between(session, app_id, ids, *near):
        standing[shift.person_id, shift.day].append(dated(shift))
    lines = _without_clashes(lines, standing, named)
    wanted = _by_date(lines)
    weekdays = weekly.weekdays(session, app_id, ids)
    return RosterPlan(
        tuple(_with_what_goes(one, standing, wanted, weekdays) for one in lines),
        {date_: shifts for date_, shifts in wanted.items() if _differ(shifts, standing[date_])},
    )


def dated(shift: RosterShift) -> DatedShift:
    """The shift as the rules know it."""
    return DatedShift(shift.day, shift.start_minute, shift.end_minute, shift.timezone)


def reached(session: Session, actor: Actor) -> list[MemberRow]:
    """Inside a verb: the active members whose hours the actor may edit. Raises NotAllowed where that is nobody."""
    rows = [row for row in members.rows(session, actor.app_id or "") if _is_reached(actor, row)]
    if not rows:
        raise NotAllowed("You may not change anybody's hours in this app.")
    return rows


def _is_reached(actor: Actor, row: MemberRow) -> bool:
    subject = Subject(app_id=actor.app_id, agent_id=row.person.id, team_id=row.member.team_id)
    return row.member.disabled_at is None and may(actor, "edit_hours", subject)


def _team(session: Session, actor: Actor) -> _Team:
    team = _Team()
    for row in members.rows(session, actor.app_id or ""):
        if row.member.disabled_at is not None:
            continue
        team.by_name[_plain(row.person.name)].append(row)
        team.by_email[row.person.email_key] = row
    return team


def _read(actor: Actor, team: _Team, row: FileRow) -> PlannedShift:
    findings = limits.Findings()
    if row.problem:
        findings.problems.append(Problem("line", row.problem))
    member = findings.take(_named, actor, team, roster_files.agent_of(row))
    day = findings.take(roster_files.day_of, row)
    minutes = findings.take(roster_files.minutes_of, row)
    timezone = findings.take(roster_files.zone_of, row, member.member.timezone if member else "UTC")
    agent = member.person.name if member else roster_files.agent_of(row)
    agent_id = member.person.id if member else ""
    today = local_day(clock.now(), timezone or "UTC")
    if day and day > today + FURTHEST:
        findings.problems.append(Problem("date", "This date is too far in the future.", "out_of_range"))
    shift = DatedShift(day, *minutes, timezone) if day and minutes and timezone else None
    if findings.problems:
        return PlannedShift(row.line, agent, agent_id, shift, "error", problems=tuple(findings.problems))
    return PlannedShift(row.line, agent, agent_id, shift, "over" if day and day < today else "set")


def _named(actor: Actor, team: _Team, said: str) -> MemberRow:
    """Whom a line names: by e-mail address or by name. Raises Invalid."""
    if not said:
        raise Invalid.of("agent", "This must not be empty.", "required")
    by_email = team.by_email.get(contacts.folded(said))
    matches = [by_email] if by_email else team.by_name.get(_plain(said), [])
    if not matches:
        raise Invalid.of("agent", "There is no such agent in this app.", "unknown")
    if len(matches) > 1:
        raise Invalid.of("agent", "Several agents are called so. Give the e-mail address.", "ambiguous")
    if not _is_reached(actor, matches[0]):
        raise Invalid.of("agent", "You may not change this agent's hours.", "not_allowed")
    return matches[0]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _without_clashes(
    lines: Sequence[PlannedShift],
    standing: Mapping[tuple[str, date], Sequence[DatedShift]],
    named: Mapping[tuple[str, date], None],
) -> list[PlannedShift]:
    """The lines with those bad that do not go together, and those held whose date has a bad one."""
    kept: dict[str, list[DatedShift]] = defaultdict(list)
    for (agent_id, day), shifts in standing.items():
        if (agent_id, day) not in named:
            kept[agent_id] += shifts
    new: dict[str, dict[int, DatedShift]] = defaultdict(dict)
    for one in lines:
        if one.act == "set" and one.shift:
            new[one.agent_id][one.line] = one.shift
    wrong = {
        line: problem
        for agent_id, shifts in new.items()
        for line, problem in roster_files.clashes(shifts, kept[agent_id]).items()
    }
    judged = [
        replace(one, act="error", problems=(Problem("line", wrong[one.line], "overlap"),)) if one.line in wrong else one
        for one in lines
    ]
    bad = {(one.agent_id, one.shift.day) for one in judged if one.act == "error" and one.shift}
    return [
        replace(one, act="held") if one.act == "set" and one.shift and (one.agent_id, one.shift.day) in bad else one
        for one in judged
    ]


def _by_date(lines: Sequence[PlannedShift]) -> dict[tuple[str, date], tuple[DatedShift, ...]]:
    wanted: dict[tuple[str, date], list[DatedShift]] = defaultdict(list)
    for one in lines:
        if one.act == "set" and one.shift:
            wanted[one.agent_id, one.shift.day].append(one.shift)
    return {date_: tuple(shifts) for date_, shifts in wanted.items()}


def _with_what_goes(
    one: PlannedShift,
    standing: Mapping[tuple[str, date], Sequence[DatedShift]],
    wanted: Mapping[tuple[str, date], Sequence[DatedShift]],
    weekdays: Mapping[str, frozenset[int]],
) -> PlannedShift:
    if one.act != "set" or one.shift is None:
        return one
    date_ = (one.agent_id, one.shift.day)
    before = standing.get(date_, ())
    if not _differ(wanted[date_], before):
        return replace(one, act="same")
    has_hours = one.shift.day.weekday() in weekdays.get(one.agent_id, frozenset())
    return replace(one, replaces="shifts" if before else "hours" if has_hours else "")


def _differ(these: Sequence[DatedShift], those: Sequence[DatedShift]) -> bool:
    return set(these) != set(those)
