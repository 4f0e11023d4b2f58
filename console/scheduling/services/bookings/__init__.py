"""What happens to a booking, from its making to its end: each verb one transaction, with its timeline and outbox rows."""

from .attending import done, join, mark_no_show, start
from .clockwork import advance_due
from .ending import cancel, confirm
from .making import NewBooking, book
from .moving import UNSET, BookingChange, change, reassign, reschedule, take_over
from .noting import add_note

__all__ = [
    "UNSET",
    "BookingChange",
    "NewBooking",
    "add_note",
    "advance_due",
    "book",
    "cancel",
    "change",
    "confirm",
    "done",
    "join",
    "mark_no_show",
    "reassign",
    "reschedule",
    "start",
    "take_over",
]
