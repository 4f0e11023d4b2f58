"""A week's figures by e-mail, for who may see them and wishes for them: theirs is a notice like any other.

The week is Monday to Sunday of the zone in which the reader is shown times, and the figures go out on the Monday after
it, at eight o'clock there; `services.weekly_sending` does that.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotAllowed, NotFound
from ..messages.words import wished
from ..models import App, Member, Person, WeeklyFigures
from ..queries import notices as found_notices
from ..queries import weekly_figures as found
from ..rules import permissions
from ..rules import weekly_figures as rules
from ..rules.permissions import Subject
from ..settings import settings
from . import installation
from .transaction import reads, writes

KIND = "weekly_figures"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether the actor gets a week's figures; `next_at` is when the next would go out, `address` where to.

    `timezone` is the zone whose weeks they are.
    """

    wanted: bool
    next_at: datetime
    timezone: str
    address: str


@dataclass(frozen=True, slots=True)
class LinkedWish:
    """Whose wish a link is about, whether they get the figures, and the language they are written to in."""

    app_name: str
    address: str
    wanted: bool
    language: str


@reads
def look(session: Session, actor: Actor) -> Wish:
    """The actor's own wish in their app. Raises NotAllowed for who may see no figures, NotFound in a test app."""
    app, member, person = _reader(session, actor)
    zone_name = zone_of(app, member, person)
    wanted = found.wish(session, app.id, person.id) is not None
    return Wish(wanted, rules.following(clock.now(), zone_name), zone_name, person.email)


def unsubscribe_url(app_id: str, person_id: str) -> str:
    """Where one click ends the person's weekly figures of this app, without signing in."""
    return f"{settings().base_url}/unsubscribe/figures/{_token(app_id, person_id)}"


@reads
def look_by_link(session: Session, token: str) -> LinkedWish:
    """What the link of a letter is about. Raises NotFound for one that leads nowhere."""
    app, person = _linked(session, token)
    return LinkedWish(
        app.name, person.email, found.wish(session, app.id, person.id) is not None, _language(app, person)
    )


@writes
def choose_by_link(session: Session, token: str, *, wanted: bool) -> None:
    """End the letters that this link came with, or have them again. Raises NotFound."""
    app, person = _linked(session, token)
    member = found_notices.active_member(session, app.id, person.id)
    if not wanted or member is None:
        _end(session, app.id, person.id)
    elif found.wish(session, app.id, person.id) is None:
        _begin(session, app, member, person)


@writes
def choose(session: Session, actor: Actor, *, wanted: bool) -> None:
    """Send the actor the figures of each week from now on, or no more. Raises as `look`."""
    app, member, person = _reader(session, actor)
    if not wanted:
        _end(session, app.id, person.id)
    elif found.wish(session, app.id, person.id) is None:
        _begin(session, app, member, person)


def _reader(session: Session, actor: Actor) -> tuple[App, Member, Person]:
    permissions.require(actor, "see_insights", Subject(app_id=actor.app_id))
    member = found_notices.active_member(session, actor.app_id or "", actor.id or "")
    if member is None:
        raise NotAllowed("Only members of the app have notices.")
    app = session.get_one(App, member.app_id)
    if app.test_of_app_id:
        raise NotFound("A test app stays out of insights.")
    return app, member, session.get_one(Person, member.person_id)


def zone_of(app: App, member: Member, person: Person) -> str:
    """The zone in which the console shows this person times: a link's list is then of the same days."""
    return app.timezone if person.preferences.get("times") == "app" else member.timezone


def _begin(session: Session, app: App, member: Member, person: Person) -> None:
    now = clock.now()
    due = rules.following(now, zone_of(app, member, person))
    session.add(WeeklyFigures(app_id=app.id, person_id=person.id, due_at=due, created_at=now))


def _end(session: Session, app_id: str, person_id: str) -> None:
    """No more of them, nor what is owed and not tried yet."""
    if wish := found.wish(session, app_id, person_id):
        session.delete(wish)
    for row in found_notices.standing(session, person_id, (KIND,), person_id):
        if row.app_id == app_id:
            row.status = "withdrawn"


def _linked(session: Session, token: str) -> tuple[App, Person]:
    app_part, _, rest = token.partition("-")
    person_part, _, _ = rest.partition("-")
    app, person = session.get(App, f"app_{app_part}"), session.get(Person, f"per_{person_part}")
    is_ours = app and person and hmac.compare_digest(_token(app.id, person.id).encode(), token.encode())
    if not (app and person and is_ours) or app.archived_at:
        raise NotFound("This link leads to no weekly figures.")
    return app, person


def _token(app_id: str, person_id: str) -> str:
    """As the tokens of `services.links`: nothing is stored, and nobody guesses one."""
    proof = hmac.digest(installation.key(), f"{KIND}:{app_id}:{person_id}".encode(), "sha256")[:20]
    return f"{app_id.removeprefix('app_')}-{person_id.removeprefix('per_')}-{b32encode(proof).decode().lower()}"


def _language(app: App, person: Person) -> str:
    return wished(person.preferences.get("language"), app.language) or "en"
