"""A file becomes a new app: its people, presets, clients and bookings, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session

from ... import clock
from ...actors import SYSTEM, Actor, operator
from ...errors import Invalid
from ...models import App, DndWindow, Member, Person, Preset, RosterShift, ScheduleException, WorkingWindow
from ...queries import files as queries
from ...queries import locks
from ...rules import contacts
from ...rules.documents import path
from ...rules.terms import PresetTerms
from .. import apps, clients, members, passwords, presets
from ..transaction import writes
from . import bulk, check
from .schema import AgentRow, AppFile, AppRow, ClientRow, ExceptionRow, PresetRow, ShiftRow, WindowRow

_STANDARD = PresetRow(key="standard", name="Standard", slug="standard", active=True)
"""The preset of a file that brings none: an app needs one to take bookings."""


@dataclass(frozen=True, slots=True)
class ImportedApp:
    """What an import made: new ids by the file's keys, and the clients' secrets, shown this once."""

    app_id: str
    widget_key: str
    agents: Mapping[str, Mapping[str, str]]
    presets: Mapping[str, Mapping[str, str]]
    clients: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]


def import_app(document: object) -> ImportedApp:
    """Make a new app from a `callboard-app/1` document, whole or not at all.

    Its bookings make no webhook and no message, and are judged by nothing but the booking guard. Raises Invalid, which
    names every bad value by its path in the document.
    """
    file = check.app_file(document)
    file.presets = file.presets or [_STANDARD]
    hashes = [passwords.hashed(agent.password) if agent.password else None for agent in file.agents]
    return _store(file, hashes)


@writes
def _store(session: Session, file: AppFile, hashes: Sequence[str | None]) -> ImportedApp:
    return make(session, operator(), file, hashes)


def make(session: Session, actor: Actor, file: AppFile, hashes: Sequence[str | None]) -> ImportedApp:
    """Inside a verb: the app of a checked file, made by this actor. `hashes` are its agents' passwords. Raises Invalid."""
    now = clock.now()
    app = _app(session, actor, file.app)
    people = _people(session, app, file.agents, hashes)
    made = _presets(session, actor, app, file, people)
    keys = {client.key: _client(session, app, client) for client in file.clients}
    _require_free(session, file, people)
    bulk.insert_bookings(session, bulk.Setting(app, people, made, now), file.bookings)
    return ImportedApp(
        app_id=app.id,
        widget_key=app.widget_key,
        agents={key: {"id": person.id} for key, person in people.items()},
        presets={key: {"id": preset.id} for key, preset in made.items()},
        clients={key: asdict(client) for key, client in keys.items()},
        counts={"bookings": len(file.bookings)},
    )


def _app(session: Session, actor: Actor, row: AppRow) -> App:
    terms = apps.AppTerms(**row.model_dump(exclude={"id", "exceptions"}))
    try:
        app = apps.make(session, actor, terms)
    except Invalid as refused:
        raise _under("app", refused) from refused
    session.add_all(_exception(app, None, closure) for closure in row.exceptions)
    return app


def _people(session: Session, app: App, agents: Sequence[AgentRow], hashes: Sequence[str | None]) -> dict[str, Person]:
    """The person behind each agent's key: the account that the e-mail already has, as it is, or a new one."""
    known = queries.accounts(session, [contacts.folded(agent.email) for agent in agents])
    people: dict[str, Person] = {}
    for agent, password_hash in zip(agents, hashes, strict=True):
        account = known.get(contacts.folded(agent.email))
        people[agent.key] = account or members.make_person(session, agent.name, agent.email, password_hash)
        _join(session, app, agent, people[agent.key])
    session.flush()
    return people


def _join(session: Session, app: App, agent: AgentRow, person: Person) -> None:
    terms = members.MemberTerms(
        role=agent.role,
        team=agent.team,
        timezone=agent.timezone or app.timezone,
        languages=agent.languages,
        photo=agent.photo,
        weight=agent.weight,
    )
    member = members.make_member(session, app.id, person.id, terms)
    member.disabled_at = app.created_at if agent.disabled else None
    session.add_all(_window(member, window) for window in agent.working_hours)
    session.add_all(_shift(member, shift) for shift in agent.shifts)
    session.add_all(_exception(app, person.id, exception) for exception in agent.exceptions)
    session.add_all(
        DndWindow(app_id=app.id, person_id=person.id, created_at=app.created_at, **window.model_dump())
        for window in agent.dnd
    )


def _window(member: Member, row: WindowRow) -> WorkingWindow:
    return WorkingWindow(
        app_id=member.app_id,
        person_id=member.person_id,
        weekday=row.weekday,
        start_minute=row.start,
        end_minute=row.end,
        timezone=row.timezone or member.timezone,
    )


def _shift(member: Member, row: ShiftRow) -> RosterShift:
    start, end = row.minutes()
    return RosterShift(
        app_id=member.app_id,
        person_id=member.person_id,
        day=row.date,
        start_minute=start,
        end_minute=end,
        timezone=row.timezone or member.timezone,
    )


def _exception(app: App, person_id: str | None, row: ExceptionRow) -> ScheduleException:
    return ScheduleException(app_id=app.id, person_id=person_id, created_at=app.created_at, **row.model_dump())


def _presets(
    session: Session, actor: Actor, app: App, file: AppFile, people: Mapping[str, Person]
) -> dict[str, Preset]:
    """The presets by key. The active one is made first: an app's first preset is the active one."""
    made: dict[str, Preset] = {}
    weights = {agent.key: agent.weight for agent in file.agents}
    by = replace(actor, app_id=app.id)
    for place, row in sorted(enumerate(file.presets), key=lambda placed: not placed[1].active):
        terms = PresetTerms(**row.model_dump(include=set(PresetTerms.model_fields)))
        try:
            made[row.key] = presets.make(session, by, app.id, terms, agents=_offered(row, people, weights))
        except Invalid as refused:
            raise _under(path("presets", place), refused) from refused
        made[row.key].archived_at = app.created_at if row.archived else None
    return made


def _offered(
    row: PresetRow, people: Mapping[str, Person], weights: Mapping[str, int]
) -> list[presets.OfferedAgent] | None:
    if row.agents is None:
        return None
    return [presets.OfferedAgent(people[agent.key].id, agent.weight or weights[agent.key]) for agent in row.agents]


def _client(session: Session, app: App, row: ClientRow) -> clients.ClientKeys:
    return clients.add(
        session,
        replace(SYSTEM, app_id=app.id),
        clients.NewClient(name=row.name, scopes=row.scopes, app_ids=[app.id], rate_limits=row.rate_limits.model_dump()),
    )


def _require_free(session: Session, file: AppFile, people: Mapping[str, Person]) -> None:
    """Refuse rows that clash with what people who are in other apps too have there. Raises Invalid."""
    ids = [person.id for person in people.values()]
    locks.lock_agents(session, ids)
    elsewhere = queries.live_calls(session, ids)
    lines = {agent_id: [check.Taken(call) for call in calls] for agent_id, calls in elsewhere.items()}
    for agent, taken in check.lines(file.bookings).items():
        if people[agent].id in lines:
            lines[people[agent].id] += taken
    if problems := list(check.clashes(lines)):
        raise Invalid(problems)


def _under(parent: str, refused: Invalid) -> Invalid:
    """The same problems, their fields as paths below `parent`."""
    return Invalid([replace(problem, field=f"{parent}.{problem.field}") for problem in refused.problems])
