"""Finding a customer by whatever of them is at hand: a phone, a name, an e-mail, or a reference that they read out."""

from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid
from ..models import App
from ..queries import customer_search as queries
from ..queries.bookings import BookedCall
from ..queries.customer_search import CustomerSummary
from ..rules import contacts, references
from ..rules.permissions import Subject, require, visible_to
from ..rules.search import search_words
from . import places
from .transaction import reads

_LETTERS = 3
"""A search needs one word as long: shorter ones would be looked for in every call there is."""
_LONGEST = 200
PAGE = 50
"""Customers on one page of the list."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found. `is_too_short`: nothing was looked for yet. `after` is where the next page goes on, if there is one."""

    customers: list[CustomerSummary]
    call: BookedCall | None = None
    """The one whose reference was typed."""
    is_too_short: bool = False
    after: str | None = None


@reads
def find(session: Session, actor: Actor, typed: str, *, limit: int = 6) -> Hits:
    """The customers, and the call, that a few typed letters or digits lead to, for this actor. Raises NotAllowed.

    Word order, accents, case and the format of a phone number make no difference, as in the list of calls; a number
    that is complete is also read as dialled in the app's country.
    """
    require(actor, "see_customers", Subject(app_id=actor.app_id))
    typed = typed.strip()[:_LONGEST]
    if not _is_enough(typed):
        return Hits([], is_too_short=True)
    scope = visible_to(actor)
    reference = references.as_typed(typed)
    call = queries.by_reference(session, scope, reference) if reference else None
    exact = queries.with_contacts(session, actor.app_id or "", _as_contact(session, actor, typed))
    by_words, _ = queries.page(session, scope, typed, limit)
    ids = list(dict.fromkeys([*exact, *by_words]))[:limit]
    return Hits(queries.summaries(session, scope, ids, clock.now()), call)


@reads
def page(session: Session, actor: Actor, search: str = "", *, after: str | None = None, limit: int = PAGE) -> Hits:
    """One page of the customers whom this actor sees, by their latest call. Raises NotAllowed, Invalid."""
    require(actor, "see_customers", Subject(app_id=actor.app_id))
    search = search.strip()[:_LONGEST]
    if search and not _is_enough(search):
        return Hits([], is_too_short=True)
    scope = visible_to(actor)
    exact = queries.with_contacts(session, actor.app_id or "", _as_contact(session, actor, search)) if search else []
    ids, further = queries.page(session, scope, search, limit, after)
    if not after:
        ids = list(dict.fromkeys([*exact, *ids]))
    return Hits(queries.summaries(session, scope, ids, clock.now()), after=further)


def _is_enough(typed: str) -> bool:
    return any(len(word) >= _LETTERS for word in search_words(typed))


def _as_contact(session: Session, actor: Actor, typed: str) -> list[tuple[str, str]]:
    """What was typed as the key of a customer, where it can be one."""
    if "@" in typed:
        return [("email", contacts.folded(typed))]
    if not any(letter.isdigit() for letter in typed):
        return []
    region = places.region(session.get_one(App, actor.app_id).timezone)
    try:
        return [("phone", contacts.phone(typed, region))]
    except Invalid:
        return []
