"""What a calendar file (RFC 5545) names as times to be closed: bytes in, named stretches of UTC out. Pure.

As with `calendar_files`, a file can be made to calculate for very long: run it where it can be stopped.
"""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar
from x_wr_timezone import to_standard

from .calendar_files import NONSENSE, UnreadableCalendar, by_uid, occurrences, stretch, winnow
from .intervals import Interval, overlaps
from .zones import zone

MOST_BYTES = 1_000_000
MOST = 400
"""Times in one file; what repeats counts each time."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, order=True)
class FileTime:
    """A time that the file names, whole even where it began before what was asked about."""

    start_at: datetime
    end_at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class FileTimes:
    """The times in order, each once; and how many events are left out because they are cancelled, over, or no sense."""

    times: tuple[FileTime, ...] = ()
    cancelled: int = 0
    over: int = 0
    unread: int = 0


def named_times(content: bytes, within: Interval, timezone: str) -> FileTimes:
    """The times that reach into `within`; what floats, and whole days, stand on the clock of `timezone`.

    Whether an event takes its owner's time makes no difference: calendars of holidays say that theirs do not. Raises
    UnreadableCalendar: as `winnow`, or `too_many`.
    """
    winnowed = winnow(content, frozenset({"SUMMARY"}))
    try:
        calendar = to_standard(Calendar.from_ical(winnowed))
    except NONSENSE as broken:
        raise UnreadableCalendar("not_a_calendar") from broken
    tz, found = zone(timezone), set[FileTime]()
    cancelled = over = unread = 0
    for events in by_uid(calendar).values():
        seen, gone = 0, 0
        try:
            for event in occurrences(events, within):
                lasts = stretch(event, tz)
                if not overlaps(lasts, within):
                    continue
                seen += 1
                if str(event.get("STATUS", "")).upper() == "CANCELLED":
                    gone += 1
                    continue
                name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
                found.add(FileTime(lasts.start, lasts.end, name))
                if len(found) > MOST:
                    raise UnreadableCalendar("too_many")
        except NONSENSE:
            unread += 1
        else:
            over += not seen
            cancelled += bool(seen) and seen == gone
    return FileTimes(tuple(sorted(found)), cancelled, over, unread)
