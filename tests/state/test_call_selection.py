"""Ticks of the master view: some calls, those of other pages too, or every one that matches."""

import pytest

from console.state.bookings import BookingsState
from console.state.call_selection import CallSelectionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture
def ids(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five calls on pages of three."""
    for module in ("call_filters", "call_pages"):
        monkeypatch.setattr(f"console.state.{module}.PAGE_SIZE", 3)
    made = [acme.book(hours=hours).id for hours in range(5)]
    show(tab, "")
    return made


def show(tab: Tab, query: str) -> None:
    tab.go(query)
    tab.do(BookingsState.load)
    tab.do(CallSelectionState.keep)


def tick(tab: Tab, booking_id: str, is_range: bool = False) -> list[str]:
    return tab.do(CallSelectionState.tick, booking_id, is_range).chosen


def test_a_click_ticks_and_takes_the_tick_away(tab: Tab, ids: list[str]):
    assert tick(tab, ids[0]) == [ids[0]]
    assert tick(tab, ids[0]) == []


def test_a_click_with_shift_ticks_from_the_last_one_on_in_both_directions(tab: Tab, ids: list[str]):
    tick(tab, ids[2])
    assert sorted(tick(tab, ids[0], True)) == ids[:3]
    tab.do(CallSelectionState.clear)
    tick(tab, ids[0])
    assert tick(tab, ids[2], True) == ids[:3]


def test_ticks_outlast_the_turning_of_pages_and_the_opening_of_a_call(tab: Tab, ids: list[str]):
    tick(tab, ids[0])
    show(tab, f"page=2&call={ids[3]}&sort=guest_name")
    assert tick(tab, ids[4]) == [ids[0], ids[4]]


def test_ticks_go_when_other_calls_are_asked_for(tab: Tab, ids: list[str]):
    tick(tab, ids[0])
    tab.do(CallSelectionState.tick_every)
    show(tab, "status=confirmed")
    state = tab.do(CallSelectionState.keep)
    assert (state.chosen, state.is_every) == ([], False)


def test_a_page_is_ticked_at_once_and_let_go_again(tab: Tab, ids: list[str]):
    assert tab.do(CallSelectionState.tick_page).chosen == ids[:3]
    show(tab, "page=2")
    assert tab.do(CallSelectionState.tick_page).chosen == ids
    assert tab.do(CallSelectionState.tick_page).chosen == ids[:3]


def test_of_every_call_one_is_let_go_and_the_rest_of_the_page_stays(tab: Tab, ids: list[str]):
    tab.do(CallSelectionState.tick_every)
    state = tab.do(CallSelectionState.tick, ids[1], False)
    assert (state.chosen, state.is_every) == ([ids[0], ids[2]], False)
