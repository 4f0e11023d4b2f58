"""What people's own calendars say about when they are busy: real-world files, odd ones, and hostile ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as within
from hypothesis import strategies as st
from icalendar import Calendar

from console.scheduling.rules.calendar_files import (
    Busy,
    Reading,
    UnreadableCalendar,
    all_times,
    busy_times,
    fingerprint,
    winnow,
)
from console.scheduling.rules.calendars import event_uid
from console.scheduling.rules.intervals import Interval

FILES = Path(__file__).parent / "calendars"
OURS = f"bkg_{'0' * 26}@callboard"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}:00+00:00")


def span(start: str, end: str) -> Interval:
    return Interval(utc(start), utc(end))


def ask(content: str | bytes, start: str, end: str, timezone: str = "UTC", *owners: str) -> Busy:
    raw = content.encode() if isinstance(content, str) else content
    return busy_times(winnow(raw), Reading(span(start, end), timezone, frozenset(owners)))


def calendar(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "one@other.test") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def times(*events: str, timezone: str = "UTC", owners: tuple[str, ...] = ()) -> tuple[Interval, ...]:
    return ask(calendar(*events), "01-01T00:00", "12-31T00:00", timezone, *owners).times


NOON = ("DTSTART:20270201T120000Z", "DTEND:20270201T130000Z")
AT_NOON = (span("02-01T12:00", "02-01T13:00"),)


def test_a_google_calendar_across_the_change_of_new_york():
    busy = ask((FILES / "google.ics").read_bytes(), "03-01T00:00", "04-30T00:00", "America/New_York")
    assert busy.times == (
        span("03-03T15:00", "03-03T16:00"),  # declined by somebody else
        span("03-05T15:00", "03-05T16:00"),  # ten o'clock, before the change of 14 March
        span("03-08T05:00", "03-10T05:00"),  # two whole days of the agent's own
        span("03-19T19:00", "03-19T19:30"),  # moved; the one of the 12th is left out
        span("03-26T14:00", "03-26T15:00"),  # ten o'clock, after the change
        span("04-02T14:00", "04-02T15:00"),
    )
    assert busy.unread == 0


def test_an_outlook_calendar_with_windows_zones_across_the_change_of_london():
    busy = ask((FILES / "outlook.ics").read_bytes(), "10-01T00:00", "12-01T00:00")
    assert busy.times == (
        span("10-18T08:00", "10-18T08:30"),  # nine o'clock, before the change of 31 October
        span("10-21T08:30", "10-21T09:30"),  # a zone that only the file knows
        span("10-26T13:00", "10-26T14:00"),  # moved, and tentative
        span("11-08T09:00", "11-08T09:30"),  # nine o'clock, after the change; the 1st is left out
        span("11-15T09:00", "11-15T09:30"),
    )


def test_an_icloud_calendar_across_the_half_hour_of_lord_howe():
    busy = ask((FILES / "icloud.ics").read_bytes(), "04-01T00:00", "04-30T00:00", "Asia/Kathmandu")
    assert busy.times == (
        span("04-01T21:00", "04-01T21:45"),  # eight o'clock at +11:00
        span("04-03T21:30", "04-03T22:15"),  # at +10:30, from the 4th on; the 3rd and the 5th are left out
        span("04-05T21:30", "04-05T22:15"),
        span("04-10T06:15", "04-10T07:15"),  # floating: noon where the agent is
    )


@pytest.mark.parametrize(
    "lines",
    [("TRANSP:TRANSPARENT",), ("STATUS:CANCELLED",), ("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), ("status:cancelled",)],
)
def test_free_and_cancelled_events_take_no_time(lines: tuple[str, ...]):
    assert times(event(*NOON, *lines)) == ()
    assert times(event(*NOON)) == times(event(*NOON, "STATUS:TENTATIVE")) == AT_NOON


def test_one_occurrence_that_its_owner_declined_is_free_and_the_others_are_not():
    weekly = event(*NOON, "RRULE:FREQ=WEEKLY;COUNT=3")
    declined = event(
        "RECURRENCE-ID:20270208T120000Z",
        *("DTSTART:20270208T120000Z", "DTEND:20270208T130000Z"),
        'ATTENDEE;CN="Ada: the one";PARTSTAT=DECLINED:MAILTO:Ada@Acme.test',
    )
    owner = times(weekly, declined, owners=("ada@acme.test",))
    assert owner == (*AT_NOON, span("02-15T12:00", "02-15T13:00"))
    assert len(times(weekly, declined, owners=("bo@acme.test",))) == 3


def test_a_zone_that_nobody_knows_is_taken_for_the_agents_own():
    odd = event("DTSTART;TZID=Mars/Olympus:20270201T120000", "DTEND;TZID=Mars/Olympus:20270201T130000")
    assert times(odd, timezone="America/Bogota") == (span("02-01T17:00", "02-01T18:00"),)


def test_an_all_day_event_lasts_as_long_as_the_agents_day():
    days = event("DTSTART;VALUE=DATE:20270314")
    assert times(days, timezone="America/New_York") == (span("03-14T05:00", "03-15T04:00"),)  # 23 hours


def test_events_that_overlap_or_touch_are_one_stretch():
    after = event("DTSTART:20270201T130000Z", "DURATION:PT30M", uid="two")
    assert times(event(*NOON), after) == (span("02-01T12:00", "02-01T13:30"),)


def test_an_event_without_length_takes_no_time():
    assert times(event("DTSTART:20270201T120000Z")) == ()


def test_an_event_that_makes_no_sense_is_counted_and_the_others_are_read():
    broken = (event("DTSTART:tomorrow", uid="1"), event(*NOON, "RRULE:FREQ=NEVER", uid="2"), event(uid="3"))
    busy = ask(calendar(*broken, event(*NOON, uid="4")), "01-01T00:00", "12-31T00:00")
    assert AT_NOON[0] in busy.times
    assert busy.unread >= 2


def test_our_own_events_are_kept_apart_until_somebody_knows_whose_they_are():
    ours, block = OURS, event_uid(f"dnd_{'1' * 26}", "ab12")
    busy = ask(
        calendar(event(*NOON, uid=ours), event(*NOON, uid=block), event(*NOON, uid="bkg_short@callboard")),
        *("01-01T00:00", "12-31T00:00"),
    )
    assert set(busy.ours) == {ours, block}
    busy = ask(calendar(event(*NOON, uid=ours)), "01-01T00:00", "12-31T00:00")
    assert all_times(busy, lambda uid: uid == ours) == ()
    assert all_times(busy, lambda uid: False) == AT_NOON


def test_nothing_of_what_an_event_is_about_is_kept():
    kept = winnow((FILES / "google.ics").read_bytes())
    for told in ("SUMMARY", "Weekly review", "ORGANIZER", "VALARM", "bo@acme.test;", "PARTSTAT=ACCEPTED"):
        assert told not in kept
    assert len(Calendar.from_ical(kept).events) == 7


def test_a_file_that_was_fetched_again_has_the_same_fingerprint():
    file = (FILES / "google.ics").read_bytes()
    assert fingerprint(file) == fingerprint(file.replace(b"DTSTAMP:20270201T120000Z", b"DTSTAMP:20270202T130000Z"))
    assert fingerprint(file) != fingerprint(file.replace(b"T100000", b"T103000"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not_a_calendar"),
        (b"<!doctype html><title>Sign in</title>", "not_a_calendar"),
        (b"\xff\xfe\x00", "not_a_calendar"),
        (calendar(event(*NOON)).encode()[:-20], "cut_off"),
        (calendar("X-WR-CALNAME:a" + "\r\n b" * 200_000).encode(), "too_much"),
        (calendar(event(*NOON, "RRULE:FREQ=SECONDLY")).encode(), "too_much"),
        (calendar(event(*NOON, "RRULE:FREQ=MINUTELY")).encode(), "too_much"),
        (calendar(*("BEGIN:VEVENT\nEND:VEVENT" for _ in range(20_001))).encode(), "too_much"),
        (b"BEGIN:VCALENDAR\n" * 100_000, "cut_off"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(content: bytes, problem: str):
    with pytest.raises(UnreadableCalendar) as refused:
        ask(content, "01-25T00:00", "02-20T00:00")
    assert str(refused.value) == problem


def test_what_is_nested_too_deep_is_left_out():
    deep = "BEGIN:VEVENT\r\n" * 50_000 + "END:VEVENT\r\n" * 50_000
    assert times(deep.strip(), event(*NOON)) == AT_NOON


_LINES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
        *(
            "BEGIN:STANDARD",
            "END:STANDARD",
            "TZID:X",
            "TZOFFSETTO:+9999",
            "TZOFFSETFROM:-2500",
            "DTSTART:16010101T000000",
        ),
        *("UID:x", "DTSTART:20270201T120000Z", "DTSTART;VALUE=DATE:20270201", "DTSTART;TZID=X:20270201T120000"),
        *(
            "DTEND:20270201T130000",
            "DTEND:00010101T000000Z",
            "DTEND:99991231T235959",
            "DURATION:-P1D",
            "DURATION:P99999999D",
        ),
        *(
            "RRULE:FREQ=DAILY",
            "RRULE:FREQ=YEARLY;COUNT=-1",
            "RRULE:UNTIL=X",
            "EXDATE:X",
            "RDATE;VALUE=PERIOD:X/Y",
            " ",
            "\t;",
        ),
        *("RECURRENCE-ID:20270202T120000Z", "SEQUENCE:x", "STATUS:\x00", "CALSCALE:JULIAN", "X-WR-TIMEZONE:Mars"),
    ]
)


@within(max_examples=150)
@given(st.lists(_LINES | st.text(max_size=20), max_size=40))
def test_whatever_a_file_holds_the_answer_is_busy_times_or_a_refusal(lines: list[str]):
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])
    asked = Reading(span("01-01T00:00", "03-01T00:00"), "America/New_York")
    try:
        busy = busy_times(winnow(content.encode(errors="replace")), asked)
    except UnreadableCalendar:
        return
    for stretch in busy.times:
        assert asked.within.start <= stretch.start < stretch.end <= asked.within.end


@within(max_examples=60)
@given(
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - a wall clock's
    st.integers(1, 60 * 30),
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_a_time_in_utc_comes_back_as_it_is_on_whatever_clock_the_agent_lives(start: datetime, minutes: int, own: str):
    start = start.replace(microsecond=0, tzinfo=UTC)
    end = start + timedelta(minutes=minutes)
    written = event(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}")
    assert times(written, timezone=own) == (Interval(start, end),)
