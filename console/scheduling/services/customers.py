"""Customers: one row gathers a person's phones and e-mails, whatever surface they were booked through."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from ..models import Customer, CustomerContact


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a customer is reached and recognised. `phone` is E.164, `email_key` the folded address."""

    name: str
    phone: str | None
    email_key: str | None
    language: str | None
    timezone: str | None

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The kinds and values that find this customer."""
        return [(kind, value) for kind, value in (("phone", self.phone), ("email", self.email_key)) if value]


def gather(session: Session, app_id: str, contact: Contact, now: datetime) -> Customer:
    """The customer with this phone or e-mail, learning what is new about them; else a new one.

    When the phone is one customer's and the e-mail another's, the phone decides: people share an address more often.
    """
    known = {found.kind: found for found in session.exec(_contacts(app_id, contact))}
    first = known.get("phone") or known.get("email")
    if first:
        customer = session.get_one(Customer, first.customer_id)
        customer.name = contact.name
        customer.language = contact.language or customer.language
        customer.timezone = contact.timezone or customer.timezone
    else:
        customer = Customer(
            app_id=app_id, name=contact.name, language=contact.language, timezone=contact.timezone, created_at=now
        )
        session.add(customer)
        session.flush()
    for kind, value in contact.keys:
        if kind not in known:
            session.add(CustomerContact(app_id=app_id, customer_id=customer.id, kind=kind, value=value))
    return customer


def _contacts(app_id: str, contact: Contact) -> SelectOfScalar[CustomerContact]:
    same = [(col(CustomerContact.kind) == kind) & (col(CustomerContact.value) == value) for kind, value in contact.keys]
    return select(CustomerContact).where(CustomerContact.app_id == app_id, or_(*same))
