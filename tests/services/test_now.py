"""*Now*: which calls need somebody, in whose sight, what each may do about them, and a guest who hears of a delay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import Conflict, NotAllowed, NotFound
from console.scheduling.models import Booking, Customer, Member, Reminder, Team
from console.scheduling.services import booking_views, bookings, now
from console.scheduling.services.now import NowCall
from console.scheduling.services.reminders import outbox
from console.scheduling.settings import settings
from tests.services.conftest import MONDAY, Acme
from tests.services.test_messages_outbox import message
from tests.statements import statements

MINUTE = timedelta(minutes=1)


def rows(acme: Acme, heading: str, actor: Actor | None = None) -> list[NowCall]:
    found = [section for section in now.board(actor or acme.admin) if section.heading == heading]
    return [call for section in found for call in section.calls]


def standing(acme: Acme, actor: Actor | None = None) -> dict[str, int]:
    return {section.heading: section.count for section in now.board(actor or acme.admin)}


def pass_to(acme: Acme, booking: Booking, minutes: float) -> None:
    """Let the clock run to so many minutes after the booking's start, and act as it does."""
    acme.hand.move_to(booking.scheduled_at + minutes * MINUTE)
    bookings.advance_due()


@pytest.fixture
def team(acme: Acme) -> str:
    """A team with Bo in it."""
    with database.writing() as session:
        north = Team(app_id=acme.app_id, name="North", created_at=MONDAY)
        session.add(north)
        session.flush()
        session.get_one(Member, (acme.app_id, acme.bo)).team_id = north.id
        return north.id


def test_a_guest_who_joins_before_the_agent_waits_and_the_agents_join_ends_it(acme: Acme):
    booking = acme.book()
    pass_to(acme, booking, -5)
    assert standing(acme) == {"soon": 1}
    bookings.join(acme.guest(booking), booking.id, "guest")
    [waiting] = rows(acme, "waiting")
    assert (waiting.call.booking.id, waiting.counts_from) == (booking.id, clock.now())
    assert (standing(acme), now.pressing(acme.admin)) == ({"waiting": 1}, 1)
    pass_to(acme, booking, 2)
    assert standing(acme) == {"waiting": 1}
    bookings.join(acme.agent(acme.ada), booking.id, "agent")
    assert (now.board(acme.admin), now.pressing(acme.admin)) == ([], 0)


def test_a_call_that_nobody_joins_is_due_then_its_agent_is_late_then_it_is_over(acme: Acme):
    booking = acme.book()
    told = []
    for minutes in (-16, -15, 0, 1, 9, 10):
        pass_to(acme, booking, minutes)
        told.append(standing(acme))
    assert told == [{}, {"soon": 1}, {"soon": 1}, {"late": 1}, {"late": 1}, {}]


def test_a_call_by_telephone_runs_over_for_half_an_hour_and_then_waits_for_a_word(acme: Acme):
    acme.set_preset(call_kind="phone", outcomes=["Sold", "Thinks"])
    booking = acme.book(guest_phone="+573005550100")
    pass_to(acme, booking, 2)
    assert standing(acme) == {"late": 1}
    bookings.start(acme.admin, booking.id)
    assert standing(acme) == {}
    pass_to(acme, booking, 31)
    [over] = rows(acme, "over")
    assert (over.counts_from, over.outcomes) == (booking.ends_at, ("Sold", "Thinks"))
    assert {"done", "no_show"} <= over.acts
    pass_to(acme, booking, 60)
    assert standing(acme) == {"outcome": 1}
    bookings.done(acme.admin, booking.id, outcome="Sold")
    assert standing(acme) == {}


def test_a_call_is_unconfirmed_near_its_own_deadline_whenever_it_is(acme: Acme):
    acme.set_preset(require_confirmation=True, confirmation_deadline_minutes=60)
    booking = acme.book(hours=4)
    pass_to(acme, booking, -181)
    assert standing(acme) == {}
    pass_to(acme, booking, -180)
    [unconfirmed] = rows(acme, "unconfirmed")
    assert (unconfirmed.counts_from, "confirm" in unconfirmed.acts) == (booking.scheduled_at - 60 * MINUTE, True)
    bookings.confirm(acme.admin, booking.id)
    assert standing(acme) == {}


def test_a_message_that_failed_is_shown_until_it_is_sent_in_some_way_or_says_nothing_any_more(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    booking, other = acme.book(hours=24), acme.book(hours=25, agent_id=acme.bo)
    lost, twice = message(booking, problem="mailbox full"), message(other)
    message(other, channel="whatsapp", status="sent", fire_at=clock.now() + MINUTE)
    message(other, status="failed", kind="reminder_24h", fire_at=clock.now() - timedelta(days=8))
    [row] = rows(acme, "failed")
    assert row.lost is not None
    assert (row.lost.id, row.lost.problem, "send_again" in row.acts) == (lost, "mailbox full", True)
    assert twice != lost
    outbox.send_by_hand(acme.admin, lost)
    assert standing(acme) == {}
    message(booking, kind="reminder_1h")
    assert standing(acme) == {"failed": 1}
    bookings.cancel(acme.admin, booking.id)
    assert standing(acme) == {}, "nobody needs to be reminded of it"


def test_a_lead_sees_the_own_team_and_a_supervisor_sees_all_and_acts_on_nothing(acme: Acme, team: str):
    mine, other = acme.book(agent_id=acme.bo), acme.book(agent_id=acme.ada, guest_name="Kim")
    message(mine)
    pass_to(acme, mine, 2)
    lead = replace(acme.admin, id="per_lead", role="lead", team_id=team)
    assert [row.call.booking.id for row in rows(acme, "late", lead)] == [mine.id]
    assert {"tell_late", "start", "reassign"} <= rows(acme, "late", lead)[0].acts
    message(acme.book(agent_id=acme.bo, hours=24))
    message(acme.book(agent_id=acme.ada, hours=24))
    assert ["send_again" in row.acts for row in rows(acme, "failed", lead)] == [True]
    supervisor = replace(acme.admin, id="per_sup", role="supervisor")
    seen = rows(acme, "late", supervisor)
    assert {row.call.booking.id for row in seen} == {mine.id, other.id}
    assert {act for row in seen for act in row.acts} == set()
    onlooker = replace(acme.admin, id=acme.ada, role="agent")
    assert [(row.call.booking.id, row.acts) for row in rows(acme, "late", onlooker)] == [(other.id, frozenset())]
    with pytest.raises(NotAllowed):
        now.board(acme.visitor)


def test_another_apps_calls_are_nobodys_business(acme: Acme):
    booking = acme.book()
    pass_to(acme, booking, 2)
    assert standing(acme, replace(acme.admin, app_id="app_other")) == {}


def test_however_much_stands_there_it_is_read_in_so_many_questions(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(now, "SHOWN", 2)
    first = acme.book()
    message(first)
    pass_to(acme, first, -5)
    with statements() as few:
        now.board(acme.admin)
    with database.writing() as session:
        for number in range(6):
            twin = Booking(**first.model_dump() | {"id": f"bkg_{number}", "reference": f"R{number}"})
            twin.status, twin.needs_outcome_since, twin.due_at = "confirmed", clock.now(), None
            twin.scheduled_at, twin.ends_at = MONDAY - number * 60 * MINUTE, MONDAY - (number * 60 - 30) * MINUTE
            session.add(twin)
    with statements() as many:
        outcome = next(section for section in now.board(acme.admin) if section.heading == "outcome")
    assert (outcome.count, len(outcome.calls), len(many)) == (6, 2, len(few))
    with statements() as counted:
        assert now.pressing(acme.admin) == 7
    assert len(counted) < len(few) <= 10


@pytest.fixture
def late(acme: Acme) -> Iterator[Booking]:
    """A call whose agent is two minutes late."""
    booking = acme.book(guest_timezone="Europe/Madrid")
    pass_to(acme, booking, 2)
    return booking


def told(booking: Booking) -> list[Reminder]:
    with database.reading() as session:
        return list(
            session.exec(select(Reminder).where(Reminder.booking_id == booking.id, Reminder.kind == "running_late"))
        )


def test_running_late_tells_the_guest_once_at_once_and_the_timeline_says_so(acme: Acme, late: Booking):
    said = bookings.tell_late(acme.admin, late.id)
    assert (said.minutes, said.channel, said.goes_out) == (10, "email", False)
    [row] = told(late)
    assert (row.fire_at, row.status) == (clock.now(), "pending")
    assert row.message == (
        "ada is running late: your call (Monday 1 February, 16:00, Madrid time) starts about 10 minutes later than "
        "planned. Sorry to keep you waiting."
    )
    with pytest.raises(Conflict, match="has been told"):
        bookings.tell_late(acme.admin, late.id)
    [shown] = rows(acme, "late")
    assert shown.told_late is not None
    assert (shown.told_late.id, "tell_late" in shown.acts) == (row.id, False)
    events = booking_views.get(acme.admin, late.id).events
    assert [event.payload for event in events if event.event_type == "updated"] == [{"late_minutes": 10}]
    assert len(told(late)) == 1


def test_a_longer_delay_is_told_again_and_a_move_forgets_what_was_told(acme: Acme, late: Booking):
    bookings.tell_late(acme.admin, late.id)
    acme.set_preset(no_show_grace_minutes=30)
    acme.hand.move_to(late.scheduled_at + 10 * MINUTE)
    assert bookings.tell_late(acme.admin, late.id).minutes == 15
    bookings.reschedule(acme.admin, late.id, late.scheduled_at + 20 * MINUTE)
    assert bookings.tell_late(acme.admin, late.id).minutes == 5


def test_there_is_nothing_to_tell_before_the_call_is_due_or_once_it_runs(acme: Acme):
    booking = acme.book()
    pass_to(acme, booking, -16)
    with pytest.raises(Conflict):
        bookings.tell_late(acme.admin, booking.id)
    pass_to(acme, booking, 1)
    bookings.join(acme.agent(acme.ada), booking.id, "agent")
    with pytest.raises(Conflict):
        bookings.tell_late(acme.admin, booking.id)


def test_who_wants_no_messages_gets_none_and_one_way_is_as_good_as_another(acme: Acme):
    booking = acme.book(guest_phone="+573005550100")
    pass_to(acme, booking, 2)
    with database.writing() as session:
        session.get_one(Customer, booking.customer_id).opt_outs = ["email"]
    assert bookings.tell_late(acme.admin, booking.id).channel == "whatsapp"
    with database.writing() as session:
        session.get_one(Customer, booking.customer_id).opt_outs = ["email", "whatsapp"]
    acme.hand.move_to(booking.scheduled_at + 10 * MINUTE)
    with pytest.raises(Conflict, match="call them"):
        bookings.tell_late(acme.admin, booking.id)


def test_only_who_may_write_to_the_guest_may_tell_them(acme: Acme, late: Booking, team: str):
    for actor in (
        replace(acme.admin, id="per_sup", role="supervisor"),
        replace(acme.admin, id=acme.ada, role="agent"),
        replace(acme.admin, id="per_lead", role="lead", team_id=team),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            bookings.tell_late(actor, late.id)
    assert bookings.tell_late(acme.agent(acme.ada), late.id).minutes == 10
