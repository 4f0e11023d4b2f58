"""Tabs of named views: kept from what is shown, found again by it, changed and forgotten."""

from console.state.bookings import BookingsState
from console.state.saved_views import SavedViewsState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def show(tab: Tab, query: str) -> SavedViewsState:
    tab.go(query)
    tab.do(BookingsState.load)
    return tab.do(SavedViewsState.load)


def test_what_is_shown_is_kept_under_a_name_and_is_then_the_current_tab(acme: Acme, tab: Tab):
    assert show(tab, "").is_plain
    show(tab, "status=confirmed&page=2&call=bkg_1")
    tab.do(SavedViewsState.open_new)
    state = tab.do(SavedViewsState.save, {"name": "Confirmed", "is_shared": "on"})
    (kept,) = state.tabs
    assert (kept.name, kept.address, kept.is_shared) == ("Confirmed", f"/app/{acme.app_id}/page?status=confirmed", True)
    assert (state.current, state.is_open, state.is_plain) == (kept.id, False, False)
    assert show(tab, "status=scheduled").current == ""
    assert show(tab, "status=confirmed&page=3").current == kept.id
    assert [view.hint for view in tab.sign_in(acme.bo, "agent").do(SavedViewsState.load).tabs] == ["Shared by ada"]


def test_a_name_that_is_taken_is_said_at_the_field(acme: Acme, tab: Tab):
    show(tab, "range=past")
    for _ in range(2):
        tab.do(SavedViewsState.open_new)
        state = tab.do(SavedViewsState.save, {"name": "Past"})
    assert (state.is_open, state.problem, len(state.tabs)) == (True, "You have a view of this name already.", 1)


def test_a_view_takes_other_filters_another_name_and_goes(acme: Acme, tab: Tab):
    show(tab, "range=past")
    tab.do(SavedViewsState.open_new)
    (kept,) = tab.do(SavedViewsState.save, {"name": "Past"}).tabs
    show(tab, "range=today")
    tab.do(SavedViewsState.open_edit, kept.id)
    assert tab.do(SavedViewsState.replace).tabs[0].address.endswith("?range=today")
    tab.do(SavedViewsState.open_edit, kept.id)
    assert tab.do(SavedViewsState.save, {"name": "Today"}).tabs[0].name == "Today"
    tab.do(SavedViewsState.open_edit, kept.id)
    asked = tab.do(SavedViewsState.set_deleting, True)
    assert (asked.is_deleting, asked.is_open, len(asked.tabs)) == (True, False, 1)
    assert tab.do(SavedViewsState.delete).tabs == [] and not tab.do(SavedViewsState.load).is_deleting
    assert tab.notice == "The view Today is gone."


def test_a_colleagues_view_cannot_be_opened_for_change(acme: Acme, tab: Tab):
    show(tab, "range=past")
    tab.do(SavedViewsState.open_new)
    (kept,) = tab.do(SavedViewsState.save, {"name": "Past", "is_shared": "on"}).tabs
    tab.sign_in(acme.bo, "supervisor").do(SavedViewsState.load)
    assert not tab.do(SavedViewsState.open_edit, kept.id).is_open
