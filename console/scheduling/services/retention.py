"""Forgetting customers who have long stayed away, where an app wants that: as `customer_erasing`, and by itself.

What counts is a customer's last call: whoever comes back keeps their whole story. One with a call that is not over is
never forgotten, and neither is anything of the calls but what says who was called.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import SYSTEM, Actor
from ..models import App
from ..queries import customer_search, locks
from ..queries import retention as queries
from ..rules import retention as rules
from ..rules.permissions import Subject, require
from . import audit, customer_erasing
from .changes import Change, announce
from .transaction import reads, writes

_AT_ONCE = 20


@reads
def months(session: Session, actor: Actor) -> int | None:
    """How many months after their last call the app forgets a customer; None: never. Raises NotAllowed."""
    return _app(session, actor).retention_months


@reads
def preview(session: Session, actor: Actor, months: int | None) -> int:
    """How many customers would be forgotten at once if the app did so after these months. Raises NotAllowed, Invalid."""
    app, kept = _app(session, actor), rules.checked(months)
    return queries.count(session, app.id, rules.cutoff(clock.now(), kept, app.timezone)) if kept else 0


@writes
def keep_for(session: Session, actor: Actor, months: int | None) -> None:
    """Forget customers so many months after their last call from now on; None: never. Raises NotAllowed, Invalid."""
    app, kept = _app(session, actor), rules.checked(months)
    if app.retention_months != kept:
        app.retention_months = kept
        audit.record(session, actor, "app.changed", app.id, ["retention_months"])
        announce(session, Change(app.id, "settings"))


def forget_due() -> int:
    """Forget whoever is to be forgotten in any app, a few a transaction; gives how many. Any number may do so at once."""
    now, total = clock.now(), 0
    for app_id, before in _due(now):
        while ids := _some(app_id, before):
            gone = _forget(app_id, before, ids)
            total += gone
            if not gone:  # somebody else is at them
                break
    return total


@reads
def _due(session: Session, now: datetime) -> list[tuple[str, datetime]]:
    return [
        (app.id, rules.cutoff(now, app.retention_months, app.timezone))
        for app in queries.apps(session)
        if app.retention_months
    ]


@reads
def _some(session: Session, app_id: str, before: datetime) -> list[str]:
    return queries.some(session, app_id, before, _AT_ONCE)


@writes
def _forget(session: Session, app_id: str, before: datetime, ids: list[str]) -> int:
    """How many of these went. Who books takes the lock of their contacts first: it is asked again behind these."""
    reached = customer_search.contacts_of(session, ids).values()
    locks.lock_contacts(session, app_id, {value for contacts in reached for _, value in contacts})
    away = queries.still(session, app_id, before, ids)
    actor = replace(SYSTEM, app_id=app_id)
    for customer in away:
        customer_erasing.forget(session, actor, customer)
    if away:
        audit.record(session, actor, "customer.forgotten", None, [str(len(away))])
    return len(away)


def _app(session: Session, actor: Actor) -> App:
    """The actor's app, for who may settle this. Raises NotAllowed."""
    for verb in ("edit_settings", "erase_customer"):
        require(actor, verb, Subject(app_id=actor.app_id))
    return session.get_one(App, actor.app_id)
