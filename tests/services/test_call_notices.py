"""What an agent is told of their calls, and by what: from the act to the rows that are owed."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.messages import call_notices
from console.scheduling.models import App, Member, Person, StaffNotice
from console.scheduling.services import bookings, notices
from console.scheduling.services.notices import NoticeList, SentNotice
from console.scheduling.services.notices import sending as sending_desk
from console.scheduling.settings import settings
from tests.services.conftest import MONDAY, Acme

WORKER = "host:1:a"


@pytest.fixture(autouse=True)
def mail_server(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one, as far as anybody asks; and the database's clock is the test's."""
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    monkeypatch.setattr(sending_desk, "database_now", lambda _session: clock.now())


def owed(person_id: str, channel: str = "email") -> list[tuple[str, str]]:
    """Kind and status of each notice to this person, oldest first."""
    with database.reading() as session:
        rows = select(StaffNotice).where(StaffNotice.person_id == person_id, StaffNotice.channel == channel)
        return [(row.kind, row.status) for row in session.exec(rows.order_by(StaffNotice.id))]


def sent(acme: Acme, after: timedelta = timedelta(seconds=61)) -> list[tuple[str, str, Any]]:
    """Recipient, subject and calendar event of every e-mail that goes out once what is under way has settled."""
    acme.hand.shift(after)
    out = []
    while due := notices.claim_due(WORKER):
        for one in due:
            email = call_notices.write(one.letter, ("Acme", "calls@acme.test"), one.recipient)
            event = icalendar.Calendar.from_ical(email.calendar).walk("VEVENT")[0] if email.calendar else None
            out.append((one.recipient.partition("@")[0], email.subject, event))
        notices.record(WORKER, [SentNotice(one) for one in due])
    return out


def choose(acme: Acme, person_id: str, **fields: Any) -> None:
    with database.writing() as session:
        member = session.get_one(Member, (acme.app_id, person_id))
        for name, value in fields.items():
            setattr(member, name, value)


def test_an_agent_is_told_of_a_new_call_at_once_in_the_browser_and_soon_by_mail(acme: Acme):
    booking = acme.book(acme.system)
    assert owed(acme.ada, "browser") == [("assigned", "sent")] and owed(acme.ada) == [("assigned", "pending")]
    assert notices.claim_due(WORKER) == []
    [(who, subject, event)] = sent(acme)
    assert who == "ada" and subject == "New call: Jane, Monday 1 February, 10:00, Bogota time"
    assert str(event["uid"]).startswith(booking.id) and event["sequence"] == booking.version


def test_nobody_is_told_what_they_did_themselves(acme: Acme):
    booking = acme.book(acme.agent(acme.ada))
    bookings.reschedule(acme.agent(acme.ada), booking.id, acme.at(1))
    bookings.cancel(acme.agent(acme.ada), booking.id)
    assert owed(acme.ada) == owed(acme.ada, "browser") == []


def test_what_others_did_just_before_ones_own_act_is_told_as_one_left_it(acme: Acme):
    booking = acme.book(acme.system)
    bookings.reschedule(acme.agent(acme.ada), booking.id, acme.at(3))
    [(_, subject, event)] = sent(acme)
    assert subject.startswith("New call: Jane") and "13:00" in subject and event["dtstart"].dt == acme.at(3)


def test_a_customers_move_and_cancellation_reach_the_agents_calendar_under_one_uid(acme: Acme):
    booking = acme.book(acme.system)
    first = sent(acme)
    bookings.reschedule(acme.guest(booking), booking.id, acme.at(2))
    second = sent(acme)
    bookings.cancel(acme.guest(booking), booking.id, reason="ill")
    third = sent(acme)
    subjects = [subject.partition(":")[0] for [(_, subject, _)] in (first, second, third)]
    assert subjects == ["New call", "Moved", "Cancelled"]
    events = [event for [(_, _, event)] in (first, second, third)]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == sorted({event["sequence"] for event in events})
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_at_a_reassign_both_agents_are_told(acme: Acme):
    booking = acme.book(acme.system)
    sent(acme)
    bookings.reassign(acme.system, booking.id, acme.bo)
    told = {who: (subject.partition(":")[0], event) for who, subject, event in sent(acme)}
    assert told["ada"][0] == "No longer yours" and told["bo"][0] == "New call"
    assert str(told["ada"][1]["status"]) == "CANCELLED" and told["ada"][1]["uid"] != told["bo"][1]["uid"]


def test_changes_within_a_minute_are_told_in_one(acme: Acme):
    booking = acme.book(acme.system)
    sent(acme)
    for hours in (1, 2, 3):
        bookings.reschedule(acme.system, booking.id, acme.at(hours))
        acme.hand.shift(timedelta(seconds=15))
    [(_, subject, _)] = sent(acme)
    assert "13:00" in subject
    assert [status for kind, status in owed(acme.ada, "browser") if kind == "moved"] == [
        "withdrawn",
        "withdrawn",
        "sent",
    ]


def test_what_is_booked_and_cancelled_within_a_minute_is_told_to_nobody(acme: Acme):
    booking = acme.book(acme.system)
    bookings.cancel(acme.system, booking.id)
    assert sent(acme) == [] and owed(acme.ada, "browser") == [("assigned", "withdrawn")]


def test_what_is_moved_there_and_back_is_told_to_nobody(acme: Acme):
    booking = acme.book(acme.system)
    sent(acme)
    bookings.reschedule(acme.system, booking.id, acme.at(1))
    bookings.reschedule(acme.system, booking.id, acme.at(0))
    assert sent(acme) == []


def test_each_member_chooses_and_who_is_gone_hears_nothing(acme: Acme):
    choose(acme, acme.ada, notices={"assigned": ["browser"]})
    acme.book(acme.system)
    assert owed(acme.ada) == [] and len(owed(acme.ada, "browser")) == 1
    choose(acme, acme.ada, notices={})
    acme.book(acme.system, 1)
    choose(acme, acme.ada, disabled_at=MONDAY)
    assert sent(acme) == [] and owed(acme.ada) == [("assigned", "withdrawn")]


def test_a_test_app_tells_in_the_browser_alone(acme: Acme):
    with database.writing() as session:
        other = App(name="Real", timezone="UTC", widget_key="wk2", created_at=MONDAY)
        session.add(other)
        session.flush()
        session.get_one(App, acme.app_id).test_of_app_id = other.id
    acme.book(acme.system)
    assert owed(acme.ada) == [] and owed(acme.ada, "browser") == [("assigned", "sent")]


def test_what_is_past_its_use_is_not_sent(acme: Acme):
    acme.book(acme.system)
    assert sent(acme, timedelta(hours=4)) == [] and owed(acme.ada) == [("assigned", "withdrawn")]


def test_a_waiting_customer_calls_their_agent_from_the_start_on_until_the_agent_comes(acme: Acme):
    booking = acme.book(acme.agent(acme.ada))
    acme.hand.move_to(acme.at(-0.1))
    bookings.join(acme.guest(booking), booking.id, "guest")
    assert notices.claim_due(WORKER) == []
    acme.hand.move_to(acme.at(0))
    [(who, subject, event)] = sent(acme, timedelta())
    assert (who, subject, event) == ("ada", "Jane is waiting for you", None)
    assert owed(acme.ada, "browser") == [("guest_waiting", "sent")]
    bookings.join(acme.agent(acme.ada), booking.id, "agent")
    assert owed(acme.ada, "browser") == [("guest_waiting", "withdrawn")]


def test_an_agent_who_is_in_time_is_not_called(acme: Acme):
    booking = acme.book(acme.agent(acme.ada))
    acme.hand.move_to(acme.at(-0.1))
    bookings.join(acme.guest(booking), booking.id, "guest")
    bookings.join(acme.agent(acme.ada), booking.id, "agent")
    assert sent(acme, timedelta(minutes=10)) == []


def test_the_list_is_ones_own_and_is_read_one_by_one_or_whole(acme: Acme):
    for hours in (0, 1):
        acme.book(acme.system, hours)
    me, other = acme.agent(acme.ada), acme.agent(acme.bo)
    assert notices.latest(other) == NoticeList([], 0)
    first, second = notices.latest(me).latest
    assert first.customer == "Jane" and "my-schedules?call=bkg_" in first.to and not first.is_read
    notices.read(other, first.id)
    notices.read(me, first.id)
    assert [one.is_read for one in notices.latest(me).latest] == [True, False]
    notices.read(me)
    assert [one.is_read for one in notices.latest(me).latest] == [True, True] and second.id


def test_what_one_chooses_is_ones_own_and_a_supervisor_has_nothing_to_choose(acme: Acme):
    notices.choose(acme.agent(acme.ada), "moved", "email", wanted=False)
    chosen = {one.topic: (one.email, one.browser) for one in notices.choices(acme.agent(acme.ada))}
    assert chosen["moved"] == (False, True) and chosen["assigned"] == (True, True) and "failures" not in chosen
    choose(acme, acme.bo, role="supervisor")
    assert notices.choices(Actor("admin", id=acme.bo, app_id=acme.app_id, role="supervisor")) == []


def test_messages_that_fail_are_told_to_admins_once_an_hour(acme: Acme):
    choose(acme, acme.bo, role="admin")
    with database.writing() as session:
        for _ in range(3):
            notices.of_message(session, acme.app_id, MONDAY)
    with database.reading() as session:
        rows = session.exec(select(StaffNotice).order_by(StaffNotice.channel)).all()
        assert [(row.person_id, row.channel, row.facts["count"]) for row in rows] == [
            (acme.bo, "browser", 3),
            (acme.bo, "email", 3),
        ]
        assert session.get_one(Person, acme.bo)
    acme.hand.shift(timedelta(seconds=61))
    [due] = notices.claim_due(WORKER)
    assert due.letter.facts["count"] == 3 and owed(acme.bo, "browser") == [("message_failed", "sent")]
    with database.writing() as session:
        notices.of_message(session, acme.app_id, MONDAY + timedelta(minutes=2))
    acme.hand.shift(timedelta(minutes=30))
    notices.record(WORKER, [SentNotice(due)])
    assert notices.claim_due(WORKER) == []
    acme.hand.shift(timedelta(minutes=31))
    assert len(notices.claim_due(WORKER)) == 1
