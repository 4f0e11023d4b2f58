"""What a person is in an app, checked and stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ... import clock
from ...actors import Role
from ...errors import Problem
from ...models import App, Member, Person, Team
from ...queries import members as found
from ...rules import contacts, limits, zones
from ...rules.permissions import Verb

ROLES: tuple[Role, ...] = ("owner", "admin", "lead", "supervisor", "agent")
_MOST_LANGUAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTerms:
    """What a person is in an app. `team` is a name, made when new; `timezone` None: the app's; `weight` is 1 to 100.

    `photo` is the address of a picture for customers.
    """

    role: Role = "agent"
    team: str | None = None
    timezone: str | None = None
    languages: Sequence[str] = ()
    photo: str | None = None
    weight: int = 1


def verb_to_help(role: str) -> Verb:
    """What one must be allowed to do, to turn two-step sign-in off for a member of this role."""
    return "edit_owners" if role in ("owner", "admin") else "edit_members"


def make_person(session: Session, name: str, email: str, password_hash: str | None = None) -> Person:
    """Inside a verb: an account for a checked name and address, flushed."""
    person = new_person(name, email, password_hash)
    session.add(person)
    session.flush()
    return person


def new_person(name: str, email: str, password_hash: str | None = None) -> Person:
    """An account for a checked name and address, to be added."""
    return Person(
        name=name,
        email=email,
        email_key=contacts.folded(email),
        password_hash=password_hash,
        created_at=clock.now(),
    )


def make_member(session: Session, app_id: str, person_id: str, checked: MemberTerms) -> Member:
    """Inside a verb: a membership on checked terms, flushed."""
    member = new_member(app_id, person_id)
    apply(session, member, checked)
    return member


def new_member(app_id: str, person_id: str) -> Member:
    """A membership, to be filled and added."""
    return Member(app_id=app_id, person_id=person_id, role="", timezone="", joined_at=clock.now())


def checked(app: App, wanted: MemberTerms, findings: limits.Findings) -> MemberTerms:
    """The terms as they are stored, with no default left open. Raises Invalid, with what `findings` held before too."""
    if wanted.role not in ROLES:
        findings.problems.append(Problem("role", f"This must be one of: {', '.join(ROLES)}.", "unknown_choice"))
    zone = findings.take(zones.zone, wanted.timezone or app.timezone)
    team = findings.take(limits.guest_name, wanted.team, "team") if wanted.team and wanted.team.strip() else None
    languages = [findings.take(limits.language, each, "languages") or "" for each in wanted.languages]
    if len(languages) > _MOST_LANGUAGES:
        findings.problems.append(Problem("languages", f"At most {_MOST_LANGUAGES}.", "too_long"))
    photo = findings.take(limits.web_address, wanted.photo, "photo")
    weight = findings.take(limits.whole, wanted.weight, "weight", limits.WEIGHT)
    findings.settle()
    return MemberTerms(
        role=wanted.role,
        team=team,
        timezone=zone.key if zone else None,
        languages=list(dict.fromkeys(languages)),
        photo=photo,
        weight=weight or 1,
    )


def apply(session: Session, member: Member, checked: MemberTerms) -> None:
    """Inside a verb: these are the member's terms now, flushed."""
    fill(member, checked, team_ids(session, member.app_id, [checked.team]))
    session.add(member)
    session.flush()


def fill(member: Member, checked: MemberTerms, teams: Mapping[str, str]) -> None:
    """These are the member's terms now; `teams` are the ids of `team_ids`."""
    member.role, member.timezone = checked.role, checked.timezone or "UTC"
    member.languages, member.weight, member.photo = list(checked.languages), checked.weight, checked.photo
    member.team_id = teams[checked.team.lower()] if checked.team else None


def team_ids(session: Session, app_id: str, names: Iterable[str | None]) -> dict[str, str]:
    """Inside a verb: the ids of the teams of these names in lower case, made where there are none, flushed.

    The app's members are locked, so that nobody else makes them.
    """
    wanted = {name.lower(): name for name in names if name}
    if not wanted:
        return {}
    known = {team.name.lower(): team.id for team in found.teams(session, app_id)}
    for team in (Team(app_id=app_id, name=name) for key, name in wanted.items() if key not in known):
        session.add(team)
        known[team.name.lower()] = team.id
    session.flush()
    return known
