"""The outbox: who sees which messages, what is counted as unsent, and what can be sent by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.scheduling import clock, database
from console.scheduling.errors import Conflict, NotAllowed, NotFound
from console.scheduling.models import App, Booking, Member, Reminder, Team
from console.scheduling.services import reminders
from console.scheduling.services.reminders import outbox
from console.scheduling.services.reminders.outbox import MessageFilter
from console.scheduling.settings import settings
from tests.services.conftest import Acme


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")


def message(booking: Booking, **fields: Any) -> str:
    now = clock.now()
    given = {"kind": "invitation", "channel": "email", "status": "failed", "fire_at": now, "created_at": now}
    with database.writing() as session:
        row = Reminder(app_id=booking.app_id, booking_id=booking.id, **given | fields)
        session.add(row)
    return row.id


def listed(acme: Acme, **wanted: Any) -> list[tuple[str, str]]:
    found = outbox.list_messages(acme.admin, MessageFilter(**wanted))
    return [(one.channel, one.status) for one in found]


def row(reminder_id: str) -> Reminder:
    with database.reading() as session:
        return session.get_one(Reminder, reminder_id)


def test_messages_are_listed_latest_first_and_those_to_come_when_asked_for(acme: Acme):
    booking, now = acme.book(hours=30), clock.now()
    message(booking, status="sent", fire_at=now - timedelta(minutes=2))
    message(booking, status="not_sent", fire_at=now - timedelta(minutes=1), channel="whatsapp")
    for hours in (2, 1):
        message(booking, status="pending", fire_at=now + timedelta(hours=hours))
    assert listed(acme) == [("whatsapp", "not_sent"), ("email", "sent")]
    assert listed(acme, channel="email") == [("email", "sent")]
    assert listed(acme, status="not_sent") == [("whatsapp", "not_sent")]
    planned = outbox.list_messages(acme.admin, MessageFilter(status="pending"))
    assert [one.at for one in planned] == [now + timedelta(hours=1), now + timedelta(hours=2)]
    assert len(listed(acme, limit=1)) == 2, "one more, so that a page knows that there are more"


def test_keys_in_what_people_wrote_are_masked(acme: Acme):
    message(acme.book(), kind="reminder_custom", message="See http://x.test/manage/m-01abc-secret please")
    [shown] = outbox.list_messages(acme.admin, MessageFilter())
    assert shown.text == "See http://x.test/manage/… please"


def test_only_who_runs_the_app_sees_them(acme: Acme):
    reminder_id = message(acme.book())
    for actor in (acme.agent(acme.ada), acme.system, acme.visitor):
        with pytest.raises(NotAllowed):
            outbox.list_messages(actor, MessageFilter())
        with pytest.raises((NotAllowed, NotFound)):
            outbox.send_by_hand(actor, reminder_id)
        assert outbox.unsent(actor).count == 0


def test_a_lead_sends_again_what_their_team_could_not_and_sees_no_others(mail: None, acme: Acme):
    lead = replace(acme.admin, id=acme.bo, role="lead", team_id="team_n")
    with database.writing() as session:
        session.add(Team(id="team_n", app_id=acme.app_id, name="North", created_at=clock.now()))
        session.flush()
        session.get_one(Member, (acme.app_id, acme.bo)).team_id = "team_n"
    theirs, others = acme.book(hours=26, agent_id=acme.bo), acme.book(hours=26, guest_email="kim@guests.test")
    lost = message(theirs)
    outbox.send_by_hand(lead, lost)
    assert row(lost).status == "pending"
    with pytest.raises(NotFound):
        outbox.send_by_hand(lead, message(others))
    with pytest.raises(NotAllowed):
        outbox.list_messages(lead, MessageFilter())


def test_unsent_ones_are_counted_while_their_channel_is_not_set_up(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    booking = acme.book()
    message(booking, status="not_sent")
    message(booking, status="not_sent", channel="whatsapp")
    assert outbox.unsent(acme.admin) == outbox.Unsent(2, ("email", "whatsapp"))
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    assert outbox.unsent(acme.admin) == outbox.Unsent(1, ("whatsapp",))
    with database.writing() as session:
        app = session.get_one(App, acme.app_id)
        app.channels = {"whatsapp_phone_number_id": "1", "whatsapp_token": "t"}
    assert outbox.unsent(acme.admin) == outbox.Unsent()


@pytest.mark.parametrize("status", ["failed", "not_sent"])
def test_one_that_did_not_go_out_is_sent_by_hand_at_any_hour(mail: None, acme: Acme, status: str):
    reminder_id = message(acme.book(hours=30), status=status, attempts=6, problem="no connection")
    assert clock.now().hour < 13, "seven in the morning in Bogota: quiet hours"
    outbox.send_by_hand(acme.admin, reminder_id)
    assert (row(reminder_id).status, row(reminder_id).attempts, row(reminder_id).problem) == ("pending", 0, None)
    with pytest.raises(Conflict, match="gone out"):
        outbox.send_by_hand(acme.admin, reminder_id)


def test_what_cannot_be_sent_is_said(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    booking = acme.book(hours=30)
    reminder_id = message(booking, status="not_sent")
    with pytest.raises(Conflict, match="E-mail is not set up"):
        outbox.send_by_hand(acme.admin, reminder_id)
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    with database.writing() as session:
        session.get_one(Booking, booking.id).status = "cancelled"
    with pytest.raises(Conflict, match="nothing any more"):
        outbox.send_by_hand(acme.admin, reminder_id)
    with pytest.raises(NotFound):
        outbox.send_by_hand(acme.admin, "rem_unknown")


def test_setting_a_channel_up_sends_no_old_message(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    reminder_id = message(acme.book(hours=30), status="not_sent")
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    assert reminders.claim_due("host:1:a") == []
    assert row(reminder_id).status == "not_sent"
