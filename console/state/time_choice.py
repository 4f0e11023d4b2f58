"""Choosing a time as staff do: among the free ones, or typed, which may set working hours and notice aside.

A typed time is judged as soon as it is complete: what stands in its way is said before anything is submitted.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import refusals
from console.scheduling.messages.instants import iso
from console.scheduling.messages.refusals import Verdict
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.ranges import wall_instant
from console.scheduling.services import slots
from console.scheduling.services.slots import SlotQuery
from console.state.acting import ActingState
from console.state.slot_picker import SlotPickerState


class TimeChoiceState(SlotPickerState, ActingState, mixin=True):
    """The slot picker, and beside it a date and a clock. The form's fields are `day`, `clock` and `set_aside`."""

    is_typed: bool = False
    """Whether the time is typed instead of chosen."""
    typed_day: str = ""
    typed_clock: str = ""
    sets_aside: bool = False
    typed_number: int = 0
    """Grows when the fields are filled from elsewhere, which mounts them anew."""
    verdict: Verdict = Verdict()
    """What a booking at the typed time would come to."""
    day_address: str = ""
    """Where the day of the typed time is shown, when it is one agent's."""
    refusal: str = ""
    """Why the last act was refused."""
    _taken: tuple[str, str] = ("", "")
    """Day and clock of the nearest time that was taken over into the fields: an hour that comes twice has two instants."""

    def _query(self, start: datetime, end: datetime) -> SlotQuery:
        """The call that this form is about, in `[start, end)`; each surface has its own."""
        raise NotImplementedError

    @rx.event
    async def set_typed(self, is_typed: bool):
        """Type a time instead of choosing one, or the other way round."""
        self.is_typed = is_typed
        await self._judge()

    @rx.event
    async def type_day(self, day: str):
        """The typed date."""
        await self._type(day, self.typed_clock)

    @rx.event
    async def type_clock(self, clock: str):
        """The typed time."""
        await self._type(self.typed_day, clock)

    @rx.event
    async def set_hours_aside(self, is_ticked: bool):
        """Whether working hours and notice are to be set aside."""
        self.sets_aside = is_ticked
        await self._judge()

    @rx.event
    async def take_instead(self, start: str):
        """Take one of the nearest times that were offered for the one that cannot be had."""
        if not self._choose(start):
            return
        if self.is_typed and self._chosen_at is not None:
            local = self._chosen_at.astimezone(zones.zone(self.zone))
            self._taken = self.typed_day, self.typed_clock = f"{local:%Y-%m-%d}", f"{local:%H:%M}"
            self.typed_number += 1
            await self._judge()

    async def _free_starts(self, within: Interval) -> list[datetime]:
        return await self._ask(slots.starts, self._query(within.start, within.end))

    async def _type(self, day: str, clock_time: str) -> None:
        """What was typed waits a moment for more; when the form overtook it, its answer stands."""
        if (day, clock_time) != (self.typed_day, self.typed_clock):
            self.typed_day, self.typed_clock = day, clock_time
            await self._judge()

    async def _judge(self) -> None:
        """Say whether a typed time that is complete can be booked, and if not why, and when instead."""
        self.verdict, self.refusal, self.day_address, self.alternatives = Verdict(), "", "", []
        if not (self.is_typed and self.typed_day and self.typed_clock):
            return
        try:
            start = self._typed_start(self.typed_day, self.typed_clock)
            asked = replace(self._query(start, start), respect_working_hours=not self.sets_aside)
            advice = await self._ask(slots.advise, asked)
        except CallboardError as refused:
            self.verdict = Verdict(True, why_not=[said(refused.message)])
            return
        if advice.nearest:
            self._offer_instead([slot.start_at for slot in advice.nearest])
        self.verdict = refusals.verdict(advice.agents, start, zones.zone(self.zone), clock.now(), self._locale)
        self.day_address = self._day_of(asked)

    def _wanted_start(self, form: Mapping[str, Any]) -> datetime:
        """The chosen start, or the typed one on the picker's zone's clock. Raises Invalid."""
        if self.is_typed:
            self.typed_day = str(form.get("day", self.typed_day))
            self.typed_clock = str(form.get("clock", self.typed_clock))
            return self._typed_start(self.typed_day, self.typed_clock)
        if self._chosen_at is None:
            raise Invalid.of("scheduled_at", word("choose_time_first"))
        return self._chosen_at

    def _type_again(self, form: Mapping[str, str]) -> None:
        """Take over a time that was typed into a form before."""
        self.is_typed, self.sets_aside = "day" in form, "set_aside" in form
        self.typed_day, self.typed_clock = form.get("day", ""), form.get("clock", "")

    def _typed_start(self, day: str, clock_time: str) -> datetime:
        if self._chosen_at is not None and self._taken == (day, clock_time):
            return self._chosen_at
        return wall_instant(day, clock_time, self.zone)

    def _offer_instead(self, starts: list[datetime]) -> None:
        self.verdict = Verdict()  # a refusal has the word now
        super()._offer_instead(starts)

    def _day_of(self, asked: SlotQuery) -> str:
        """The address of the page that shows the asked agent's day, with the asked time looked at."""
        if not asked.agent_id:
            return ""
        query = {"agent": asked.agent_id, "at": iso(asked.start), "preset": asked.preset_id or ""}
        return f"/app/{self._app_id()}/availability?{urlencode(query | {'minutes': asked.duration_minutes or ''})}"

    def _forget_time(self) -> None:
        self.is_typed = self.sets_aside = False
        self.typed_day = self.typed_clock = self.day_address = ""
        self.typed_number, self.verdict = self.typed_number + 1, Verdict()
        self._forget_slots()
