"""What customers read in their mail, and the calendar files that travel with it, byte by byte as `golden` has them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from console.scheduling.messages.emails import write
from console.scheduling.messages.letters import Letter

GOLDEN = Path(__file__).parent / "golden"
START = datetime(2027, 2, 1, 15, tzinfo=UTC)
SENDER = ("Acme", "calls@acme.test")
INVITED = Letter(
    kind="invitation",
    app_name="Acme",
    agent_name="Ada",
    guest_name="Jane Doe",
    booking_id="bkg_01kgolden",
    reference="ABC-1234",
    version=1,
    start=START,
    end=START + timedelta(minutes=30),
    timezone="America/Bogota",
    language="en",
    call_kind="link",
    to_confirm=False,
    join_url="https://calls.acme.test/join/g-1",
    manage_url="https://calls.acme.test/manage/m-1",
    written_at=datetime(2027, 1, 25, 12, tzinfo=UTC),
)
MOVED = replace(
    INVITED, version=2, moved_from=START, start=START + timedelta(days=1), end=START + timedelta(days=1, minutes=30)
)
CANCELLED = replace(MOVED, kind="cancellation", version=3, reason="ill", moved_from=None)
REMINDED = replace(INVITED, kind="reminder_24h", unsubscribe_url="https://calls.acme.test/unsubscribe/u-1")


@pytest.mark.parametrize(
    ("name", "letter"), [("invitation", INVITED), ("moved", MOVED), ("cancellation", CANCELLED)], ids=lambda one: one
)
def test_the_calendar_file_is_as_it_was(name: str, letter: Letter):
    file = GOLDEN / f"{name}.ics"
    assert write(letter, SENDER, "jane@guests.test").calendar == file.read_bytes()


def test_the_three_speak_of_one_event_in_its_order():
    files = [
        Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes()) for name in ("invitation", "moved", "cancellation")
    ]
    assert [file["METHOD"] for file in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({file.events[0]["UID"] for file in files}) == 1
    assert [file.events[0]["SEQUENCE"] for file in files] == [1, 2, 3]


def test_an_invitation_says_when_where_and_how_to_change_it():
    mail = write(INVITED, SENDER, "jane@guests.test")
    assert mail.subject == "Your call with Acme: Monday 1 February, 10:00, Bogota time"
    for said in ("Hello Jane Doe,", "10:00, Bogota time", "ABC-1234", INVITED.join_url, INVITED.manage_url):
        assert said in mail.text and said in mail.html


def test_it_says_how_to_reach_a_person_and_an_answer_goes_there():
    reachable = replace(INVITED, contact_email="help@acme.test", contact_phone="+573005550100")
    mail = write(reachable, SENDER, "jane@guests.test")
    assert "help@acme.test" in mail.text and "+57 300 5550100" in mail.text
    assert 'href="mailto:help@acme.test"' in mail.html and 'href="tel:+573005550100"' in mail.html
    assert mail.headers["Reply-To"] == "help@acme.test"
    assert "Reply-To" not in write(INVITED, SENDER, "jane@guests.test").headers


def test_words_and_dates_are_of_one_language():
    mail = write(replace(INVITED, language="xx-YY"), SENDER, "jane@guests.test")
    assert mail.subject == "Your call with Acme: Monday 1 February, 10:00, Bogota time"
    american = write(replace(INVITED, language="en-US"), SENDER, "jane@guests.test")
    assert "Monday, February 1, 10:00 AM" in american.subject


def test_a_move_tells_both_times():
    mail = write(MOVED, SENDER, "jane@guests.test")
    assert "Monday 1 February" in mail.text and "Tuesday 2 February" in mail.text


def test_who_takes_the_call_now_is_told_by_name():
    mail = write(replace(INVITED, agent_name="Bo", is_new_agent=True), SENDER, "jane@guests.test")
    assert mail.subject == "Somebody else takes your call: Monday 1 February, 10:00, Bogota time"
    assert "Bo takes your call now." in mail.text and mail.calendar


def test_reminders_alone_can_be_declined_with_one_click():
    reminder = write(REMINDED, SENDER, "jane@guests.test")
    assert reminder.headers == {
        "List-Unsubscribe": "<https://calls.acme.test/unsubscribe/u-1>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "/unsubscribe/u-1" in reminder.text and "/unsubscribe/u-1" in reminder.html
    for letter in (INVITED, MOVED, CANCELLED):
        mail = write(letter, SENDER, "jane@guests.test")
        assert mail.headers == {} and "unsubscribe" not in mail.html


def test_it_wears_the_apps_face_and_is_whole_with_images_off():
    mail = write(replace(INVITED, logo='https://acme.test/"logo.png', accent="#0f62fe"), SENDER, "jane@guests.test")
    assert 'src="https://acme.test/&quot;logo.png" alt=""' in mail.html and ">Acme</span>" in mail.html
    assert "background:#0f62fe" in mail.html
    pale = write(replace(INVITED, accent="#ffff00"), SENDER, "jane@guests.test")
    assert "#ffff00" not in pale.html


def test_a_phone_call_has_no_link_to_join():
    mail = write(replace(INVITED, call_kind="phone"), SENDER, "jane@guests.test")
    assert "/join/" not in mail.text and "/join/" not in mail.html
    assert b"/join/" not in (mail.calendar or b"")


def test_a_conflict_leads_straight_to_other_times():
    mail = write(replace(INVITED, kind="conflict_notice"), SENDER, "jane@guests.test")
    assert f"{INVITED.manage_url}/move" in mail.text and mail.calendar is None


def test_a_trial_is_about_no_call():
    mail = write(replace(INVITED, kind="trial"), SENDER, "jane@guests.test")
    assert mail.subject == "Test message from Acme" and mail.calendar is None and "/manage/" not in mail.html


@pytest.mark.parametrize("kind", ["invitation", "cancellation", "reminder_custom"])
def test_what_people_typed_is_text(kind: str):
    evil = "<img src=x onerror=alert(1)>\r\nBcc: x@evil.test"
    mail = write(
        replace(REMINDED, kind=kind, guest_name=evil, app_name=evil, agent_name=evil, reason=evil, message=evil),
        SENDER,
        "jane@guests.test",
    )
    assert "<img" not in mail.html and "\n" not in mail.subject and "\r" not in mail.subject


def test_an_invitation_in_spanish_is_as_it_was():
    mail = write(replace(INVITED, language="es-CO"), SENDER, "jane@guests.test")
    assert f"{mail.subject}\n\n{mail.text}" == (GOLDEN / "invitation.es.txt").read_text()
    assert mail.calendar == (GOLDEN / "invitation.es.ics").read_bytes()


def test_a_letter_to_brazil_is_in_portuguese():
    mail = write(replace(INVITED, language="pt-BR"), SENDER, "jane@guests.test")
    assert mail.subject == "Sua chamada com Acme: segunda-feira, 1 de fevereiro, 10:00, horário de Bogotá"
    assert "Mudar ou cancelar a chamada" in mail.text
