"""Test apps: copies in which integrators try everything, and which reach no customer and no agent.

A copy has its own people, since one person's calls keep clear of each other in every app of the installation; its messages
stop at the outbox, and its webhooks say `test`. The export knows what makes up an app, the import how to make one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import SYSTEM, Actor
from ..errors import AppNotFound, Conflict, NotFound
from ..models import App, Member
from ..queries import apps as found_apps
from ..queries import members as found_members
from ..queries import presets as found_presets
from ..rules import limits
from ..rules.permissions import Subject, require
from . import audit, bookings, clients, members, reminders, webhooks
from .changes import Change, announce
from .clients import ClientKeys, NewClient
from .files import dump, load
from .files.double import double
from .transaction import reads, writes

MOST = 10
"""Test apps that an app may have at the same time."""
_CLIENT = "Test client"


@dataclass(frozen=True, slots=True)
class AppCopy:
    """A fresh test app, its new ids by those of the app it was copied from, and the keys of its one client."""

    app_id: str
    widget_key: str
    agents: Mapping[str, str]
    presets: Mapping[str, str]
    keys: ClientKeys


@dataclass(frozen=True, slots=True)
class CopyView:
    """A test app as the app's settings list it."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Copies:
    """What the settings say of this: the app that the one at hand is a test app of, if it is one, and its own copies."""

    original: str | None
    copies: tuple[CopyView, ...]


@reads
def overview(session: Session, actor: Actor) -> Copies:
    """The actor's app and its test apps, oldest first. Raises AppNotFound, NotAllowed."""
    require(actor, "edit_test_apps", Subject(app_id=actor.app_id))
    app = _app(session, actor)
    original = session.get_one(App, app.test_of_app_id) if app.test_of_app_id else None
    copies = [CopyView(copy.id, copy.name, copy.created_at) for copy in found_apps.tests_of(session, app.id)]
    return Copies(original.name if original else None, tuple(copies))


@writes
def copy(session: Session, actor: Actor) -> AppCopy:
    """Copy the actor's app as a test app, which the actor owns; when the operator copies, whoever owns the app.

    Terms, presets and agents with their hours come along; calls, customers, webhooks, clients and credentials stay. The
    secret of its client is shown this once. Raises NotAllowed, AppNotFound, and Conflict (`is_test_app`,
    `too_many_test_apps`).
    """
    require(actor, "edit_test_apps", Subject(app_id=actor.app_id))
    app = found_presets.lock(session, actor.app_id or "")  # so that nobody else counts the copies meanwhile
    if app is None or app.archived_at:
        raise AppNotFound("There is no such app.")
    if app.test_of_app_id:
        raise Conflict("This is a test app itself. Copy the app that it is a copy of.", code="is_test_app")
    others = found_apps.tests_of(session, app.id)
    if len(others) >= MOST:
        raise Conflict(f"An app has at most {MOST} test apps. Delete one first.", code="too_many_test_apps")
    file = double(dump.outline(session, app), _name(app.name, {other.name for other in others}))
    made = load.make(session, actor, file, [None] * len(file.agents))
    session.get_one(App, made.app_id).test_of_app_id = app.id
    _own(session, app.id, made.app_id, actor)
    keys = clients.add(session, _inside(actor, made.app_id), NewClient(name=_CLIENT, app_ids=[made.app_id]))
    audit.record(session, actor, "app.copied_as_test", made.app_id)
    announce(session, Change(app.id, "settings", made.app_id))
    return AppCopy(made.app_id, made.widget_key, _ids(made.agents), _ids(made.presets), keys)


@writes
def delete(session: Session, actor: Actor, app_id: str) -> None:
    """Close a test app for good: the actor's own app, or a copy of it.

    It is gone at once for people, customers and clients alike, and tells nobody anything more; the sweep removes its rows
    a day later, when nothing that was under way can still need them. Raises NotFound, NotAllowed, Conflict (`no_test_app`).
    """
    require(actor, "edit_test_apps", Subject(app_id=actor.app_id))
    app = found_presets.lock(session, app_id)
    if app is None or app.archived_at or actor.app_id not in (app.id, app.test_of_app_id):
        raise NotFound("There is no such test app.")
    if app.test_of_app_id is None:
        raise Conflict("This is no test app. Only test apps can be deleted.", code="no_test_app")
    app.archived_at = clock.now()
    clients.leave(session, app.id)
    webhooks.end_all(session, app.id)
    reminders.call_off(session, app.id)
    bookings.leave_alone(session, app.id)
    audit.record(session, actor, "app.test_deleted", app.id, app_id=app.test_of_app_id)
    announce(session, Change(app.test_of_app_id, "settings", app.id))
    announce(session, Change(app.id, "settings"))


def _app(session: Session, actor: Actor) -> App:
    app = session.get(App, actor.app_id or "")
    if app is None or app.archived_at:
        raise AppNotFound("There is no such app.")
    return app


def _name(original: str, taken: set[str]) -> str:
    """`Acme (test)`, or the first of `Acme (test 2)`, ... that no other copy has."""
    marks = (" (test)", *(f" (test {number})" for number in range(2, MOST + 2)))
    names = (original[: limits.NAME_LENGTH - len(mark)] + mark for mark in marks)
    return next(name for name in names if name not in taken)


def _own(session: Session, app_id: str, copy_id: str, actor: Actor) -> None:
    """Make the actor the owner of the copy, or whoever owns the app where it is the operator who copies."""
    owning = found_members.owners(session, app_id) if actor.id is None else [_member(session, app_id, actor.id)]
    for one in owning:
        terms = members.MemberTerms(role="owner", timezone=one.timezone, languages=one.languages)
        members.make_member(session, copy_id, one.person_id, terms)


def _member(session: Session, app_id: str, person_id: str) -> Member:
    member = found_members.member(session, app_id, person_id)
    if member is None:
        raise NotFound("There is no such member of this app.")
    return member


def _inside(actor: Actor, app_id: str) -> Actor:
    """The actor in the app that they now own; the operator is a member of nothing."""
    return replace(SYSTEM if actor.id is None else replace(actor, role="owner"), app_id=app_id)


def _ids(made: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {key: new["id"] for key, new in made.items()}
