"""The day that a link asks for: the picker opens on it, or on the bookable one nearest to it, and says so."""

from datetime import date, datetime

from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.services import slot_calendar
from console.state.slot_picker import SlotPickerState


class WishedDayState(SlotPickerState, mixin=True):
    """Where an open picker turns to."""

    other_day: str = ""
    """Why another day is shown than was asked for; empty where it is that day, or none was."""

    async def _turn_to(self, day: str) -> None:
        """Show this day, `YYYY-MM-DD` in the customer's zone; one that is over is not asked for any more."""
        self.other_day = ""
        today = zones.local_day(clock.now(), self.zone)
        if day < today.isoformat() or not self.day:
            return
        found = await self._around(day)
        bookable = [each for starts in found.values() for each in slot_calendar.bookable_days(starts, self.zone)]
        nearest = slot_calendar.nearest_day(day, bookable) or self.day
        if nearest != day:
            asked = when.day(date.fromisoformat(day), self._locale, today)
            self.other_day = word("other_day_shown", self._locale, day=asked)
        if nearest[:7] in found:
            self.day = nearest
            self._show(nearest[:7], found[nearest[:7]])

    async def _around(self, day: str) -> dict[str, list[datetime]]:
        """By month, the starts of the day's own month, and of those beside it where that day has none."""
        found: dict[str, list[datetime]] = {}
        own = min(day[:7], self._end_month())
        for month in (own, slot_calendar.next_month(own), slot_calendar.month_before(own)):
            if self._first_month() <= month <= self._end_month():
                found[month] = await self._free_starts(slot_calendar.month_bounds(month, self.zone))
                if day in slot_calendar.bookable_days(found[month], self.zone):
                    break
        return found
