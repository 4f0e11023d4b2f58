"""The customers whose pages a person opened last: their ids alone are kept, with the person, for all of their browsers."""

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..queries import customer_search as queries
from ..queries.customer_search import CustomerSummary
from ..rules.permissions import Subject, may, visible_to
from . import people
from .transaction import reads, writes

_PREFERENCE = "recent_customers"
"""Under which name they stand among a person's preferences, latest first."""
_KEPT = 20
"""In all apps of the person together."""


def is_latest(preferences: dict[str, str], customer_id: str) -> bool:
    """Whether there is nothing to note, since this customer was opened last."""
    return _ids(preferences)[:1] == [customer_id]


@writes
def note(session: Session, actor: Actor, customer_id: str) -> None:
    """The actor opened this customer's page. Raises SignInNeeded."""
    person = people.own(session, actor)
    known = [one for one in _ids(person.preferences) if one != customer_id]
    person.preferences = {**person.preferences, _PREFERENCE: ",".join([customer_id, *known][:_KEPT])}


@reads
def of(session: Session, actor: Actor, *, limit: int = 5) -> list[CustomerSummary]:
    """Whom the actor opened last in this app, latest first, as far as they may still be seen. Raises SignInNeeded."""
    if not may(actor, "see_customers", Subject(app_id=actor.app_id, agent_id=actor.id, team_id=actor.team_id)):
        return []
    ids = _ids(people.own(session, actor).preferences)
    known = queries.summaries(session, visible_to(actor), ids, clock.now())
    return [one for one in known if one.customer.app_id == actor.app_id][:limit]


def _ids(preferences: dict[str, str]) -> list[str]:
    return [one for one in preferences.get(_PREFERENCE, "").split(",") if one]
