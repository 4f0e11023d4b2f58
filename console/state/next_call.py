"""The call that an agent has in hand: what helps in it, and the notes that are being written on it."""

from datetime import datetime
from typing import Any, ClassVar

import reflex as rx

from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages.call_card import CallBackground, CallCard, background, call_card
from console.scheduling.rules import limits
from console.scheduling.services import bookings
from console.scheduling.services.own_day import OwnDay
from console.state.gate import open_to
from console.state.times import TimesState


@open_to("member")
class NextCallState(TimesState, rx.State):
    """The card on My schedules. What is typed is kept by call: it waits while another one is in hand."""

    _surface: ClassVar[Surface] = "agent"

    card: CallCard = CallCard()
    """The call that runs or comes next; without an id there is none."""
    about: CallBackground = CallBackground()
    notes: dict[str, str] = {}
    """The notes that are being written, by call."""
    note_refusal: str = ""
    unfolded: str = ""
    """What is unfolded on a phone, where not all of it has room: `about`, `notes` or `history`."""

    @rx.event
    def unfold(self, part: str):
        """Show this part on a phone, or fold it again."""
        self.unfolded = "" if part == self.unfolded else part

    @rx.event
    def write_note(self, booking_id: str, typed: str):
        """Keep what is being written."""
        self.notes = {**self.notes, booking_id: typed[: limits.NOTES_LENGTH]}

    @rx.event
    async def add_note(self, booking_id: str, form: dict[str, Any]):
        """A remark for colleagues; it appears with the page's next refresh, which it brings about itself."""
        body = str(form.get("body", ""))[: limits.NOTES_LENGTH]
        self.note_refusal = ""
        if not body.strip():
            return
        self.notes = {**self.notes, booking_id: body}
        try:
            await self._ask(bookings.add_note, booking_id, body)
        except CallboardError as refused:
            self.note_refusal = refused.message
            return
        self.notes = {each: note for each, note in self.notes.items() if each != booking_id}

    def _show(self, day: OwnDay, now: datetime) -> None:
        if day.turn is None or day.background is None:
            self.card, self.about = CallCard(), CallBackground()
            return
        tz = self._zone_of(day.turn.call)
        if day.turn.call.booking.id != self.card.row.id:
            self.note_refusal = ""
        self.card = call_card(day.turn, tz, now)
        self.about = background(day.turn.call.booking, day.background, tz, now)
