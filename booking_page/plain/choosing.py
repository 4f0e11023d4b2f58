"""Choosing a time without a script: which month and day an address asks for, and what is free on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from console.scheduling import clock
from console.scheduling.messages.clocks import OtherClock
from console.scheduling.services import slot_calendar
from console.scheduling.services.slot_calendar import Month, SlotGroup

MOST_TIMES = 40
"""Times on one page of a day, its parts: a page stays under 20 KB with five-minute steps, too."""
MONTHS_AHEAD = 12
"""How far one looks for a first free time where no horizon says when to stop."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A month whose bookable days are lit, one of them open with its times. `day` is empty where none is bookable.

    `month.previous` and `month.next` are empty where there is nothing to turn to. `part` is the page of the day's times.
    """

    month: Month
    day: str
    notes: list[str]
    """What is odd about the day's clock, and what the other clock shows."""
    groups: list[SlotGroup]
    part: int

    @property
    def on_this_page(self) -> list[SlotGroup]:
        """The groups with those of their times that stand on this part."""
        of = [(group.title, slot) for group in self.groups for slot in group.slots]
        of = of[(self.part - 1) * MOST_TIMES : self.part * MOST_TIMES]
        titles = dict.fromkeys(title for title, _ in of)
        return [SlotGroup(title, [slot for its, slot in of if its == title]) for title in titles]

    @property
    def parts_around(self) -> dict[int, str]:
        """The parts before and after this one that there are, each with the word for it."""
        count = sum(len(group.slots) for group in self.groups)
        there = {self.part - 1: "earlier_times"} if self.part > 1 else {}
        return there | ({self.part + 1: "later_times"} if self.part * MOST_TIMES < count else {})


def shown(
    asked: Mapping[str, str],
    starts_in: Callable[[str], list[datetime]],
    zone: str,
    language: str,
    last_month: str = "",
    other: OtherClock | None = None,
) -> Shown:
    """What `asked` (`month`, `day`, `part`) leads to; without a month, the first that has a free time.

    `starts_in` gives the free starts of a month `YYYY-MM` in the zone; `last_month` is where they end. What is asked for
    out of range is as not asked for. `other` is the clock to tell beside the zone's.
    """
    now = clock.now()
    first = slot_calendar.month_of(now, zone)
    last = last_month or slot_calendar.next_month(first, MONTHS_AHEAD)
    named = _month_asked(asked, first, last)
    month, starts = (named, starts_in(named)) if named else _first_free_month(starts_in, first, last)
    rows = slot_calendar.month_rows(month, starts, zone, now, language)
    bookable = slot_calendar.bookable_days(starts, zone)
    day = asked.get("day", "")
    if day not in bookable:
        day = bookable[0] if bookable else ""
    of_day = [start for start in starts if slot_calendar.bookable_days([start], zone) == [day]]
    return Shown(
        replace(rows, previous=rows.previous if month > first else "", next=rows.next if month < last else ""),
        day,
        slot_calendar.day_notes(day, of_day, zone, other, language) if day else [],
        slot_calendar.day_rows(of_day, zone, language),
        _part(asked),
    )


def _first_free_month(
    starts_in: Callable[[str], list[datetime]], present: str, last: str
) -> tuple[str, list[datetime]]:
    """The first month with a free time, or else the present one."""
    month = present
    while month <= last:
        if starts := starts_in(month):
            return month, starts
        month = slot_calendar.next_month(month)
    return present, []


def _month_asked(asked: Mapping[str, str], first: str, last: str) -> str:
    """The month that the address names, directly or by a day; empty for none, or one out of range."""
    named = asked.get("month") or asked.get("day", "")[:7]
    try:
        slot_calendar.month_bounds(named, "UTC")
    except ValueError:
        return ""
    return named if first <= named <= last else ""


def _part(asked: Mapping[str, str]) -> int:
    part = asked.get("part", "1")
    return int(part) if part.isascii() and part.isdigit() and len(part) < 4 else 1
