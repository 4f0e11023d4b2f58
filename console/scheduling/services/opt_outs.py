"""What customers decline, and take back, by themselves through their links; staff note it with `customer_records`."""

from sqlmodel import Session

from ..actors import Actor
from ..errors import NotFound
from ..models import Booking, Customer
from ..rules.permissions import Subject, require
from .changes import Change, announce
from .transaction import writes

REMINDERS_BY_EMAIL = "email_reminders"


@writes
def decline_reminders(session: Session, actor: Actor, booking_id: str) -> None:
    """No more reminders by e-mail for this booking's customer, in the whole app. Raises NotFound, NotAllowed."""
    customer = _customer(session, actor, booking_id)
    if REMINDERS_BY_EMAIL not in customer.opt_outs:
        customer.opt_outs = [*customer.opt_outs, REMINDERS_BY_EMAIL]


@writes
def take_back(session: Session, actor: Actor, booking_id: str) -> None:
    """Whatever this booking's customer had declined, they want again. Raises NotFound, NotAllowed."""
    _customer(session, actor, booking_id).opt_outs = []


def _customer(session: Session, actor: Actor, booking_id: str) -> Customer:
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise NotFound("This link does not lead to a call.")
    require(actor, "choose_messages", Subject(app_id=booking.app_id, booking_id=booking.id))
    announce(session, Change(booking.app_id, "booking", booking.id, booking.agent_id))
    return session.get_one(Customer, booking.customer_id)
