"""Weekly hours while they are edited: window by window, each on its own zone's clock, a day copied to others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from console.scheduling.errors import Problem
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules.hours import WindowInput
from console.scheduling.rules.zones import zone
from console.scheduling.services import places
from console.state.reading import ReadingState

WEEK = tuple(f"weekday_{place}" for place in range(7))
"""The words of the days; the place is the weekday, 0 is Monday."""
_MIDNIGHT = "24:00"
_PLACE = re.compile(r"working_hours\[(\d+)\]")


@dataclass(frozen=True)
class WindowRow:
    """A weekly window as it is being typed; an `end` of 00:00 is the day's end, as a time control knows no 24:00."""

    key: str = ""
    """Tells it from the others while they are edited."""
    weekday: int = 0
    start: str = ""
    end: str = ""
    timezone: str = ""
    elsewhere: str = ""
    """The zone's city, where it is not the agent's zone."""
    problem: str = ""


class WeekState(ReadingState, mixin=True):
    """The windows of one agent's week, as they stand in the form."""

    windows: list[WindowRow] = []
    zones: list[tuple[str, str]] = []
    """The zones that a window may choose at once: zone and city."""
    is_changed: bool = False
    problems: list[str] = []
    """What is wrong, each naming its window."""
    copied_day: int = -1
    """The weekday that is about to be copied; -1 is none."""
    zone_wanted_by: str = ""
    """The key of the window for which another zone is looked up."""
    _timezone: str = ""
    """The agent's own."""
    _made: int = 0

    @rx.var
    def open_days(self) -> list[int]:
        """The weekdays that have windows."""
        return sorted({row.weekday for row in self.windows})

    @rx.event
    def add(self, weekday: int):
        """One more window on this day, in the zone of the one before it."""
        before = [row for row in self.windows if row.weekday == weekday]
        timezone = before[-1].timezone if before else self._timezone
        new = WindowRow(weekday=weekday, timezone=timezone)
        self._set([*self.windows, self._keyed(new if before else replace(new, start="09:00", end="17:00"))])

    @rx.event
    def remove(self, key: str):
        """Take this window away."""
        self._set([row for row in self.windows if row.key != key])

    @rx.event
    def set_start(self, key: str, clock: str):
        """The window starts then."""
        self._change(key, start=clock)

    @rx.event
    def set_end(self, key: str, clock: str):
        """The window ends then."""
        self._change(key, end=clock)

    @rx.event
    def choose_zone(self, key: str, timezone: str):
        """The window stands on this zone's clock; with none, one is looked up."""
        if timezone:
            self._change(key, timezone=timezone)
        else:
            self.zone_wanted_by = key

    @rx.event
    def take_zone(self, form: dict[str, Any]):
        """Give the window the zone that was looked up."""
        timezone = str(form.get("timezone", ""))
        if timezone in dict(places.choices()):
            self.zones = _with(self.zones, timezone)
            self._change(self.zone_wanted_by, timezone=timezone)
        self.zone_wanted_by = ""

    @rx.event
    def set_zone_open(self, is_open: bool):
        """Leave the looking up."""
        if not is_open:
            self.zone_wanted_by = ""

    @rx.event
    def ask_where_to_copy(self, weekday: int):
        """Ask which days should be like this one."""
        self.copied_day = weekday

    @rx.event
    def set_copy_open(self, is_open: bool):
        """Leave that question."""
        if not is_open:
            self.copied_day = -1

    @rx.event
    def copy_day(self, form: dict[str, Any]):
        """Make the ticked days like the one that was asked about; what they had is replaced."""
        source = [row for row in self.windows if row.weekday == self.copied_day]
        chosen = [day for day, name in enumerate(WEEK) if form.get(name) and day != self.copied_day]
        kept = [row for row in self.windows if row.weekday not in chosen]
        copies = [self._keyed(replace(row, weekday=day, problem="")) for day in chosen for row in source]
        self.copied_day = -1
        if chosen:
            self._set([*kept, *copies])

    def _lay_out(self, windows: Sequence[WindowInput], *zones: str) -> None:
        """Show these as they are kept; `zones` may be chosen beside their own."""
        self.windows = [self._placed(self._keyed(_shown(window))) for window in windows]
        self.zones = []
        for timezone in (*zones, *(window.timezone for window in windows)):
            self.zones = _with(self.zones, timezone)
        self.problems = []

    def _typed_windows(self) -> list[WindowInput]:
        return [_typed(row) for row in self.windows]

    def _set(self, windows: list[WindowRow]) -> None:
        self.windows = [self._placed(row) for row in sorted(windows, key=lambda row: row.weekday)]
        self.problems, self.is_changed = [], True

    def _change(self, key: str, **changes: str) -> None:
        self._set([replace(row, problem="", **changes) if row.key == key else row for row in self.windows])

    def _placed(self, row: WindowRow) -> WindowRow:
        elsewhere = "" if row.timezone == self._timezone else when.city(zone(row.timezone))
        return replace(row, elsewhere=elsewhere)

    def _keyed(self, row: WindowRow) -> WindowRow:
        self._made += 1
        return replace(row, key=f"window-{self._made}")

    def _say(self, problems: tuple[Problem, ...]) -> None:
        rows, said = list(self.windows), []
        for problem in problems:
            found = _PLACE.match(problem.field)
            if found:
                row = rows[int(found[1])]
                rows[int(found[1])] = replace(row, problem=problem.message)
                day = word(WEEK[row.weekday])
                start, end = row.start or "…", row.end or "…"
                said.append(word("window_problem", day=day, start=start, end=end, problem=problem.message))
            else:
                said.append(problem.message)
        self.windows, self.problems = rows, said


def _with(zones: list[tuple[str, str]], timezone: str) -> list[tuple[str, str]]:
    known = timezone in dict(zones)
    return zones if known else [*zones, (timezone, when.city(zone(timezone)))]


def _shown(window: WindowInput) -> WindowRow:
    end = "00:00" if window.end == _MIDNIGHT else window.end
    return WindowRow(weekday=window.weekday, start=window.start, end=end, timezone=window.timezone)


def _typed(row: WindowRow) -> WindowInput:
    end = _MIDNIGHT if row.end == "00:00" else row.end
    return WindowInput(row.weekday, row.start, end, row.timezone)
