"""What a calendar file (RFC 5545) says about when its owner is busy: bytes in, stretches of UTC out. Pure.

Files come from strangers. `winnow` takes one pass and keeps the few lines that matter, so nothing of what an event is
about goes further. `busy_times` can still be made to calculate for very long: run both where they can be stopped.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component
from x_wr_timezone import to_standard

from .calendars import own_id, takes_time
from .intervals import Interval, intersect, merge
from .zones import zone

MOST_EVENTS = 20_000
MOST_OCCURRENCES = 20_000
"""Occurrences within the time that is asked about; more than anybody has, and quickly counted."""
_LONGEST_LINE = 100_000
_MOST_DECLINED = 50

_WANTED: Mapping[str, frozenset[str]] = {
    "VCALENDAR": frozenset({"CALSCALE", "X-WR-TIMEZONE", "X-WR-CALNAME"}),
    "VTIMEZONE": frozenset({"TZID", "X-LIC-LOCATION"}),
    "STANDARD": frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}),
    "DAYLIGHT": frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}),
    "VEVENT": frozenset(
        {
            *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
            *("SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "ATTENDEE"),
        }
    ),
}
_INSIDE: Mapping[str, frozenset[str]] = {
    "": frozenset({"VCALENDAR"}),
    "VCALENDAR": frozenset({"VTIMEZONE", "VEVENT"}),
    "VTIMEZONE": frozenset({"STANDARD", "DAYLIGHT"}),
}
_EVERY_WANTED = frozenset().union(*_WANTED.values(), {"BEGIN", "END"})
_STAMP = re.compile(rb"^DTSTAMP[^\n]*\n", re.MULTILINE)
NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What the libraries raise on a calendar that makes none."""
_NAME = re.compile(r"[A-Za-z0-9-]+")
_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")


class UnreadableCalendar(Exception):
    """The file cannot be used: `not_a_calendar`, `cut_off` or `too_much`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is asked: about which stretch, on whose clock (an IANA name) floating times stand, and who owns it."""

    within: Interval
    timezone: str
    owners: frozenset[str] = frozenset()
    """Folded e-mail addresses; where the calendar is named by one, that counts too."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The answer, cut to the stretch that was asked about.

    `ours` holds the times of events that some Callboard has made, by their UID: whoever knows its rows decides on them.
    `unread` counts the events that make no sense.
    """

    times: tuple[Interval, ...] = ()
    ours: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)
    unread: int = 0


def fingerprint(content: bytes) -> str:
    """The same for files that say the same; Google and Outlook write into each event when it was fetched."""
    return sha256(_STAMP.sub(b"", content)).hexdigest()


def winnow(content: bytes, also: frozenset[str] = frozenset()) -> str:
    """The lines that `busy_times` needs, as one well-formed calendar; `also` names further ones of events.

    Raises UnreadableCalendar.
    """
    wanted = {**_WANTED, "VEVENT": _WANTED["VEVENT"] | also}
    text = content.decode("utf-8-sig", errors="replace")
    if not text.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise UnreadableCalendar("not_a_calendar")
    kept, path, skipped, events, declined = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Callboard//EN"], [""], 0, 0, 0
    is_whole = False
    for name, line in _lines(text, _EVERY_WANTED | also):
        if name == "BEGIN":
            component = line.partition(":")[2].strip().upper()
            if skipped or component not in _INSIDE.get(path[-1], ()):
                skipped += 1
                continue
            path.append(component)
            is_whole, declined = False, 0
            events += component == "VEVENT"
            if events > MOST_EVENTS:
                raise UnreadableCalendar("too_much")
            if component != "VCALENDAR":
                kept.append(f"BEGIN:{component}")
        elif name == "END" and skipped:
            skipped -= 1
        elif name == "END" and len(path) > 1:
            component = path.pop()
            is_whole = component == "VCALENDAR"
            if not is_whole:
                kept.append(f"END:{component}")
        elif not skipped and name in wanted.get(path[-1], ()):
            if name == "ATTENDEE":  # who else comes is nobody's business here
                declined += 1
                if "PARTSTAT=DECLINED" not in line.upper() or declined > _MOST_DECLINED:
                    continue
            if name == "RRULE" and "FREQ=SECONDLY" in line.upper():  # takes a minute to count for each day
                raise UnreadableCalendar("too_much")
            kept.append(line)
    if not is_whole:
        raise UnreadableCalendar("cut_off")
    return "\r\n".join([*kept, "END:VCALENDAR", ""])


def busy_times(winnowed: str, asked: Reading) -> Busy:
    """When the owner is busy. Raises UnreadableCalendar; may run, and fill memory, for as long as the file makes it."""
    try:
        calendar = to_standard(Calendar.from_ical(winnowed))
    except NONSENSE as broken:
        raise UnreadableCalendar("not_a_calendar") from broken
    owners = asked.owners | _addresses(str(calendar.get("X-WR-CALNAME", "")))
    tz = zone(asked.timezone)
    times: list[Interval] = []
    ours: dict[str, list[Interval]] = {}
    unread, seen = 0, 0
    for uid, events in by_uid(calendar).items():
        taken = ours.setdefault(uid, []) if own_id(uid) else times
        try:
            for occurrence in occurrences(events, asked.within):
                seen += 1
                if seen > MOST_OCCURRENCES:
                    raise UnreadableCalendar("too_much")
                if _takes_time(occurrence, owners):
                    taken.append(stretch(occurrence, tz))
        except NONSENSE:
            unread += 1
    cut = {uid: intersect(stretches, (asked.within,)) for uid, stretches in ours.items()}
    return Busy(intersect(times, (asked.within,)), {uid: each for uid, each in cut.items() if each}, unread)


def by_uid(calendar: Component) -> dict[str, list[Component]]:
    """An event with its exceptions: what one of them breaks stays among them."""
    found: dict[str, list[Component]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        found[str(event.get("UID", number))].append(event)
    return found


def occurrences(events: list[Component], within: Interval) -> Iterator[Component]:
    """Each time that an event takes place, with what floats, or lasts whole days, and may reach in from beyond."""
    alone, margin = Calendar(), timedelta(days=2)
    alone.subcomponents = events
    for series in recurring_ical_events.of(alone).series:
        for occurrence in series.between(within.start - margin, within.end + margin):
            yield occurrence.as_component(False)


def all_times(busy: Busy, is_ours: Callable[[str], bool]) -> tuple[Interval, ...]:
    """The busy times with those of other Callboards' events; `is_ours` says of a UID that the event came from here."""
    others = (each for uid, stretches in busy.ours.items() if not is_ours(uid) for each in stretches)
    return merge((*busy.times, *others))


def _lines(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each unfolded line with its property's name, empty where it is not wanted. Raises UnreadableCalendar on one that
    never ends.
    """
    name, parts, length = "", [], 0
    for line in re.split(r"\r\n|\r|\n", text):
        if line[:1] in (" ", "\t"):
            length += len(line)
            if length <= _LONGEST_LINE:
                parts.append(line[1:])
            continue
        if name:
            yield name, _whole(parts, length, name in wanted)
        found = _NAME.match(line)
        name, parts, length = (found[0].upper() if found else ""), [line], len(line)
    if name:
        yield name, _whole(parts, length, name in wanted)


def _whole(parts: list[str], length: int, is_wanted: bool) -> str:
    if not is_wanted:
        return ""
    if length > _LONGEST_LINE:
        raise UnreadableCalendar("too_much")
    return "".join(parts)


def _takes_time(event: Component, owners: frozenset[str]) -> bool:
    attendees = event.get("ATTENDEE", [])
    declined = attendees if isinstance(attendees, list) else [attendees]  # winnowed: only those who declined are left
    return takes_time(
        status=_word(event, "STATUS"),
        transparency=_word(event, "TRANSP"),
        busy_status=_word(event, "X-MICROSOFT-CDO-BUSYSTATUS"),
        declined_by=[address for each in declined for address in _addresses(str(each).removeprefix("mailto:"))],
        owners=owners,
    )


def _word(event: Component, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _addresses(text: str) -> frozenset[str]:
    found = _EMAIL.fullmatch(re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE))
    return frozenset({found[0].casefold()}) if found else frozenset()


def stretch(event: Any, tz: ZoneInfo) -> Interval:
    """From start to end, in UTC. What has no zone, or one that nobody knows, stands on the owner's own clock."""
    return Interval(_instant(event["DTSTART"].dt, tz), _instant(event["DTEND"].dt, tz))


def _instant(moment: date | datetime, tz: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=tz)
    return moment.astimezone(UTC).replace(microsecond=0)
