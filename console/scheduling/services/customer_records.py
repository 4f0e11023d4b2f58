"""What is known of one customer: read by whoever sees one of their calls, changed and exported as permissions allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..messages.instants import iso
from ..models import Customer
from ..queries import customer_search as found
from ..queries import customers as queries
from ..queries.bookings import BookedCall
from ..queries.customer_search import CustomerSummary
from ..rules import contacts, limits, permissions
from ..rules.permissions import Subject, Verb
from ..rules.zones import checked_zone
from . import audit, places
from .calls import call_object
from .changes import Change, announce
from .transaction import reads, writes

OPT_OUTS = ("email_reminders", "email", "whatsapp_reminders", "whatsapp")
"""What a customer may decline: the reminders of a channel, or all of it."""
FORMAT = "callboard-customer/1"
_ACTS: tuple[Verb, ...] = ("edit_customer", "merge_customers", "export_customer", "erase_customer")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """One customer as an actor sees them. `acts` is what the actor may do to the record."""

    summary: CustomerSummary
    coming: list[BookedCall]
    others: list[BookedCall]
    has_more: bool
    """Whether there are more calls than these."""
    acts: frozenset[Verb]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a form can take over from a customer's history. Agent and preset are those of their latest call in sight."""

    id: str
    name: str
    email: str | None
    language: str | None
    timezone: str | None
    next_at: datetime | None
    last_at: datetime | None
    calls: int
    agent_id: str | None = None
    agent_name: str = ""
    preset_id: str | None = None


@reads
def get(session: Session, actor: Actor, customer_id: str, *, shown: int = _SHOWN) -> CustomerRecord:
    """One customer with their calls in sight; for one that was merged, who they are now. Raises NotFound."""
    customer, subject = seen(session, actor, customer_id)
    scope, now = permissions.visible_to(actor), clock.now()
    coming, others = found.calls_of(session, scope, customer.id, now, shown + 1)
    return CustomerRecord(
        summary=found.summaries(session, scope, [customer.id], now)[0],
        coming=coming[:shown],
        others=others[:shown],
        has_more=len(coming) > shown or len(others) > shown,
        acts=frozenset(verb for verb in _ACTS if permissions.may(actor, verb, subject)),
    )


@reads
def recall(session: Session, actor: Actor, phone: str) -> Recalled | None:
    """Who calls from this number, if this actor sees them; without a country it is read as dialled in the app's.

    None for anybody unknown, and for what is no number. Raises NotAllowed.
    """
    permissions.require(actor, "see_customers", Subject(app_id=actor.app_id))
    try:
        number = contacts.phone(phone, places.region(queries.app(session, actor.app_id or "").timezone))
    except Invalid:
        return None
    scope = permissions.visible_to(actor)
    ids = found.with_contacts(session, actor.app_id or "", [("phone", number)])
    known = found.summaries(session, scope, ids, clock.now())
    if not known:
        return None
    customer, latest = known[0].customer, found.last_terms(session, scope, known[0].customer.id)
    return Recalled(
        id=customer.id,
        name=customer.name or "",
        email=known[0].emails[-1] if known[0].emails else None,
        language=customer.language,
        timezone=customer.timezone,
        next_at=known[0].next_at,
        last_at=known[0].last_at,
        calls=known[0].calls,
        **({"agent_id": latest[0], "agent_name": latest[1], "preset_id": latest[2]} if latest else {}),
    )


@writes
def change(session: Session, actor: Actor, customer_id: str, *, language: str | None, timezone: str | None) -> Customer:
    """Set the language and the zone that customers are written to in; None: unknown. Raises NotFound, NotAllowed, Invalid."""
    customer = _judged(session, actor, customer_id, "edit_customer")
    findings = limits.Findings()
    wanted = {
        "language": findings.take(limits.language, language, "language") if language else None,
        "timezone": findings.take(checked_zone, timezone, "timezone") if timezone else None,
    }
    findings.settle()
    return _changed(session, actor, customer, wanted)


@writes
def set_opt_outs(session: Session, actor: Actor, customer_id: str, opt_outs: Sequence[str]) -> Customer:
    """Note what the customer said they do not want, or want again. Raises NotFound, NotAllowed, Invalid."""
    customer = _judged(session, actor, customer_id, "edit_customer")
    if not set(opt_outs) <= set(OPT_OUTS):
        raise Invalid.of("opt_outs", "There is no such kind of message.")
    return _changed(session, actor, customer, {"opt_outs": [one for one in OPT_OUTS if one in opt_outs]})


@writes
def export(session: Session, actor: Actor, customer_id: str) -> dict[str, Any]:
    """All that is kept of a customer, as JSON values. Raises NotFound, NotAllowed.

    Their contact data, every call with its story and messages. Internal notes never leave the console (CONTRACT section
    4), and keys to calls are in no file.
    """
    customer = _judged(session, actor, customer_id, "export_customer")
    audit.record(session, actor, "customer.exported", customer.id)
    calls = queries.every_call(session, [customer.id])
    ids = [call.id for call in calls]
    events, messages = queries.events_of(session, ids), queries.messages_of(session, ids)
    reached = found.contacts_of(session, [customer.id]).get(customer.id, [])
    return {
        "format": FORMAT,
        "exported_at": iso(clock.now()),
        "customer": {
            "id": customer.id,
            "app_id": customer.app_id,
            "name": customer.name,
            "phones": [value for kind, value in reached if kind == "phone"],
            "emails": [value for kind, value in reached if kind == "email"],
            "language": customer.language,
            "timezone": customer.timezone,
            "opt_outs": customer.opt_outs,
            "created_at": iso(customer.created_at),
        },
        "calls": [
            call_object(call, None)
            | {
                "events": [
                    {"event_type": one.event_type, "payload": one.payload, "created_at": iso(one.created_at)}
                    for one in events.get(call.id, ())
                ],
                "messages": [
                    {
                        "kind": one.kind,
                        "channel": one.channel,
                        "recipient": one.recipient,
                        "message": one.message,
                        "status": one.status,
                        "fire_at": iso(one.fire_at),
                        "sent_at": iso(one.sent_at) if one.sent_at else None,
                    }
                    for one in messages.get(call.id, ())
                ],
            }
            for call in calls
        ],
    }


def seen(session: Session, actor: Actor, customer_id: str) -> tuple[Customer, Subject]:
    """The customer as this actor sees them, and how permissions see them. Raises NotFound, NotAllowed."""
    permissions.require(actor, "see_customers", Subject(app_id=actor.app_id))
    customer = session.get(Customer, customer_id)
    if customer and customer.merged_into_id:
        customer = session.get_one(Customer, customer.merged_into_id)
    sight = None
    if customer and customer.app_id == actor.app_id and customer.erased_at is None:
        sight = found.sight(session, permissions.visible_to(actor), customer)
    if customer is None or sight is None:
        raise NotFound("There is no such customer in this app.")
    return customer, Subject(app_id=customer.app_id, agent_id=sight.agent_id, team_id=sight.team_id)


def _judged(session: Session, actor: Actor, customer_id: str, verb: Verb) -> Customer:
    customer, subject = seen(session, actor, customer_id)
    permissions.require(actor, verb, subject)
    return customer


def _changed(session: Session, actor: Actor, customer: Customer, wanted: dict[str, Any]) -> Customer:
    """Note what is different; the audit log learns which fields, never their values."""
    different = [name for name, value in wanted.items() if getattr(customer, name) != value]
    for name in different:
        setattr(customer, name, wanted[name])
    if different:
        audit.record(session, actor, "customer.changed", customer.id, different)
        announce(session, Change(customer.app_id, "customer", customer.id))
    return customer
