"""Internal notes: remarks for colleagues that never leave the console."""

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import NotAllowed
from ...models import InternalNote
from ...rules import limits
from ..transaction import Change, announce, writes
from . import story


@writes
def add_note(session: Session, actor: Actor, booking_id: str, body: str) -> InternalNote:
    """Add a remark, 1 to 5000 characters; it can be neither changed nor removed. Raises NotFound, NotAllowed, Invalid."""
    booking = story.take(session, actor, booking_id, "add_note")
    if actor.id is None:
        raise NotAllowed("Only a person can write a note.")
    note = InternalNote(
        booking_id=booking.id,
        author_id=actor.id,
        body=limits.text(body, "body", limits.NOTES_LENGTH, required=True),
        created_at=clock.now(),
    )
    session.add(note)
    announce(session, Change(booking.app_id, "booking", booking.id, booking.agent_id))
    return note
