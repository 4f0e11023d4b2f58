"""A week's figures by e-mail, for who may see them and wishes for them: theirs is a notice like any other.

The week is Monday to Sunday of the zone in which the reader is shown times, and the figures go out on the Monday after
it, at eight o'clock there. They are worked out before the notice is owed, with no transaction open that writes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotAllowed, NotFound
from ..models import App, Member, Person, WeeklyFigures
from ..queries import notices as found_notices
from ..queries import weekly_figures as found
from ..rules import permissions
from ..rules import weekly_figures as rules
from ..rules.permissions import Subject
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


@reads
def look(session: Session, actor: Actor) -> Wish:
    """The actor's own wish in their app. Raises NotAllowed for who may see no figures, NotFound in a test app."""
    app, member, person = _reader(session, actor)
    zone_name = _zone(app, member, person)
    wanted = found.wish(session, app.id, person.id) is not None
    return Wish(wanted, rules.following(clock.now(), zone_name), zone_name, person.email)


@writes
def choose(session: Session, actor: Actor, *, wanted: bool) -> None:
    """Send the actor the figures of each week from now on, or no more. Raises as `look`."""
    app, member, person = _reader(session, actor)
    if not wanted:
        _end(session, app.id, person.id)
    elif found.wish(session, app.id, person.id) is None:
        now = clock.now()
        due = rules.following(now, _zone(app, member, person))
        session.add(WeeklyFigures(app_id=app.id, person_id=person.id, due_at=due, created_at=now))


def _reader(session: Session, actor: Actor) -> tuple[App, Member, Person]:
    permissions.require(actor, "see_insights", Subject(app_id=actor.app_id))
    member = found_notices.active_member(session, actor.app_id or "", actor.id or "")
    if member is None:
        raise NotAllowed("Only members of the app have notices.")
    app = session.get_one(App, member.app_id)
    if app.test_of_app_id:
        raise NotFound("A test app stays out of insights.")
    return app, member, session.get_one(Person, member.person_id)


def _zone(app: App, member: Member, person: Person) -> str:
    """The zone in which the console shows this person times: a link's list is then of the same days."""
    return app.timezone if person.preferences.get("times") == "app" else member.timezone


def _end(session: Session, app_id: str, person_id: str) -> None:
    if wish := found.wish(session, app_id, person_id):
        session.delete(wish)
