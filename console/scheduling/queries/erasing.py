"""Where a customer's values stand beside the booking itself, found by booking and taken out."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from ..models import (
    Attempt,
    BulkCancel,
    BulkCancelRow,
    CustomerContact,
    Delivery,
    InternalNote,
    KeptAnswer,
    LinkRequest,
    OutboxEvent,
    Reminder,
    SavedView,
)


def forget_messages(session: Session, booking_ids: Sequence[str]) -> None:
    """Nothing is sent any more, and what was sent names nobody. A provider's own ids may hold a phone number."""
    theirs = col(Reminder.booking_id).in_(booking_ids)
    waiting = update(Reminder).where(theirs, col(Reminder.status).in_(("pending", "not_sent")))
    session.execute(waiting.values(status="cancelled"))
    nothing = {"recipient": None, "message": None, "problem": None, "provider_id": None, "details": {}}
    session.execute(update(Reminder).where(theirs).values(leased_by=None, leased_until=None, **nothing))


def forget_notes(session: Session, booking_ids: Sequence[str]) -> None:
    """Remarks of colleagues are about the customer."""
    session.execute(delete(InternalNote).where(col(InternalNote.booking_id).in_(booking_ids)))


def forget_reasons(session: Session, booking_ids: Sequence[str]) -> None:
    """Why these were cancelled together with others, once they are; each of the others has it still."""
    together = select(BulkCancelRow.act_id).where(col(BulkCancelRow.booking_id).in_(booking_ids))
    over = update(BulkCancel).where(col(BulkCancel.id).in_(together), col(BulkCancel.finished_at).is_not(None))
    session.execute(over.values(reason=None))


def forget_contacts(session: Session, customer_ids: Sequence[str]) -> None:
    """Nobody is found by these phones and e-mails any more."""
    session.execute(delete(CustomerContact).where(col(CustomerContact.customer_id).in_(customer_ids)))


def forget_link_requests(session: Session, app_id: str, addresses: Collection[str]) -> None:
    """Nobody is sent links who asked for them at these addresses a moment ago."""
    asked = delete(LinkRequest).where(col(LinkRequest.app_id) == app_id, col(LinkRequest.address).in_(addresses))
    session.execute(asked)


def forget_deliveries(session: Session, booking_ids: Sequence[str]) -> None:
    """The bodies that went out to receivers of webhooks, and what they answered.

    One that is under way is taken from its worker, who would write down what it has sent, and goes out again.
    """
    events = select(OutboxEvent.id).where(col(OutboxEvent.booking_id).in_(booking_ids))
    taken = update(Delivery).where(col(Delivery.event_id).in_(events), col(Delivery.leased_by).is_not(None))
    session.execute(taken.values(leased_by=None, leased_until=None))
    owed = select(Delivery.id).where(col(Delivery.event_id).in_(events))
    bodies = update(Attempt).where(col(Attempt.delivery_id).in_(owed))
    session.execute(bodies.values(request_body="", response_body=""))


def outbox_of(session: Session, booking_ids: Sequence[str]) -> Iterator[OutboxEvent]:
    """The events that were told of these bookings."""
    yield from session.exec(select(OutboxEvent).where(col(OutboxEvent.booking_id).in_(booking_ids)))


def answers_about(session: Session, booking_ids: Sequence[str]) -> Iterator[KeptAnswer]:
    """The kept answers to API clients that hold one of these bookings."""
    if booking_ids:
        about = col(KeptAnswer.body)["call"]["id"].as_string()  # pyright: ignore[reportAttributeAccessIssue]
        yield from session.exec(select(KeptAnswer).where(about.in_(booking_ids)))


def views_that_search(session: Session, app_id: str) -> Iterator[SavedView]:
    """The views of this app that look for a text, as they stay until the transaction ends."""
    searching = select(SavedView).where(SavedView.app_id == app_id, col(SavedView.query).like("%q=%"))
    yield from session.exec(searching.order_by(SavedView.id).with_for_update())
