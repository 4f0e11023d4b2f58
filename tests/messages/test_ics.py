"""The calendar file that goes out with messages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from console.scheduling.messages.ics import Invite, Method, calendar

START = datetime(2027, 2, 1, 15, tzinfo=UTC)


def invite(**changes) -> Invite:
    told = {"summary": "Call with Ada", "organizer": ("Acme", "acme@a.test"), "attendee": ("Jane", "jane@g.test")}
    return Invite(
        **{
            "booking_id": "bkg_1",
            "sequence": 0,
            "start": START,
            "end": START + timedelta(minutes=30),
            **told,
            **changes,
        }
    )


def event(of: Invite, method: Method):
    file = Calendar.from_ical(calendar(of, method, START))
    assert file["METHOD"] == method
    return file.events[0]


def test_a_move_and_a_cancellation_speak_of_the_same_event():
    first, moved = event(invite(), "REQUEST"), event(invite(sequence=1, start=START + timedelta(days=1)), "REQUEST")
    gone = event(invite(sequence=2), "CANCEL")
    assert first["UID"] == moved["UID"] == gone["UID"]
    assert (first["SEQUENCE"], moved["SEQUENCE"], gone["SEQUENCE"]) == (0, 1, 2)
    assert gone["STATUS"] == "CANCELLED"


def test_times_stand_in_utc():
    assert b"DTSTART:20270201T150000Z" in calendar(invite(), "REQUEST", START)


def test_a_download_asks_nobody_to_answer_and_is_as_it_was():
    assert "ATTENDEE" not in event(invite(), "PUBLISH")
    golden = Path(__file__).parent / "golden" / "download.ics"
    assert calendar(invite(), "PUBLISH", START) == golden.read_bytes()


@given(st.text(max_size=60), st.text(max_size=60))
def test_customers_text_never_becomes_a_line_of_its_own(name: str, notes: str):
    text = calendar(invite(summary=name, description=notes, attendee=(name, "j@g.test")), "REQUEST", START)
    lines = text.replace(b"\r\n ", b"").decode().split("\r\n")
    assert sum(line.startswith("BEGIN:") for line in lines) == 2
    assert len(Calendar.from_ical(text).events) == 1
