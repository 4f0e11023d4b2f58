"""Rows stay where they are while somebody reads on, ticks or types; what came is counted, and brought at a wish."""

from collections.abc import Callable

import pytest

from console.scheduling.services import bookings
from console.scheduling.services.bookings import BookingChange
from console.state.bookings import BookingsState
from console.state.calm_rows import came
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture
def table(acme: Acme, tab: Tab) -> Callable[..., list[str]]:
    """The table with Jane, and Joan after her; each call of it does something and gives the customers then shown."""
    acme.book(hours=2, guest_name="Jane")
    acme.book(hours=4, guest_name="Joan", agent_id=acme.bo)
    tab.do(BookingsState.load)

    def then(handler=BookingsState.refresh, *values: object) -> list[str]:
        return [row.customer for row in tab.do(handler, *values).rows]

    return then


def waiting(tab: Tab) -> str:
    return tab.do(BookingsState.sort_by, "status").waiting  # a handler that changes nothing but the address


def test_for_who_looks_at_the_top_rows_simply_appear_and_are_pointed_out(acme: Acme, tab: Tab, table):
    acme.book(hours=0, guest_name="Early")
    assert table() == ["Early", "Jane", "Joan"]
    assert waiting(tab) == ""
    later = acme.book(hours=6, guest_name="Late")
    assert tab.do(BookingsState.refresh).arrived == [later.id]
    assert tab.do(BookingsState.load).arrived == []


def test_for_who_reads_on_they_wait_and_are_counted_until_they_are_brought(acme: Acme, tab: Tab, table):
    assert table(BookingsState.hold, True) == ["Jane", "Joan"]
    acme.book(hours=0, guest_name="Early")
    assert table() == ["Jane", "Joan"]
    assert waiting(tab) == "1 new"
    acme.book(hours=6, guest_name="Late")
    assert table() == ["Jane", "Joan"]
    assert waiting(tab) == "2 new"
    assert table(BookingsState.bring) == ["Early", "Jane", "Joan", "Late"]
    assert waiting(tab) == ""
    acme.book(hours=5, guest_name="Between")
    assert table() == ["Early", "Jane", "Joan", "Late"], "still reading on"
    assert table(BookingsState.hold, False) == ["Early", "Jane", "Joan", "Between", "Late"]


def test_what_happens_to_a_row_that_is_shown_shows_at_once_and_in_its_place(acme: Acme, tab: Tab, table):
    table(BookingsState.hold, True)
    jane, joan = (row.id for row in tab.do(BookingsState.refresh).rows)
    bookings.change(acme.admin, jane, BookingChange(scheduled_at=acme.at(6)))
    bookings.cancel(acme.admin, joan)
    state = tab.do(BookingsState.refresh)
    assert [(row.customer, row.status) for row in state.rows] == [("Jane", "scheduled"), ("Joan", "cancelled")]
    assert state.rows[0].starts_at == acme.at(6).isoformat()
    assert waiting(tab) == ""
    assert table(BookingsState.hold, False) == ["Joan", "Jane"]


def test_a_row_that_the_filters_leave_out_by_now_stays_until_the_hand_is_gone(acme: Acme, tab: Tab):
    booking = acme.book(guest_name="Jane")
    tab.go("status=scheduled")
    tab.do(BookingsState.load)
    tab.do(BookingsState.hold, True)
    bookings.cancel(acme.admin, booking.id)
    assert [row.status for row in tab.do(BookingsState.refresh).rows] == ["cancelled"]
    assert tab.do(BookingsState.hold, False).rows == []


def test_opening_a_call_moves_no_row_either_but_another_filter_does(acme: Acme, tab: Tab, table):
    table(BookingsState.hold, True)
    early = acme.book(hours=0, guest_name="Early")
    tab.go(f"call={early.id}")
    assert table(BookingsState.load) == ["Jane", "Joan"]
    tab.go("q=earl")
    assert table(BookingsState.load) == ["Early"]


@pytest.mark.parametrize(
    ("before", "now", "is_last", "new"),
    [
        ("ab", "xab", True, "x"),
        ("ab", "abx", True, "x"),
        ("abc", "xab", False, "x"),
        ("abc", "abd", False, ""),
        ("abc", "xbd", False, "x"),
        ("", "xy", True, "xy"),
    ],
)
def test_what_only_moved_up_from_the_next_page_has_not_come(before: str, now: str, is_last: bool, new: str):
    assert came(list(before), list(now), is_last=is_last) == list(new)
