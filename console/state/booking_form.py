"""Who is booked: the state behind the booking form, mixed into each surface that books beside `SlotPickerState`.

Every field keeps what was typed when it is left, so that a refusal, a reconnect or a step back loses nothing:

    ui.field(words.name, name="guest_name", default_value=State.guest_name, error=State.problems["guest_name"],
             on_blur=lambda typed: State.keep("guest_name", typed))

Key the form with `State.form_number`: it grows when the fields are filled from elsewhere, which mounts them anew.
On submit: `self._keep_all(form)`, book `self._new_booking(...)`, and `self._refuse(error)` for what the core refused.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid, SlotUnavailable, TooMany
from console.scheduling.messages import when
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import READER, word
from console.scheduling.rules import contacts, limits, zones
from console.scheduling.services import places
from console.scheduling.services.bookings import NewBooking

FIELDS = ("guest_name", "guest_email", "guest_phone", "guest_intake_notes", "guest_language")
_LONGEST = limits.NOTES_LENGTH


class BookingFormState(rx.State, mixin=True):
    """The typed fields, what is wrong with each, and why the whole was refused."""

    guest_name: str = ""
    guest_email: str = ""
    guest_phone: str = ""
    guest_intake_notes: str = ""
    guest_language: str = ""
    problems: dict[str, str] = {}
    """A sentence for each field that cannot be taken as it is."""
    refusal: str = ""
    """Why the booking was refused, when no field is to blame."""
    form_number: int = 0
    _form_locale: str = READER
    _form_zone: str = "UTC"
    """The customer's zone: how a phone number without its country is read, and how times are said."""

    @rx.event
    async def remember(self, field: str, typed: str):
        """Keep a field while it is being typed."""
        if field in FIELDS:
            setattr(self, field, typed[:_LONGEST])
            await self._is_at_the_form()

    @rx.event
    async def keep(self, field: str, typed: str):
        """Keep a field that was left, and say at once when it cannot be right."""
        if field not in FIELDS:
            return
        setattr(self, field, typed[:_LONGEST])
        self.problems = {name: said for name, said in self.problems.items() if name != field}
        if typed.strip():
            self._check(field)
        await self._is_at_the_form()

    async def _is_at_the_form(self) -> None:
        """Somebody types or leaves a field; a surface that keeps the chosen time for them keeps it on."""

    def _keep_all(self, form: Mapping[str, Any]) -> None:
        """Take over a submitted form; fields that it lacks stay."""
        for field in FIELDS:
            if isinstance(typed := form.get(field), str):
                setattr(self, field, typed[:_LONGEST])
        self.problems, self.refusal = {}, ""

    def _new_booking(self, scheduled_at: datetime, **terms: Any) -> NewBooking:
        """What was typed, as the core books it; `terms` are NewBooking's other fields."""
        return NewBooking(
            guest_name=self.guest_name,
            guest_email=self.guest_email.strip() or None,
            guest_phone=self._phone() or None,
            guest_intake_notes=self.guest_intake_notes.strip() or None,
            guest_language=self.guest_language or None,
            scheduled_at=scheduled_at,
            **terms,
        )

    def _refuse(self, refused: CallboardError) -> list[datetime]:
        """Say why the core refused, at the fields it names or above them; gives the starts that it offers instead."""
        if isinstance(refused, Invalid):
            self.problems = {one.field: said(one.message) for one in refused.problems if _is_shown(one.field)}
            rest = [said(one.message) for one in refused.problems if not _is_shown(one.field)]
            self.refusal = rest[0] if rest else ""
        elif isinstance(refused, TooMany):
            self.refusal = self._until_allowed("limit_reached", refused)
        else:
            self.refusal = said(refused.message)
        return [slot.start_at for slot in refused.alternatives] if isinstance(refused, SlotUnavailable) else []

    def _until_allowed(self, sentence: str, refused: TooMany) -> str:
        """A sentence with `{again}`: when, on the customer's clock and in their words, it may be tried again."""
        at, tz = limits.whole_minute(refused.next_allowed_at), zones.zone(self._form_zone)
        return word(sentence, self._form_locale, again=when.in_words(at, tz, clock.now(), self._form_locale))

    def _forget_form(self) -> None:
        """Empty the form for the next customer."""
        for field in FIELDS:
            setattr(self, field, "")
        self.problems, self.refusal, self.form_number = {}, "", self.form_number + 1

    def _check(self, field: str) -> None:
        """Judge one field by the core's own rule."""
        try:
            if field == "guest_email":
                contacts.email(self.guest_email)
            elif field == "guest_phone":
                self.guest_phone = contacts.phone(self.guest_phone, places.region(self._form_zone))
            elif field == "guest_name":
                limits.guest_name(self.guest_name)
        except Invalid as wrong:
            self.problems = {**self.problems, field: said(wrong.problems[0].message)}

    def _phone(self) -> str:
        return with_country(self.guest_phone.strip(), self._form_zone)


def with_country(typed: str, zone: str) -> str:
    """The number with the country whose people live by this zone, where it has none; as typed where that is no number."""
    try:
        return contacts.phone(typed, places.region(zone)) if typed else ""
    except Invalid:
        return typed


def _is_shown(field: str) -> bool:
    """Whether the form has this field: one of its own, or an answer to one of the preset's questions."""
    return field in FIELDS or field.startswith("intake.")
