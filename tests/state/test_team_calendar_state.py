"""The calendar of many agents: what its address asks for, how it turns, and what stays as it is."""

from console.scheduling import database
from console.scheduling.models import Member
from console.state.bookings import BookingsState
from console.state.saved_views import SavedViewsState
from console.state.team_calendar import TeamCalendarState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements


def as_admin(acme: Acme, tab: Tab, query: str = "") -> Tab:
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    tab.go(query, "calendar")
    return tab


def test_agents_stand_in_rows_with_their_calls(acme: Acme, tab: Tab):
    acme.book()
    seen = as_admin(acme, tab, "view=agents").do(TeamCalendarState.load)
    assert (seen.drawn_as, seen.title, seen.told) == ("resourceTimelineDay", "Monday, 1 February 2027", "1 call")
    assert [row.title for row in seen.resources] == ["ada", "bo"]
    (call,) = [entry for entry in seen.entries if not entry.is_behind]
    assert (call.start, call.title, call.note, call.resource) == ("2027-02-01T10:00", "Jane", "Scheduled", acme.ada)
    assert (seen.is_today, seen.problem, seen.rows_told) == (True, "", "")


def test_the_address_says_which_days_and_odd_ones_are_today(acme: Acme, tab: Tab):
    seen = as_admin(acme, tab, "view=week&day=2027-03-03").do(TeamCalendarState.load)
    assert (seen.drawn_as, seen.day, seen.title, seen.is_today) == ("timeGridWeek", "2027-03-03", "1–7 Mar 2027", False)
    for odd in ("view=week&day=soon", "view=moon", "day=2027-13-01", "view=agents&at=99:99"):
        tab.go(odd, "calendar")
        seen = tab.do(TeamCalendarState.load)
        assert (seen.day, seen.problem) == ("2027-02-01", "")


def test_who_is_free_is_told(acme: Acme, tab: Tab):
    acme.book()
    seen = as_admin(acme, tab, "view=agents&at=10:00").do(TeamCalendarState.load)
    assert seen.free_told == "1 of 2 are free at 10:00 for 30 min"
    assert [(row.title, row.group, row.is_dim) for row in seen.resources] == [
        ("bo", "Free", False),
        ("ada", "Not free", True),
    ]


def test_the_ways_keep_the_filters_and_a_kept_view_is_of_calls_alone(acme: Acme, tab: Tab):
    query = f"agent={acme.ada}&q=jane&view=week&day=2027-03-03"
    seen = as_admin(acme, tab, query).do(TeamCalendarState.load)
    path = f"/app/{acme.app_id}"
    assert seen.ways["day"] == f"{path}/calendar?agent={acme.ada}&q=jane&view=day&day=2027-03-03"
    assert seen.ways[""] == f"{path}/scheduled-calls?agent={acme.ada}&q=jane&day=2027-03-03"
    assert [chip.name for chip in seen.chips] == ["search", "agents"]
    tab.do(SavedViewsState.load)
    tab.do(SavedViewsState.save, {"name": "Jane's"})
    (view,) = tab.do(SavedViewsState.load).tabs
    assert view.address.endswith(f"/calendar?agent={acme.ada}&q=jane&view=week&day=2027-03-03")
    tab.go(f"agent={acme.ada}&q=jane", "scheduled-calls")
    assert tab.do(SavedViewsState.load).tabs[0].address.endswith(f"/scheduled-calls?agent={acme.ada}&q=jane")
    assert tab.do(BookingsState.load).ways["week"] == f"{path}/calendar?agent={acme.ada}&q=jane&view=week"


def test_a_drawer_beside_it_asks_for_no_calendar_anew(acme: Acme, tab: Tab):
    booking = acme.book()
    as_admin(acme, tab, "view=agents").do(TeamCalendarState.load)
    tab.go(f"view=agents&call={booking.id}", "calendar")
    with statements() as sent:
        tab.do(TeamCalendarState.load)
    assert not [one for one in sent if "working_window" in one]
