"""Customers, found by how they can be reached."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from ..models import App, Customer, CustomerContact


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


def _number_of(app: App) -> str:
    return app.channels.get("whatsapp_phone_number_id", "")
