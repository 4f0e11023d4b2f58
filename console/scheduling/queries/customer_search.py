"""Customers, found through their calls: what is remembered of a person stands in what they booked.

A customer is as visible as one of their calls is, and is found by the words that find it. The calls are walked latest
first by the list's own indexes, a bounded number of them at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_
from sqlmodel import Session, col, select

from ..errors import Invalid
from ..models import Booking, Customer, CustomerContact, Member, Person
from ..rules.lifecycle import LIVE
from ..rules.permissions import Scope
from ..rules.search import search_words
from .booking_search import found_by
from .bookings import BookedCall, booked_calls, seen_by

_AT_ONCE = 200
"""Calls looked at together."""
_MOST_LOOKS = 5
"""So often for one page: behind a customer with thousands of calls it ends early, and goes on where it ended."""


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """A customer with what they are reached by and when they call. All of it as far as the scope sees.

    `next_at` is the start of the first live call that is not over, `last_at` that of the latest that has begun.
    """

    customer: Customer
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    next_at: datetime | None
    last_at: datetime | None
    calls: int


@dataclass(frozen=True, slots=True)
class Sight:
    """The latest call by which somebody sees a customer, as permissions judge it."""

    agent_id: str | None
    team_id: str | None


def page(
    session: Session, scope: Scope, search: str, limit: int, after: str | None = None
) -> tuple[list[str], str | None]:
    """The ids of customers by their latest call, and the call after which the next page goes on.

    `after` is the id of such a call. Raises Invalid for one that is unknown.
    """
    found: dict[str, str] = {}
    for _ in range(_MOST_LOOKS):
        calls = _walk(session, scope, search, _AT_ONCE, after)
        latest = _latest(session, scope, search, {customer for _, customer in calls}) if after else {}
        for call, customer in calls:
            if len(found) == limit:
                return list(found), after
            after = call
            if latest.get(customer, call) == call and customer not in found:
                found[customer] = call
        if len(calls) < _AT_ONCE:
            return list(found), None
    return list(found), after


def with_contacts(session: Session, app_id: str, contacts: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of the customers who have one of these contacts, each a kind and a value, in their order."""
    same = [(col(CustomerContact.kind) == kind) & (col(CustomerContact.value) == value) for kind, value in contacts]
    if not same:
        return []
    query = select(CustomerContact).where(CustomerContact.app_id == app_id, or_(*same))
    known = {(contact.kind, contact.value): contact.customer_id for contact in session.exec(query)}
    return list(dict.fromkeys(known[contact] for contact in contacts if contact in known))


def summaries(session: Session, scope: Scope, ids: Sequence[str], now: datetime) -> list[CustomerSummary]:
    """These customers in their order; those who are erased, or whom the scope does not see, are left out."""
    if not ids:
        return []
    customers = {one.id: one for one in session.exec(select(Customer).where(col(Customer.id).in_(ids)))}
    contacts = contacts_of(session, ids)
    spans = _spans(session, scope, ids, now)
    is_all = scope.kind == "app"
    return [
        CustomerSummary(
            customer=customers[one],
            phones=tuple(value for kind, value in contacts.get(one, ()) if kind == "phone"),
            emails=tuple(value for kind, value in contacts.get(one, ()) if kind == "email"),
            next_at=spans.get(one, _NONE)[0],
            last_at=spans.get(one, _NONE)[1],
            calls=spans.get(one, _NONE)[2],
        )
        for one in ids
        if one in customers
        and customers[one].erased_at is None
        and customers[one].merged_into_id is None
        and (one in spans or is_all)
    ]


def contacts_of(session: Session, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """By customer, the kinds and values of their contacts, oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    query = select(CustomerContact).where(col(CustomerContact.customer_id).in_(ids)).order_by(CustomerContact.id)
    for contact in session.exec(query):
        found.setdefault(contact.customer_id, []).append((contact.kind, contact.value))
    return found


def by_reference(session: Session, scope: Scope, reference: str) -> BookedCall | None:
    """The call with this reference, if the scope sees it."""
    query = booked_calls().where(*seen_by(session, scope), col(Booking.reference) == reference)
    row = session.execute(query).first()
    return BookedCall(*row) if row else None


def sight(session: Session, scope: Scope, customer: Customer) -> Sight | None:
    """How the scope sees this customer; None when it does not. A whole app's customers need no call to be seen."""
    query = (
        select(Booking.agent_id, Member.team_id)
        .outerjoin(Member, and_(Member.app_id == Booking.app_id, Member.person_id == Booking.agent_id))  # pyright: ignore[reportArgumentType]
        .where(*seen_by(session, scope), col(Booking.customer_id) == customer.id)
        .order_by(col(Booking.scheduled_at).desc())
    )
    row = session.execute(query.limit(1)).first()
    if row is None:
        return Sight(None, None) if scope.kind == "app" and customer.app_id == scope.app_id else None
    return Sight(*row)


def calls_of(
    session: Session, scope: Scope, customer_id: str, now: datetime, limit: int
) -> tuple[list[BookedCall], list[BookedCall]]:
    """A customer's calls that are to come, soonest first, and the others, latest first; at most `limit` of each."""
    theirs = booked_calls().where(*seen_by(session, scope), col(Booking.customer_id) == customer_id)
    ahead = col(Booking.status).in_(LIVE) & (col(Booking.ends_at) > now)
    coming = theirs.where(ahead).order_by(col(Booking.scheduled_at)).limit(limit)
    others = theirs.where(~ahead).order_by(col(Booking.scheduled_at).desc()).limit(limit)
    return (
        [BookedCall(*row) for row in session.execute(coming)],
        [BookedCall(*row) for row in session.execute(others)],
    )


def last_terms(session: Session, scope: Scope, customer_id: str) -> tuple[str, str, str] | None:
    """Agent, agent's name and preset of the customer's latest call that the scope sees."""
    query = (
        select(Booking.agent_id, Person.name, Booking.preset_id)
        .join(Person, col(Person.id) == Booking.agent_id)
        .where(*seen_by(session, scope), col(Booking.customer_id) == customer_id)
        .order_by(col(Booking.scheduled_at).desc())
    )
    row = session.execute(query.limit(1)).first()
    return (row[0], row[1], row[2]) if row else None


_NONE = (None, None, 0)


def _walk(session: Session, scope: Scope, search: str, limit: int, after: str | None) -> list[tuple[str, str]]:
    """Calls, latest first, as their own id and their customer's."""
    query = select(Booking.id, Booking.customer_id).where(*seen_by(session, scope), *found_by(session, search))
    if after:
        last = session.get(Booking, after)
        if last is None or last.app_id != scope.app_id:
            raise Invalid.of("after", "This page was not given by this list.")
        at = col(Booking.scheduled_at)
        query = query.where(at <= last.scheduled_at, or_(at < last.scheduled_at, col(Booking.id) < last.id))
    query = query.order_by(col(Booking.scheduled_at).desc(), col(Booking.id).desc()).limit(limit)
    return [(row[0], row[1]) for row in session.execute(query)]


def _latest(session: Session, scope: Scope, search: str, ids: set[str]) -> dict[str, str]:
    """By customer, the latest call that the search finds: on an earlier page they stood with that one."""
    words = [col(Booking.search_text).like(f"%{word}%") for word in search_words(search)]
    of_each = func.row_number().over(
        partition_by=Booking.customer_id,  # pyright: ignore[reportArgumentType]
        order_by=(col(Booking.scheduled_at).desc(), col(Booking.id).desc()),
    )
    ranked = (
        select(Booking.customer_id, Booking.id, of_each.label("place"))
        .where(*seen_by(session, scope), *words, col(Booking.customer_id).in_(ids))
        .subquery()
    )
    query = select(ranked.c.customer_id, ranked.c.id).where(ranked.c.place == 1)
    return dict(session.execute(query).all())


def _spans(
    session: Session, scope: Scope, ids: Sequence[str], now: datetime
) -> dict[str, tuple[datetime | None, datetime | None, int]]:
    at = col(Booking.scheduled_at)
    ahead = col(Booking.status).in_(LIVE) & (col(Booking.ends_at) > now)
    begun = (at <= now) & (col(Booking.status) != "cancelled")
    query = (
        select(
            Booking.customer_id, func.min(case((ahead, at))), func.max(case((begun, at))), func.count(col(Booking.id))
        )
        .where(*seen_by(session, scope), col(Booking.customer_id).in_(ids))
        .group_by(col(Booking.customer_id))
    )
    return {customer: (next_at, last_at, calls) for customer, next_at, last_at, calls in session.execute(query)}
