"""Weekly hours while they are edited: window by window, each on its own zone's clock, a day copied to others.

Whatever changes them ends in `_set`: it keeps what was before for *Undo*, draws the week anew, tells what clock changes
will make of it, and lets the day above be seen with hours that are not saved yet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import Problem
from console.scheduling.messages import when
from console.scheduling.messages.clock_forecast import Forecast, forecast
from console.scheduling.messages.week_grid import GridBlock, grid_blocks
from console.scheduling.messages.words import word
from console.scheduling.rules import hours
from console.scheduling.rules.availability import WeeklyWindow
from console.scheduling.rules.hours import WindowInput
from console.scheduling.rules.zones import zone
from console.scheduling.services import places
from console.state.agent_day import AgentDayState
from console.state.reading import ReadingState

WEEK = tuple(f"weekday_{place}" for place in range(7))
"""The words of the days; the place is the weekday, 0 is Monday."""
_MIDNIGHT = "24:00"
_MOST_UNDONE = 100
"""So many changes can be undone."""
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
    mounted: int = 0
    """Grows when its times change by other means than its own fields, which mounts these anew."""


class WeekState(ReadingState, mixin=True):
    """The windows of one agent's week, as they stand in the form."""

    windows: list[WindowRow] = []
    blocks: list[GridBlock] = []
    """The same on the agent's own clock, as the grid draws them; those half typed are not there."""
    forecasts: list[Forecast] = []
    unshifted: str = ""
    """Said where no clock change of the year to come shifts any of them."""
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
    _seen_from: tuple[str, ...] = ()
    """The zones of the people who see these hours."""
    _saved: list[WindowInput] = []
    _before: list[list[WindowRow]] = []
    """What the week was before each change, the last one last."""
    _made: int = 0

    @rx.var
    def open_days(self) -> list[int]:
        """The weekdays that have windows."""
        return sorted({row.weekday for row in self.windows})

    @rx.var
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._before)

    @rx.event
    async def add(self, weekday: int):
        """One more window on this day, in the zone of the one before it."""
        before = [row for row in self.windows if row.weekday == weekday]
        timezone = before[-1].timezone if before else self._timezone
        new = WindowRow(weekday=weekday, timezone=timezone)
        new = self._keyed(new if before else replace(new, start="09:00", end="17:00"))
        return await self._set([*self.windows, new])

    @rx.event
    async def remove(self, key: str):
        """Take this window away."""
        return await self._set([row for row in self.windows if row.key != key])

    @rx.event
    async def set_start(self, key: str, clock: str):
        """The window starts then."""
        return await self._change(key, start=clock)

    @rx.event
    async def set_end(self, key: str, clock: str):
        """The window ends then."""
        return await self._change(key, end=clock)

    @rx.event
    async def choose_zone(self, key: str, timezone: str):
        """The window stands on this zone's clock; with none, one is looked up."""
        if timezone:
            return await self._change(key, timezone=timezone)
        self.zone_wanted_by = key
        return None

    @rx.event
    async def take_zone(self, form: dict[str, Any]):
        """Give the window the zone that was looked up."""
        timezone, key = str(form.get("timezone", "")), self.zone_wanted_by
        self.zone_wanted_by = ""
        if timezone not in dict(places.choices()):
            return None
        self.zones = _with(self.zones, timezone)
        return await self._change(key, timezone=timezone)

    @rx.event
    async def take_back(self):
        """Undo the last change."""
        if not self._before:
            return None
        *self._before, rows = self._before
        self.windows = [replace(row, mounted=row.mounted + 1) for row in rows]
        self.problems, self.is_changed = [], self._typed_windows() != self._saved
        return await self._show_week()

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
    async def copy_day(self, form: dict[str, Any]):
        """Make the ticked days like the one that was asked about; what they had is replaced."""
        source = [row for row in self.windows if row.weekday == self.copied_day]
        chosen = [day for day, name in enumerate(WEEK) if form.get(name) and day != self.copied_day]
        kept = [row for row in self.windows if row.weekday not in chosen]
        copies = [self._keyed(replace(row, weekday=day, problem="")) for day in chosen for row in source]
        self.copied_day = -1
        return await self._set([*kept, *copies]) if chosen else None

    async def _lay_out(self, windows: Sequence[WindowInput], *zones: str) -> None:
        """Show these as they are kept; `zones` may be chosen beside their own."""
        if not self.windows or self._typed_windows() != list(windows):  # else they keep their keys: one may be dragged
            self.windows = [self._placed(self._keyed(shown(window))) for window in windows]
        self.zones = []
        for timezone in (*zones, *(window.timezone for window in windows)):
            self.zones = _with(self.zones, timezone)
        self.problems, self._before, self._saved = [], [], list(windows)
        await self._show_week()

    def _typed_windows(self) -> list[WindowInput]:
        return [typed(row) for row in self.windows]

    def _readable(self) -> list[tuple[WindowRow, WeeklyWindow]]:
        """The windows that are typed whole."""
        read = [(row, hours.readable(typed(row))) for row in self.windows]
        return [(row, window) for row, window in read if window]

    async def _set(self, windows: list[WindowRow]) -> Any:
        """These are the windows now; gives the event that shows the day with them."""
        self._before = [*self._before, self.windows][-_MOST_UNDONE:]
        self.windows = [self._placed(row) for row in sorted(windows, key=lambda row: row.weekday)]
        self.problems, self.is_changed = [], True
        return await self._show_week()

    async def _show_week(self) -> Any:
        """Draw the week, tell its clock changes, and hand it to the day above while it is not saved."""
        readable, now = self._readable(), clock.now()
        self._put(blocks=grid_blocks([(row.key, window) for row, window in readable], self._timezone, now))
        self._tell_clock_changes([window for _, window in readable])
        day = await self.get_state(AgentDayState)
        day._try(self._typed_windows() if self.is_changed else None)
        return AgentDayState.refresh

    def _tell_clock_changes(self, windows: list[WeeklyWindow]) -> None:
        told = forecast(windows, self._seen_from, self._timezone, clock.now())
        cities = ", ".join(when.city(zone(one)) for one in self._seen_from)
        is_still = bool(windows) and not told
        self._put(forecasts=told, unshifted=word("forecast_none", cities=cities) if is_still else "")

    async def _change(self, key: str, **changes: str) -> Any:
        rows = [replace(row, problem="", **changes) if row.key == key else row for row in self.windows]
        return await self._set(rows)

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


def shown(window: WindowInput) -> WindowRow:
    """The window as it stands in the form, without a key."""
    end = "00:00" if window.end == _MIDNIGHT else window.end
    return WindowRow(weekday=window.weekday, start=window.start, end=end, timezone=window.timezone)


def typed(row: WindowRow) -> WindowInput:
    """The window as it is saved."""
    end = _MIDNIGHT if row.end == "00:00" else row.end
    return WindowInput(row.weekday, row.start, end, row.timezone)
