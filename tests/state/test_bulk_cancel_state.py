"""Cancelling what is ticked: the question, the bar, and the bar again in a tab that comes later."""

import pytest

from console.scheduling import database
from console.scheduling.models import Member
from console.scheduling.services import booking_views, bookings, bulk_cancels
from console.scheduling.services.booking_views import BookingFilter
from console.state.bookings import BookingsState
from console.state.bulk_cancel import BulkCancelState
from console.state.call_selection import CallSelectionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture
def calls(acme: Acme, tab: Tab) -> list[str]:
    """Three calls in the table of an admin, the last of them cancelled."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    made = [acme.book(hours=hours, guest_name=f"Guest {hours}").id for hours in range(3)]
    bookings.cancel(acme.admin, made[2])
    tab.do(BookingsState.load)
    return made


def statuses(acme: Acme) -> list[str]:
    return [call.booking.status for call in booking_views.find(acme.admin, BookingFilter()).rows]


def work() -> None:
    while bulk_cancels.advance("one"):
        pass


def test_the_question_says_how_many_and_which_not_and_why(acme: Acme, tab: Tab, calls: list[str]):
    tab.do(CallSelectionState.tick_page)
    asked = tab.do(BulkCancelState.ask_first)
    assert (asked.is_asking, asked.count_told, asked.refused_told) == (
        True,
        "2 calls",
        "1 call cannot be cancelled and stays as it is",
    )
    assert [(line.customer, line.why) for line in asked.refused] == [
        ("Guest 2", "This booking is over: it is cancelled.")
    ]
    assert statuses(acme) == ["scheduled", "scheduled", "cancelled"]


def test_what_was_looked_at_is_cancelled_and_nothing_that_came_since(acme: Acme, tab: Tab, calls: list[str]):
    tab.do(CallSelectionState.tick_every)
    tab.do(BulkCancelState.ask_first)
    acme.book(hours=4)
    begun = tab.do(BulkCancelState.begin, {"reason": "ill"})
    assert (begun.told, begun.is_running, begun.is_asking) == ("0 of 2 cancelled", True, False)
    work()
    ended = tab.do(BulkCancelState.refresh)
    assert (ended.told, ended.is_running, ended.percent, ended.failures) == ("2 of 2 cancelled", False, 100, [])
    assert statuses(acme) == ["cancelled", "cancelled", "cancelled", "scheduled"]


def test_a_second_click_begins_nothing(acme: Acme, tab: Tab, calls: list[str]):
    tab.do(CallSelectionState.tick_every)
    tab.do(BulkCancelState.ask_first)
    first = tab.do(BulkCancelState.begin, {}).act_id
    assert tab.do(BulkCancelState.begin, {}).act_id == first


def test_another_tab_tells_how_far_it_has_come_and_what_could_not_be(acme: Acme, tab: Tab, calls: list[str]):
    tab.do(CallSelectionState.tick, calls[0], False)
    tab.do(BulkCancelState.ask_first)
    tab.do(BulkCancelState.begin, {})
    bookings.confirm(acme.admin, calls[0])
    work()
    later = Tab(acme).sign_in(acme.ada, "admin")
    told = later.do(BulkCancelState.load)
    assert told.told == "0 of 1 cancelled, 1 could not be"
    assert [(line.customer, line.when) for line in told.failures] == [("Guest 0", "Today, 10:00")]
    later.do(BulkCancelState.choose_failed)
    assert later.do(BulkCancelState.ask_first).count_told == "1 call"
    later.do(BulkCancelState.put_away)
    assert tab.do(BulkCancelState.refresh).told == ""


def test_what_is_too_much_is_said_and_nothing_can_be_begun(
    acme: Acme, tab: Tab, calls: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bulk_cancels, "MOST", 1)
    tab.do(CallSelectionState.tick_every)
    asked = tab.do(BulkCancelState.ask_first)
    assert (asked.count, asked.problem) == (0, "At most 1 calls at once. Narrow the list first.")
    assert tab.do(BulkCancelState.begin, {}).told == ""


def test_a_supervisor_is_offered_no_boxes_and_refused_the_act(acme: Acme, tab: Tab, calls: list[str]):
    tab.sign_in(acme.bo, "supervisor")
    assert not tab.do(BookingsState.load).may_choose
    tab.do(CallSelectionState.tick, calls[0], False)
    assert "may not" in tab.do(BulkCancelState.ask_first).problem
