"""What happens to a booking, from its making to its end: each verb one transaction, with its timeline and outbox rows."""

from .attending import done, join, mark_no_show, start
from .clockwork import advance_due, leave_alone
from .ending import cancel, confirm
from .handing_over import take_over
from .lateness import ToldLate, tell_late
from .making import NewBooking, book
from .moving import UNSET, BookingChange, change, reassign, reschedule
from .noting import add_note, remove_note
from .reminding import ReminderWish, ask_to_move, reminder_object, send_reminder

__all__ = [
    "UNSET",
    "BookingChange",
    "NewBooking",
    "ReminderWish",
    "ToldLate",
    "add_note",
    "advance_due",
    "ask_to_move",
    "book",
    "cancel",
    "change",
    "confirm",
    "done",
    "join",
    "leave_alone",
    "mark_no_show",
    "reassign",
    "reminder_object",
    "remove_note",
    "reschedule",
    "send_reminder",
    "start",
    "take_over",
    "tell_late",
]
