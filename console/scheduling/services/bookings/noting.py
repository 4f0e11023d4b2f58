"""Internal notes: remarks for colleagues that never leave the console."""

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import NotAllowed, NotFound
from ...models import InternalNote
from ...rules import limits
from .. import audit
from ..changes import announce
from ..transaction import writes
from . import story


@writes
def add_note(session: Session, actor: Actor, booking_id: str, body: str) -> InternalNote:
    """Add a remark, 1 to 5000 characters; it is never changed. Raises NotFound, NotAllowed, Invalid."""
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
    announce(session, story.changed(booking))
    return note


@writes
def remove_note(session: Session, actor: Actor, note_id: str) -> InternalNote:
    """Take a remark's text away for good; who had it removed, and when, stays readable in its place.

    Removing it again changes nothing. Raises NotFound, NotAllowed.
    """
    found = session.get(InternalNote, note_id)
    if found is None:
        raise NotFound("There is no such note in this app.")
    booking = story.take(session, actor, found.booking_id, "remove_note")
    note = session.get_one(InternalNote, note_id, populate_existing=True)  # as it stands now that the booking is locked
    if note.removed_at is None:
        note.body, note.removed_at, note.removed_by_id = "", clock.now(), actor.id
        audit.record(session, actor, "note.removed", note.id, ["body"])
        announce(session, story.changed(booking))
    return note
