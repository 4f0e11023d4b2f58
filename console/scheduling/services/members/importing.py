"""Members from a file: what each line would come to, and doing it, whole or without the bad lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import Session

from ...actors import Actor
from ...errors import Invalid, Problem
from ...models import App, Member, Person
from ...queries import members as found
from ...queries import people as accounts
from ...rules import contacts, limits, member_files
from ...rules.member_files import FileRow
from ...rules.permissions import Subject, may, require
from .. import audit
from ..changes import Change, announce
from ..transaction import reads, writes
from . import making
from .changing import app_of, comparable
from .inviting import Invitation, NewMember, let_in
from .making import MemberTerms

Act = Literal["invite", "change", "nothing", "error"]


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """What one line comes to. `fields` are those that a change touches, or an invitation gives; `problems` why it is bad."""

    line: int
    name: str
    email: str
    act: Act
    terms: MemberTerms
    fields: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedMember:
    """What came of one line, with its invitation where it is one."""

    planned: PlannedMember
    invitation: Invitation | None = None


@dataclass(slots=True)
class _Roster:
    """Who is there already, and which owners would be left."""

    app: App
    people: dict[str, Person]
    members: dict[str, Member]
    teams: dict[str, str]
    owners: set[str]
    lines: dict[str, int] = field(default_factory=dict)
    """Address -> the line it was met in first."""


@reads
def preview(session: Session, actor: Actor, data: bytes) -> list[PlannedMember]:
    """What each line of the file would come to now. Raises NotAllowed, AppNotFound, and Invalid on `file`."""
    _judge(actor)
    rows = member_files.read(data)
    return _plan(actor, _roster(session, actor, rows), rows)


@writes
def import_file(session: Session, actor: Actor, data: bytes, *, skip_bad: bool = False) -> list[ImportedMember]:
    """Invite and change whom the file names, in one transaction; bad lines are left out where they may be.

    Raises NotAllowed, AppNotFound, and Invalid on `file`: also for one bad line, unless `skip_bad`.
    """
    _judge(actor)
    rows = member_files.read(data)
    found.locked(session, actor.app_id or "")
    roster = _roster(session, actor, rows)
    planned = _plan(actor, roster, rows)
    bad = [one.line for one in planned if one.act == "error"]
    if bad and not skip_bad:
        raise Invalid.of(member_files.FIELD, f"Line {bad[0]} is bad, so nothing was done. See what is wrong with it.")
    _change(session, actor, roster, [one for one in planned if one.act == "change"])
    invited = _invite(session, actor, roster, [one for one in planned if one.act == "invite"])
    announce(session, Change(roster.app.id, "settings"))
    return [ImportedMember(one, invited.get(one.line)) for one in planned]


def _judge(actor: Actor) -> None:
    for verb in ("invite", "edit_members"):
        require(actor, verb, Subject(app_id=actor.app_id))


def _roster(session: Session, actor: Actor, rows: Sequence[FileRow]) -> _Roster:
    app = app_of(session, actor)
    there = found.rows(session, app.id)
    asked = {contacts.folded(row["email"]) for row in rows}
    people = {row.person.email_key: row.person for row in there if row.person.email_key in asked}
    people |= {one.email_key: one for one in accounts.by_emails(session, sorted(asked - people.keys()))}
    return _Roster(
        app,
        people,
        {row.person.id: row.member for row in there},
        {team.id: team.name for team in found.teams(session, app.id)},
        {row.person.id for row in there if row.member.role == "owner" and row.member.disabled_at is None},
    )


def _plan(actor: Actor, roster: _Roster, rows: Iterable[FileRow]) -> list[PlannedMember]:
    return [_planned(actor, roster, row) for row in rows]


def _planned(actor: Actor, roster: _Roster, row: FileRow) -> PlannedMember:
    findings = limits.Findings()
    if row.problem:
        findings.problems.append(Problem("line", row.problem))
    email = findings.take(contacts.email, row["email"], "email") or row["email"]
    person = roster.people.get(contacts.folded(email))
    member = roster.members.get(person.id) if person else None
    is_active = member is not None and member.disabled_at is None
    if met := roster.lines.get(contacts.folded(email)):
        findings.problems.append(Problem("email", f"This address stands in line {met} already.", "twice"))
    roster.lines.setdefault(contacts.folded(email), row.line)
    name = person.name if person and is_active else findings.take(limits.guest_name, row["name"], "name") or row["name"]
    before = _terms_of(roster, member) if member and is_active else MemberTerms(timezone=roster.app.timezone)
    terms = _checked(roster, row, before, findings)
    _check_rank(actor, roster, member, terms, findings)
    if findings.problems:
        return PlannedMember(row.line, name, email, "error", terms, problems=tuple(findings.problems))
    if not is_active:
        return PlannedMember(
            row.line, name, email, "invite", terms, tuple(one for one in member_files.COLUMNS if row[one])
        )
    if before.role == "owner" and terms.role != "owner" and person:
        roster.owners.discard(person.id)
    fields = tuple(one for one in ("role", "team", "timezone", "languages", "weight") if _differ(before, terms, one))
    return PlannedMember(row.line, name, email, "change" if fields else "nothing", terms, fields)


def _checked(roster: _Roster, row: FileRow, before: MemberTerms, findings: limits.Findings) -> MemberTerms:
    """What the line makes of the member: an empty cell leaves it as it is."""
    weight = row["weight"]
    wanted = MemberTerms(
        role=(row["role"].lower() or before.role),  # pyright: ignore[reportArgumentType]  (it is checked next)
        team=row["team"] or before.team,
        timezone=row["timezone"] or before.timezone,
        languages=member_files.words_of(row["languages"]) or before.languages,
        photo=before.photo,
        weight=before.weight if not weight else int(weight) if weight.isdecimal() and len(weight) < 5 else 0,
    )
    try:
        return making.checked(roster.app, wanted, limits.Findings())
    except Invalid as refused:
        findings.problems.extend(refused.problems)
        return wanted


def _check_rank(
    actor: Actor, roster: _Roster, member: Member | None, wanted: MemberTerms, findings: limits.Findings
) -> None:
    """Owners are made and changed by owners alone, and one stays."""
    was_owner = member is not None and member.role == "owner"
    makes_owners = may(actor, "edit_owners", Subject(app_id=actor.app_id))
    if (was_owner or wanted.role == "owner") and not makes_owners:
        findings.problems.append(Problem("role", "Only an owner makes and changes owners.", "not_allowed"))
    elif member and was_owner and wanted.role != "owner" and roster.owners == {member.person_id}:
        findings.problems.append(Problem("role", "An app needs an owner.", "last_owner"))


def _terms_of(roster: _Roster, member: Member) -> MemberTerms:
    return MemberTerms(
        role=member.role,  # pyright: ignore[reportArgumentType]  (a text in the database)
        team=roster.teams.get(member.team_id or ""),
        timezone=member.timezone,
        languages=member.languages,
        photo=member.photo,
        weight=member.weight,
    )


def _differ(before: MemberTerms, after: MemberTerms, name: str) -> bool:
    old, new = getattr(before, name), getattr(after, name)
    if name == "team":
        return (old or "").casefold() != (new or "").casefold()
    return list(old) != list(new) if name == "languages" else old != new


def _invite(session: Session, actor: Actor, roster: _Roster, planned: Sequence[PlannedMember]) -> dict[int, Invitation]:
    """Let these people in; gives their invitations by line."""
    new = []
    for one in planned:
        person, member = _there(roster, one)
        new.append(NewMember(one.name, one.email, one.terms, person, member))
    made = let_in(session, actor, roster.app, new)
    return {one.line: invitation for one, invitation in zip(planned, made, strict=True)}


def _change(session: Session, actor: Actor, roster: _Roster, planned: Sequence[PlannedMember]) -> None:
    teams = making.team_ids(session, roster.app.id, [one.terms.team for one in planned])
    for one in planned:
        _, member = _there(roster, one)
        assert member is not None
        before = comparable(member)
        making.fill(member, one.terms, teams)
        changed = [name for name, value in comparable(member).items() if before[name] != value]
        audit.record(session, actor, "member.changed", member.person_id, changed)
        announce(session, Change(member.app_id, "settings", member.person_id, member.person_id))


def _there(roster: _Roster, planned: PlannedMember) -> tuple[Person | None, Member | None]:
    person = roster.people.get(contacts.folded(planned.email))
    return person, roster.members.get(person.id) if person else None
