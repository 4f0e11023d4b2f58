"""The same week painted on a grid: windows drawn, moved and resized by strokes, in quarters of an hour."""

from dataclasses import replace

import reflex as rx

from console.scheduling.rules import hours
from console.scheduling.rules.availability import WeeklyWindow
from console.scheduling.rules.week_grid import DAY, WEEK, joined, moved
from console.state.availability.week import WeekState, WindowRow, shown, typed


class PaintingState(WeekState, mixin=True):
    """What the grid asks for. Times are minutes from midnight, on the agent's own clock."""

    chosen: str = ""
    """The key of the window that is chosen on the grid."""
    strokes: int = 0
    """Counts what the grid asked for, so that it knows when the week is what it should be."""

    @rx.var
    def chosen_window(self) -> WindowRow:
        """The window that is chosen, if it is there."""
        return next((row for row in self.windows if row.key == self.chosen), WindowRow())

    @rx.event
    def choose(self, key: str):
        """Choose this window; with an empty key none."""
        self.chosen = key

    @rx.event
    async def paint(self, first: int, last: int, start: int, end: int):
        """One window on each of these weekdays, together with those that it overlaps."""
        self.strokes += 1
        if not (0 <= first <= last <= 6 and 0 <= start < end <= DAY):
            return None
        rows = self.windows
        for weekday in range(first, last + 1):
            new = WeeklyWindow(weekday, start, end, self._timezone)
            rows = self._with(rows, self._keyed(WindowRow()), new)
        self.chosen = rows[-1].key if first == last else ""
        return await self._set(_in_order(rows))

    @rx.event
    async def shift(self, key: str, by_start: int, by_end: int):
        """Move the start and the end of a window by so many minutes; what it is moved over becomes part of it."""
        self.strokes += 1
        found = next((one for one in self._readable() if one[0].key == key), None)
        if found is None or max(abs(by_start), abs(by_end)) > WEEK:
            return None
        row, window = found
        rows = [one for one in self.windows if one.key != key]
        for part, new in enumerate(moved(window, by_start, by_end)):
            rows = self._with(rows, self._keyed(row) if part else row, new)
        return await self._set(_in_order(rows))

    def _with(self, rows: list[WindowRow], row: WindowRow, new: WeeklyWindow) -> list[WindowRow]:
        """The rows with this one, last, which is the new window and takes in those that it overlaps."""
        read = [(one, hours.readable(typed(one))) for one in rows]
        others = [(one, window) for one, window in read if window]
        whole, taken = joined(new, [window for _, window in others])
        gone = {others[place][0].key for place in taken}
        made = replace(shown(hours.written(whole)), key=row.key, mounted=row.mounted + 1)
        return [*(one for one in rows if one.key not in gone), made]


def _in_order(rows: list[WindowRow]) -> list[WindowRow]:
    return sorted(rows, key=lambda row: (row.weekday, row.start))
