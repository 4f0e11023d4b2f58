"""Internal notes on the booking that the drawer shows; what is being written stays until it is added."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.rules import limits
from console.scheduling.services import bookings
from console.state.call_drawer.shown import ShownCallState


class CallNotesState(ShownCallState, mixin=True):
    """Adding remarks for colleagues, and removing one."""

    note: str = ""
    """What is being written."""
    note_refusal: str = ""
    """Why a note was not added, or not removed."""
    removing: str = ""
    """The note about which it is asked whether it is to be removed."""
    _unfinished: dict[str, str] = {}
    """What was being written when another booking was opened, by booking."""

    @rx.event
    def write_note(self, typed: str):
        """Keep what is being written."""
        self.note = typed[: limits.NOTES_LENGTH]

    @rx.event
    async def add_note(self, form: dict[str, Any]):
        """A remark for colleagues."""
        self.note = str(form.get("body", self.note))[: limits.NOTES_LENGTH]
        if self.note.strip() and await self._note(bookings.add_note, self.sheet.row.id, self.note):
            self.note = ""

    @rx.event
    def ask_to_remove_note(self, note_id: str):
        """Ask whether this note is to be removed for good."""
        self.removing, self.note_refusal = note_id, ""

    @rx.event
    def keep_note(self):
        """Leave the note as it is."""
        self.removing = ""

    @rx.event
    async def remove_note(self):
        """Remove the note about which it was asked."""
        await self._note(bookings.remove_note, self.removing)
        self.removing = ""

    async def _note(self, verb: Any, *args: str) -> bool:
        """Do it and show the notes as they then are; or say why not."""
        try:
            await self._ask(verb, *args)
        except CallboardError as refused:
            self.note_refusal = refused.message
            return False
        self.note_refusal = ""
        await self._fetch(self.sheet.row.id)
        return True

    def _leave_call(self) -> None:
        if self.note.strip():
            self._unfinished = {**self._unfinished, self.sheet.row.id: self.note}
        self.note_refusal = self.removing = ""
        super()._leave_call()

    def _enter_call(self, booking_id: str) -> None:
        super()._enter_call(booking_id)
        self.note = self._unfinished.pop(booking_id, "")
