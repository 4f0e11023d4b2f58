"""*Now* in a tab: what stands there, what one press does, and what is said aloud."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import select

from console.scheduling import database
from console.scheduling.models import Booking, Reminder
from console.scheduling.services import bookings, now
from console.state import live
from console.state.now import NowState
from console.state.now_tab import NowTabState
from tests.services.conftest import Acme
from tests.services.test_messages_outbox import message
from tests.state.conftest import Tab

MINUTE = timedelta(minutes=1)


def come_to(acme: Acme, booking: Booking, minutes: float) -> None:
    acme.hand.move_to(booking.scheduled_at + minutes * MINUTE)


def headings(state: NowState) -> list[tuple[str, str]]:
    return [(block.heading, block.count) for block in state.blocks]


def test_a_row_says_since_when_and_what_this_person_may_do(acme: Acme, tab: Tab):
    booking = acme.book()
    come_to(acme, booking, 2)
    state = tab.do(NowState.load)
    [block] = state.blocks
    [row] = block.rows
    assert (block.title, row.call.customer, row.clock) == ("Agent late", "Jane", "since 10:00")
    assert (row.ticks_from, state.as_of) == (
        booking.scheduled_at.isoformat(),
        (booking.scheduled_at + 2 * MINUTE).isoformat(),
    )
    assert {"start", "tell_late", "reassign"} <= set(row.acts)
    assert row.tells == "Running late: tell Jane that the call starts about 10 minutes late"
    assert tab.sign_in(acme.ada, "supervisor").do(NowState.refresh).blocks[0].rows[0].acts == []


def test_who_newly_waits_is_said_aloud_and_only_once(acme: Acme, tab: Tab):
    first, second = acme.book(), acme.book(agent_id=acme.bo, guest_name="Kim")
    come_to(acme, first, -5)
    bookings.join(acme.guest(first), first.id, "guest")
    assert tab.do(NowState.load).news == "", "it stands there as one comes"
    bookings.join(acme.guest(second), second.id, "guest")
    state = tab.do(NowState.refresh)
    assert state.news == "Kim waits alone for bo."
    state.news = ""
    assert tab.do(NowState.refresh).news == ""


def test_running_late_is_told_once_and_the_row_says_so(acme: Acme, tab: Tab):
    booking = acme.book()
    come_to(acme, booking, 2)
    tab.do(NowState.load)
    tab.do(NowState.tell_late, booking.id)
    state = tab.do(NowState.refresh)
    assert tab.notice == "E-mail is not set up, so the message stands unsent in the outbox. Please call Jane."
    [row] = state.blocks[0].rows
    assert (row.told, row.is_told, "tell_late" in row.acts) == ("Told: 10 min late", True, False)
    tab.do(NowState.tell_late, booking.id)
    assert tab.notice == "The customer has been told, and that still holds."
    with database.writing() as session:
        session.exec(update(Reminder).values(status="not_sent"))  # pyright: ignore[reportCallIssue, reportArgumentType]
    [row] = tab.do(NowState.refresh).blocks[0].rows
    assert (row.told, row.is_told) == ("Not told: the message did not go out", False)


def test_each_press_settles_its_row_and_a_refusal_is_said(acme: Acme, tab: Tab):
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    come_to(acme, booking, -10)
    assert headings(tab.do(NowState.load)) == [("soon", "1"), ("unconfirmed", "1")]
    tab.do(NowState.confirm, booking.id)
    assert headings(tab.do(NowState.refresh)) == [("soon", "1")]
    tab.do(NowState.begin, booking.id)
    assert headings(tab.do(NowState.refresh)) == []
    tab.do(NowState.say_done, booking.id)
    tab.do(NowState.begin, booking.id)
    assert tab.notice == "This booking is over: it is completed."
    tab.do(NowState.send_again, message(acme.book(hours=24)))
    assert tab.notice == "E-mail is not set up."


def test_more_than_fit_are_counted_and_lead_to_the_table(acme: Acme, tab: Tab, monkeypatch):
    monkeypatch.setattr(now, "SHOWN", 1)
    come_to(acme, acme.book(), 2)
    with database.writing() as session:
        copy = session.exec(select(Booking)).one().model_dump() | {
            "id": "bkg_2",
            "reference": "R2",
            "agent_id": acme.bo,
        }
        session.add(Booking(**copy))
    [block] = tab.do(NowState.load).blocks
    assert (block.count, len(block.rows), block.more) == ("2", 1, "and one more")
    assert block.more_at == "scheduled-calls?range=today"


def test_the_tab_counts_what_is_pressing_until_one_leaves_the_master_view(acme: Acme, tab: Tab):
    booking = acme.book()
    come_to(acme, booking, -5)
    assert tab.do(NowTabState.load).count == 0, "a call that is due is as it should be"
    come_to(acme, booking, 2)
    tab.go("", "now")
    tab.do(NowState.load)
    assert tab.do(NowTabState.refresh).count == 1, "Now itself says it"
    tab.go("", "scheduled-calls")
    come_to(acme, booking, 3)
    assert tab.do(NowTabState.load).count == 1
    tab.go("", "members")
    bookings.start(acme.admin, booking.id)
    assert tab.do(NowTabState.refresh).count == 1
    assert "tabs" not in {part for _, part in live._watches}
