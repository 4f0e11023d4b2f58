"""Closures in calendar files: what repeats, floats, is cancelled or over, and files that mean harm."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from console import calendar_reading
from console.scheduling.errors import Invalid
from console.scheduling.rules.calendar_files import UnreadableCalendar
from console.scheduling.rules.closure_files import MOST, FileTimes, named_times
from console.scheduling.rules.intervals import Interval

YEAR = Interval(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def event(*lines: str, uid: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def file(*events: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", "")).encode()


def told(found: FileTimes) -> list[tuple[str, str, str]]:
    return [(f"{one.start_at:%m-%d %H:%M}", f"{one.end_at:%m-%d %H:%M}", one.name) for one in found.times]


def test_a_calendar_of_holidays_names_days_on_the_apps_clock() -> None:
    found = named_times(
        file(
            event("SUMMARY:Reyes\\, festivo", "DTSTART;VALUE=DATE:20200106", "RRULE:FREQ=YEARLY", uid="1"),
            event("SUMMARY:Fair", "DTSTART;VALUE=DATE:20270602", "DTEND;VALUE=DATE:20270605", "TRANSP:TRANSPARENT", uid="2"),
            event("DTSTART:20270701T080000", "DTEND:20270701T100000", uid="3"),
            event("DTSTART:20270702T080000Z", "DTEND:20270702T100000Z", "STATUS:CANCELLED", uid="4"),
            event("DTSTART;VALUE=DATE:20260106", uid="5"),
            event("DTSTART:nonsense", uid="6"),
        ),
        YEAR,
        "Europe/Madrid",
    )  # fmt: skip
    assert told(found) == [
        ("01-05 23:00", "01-06 23:00", "Reyes, festivo"),
        ("06-01 22:00", "06-04 22:00", "Fair"),
        ("07-01 06:00", "07-01 08:00", ""),
    ]
    assert (found.cancelled, found.over) == (1, 1)


def test_what_stands_in_the_file_twice_is_one_time() -> None:
    same = [event("SUMMARY:Fair", "DTSTART;VALUE=DATE:20270602", uid=uid) for uid in "ab"]
    assert len(named_times(file(*same), YEAR, "UTC").times) == 1


def test_a_file_with_more_times_than_a_year_has_days_is_refused() -> None:
    often = event("DTSTART:20270101T080000Z", "DTEND:20270101T083000Z", "RRULE:FREQ=HOURLY", uid="1")
    with pytest.raises(UnreadableCalendar, match="too_many"):
        named_times(file(often), YEAR, "UTC")
    assert MOST == 400


def test_a_file_that_never_ends_is_ended(monkeypatch) -> None:
    monkeypatch.setattr(calendar_reading, "_DEADLINE", timedelta(milliseconds=1))
    good = file(event("SUMMARY:Fair", "DTSTART;VALUE=DATE:20270602", uid="1"))
    for content, code in ((good, "too_slow"), (b"x" * 1_000_001, "too_long")):
        with pytest.raises(Invalid) as refused:
            asyncio.run(calendar_reading.read(content, YEAR, "UTC"))
        assert (refused.value.field, refused.value.problems[0].code) == ("file", code)
    monkeypatch.setattr(calendar_reading, "_DEADLINE", timedelta(seconds=60))
    assert asyncio.run(calendar_reading.read(good, YEAR, "UTC")).times[0].name == "Fair"
