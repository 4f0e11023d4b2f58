"""Choosing a time: the state behind `components.slot_picker`, mixed into each surface that books.

A surface subclasses it, answers `_free_starts`, and opens it from one of its own handlers:

    class BookCallState(SlotPickerState, BookingFormState, ActingState, rx.State):
        async def _free_starts(self, within: Interval) -> list[datetime]:
            query = SlotQuery(start=within.start, end=within.end, agent_id=self.agent_id or None)
            return await self._ask(slots.starts, query)

        @rx.event
        async def open_form(self):
            self._forget_slots()
            await self._open_picker(zone=self.times_zone)

After a change of agent, preset or duration: `self._forget_slots()` and `await self._open_picker()` again. The chosen
instant is `self._chosen_at` (None until then). `BookingFormState` (booking_form.py) holds who is booked.
"""

import asyncio
import re
from datetime import datetime

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import clocks, when
from console.scheduling.messages.clocks import OtherClock
from console.scheduling.messages.instants import parse_instant
from console.scheduling.messages.words import READER
from console.scheduling.rules import zones
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import places, slot_calendar
from console.scheduling.services.places import Place
from console.scheduling.services.slot_calendar import Month, SlotButton, SlotGroup

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-\d\d")
_MONTHS_AHEAD = 12
"""How far the picker looks for a first free time when the surface names no last month."""


class SlotPickerState(rx.State, mixin=True):
    """A month with its bookable days, one day's times, the chosen start, and the zone that all of them are shown in."""

    month: str = ""
    """`YYYY-MM`; empty until the picker is open."""
    shown: Month = Month()
    has_previous: bool = False
    has_next: bool = False
    day: str = ""
    """`YYYY-MM-DD`; empty when the month has no bookable day."""
    day_title: str = ""
    day_notes: list[str] = []
    """What is odd about the day's clock, and what the other clock shows."""
    groups: list[SlotGroup] = []
    next_free: SlotButton = SlotButton()
    """The soonest of all starts that were on offer, with its day; empty where there is none."""
    alternatives: list[SlotButton] = []
    """The nearest times, offered when the chosen one was refused."""
    start: str = ""
    """The chosen start, as ISO 8601 in UTC."""
    start_words: str = ""
    start_beside: str = ""
    """The chosen start on the other clock, where that shows another time."""
    zone: str = "UTC"
    place: Place = Place()
    found_places: list[Place] = []
    searched: str = ""
    """What the found places begin with, as it was typed."""
    _other: OtherClock | None = None
    """Whose clock is told beside the customer's."""
    _locale: str = READER
    _last_month: str = ""
    _next_free_at: datetime | None = None

    async def _free_starts(self, within: Interval) -> list[datetime]:
        """The starts on offer inside `within`; each surface asks its own service."""
        raise NotImplementedError

    @rx.event
    async def show_month(self, month: str):
        """Turn to a month, as far as there is anything to book."""
        if _MONTH.fullmatch(month) and self._first_month() <= month <= self._end_month():
            self._show(month, await self._free_starts(slot_calendar.month_bounds(month, self.zone)))

    @rx.event
    async def show_day(self, day: str):
        """Show one day's times, as they are at this moment."""
        try:
            within = slot_calendar.day_bounds(day, self.zone) if _DAY.fullmatch(day) else None
        except ValueError:
            within = None
        if within is not None:
            self._show_day(day, await self._free_starts(within))

    @rx.event
    def choose_start(self, start: str):
        """Choose one of the starts on the screen."""
        self._choose(start)

    @rx.event
    async def search_zone(self, typed: str):
        """List the places whose city or country begins as typed."""
        typed = typed.strip()[: places.LONGEST]
        self.found_places = await asyncio.to_thread(places.find, typed, self._locale)
        self.searched = typed

    @rx.event
    async def choose_zone(self, zone: str):
        """Show all times in another zone; the chosen instant stays the same."""
        if zone in zones.names():
            await self._show_zone(zone)

    async def _open_picker(self, zone: str = "", last_month: str = "") -> None:
        """Open on the first month that has a free time; `last_month` (`YYYY-MM`) is where to stop looking."""
        self._set_zone(zone or self.zone)
        self._last_month = last_month
        month, starts = self._first_month(), []
        while True:
            starts = await self._free_starts(slot_calendar.month_bounds(month, self.zone))
            if starts or month >= self._end_month():
                break
            month = slot_calendar.next_month(month)
        self._show(month if starts else self._first_month(), starts)

    async def _show_zone(self, zone: str) -> None:
        before = self.zone
        self._set_zone(zone)
        if self.month:
            month = min(max(self.month, self._first_month()), self._end_month())
            try:
                starts = await self._free_starts(slot_calendar.month_bounds(month, self.zone))
            except CallboardError:
                self._set_zone(before)  # that of the times that stay on the screen
                raise
            self._show(month, starts)
        self._say_next_free(self._next_free_at)
        self._say_alternatives([parse_instant(one.start) for one in self.alternatives])
        if self.start:
            self._say_start()

    def _choose(self, start: str) -> bool:
        """Take a start that is on the screen; False for any other."""
        of_day = [slot for group in self.groups for slot in group.slots]
        if not start or start not in [slot.start for slot in (*of_day, *self.alternatives, self.next_free)]:
            return False
        self.start, self.alternatives = start, []
        self._say_start()
        return True

    def _offer_instead(self, starts: list[datetime]) -> None:
        """Offer these starts in the place of the chosen one, which is gone."""
        self.start = self.start_words = self.start_beside = ""
        self._say_alternatives(starts)

    def _say_alternatives(self, starts: list[datetime]) -> None:
        self.alternatives = slot_calendar.alternative_rows(starts, self.zone, clock.now(), self._locale)

    def _forget_slots(self) -> None:
        """Empty the picker: what it showed was for other terms."""
        self.month = self.day = self.day_title = self.start = self.start_words = self.start_beside = ""
        self.shown, self.day_notes, self.groups, self.alternatives = Month(), [], [], []
        self._say_next_free(None)

    @property
    def _chosen_at(self) -> datetime | None:
        try:
            return parse_instant(self.start)
        except Invalid:
            return None

    def _show(self, month: str, starts: list[datetime]) -> None:
        """Show a month, and on it the day of the chosen start, the day shown before, or the first that is bookable."""
        self.month = month
        self.shown = slot_calendar.month_rows(month, starts, self.zone, clock.now(), self._locale)
        self.has_previous, self.has_next = month > self._first_month(), month < self._end_month()
        self._note_next_free(starts)
        bookable = slot_calendar.bookable_days(starts, self.zone)
        chosen = self._chosen_at
        wanted = [zones.local_day(chosen, self.zone).isoformat()] if chosen else []
        self._show_day(next((day for day in [*wanted, self.day, *bookable] if day in bookable), ""), starts)

    def _note_next_free(self, starts: list[datetime]) -> None:
        """Months open on the first that has a free time; one that is turned to later says nothing about what is sooner."""
        known = slot_calendar.month_of(self._next_free_at, self.zone) if self._next_free_at else ""
        if starts and (not known or self.month <= known):
            self._say_next_free(min(starts))
        elif self.month == known:
            self._say_next_free(None)

    def _say_next_free(self, at: datetime | None) -> None:
        self._next_free_at = at
        rows = slot_calendar.alternative_rows([at], self.zone, clock.now(), self._locale) if at else []
        self.next_free = rows[0] if rows else SlotButton()

    def _show_day(self, day: str, starts: list[datetime]) -> None:
        self.day = day
        self.day_title = slot_calendar.day_title(day, self.zone, clock.now(), self._locale) if day else ""
        of_day = [start for start in starts if zones.local_day(start, self.zone).isoformat() == day]
        self.day_notes = slot_calendar.day_notes(day, of_day, self.zone, self._other, self._locale) if day else []
        self.groups = slot_calendar.day_rows(of_day, self.zone, self._locale)

    def _set_zone(self, zone: str) -> None:
        self.zone, self.found_places, self.searched = zone, [], ""
        self.place = places.place(zone, self._locale)

    def _say_start(self) -> None:
        at, tz = self._chosen_at, zones.zone(self.zone)
        self.start_words = when.in_words(at, tz, clock.now(), self._locale) if at else ""
        self.start_beside = clocks.beside(at, tz, self._other, self._locale) if at else ""

    def _first_month(self) -> str:
        return slot_calendar.month_of(clock.now(), self.zone)

    def _end_month(self) -> str:
        return self._last_month or slot_calendar.next_month(self._first_month(), _MONTHS_AHEAD)
