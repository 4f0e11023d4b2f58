"""Forgetting a customer: their values leave every table, while the fact that calls took place stays.

What stays is what says nothing of the person: the ids, when a call was, with which agent and on which terms, and how it
ended. Backups made before, and what was sent to receivers of webhooks and to the customer, are out of our hands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..messages.words import word
from ..models import App, Booking, Customer
from ..queries import customer_search as found
from ..queries import customers as queries
from ..queries import erasing, locks
from ..rules import lifecycle, permissions
from ..rules.search import Called, search_text
from . import audit, views
from .bookings.ending import call_off
from .calls import call_object
from .changes import Change, announce
from .customer_records import seen
from .once import KEPT_FOR
from .transaction import writes

_STORY = frozenset(
    {
        *(
            "booking_source",
            "scheduled_at",
            "ends_at",
            "duration_minutes",
            "override",
            "side",
            "by",
            "absent",
            "assumed",
        ),
        *("assignment_method", "assigned_agent_id", "why", "considered", "considered_count", "kind", "channel"),
    }
)
"""What of a timeline's payload says nothing of the customer. Whatever else stands there goes."""


@writes
def erase(session: Session, actor: Actor, customer_id: str) -> None:
    """Take every value of this customer out of the database, for good. Raises NotFound, NotAllowed.

    Calls that are still to come are cancelled, without a message to the customer; agents and webhooks hear of it as of any
    cancellation, of a call that is nobody's any more. Messages that were planned are never sent, and internal notes go.
    """
    customer, subject = seen(session, actor, customer_id)
    permissions.require(actor, "erase_customer", subject)
    forget(session, actor, customer)
    audit.record(session, actor, "customer.erased", customer.id)


def forget(session: Session, actor: Actor, customer: Customer) -> None:
    """Inside a verb: what `erase` does, with no entry in the audit log about this customer."""
    reached = found.contacts_of(session, [customer.id]).get(customer.id, [])
    locks.lock_contacts(session, customer.app_id, [value for _, value in reached])
    rows, now = queries.with_merged(session, customer.id), clock.now()
    calls = queries.every_call(session, [row.id for row in rows], lock=True)
    nobody = word("erased_customer", session.get_one(App, customer.app_id).language)
    called = _called(rows, calls, reached)
    for call in calls:
        _anonymise(call, nobody)
        if call.status in lifecycle.LIVE:
            call_off(session, actor, call, now, tell=False)
        else:
            call.version, call.updated_at = call.version + 1, now
        announce(session, Change(call.app_id, "booking", call.id, call.agent_id))
    session.flush()
    ids = [call.id for call in calls]
    erasing.forget_messages(session, ids)
    erasing.forget_notes(session, ids)
    erasing.forget_reasons(session, ids)
    erasing.forget_deliveries(session, ids)
    erasing.forget_link_requests(session, customer.app_id, {value for _, value in reached})
    for event in queries.events_of(session, ids).values():
        for one in event:
            one.payload = _told(one.payload)
    _anonymise_events(session, calls)
    _anonymise_answers(session, calls)
    for row in rows:
        row.name = row.language = row.timezone = None
        row.opt_outs, row.erased_at = [], now
    erasing.forget_contacts(session, [row.id for row in rows])
    views.forget(session, actor, customer.app_id, called, nobody)
    announce(session, Change(customer.app_id, "customer", customer.id))


def _called(rows: Sequence[Customer], calls: Sequence[Booking], reached: Sequence[tuple[str, str]]) -> Called:
    """What they were called and reached by, in any of their calls."""
    return Called(
        names={name for name in (*(row.name for row in rows), *(call.guest_name for call in calls)) if name},
        emails={*(call.guest_email for call in calls), *(value for kind, value in reached if kind == "email")} - {None},
        phones={*(call.guest_phone for call in calls), *(value for kind, value in reached if kind == "phone")} - {None},
    )


def _anonymise(call: Booking, nobody: str) -> None:
    call.guest_name = nobody
    call.guest_phone = call.guest_email = call.guest_email_key = call.guest_timezone = call.guest_language = None
    call.guest_intake_notes = call.cancellation_reason = call.outcome_note = None
    call.intake, call.meta = {}, {}
    call.search_text = search_text("", None, None, call.reference)


def _told(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of a timeline event without anything that a person may have said or been."""
    kept = {name: value for name, value in payload.items() if name in _STORY}
    if previous := payload.get("previous"):
        kept["previous"] = {name: value for name, value in previous.items() if name in _STORY}
    return kept


def _anonymise_events(session: Session, calls: Sequence[Booking]) -> None:
    """What webhooks and the event feed still tell of these calls."""
    known = {call.id: call for call in calls}
    for event in erasing.outbox_of(session, list(known)):
        told, change = dict(event.payload["scheduled_call"]), dict(event.payload["change"])
        nobodys = call_object(known[event.booking_id or ""], None)
        told |= {name: nobodys[name] for name in _OF_GUEST if name in told}
        change |= {"reason": None, "previous": _told(change.get("previous") or {})}
        event.payload = {**event.payload, "scheduled_call": told, "change": change}


_OF_GUEST = (
    *("guest_name", "guest_phone", "guest_email", "guest_timezone", "guest_language", "guest_intake_notes"),
    *("intake", "metadata", "cancellation_reason"),
)


def _anonymise_answers(session: Session, calls: Sequence[Booking]) -> None:
    """Answers that API clients may still ask for again."""
    young = {call.id: call for call in calls if call.created_at > clock.now() - KEPT_FOR}
    for answer in erasing.answers_about(session, list(young)):
        answer.body = {**answer.body, "call": call_object(young[answer.body["call"]["id"]], None)}
