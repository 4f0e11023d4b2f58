"""What agents read of their calls, and the calendar files that travel with it, byte by byte as `golden` has them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from console.scheduling.messages.call_notices import CallLetter, write

GOLDEN = Path(__file__).parent / "golden"
START = datetime(2027, 2, 1, 15, tzinfo=UTC)
SENDER = ("Acme", "calls@acme.test")
ASSIGNED = CallLetter(
    notice_id="ntc_01kgolden",
    kind="assigned",
    booking_id="bkg_01kgolden",
    person_id="per_01kada",
    reference="ABC-1234",
    customer="Jane Doe",
    name="Ada",
    app_name="Acme",
    language="en",
    timezone="America/Bogota",
    start=START,
    end=START + timedelta(minutes=30),
    knew=None,
    sequence=1,
    by="customer",
    by_name="",
    url="https://calls.acme.test/app/app_1/my-schedules?call=bkg_01kgolden",
    written_at=datetime(2027, 1, 25, 12, tzinfo=UTC),
)
MOVED = replace(
    ASSIGNED,
    kind="moved",
    knew=START,
    start=START + timedelta(days=1),
    end=START + timedelta(days=1, minutes=30),
    sequence=2,
)
CANCELLED = replace(MOVED, kind="cancelled", knew=None, sequence=3, reason="ill")
HANDED_ON = replace(
    CANCELLED, kind="unassigned", reason=None, by="admin", by_name="Bo", url="https://calls.acme.test/app/app_1"
)
IN_CALENDARS = [ASSIGNED, MOVED, CANCELLED, HANDED_ON]


@pytest.mark.parametrize("letter", IN_CALENDARS, ids=lambda letter: letter.kind)
def test_the_calendar_file_is_as_it_was(letter: CallLetter):
    file = GOLDEN / f"agent_{letter.kind}.ics"
    assert write(letter, SENDER, "ada@acme.test").calendar == file.read_bytes()


def test_all_speak_of_one_event_in_its_order_and_not_of_the_customers():
    files = [Calendar.from_ical((GOLDEN / f"agent_{letter.kind}.ics").read_bytes()) for letter in IN_CALENDARS]
    assert [file["METHOD"] for file in files] == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]
    assert [file.events[0]["SEQUENCE"] for file in files] == [1, 2, 3, 3]
    customers = Calendar.from_ical((GOLDEN / "invitation.ics").read_bytes())
    uids = {str(file.events[0]["UID"]) for file in files}
    assert len(uids) == 1 and str(customers.events[0]["UID"]) not in uids


def test_a_colleagues_file_is_about_another_event():
    mine, theirs = (write(replace(ASSIGNED, person_id=who), SENDER, "ada@acme.test") for who in ("per_1", "per_2"))
    assert Calendar.from_ical(mine.calendar).events[0]["UID"] != Calendar.from_ical(theirs.calendar).events[0]["UID"]


def test_who_has_lost_a_call_gets_no_way_to_it():
    mail = write(HANDED_ON, SENDER, "ada@acme.test")
    assert "bkg_01kgolden" not in mail.text + mail.html and "Bo" in mail.text


def test_a_waiting_customer_is_told_without_a_file():
    assert write(replace(ASSIGNED, kind="guest_waiting"), SENDER, "ada@acme.test").calendar is None
