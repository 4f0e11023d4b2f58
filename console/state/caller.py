"""The customer on the phone: recognised by their number, with what is known of them, and warned of when it is late there."""

from datetime import datetime

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.messages import customers
from console.scheduling.messages.customers import Caller
from console.scheduling.rules.zones import zone
from console.scheduling.services import customer_clock, customer_records, places, slot_calendar
from console.scheduling.services.customer_records import Recalled
from console.scheduling.services.slot_calendar import SlotButton
from console.state.booking_form import BookingFormState
from console.state.time_choice import TimeChoiceState

_FROM_HISTORY = {"guest_name": "name", "guest_email": "email", "guest_language": "language"}
"""Fields of the form, and where the history has them."""
_SOONEST = 4


class CallerState(TimeChoiceState, BookingFormState, mixin=True):
    """What a number brings back, the next free times at hand, and a word on the time that it will be for the customer."""

    caller: Caller = Caller()
    """Whose number was typed; nobody's: empty."""
    filled_number: int = 0
    """Grows when fields are filled from the history, which mounts them anew."""
    soonest: list[SlotButton] = []
    """The next free times."""
    caution: str = ""
    """Why the chosen time is a bad one for the customer."""
    _recalled: Recalled | None = None
    _filled: dict[str, str] = {}
    """What was filled from the history: it gives way to another customer's, what was typed does not."""
    _may_suggest_terms: bool = True
    """Whether nobody has chosen a preset or an agent in this form."""

    @rx.event
    async def recognise(self, typed: str):
        """Look whose number this is, and fill in what is known of them."""
        self.guest_phone = typed.strip()[:50]
        await self._recognise()
        self._heed()

    async def _recognise(self) -> None:
        try:
            self._recalled = await self._ask(customer_records.recall, self.guest_phone)
        except NotAllowed:
            self._recalled = None
        known, tz = self._recalled, zone(self._times_zone())
        before, self.caller = self.caller.id, customers.caller(known, tz, clock.now()) if known else Caller()
        if self.caller.id != before:
            self._fill()
            if known:
                await self._suggest_terms(known)

    async def _suggest_terms(self, known: Recalled) -> None:
        """Begin with the terms of this customer's last call, where the surface offers them."""

    def _fill(self) -> None:
        """Fill what is empty, or was filled for another customer."""
        for field, name in _FROM_HISTORY.items():
            if getattr(self, field) in ("", self._filled.get(field, "")):
                value = getattr(self._recalled, name, None) or ""
                setattr(self, field, value)
                self._filled = {**self._filled, field: value}
                self.problems = {one: said for one, said in self.problems.items() if one != field}
        self.filled_number += 1

    def _heed(self) -> None:
        """Say what speaks against the chosen or typed time where the customer is."""
        self.caution = ""
        at = self._time_at_hand()
        if at is not None:
            there = customer_clock.at_customers(
                at, self.guest_phone, self._known_zone(), places.region(self._form_zone)
            )
            self.caution = customers.caution(there) if there else ""

    def _known_zone(self) -> str | None:
        return self._recalled.timezone if self._recalled else None

    def _time_at_hand(self) -> datetime | None:
        if not self.is_typed:
            return self._chosen_at
        try:
            return self._typed_start(self.typed_day, self.typed_clock) if self.typed_day and self.typed_clock else None
        except Invalid:
            return None

    async def _judge(self) -> None:
        await super()._judge()
        self._heed()

    def _say_start(self) -> None:
        super()._say_start()
        self._heed()

    def _choose(self, start: str) -> bool:
        if start in [slot.start for slot in self.soonest]:
            self.start, self.alternatives = start, []
            self._say_start()
            return True
        return super()._choose(start)

    def _show(self, month: str, starts: list[datetime]) -> None:
        if not self.soonest:  # the picker opens on the first month that has any
            self.soonest = slot_calendar.alternative_rows(starts[:_SOONEST], self.zone, clock.now(), self._locale)
        super()._show(month, starts)

    def _forget_slots(self) -> None:
        super()._forget_slots()
        self.soonest, self.caution = [], ""

    def _forget_form(self) -> None:
        super()._forget_form()
        self.caller, self.caution = Caller(), ""
        self._recalled, self._filled, self._may_suggest_terms = None, {}, True
