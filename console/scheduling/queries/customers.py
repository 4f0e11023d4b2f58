"""Customers, found by how they can be reached; and all that hangs on one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from ..models import App, Booking, Customer, CustomerContact, Reminder, TimelineEvent


def wrote_at(session: Session, app_id: str, phone: str) -> datetime | None:
    """When somebody last wrote to this app from this phone on WhatsApp."""
    contact = select(CustomerContact.wrote_at).where(
        CustomerContact.app_id == app_id, CustomerContact.kind == "phone", CustomerContact.value == phone
    )
    return session.exec(contact).first()


def with_phone(session: Session, phone: str, app_ids: Sequence[str]) -> list[tuple[CustomerContact, Customer]]:
    """The customers of these apps whom this phone belongs to."""
    known = (
        select(CustomerContact, Customer)
        .join(Customer, col(Customer.id) == col(CustomerContact.customer_id))
        .where(
            CustomerContact.kind == "phone",
            CustomerContact.value == phone,
            col(CustomerContact.app_id).in_(app_ids),
        )
    )
    return list(session.exec(known).all())


def apps_of_number(session: Session, phone_number_id: str, is_shared: bool) -> list[App]:
    """The apps that write from this WhatsApp number; with `is_shared` those without one of their own, too."""
    every = session.exec(select(App).where(col(App.archived_at).is_(None))).all()
    return [app for app in every if _number_of(app) == phone_number_id or (is_shared and not _number_of(app))]


def app(session: Session, app_id: str) -> App:
    """The app itself."""
    return session.get_one(App, app_id)


def locked(session: Session, ids: Sequence[str]) -> list[Customer]:
    """These customers in their order, as they stay until the transaction ends."""
    query = select(Customer).where(col(Customer.id).in_(ids)).order_by(Customer.id)
    rows = {row.id: row for row in session.exec(query.with_for_update().execution_options(populate_existing=True))}
    return [rows[one] for one in ids]


def with_merged(session: Session, customer_id: str) -> list[Customer]:
    """A customer and those who were merged into them, locked."""
    same = or_(col(Customer.id) == customer_id, col(Customer.merged_into_id) == customer_id)
    query = select(Customer).where(same).order_by(Customer.id).with_for_update()
    return list(session.exec(query.execution_options(populate_existing=True)))


def hand_over(session: Session, customer_id: str, to_id: str) -> None:
    """Calls and contacts of a customer become another's, and so does who was merged into them before."""
    for table, owner in (
        (Booking, Booking.customer_id),
        (CustomerContact, CustomerContact.customer_id),
        (Customer, Customer.merged_into_id),
    ):
        session.execute(update(table).where(col(owner) == customer_id).values({col(owner): to_id}))


def every_call(session: Session, customer_ids: Sequence[str], *, lock: bool = False) -> list[Booking]:
    """All calls of these customers, oldest first; with `lock` as they stay until the transaction ends."""
    query = select(Booking).where(col(Booking.customer_id).in_(customer_ids)).order_by(col(Booking.scheduled_at))
    return list(session.exec(query.with_for_update() if lock else query))


def events_of(session: Session, booking_ids: Sequence[str]) -> dict[str, list[TimelineEvent]]:
    """By booking, what happened to it, oldest first."""
    found: dict[str, list[TimelineEvent]] = {}
    query = select(TimelineEvent).where(col(TimelineEvent.booking_id).in_(booking_ids)).order_by(TimelineEvent.id)
    for event in session.exec(query):
        found.setdefault(event.booking_id, []).append(event)
    return found


def messages_of(session: Session, booking_ids: Sequence[str]) -> dict[str, list[Reminder]]:
    """By booking, the messages to its customer, in the order in which they are due."""
    found: dict[str, list[Reminder]] = {}
    query = select(Reminder).where(col(Reminder.booking_id).in_(booking_ids)).order_by(col(Reminder.fire_at))
    for message in session.exec(query):
        found.setdefault(message.booking_id, []).append(message)
    return found


def _number_of(app: App) -> str:
    return app.channels.get("whatsapp_phone_number_id", "")
