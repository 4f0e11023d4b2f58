"""Rosters in CSV files: who works on which date from when until when, a shift a line, and which lines do not go together."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..errors import Invalid
from . import cells, csv_files, hours
from .availability import DatedShift
from .csv_files import FIELD, FileRow, Layout
from .intervals import Interval, overlaps
from .zones import wall_stretches, zone

COLUMNS = ("agent", "date", "start", "end", "zone")
MOST_ROWS = 20_000

_OTHER_NAMES = {
    "email": "agent",
    "e-mail": "agent",
    "name": "agent",
    "day": "date",
    "from": "start",
    "to": "end",
    "until": "end",
    "timezone": "zone",
    "time zone": "zone",
    "agente": "agent",
    "correo": "agent",
    "nombre": "agent",
    "fecha": "date",
    "inicio": "start",
    "desde": "start",
    "fin": "end",
    "hasta": "end",
    "zona": "zone",
    "zona horaria": "zone",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = 24 * 60
_LAYOUT = Layout(COLUMNS, _OTHER_NAMES, ("agent", "date"), lambda row: any(map(_DATE.fullmatch, row)))


def read(data: bytes) -> list[FileRow]:
    """The lines that hold anything. Raises Invalid for a file that is not read at all."""
    rows = csv_files.read(data, _LAYOUT)
    if len(rows) > MOST_ROWS:
        raise Invalid.of(FIELD, f"At most {MOST_ROWS:,} shifts at a time; this file has {len(rows):,}.", "too_long")
    if not rows:
        raise Invalid.of(FIELD, "This file names its columns, and no shift.", "required")
    return rows


def agent_of(row: FileRow) -> str:
    """Whom the line names, an e-mail address or a name; without the apostrophe that keeps a cell from being a formula."""
    return row["agent"].removeprefix("'").strip()


def day_of(row: FileRow) -> date:
    """The line's date. Raises Invalid."""
    try:
        return date.fromisoformat(row["date"] if _DATE.fullmatch(row["date"]) else "")
    except ValueError:
        raise Invalid.of("date", "Write the date as year, month and day: 2027-05-31.", "invalid_date") from None


def minutes_of(row: FileRow) -> tuple[int, int]:
    """From when until when, in minutes from the date's midnight; what ends before it starts ends on the next day.

    With neither it is a day off, `(0, 0)`. Raises Invalid.
    """
    return minutes(row["start"], row["end"])


def minutes(from_clock: str, to_clock: str) -> tuple[int, int]:
    """As `minutes_of`, of two clocks, both empty for a day off. Raises Invalid."""
    if not from_clock and not to_clock:
        return 0, 0
    start, end = hours.minute(_padded(from_clock), "start"), hours.minute(_padded(to_clock), "end")
    if start == _DAY:
        raise Invalid.of("start", "A shift starts before 24:00.", "invalid_time")
    if start == end:
        raise Invalid.of("end", "This shift ends when it starts. A whole day is 00:00-24:00.", "empty")
    return start, end if end > start else end + _DAY


def zone_of(row: FileRow, otherwise: str) -> str:
    """The line's zone, or the agent's where it names none. Raises Invalid."""
    try:
        return zone(row["zone"]).key if row["zone"] else otherwise
    except Invalid:
        raise Invalid.of("zone", "This is not a known time zone, such as America/Bogota.", "unknown_timezone") from None


def clashes(new: Mapping[int, DatedShift], kept: Sequence[DatedShift]) -> dict[int, str]:
    """What is wrong with lines of one agent that do not go together, by line.

    `new` are the shifts of the file by line, `kept` those on dates that the file does not name.
    """
    found: dict[int, str] = {}
    off = {shift.day: line for line, shift in new.items() if _is_off(shift)}
    for line, shift in new.items():
        if off.get(shift.day, line) != line:
            found[line] = f"Line {off[shift.day]} says that this date is a day off."
    placed = sorted((span, line, None) for line, shift in new.items() for span in _spans(shift))
    placed += [(span, 0, shift) for shift in kept for span in _spans(shift)]
    furthest: tuple[Interval, int, DatedShift | None] | None = None
    for span, line, shift in sorted(placed, key=lambda one: one[0]):
        if furthest and overlaps(span, furthest[0]):
            bad, other, standing = (line, furthest[1], furthest[2]) if line else (furthest[1], line, shift)
            if bad and standing:
                found.setdefault(bad, f"This overlaps the shift of {standing.day}, which the file does not name.")
            elif bad:
                found.setdefault(bad, f"This overlaps line {other}.")
        if not furthest or span.end > furthest[0].end:
            furthest = (span, line, shift)
    return found


def written(shifts: Iterable[tuple[str, DatedShift]]) -> bytes:
    """The file of these agents' shifts, each with the agent's e-mail address, as `read` reads it."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for agent, shift in shifts:
        table.writerow((cells.safe(agent), shift.day.isoformat(), *clocks(shift), shift.timezone))
    return out.getvalue().encode()


def clocks(shift: DatedShift) -> tuple[str, str]:
    """The shift's start and end as a file says them; both are empty of a day off."""
    return ("", "") if _is_off(shift) else (hours.clock(shift.start_minute), _end(shift))


def _is_off(shift: DatedShift) -> bool:
    return shift.start_minute == shift.end_minute


def _end(shift: DatedShift) -> str:
    return hours.clock(shift.end_minute if shift.end_minute <= _DAY else shift.end_minute - _DAY)


def _spans(shift: DatedShift) -> tuple[Interval, ...]:
    return wall_stretches(shift.day, shift.start_minute, shift.end_minute, shift.timezone)


def _padded(clock: str) -> str:
    """`9:00` as `09:00`, which spreadsheets are fond of shortening; seconds of nothing go."""
    return clock.removesuffix(":00").zfill(5) if clock.count(":") == 2 else clock.zfill(5)
