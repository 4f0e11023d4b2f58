"""The availability page's states: a week that is edited and saved as a whole, exceptions, and closures."""

import pytest

from console.scheduling import database
from console.scheduling.errors import NotAllowed
from console.scheduling.models import Member, Team
from console.scheduling.services import schedules
from console.state.availability import AvailabilityState
from console.state.exceptions import ExceptionsState
from console.state.impact import ImpactState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

BOGOTA, MADRID = "America/Bogota", "Europe/Madrid"
WHOLE_DAY = {"kind": "blocked", "from_day": "2027-02-01", "to_day": "2027-02-01", "note": "Holiday"}


def arrive(tab: Tab, agent_id: str) -> AvailabilityState:
    """The page as it is with this agent chosen."""
    tab.do(AvailabilityState.load)
    tab.do(ExceptionsState.show, agent_id)
    return tab.do(AvailabilityState.choose_agent, agent_id)


def hours(acme: Acme, agent_id: str) -> list[tuple[int, str, str, str]]:
    """What is saved."""
    saved = schedules.hours_of(acme.admin, agent_id)
    return [(one.weekday, one.start, one.end, one.timezone) for one in saved]


def add(tab: Tab, weekday: int, start: str, end: str, timezone: str = BOGOTA) -> None:
    """A window as a person would type it."""
    key = [row for row in tab.do(AvailabilityState.add, weekday).windows if row.weekday == weekday][-1].key
    tab.do(AvailabilityState.set_start, key, start)
    tab.do(AvailabilityState.set_end, key, end)
    tab.do(AvailabilityState.choose_zone, key, timezone)


def lead(tab: Tab, acme: Acme) -> str:
    """Ada leads a team of which she is the only member; gives the team."""
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="North")
        session.add(team)
        session.flush()
        session.get_one(Member, (acme.app_id, acme.ada)).role = "lead"
        session.get_one(Member, (acme.app_id, acme.ada)).team_id = team.id
        return team.id


def test_a_week_of_several_windows_and_zones_is_saved_as_typed(acme: Acme, tab: Tab):
    state = arrive(tab, acme.bo)
    for row in state.windows:
        tab.do(AvailabilityState.remove, row.key)
    add(tab, 0, "09:00", "12:00")
    add(tab, 0, "20:00", "00:00", MADRID)
    state = tab.do(AvailabilityState.save)
    assert hours(acme, acme.bo) == [(0, "09:00", "12:00", BOGOTA), (0, "20:00", "24:00", MADRID)]
    assert "bo" in tab.notice and not state.is_changed
    assert [(row.start, row.end) for row in state.windows] == [("09:00", "12:00"), ("20:00", "00:00")]


def test_a_refusal_names_the_window_and_keeps_everything_typed(acme: Acme, tab: Tab):
    before = hours(acme, acme.bo)
    arrive(tab, acme.bo)
    add(tab, 5, "22:00", "06:00")
    add(tab, 6, "", "")
    state = tab.do(AvailabilityState.save)
    assert {said.split(",")[0] for said in state.problems} == {"Saturday", "Sunday"}
    assert "Saturday, 22:00–06:00: This window ends before it starts." in state.problems[0]
    assert [bool(row.problem) for row in state.windows[-2:]] == [True, True]
    assert (state.windows[-2].start, state.windows[-2].end) == ("22:00", "06:00")
    assert state.is_changed and hours(acme, acme.bo) == before


def test_a_day_is_copied_to_the_days_that_were_ticked(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    add(tab, 0, "19:00", "20:00", MADRID)
    tab.do(AvailabilityState.ask_where_to_copy, 0)
    state = tab.do(AvailabilityState.copy_day, {"weekday_1": True, "weekday_6": True})
    assert state.copied_day == -1 and len({row.key for row in state.windows}) == len(state.windows)
    tab.do(AvailabilityState.save)
    two = [("09:00", "17:00", BOGOTA), ("19:00", "20:00", MADRID)]
    saved = hours(acme, acme.bo)
    for weekday, expected in {0: two, 1: two, 2: two[:1], 5: [], 6: two}.items():
        assert [window[1:] for window in saved if window[0] == weekday] == expected


def test_unsaved_changes_stay_until_they_are_saved_or_discarded(acme: Acme, tab: Tab):
    state = arrive(tab, acme.bo)
    tab.do(AvailabilityState.remove, state.windows[0].key)
    assert tab.do(AvailabilityState.choose_agent, acme.ada).agent_id == acme.bo
    assert len(tab.do(AvailabilityState.refresh).windows) == 4
    assert len(tab.do(AvailabilityState.discard).windows) == 5
    assert tab.do(AvailabilityState.choose_agent, acme.ada).agent_id == acme.ada


def test_another_zone_is_looked_up(acme: Acme, tab: Tab):
    key = arrive(tab, acme.bo).windows[0].key
    assert tab.do(AvailabilityState.choose_zone, key, "").zone_wanted_by == key
    state = tab.do(AvailabilityState.take_zone, {"timezone": "Asia/Tokyo"})
    assert state.windows[0].timezone == "Asia/Tokyo" and ("Asia/Tokyo", "Tokyo") in state.zones
    tab.do(AvailabilityState.choose_zone, key, "")
    assert tab.do(AvailabilityState.take_zone, {"timezone": "nowhere"}).windows[0].timezone == "Asia/Tokyo"


def test_a_link_leads_to_an_agents_hours_once(acme: Acme, tab: Tab):
    tab.go(f"agent={acme.bo}")
    assert tab.do(AvailabilityState.load).agent_id == acme.bo
    tab.do(AvailabilityState.choose_agent, acme.ada)
    assert tab.do(AvailabilityState.load).agent_id == acme.ada  # the connection was lost and came back


def test_a_window_says_where_it_stands_when_that_is_elsewhere(acme: Acme, tab: Tab):
    first = tab.do(AvailabilityState.load).windows[0]
    assert (first.elsewhere, tab.do(AvailabilityState.load).agent_city) == ("", "Bogota")
    row = tab.do(AvailabilityState.choose_zone, tab.do(AvailabilityState.load).windows[0].key, "Asia/Tokyo").windows[0]
    assert (row.timezone, row.elsewhere) == ("Asia/Tokyo", "Tokyo")


def test_agents_edit_nobodys_hours_and_see_their_own_day_alone(acme: Acme, tab: Tab):
    tab.sign_in(acme.bo, "agent")
    tab.go(f"agent={acme.ada}")
    state = tab.do(AvailabilityState.load)
    assert (state.agents, state.agent_id, state.may_edit) == ([(acme.bo, "bo")], acme.bo, False)
    assert state.windows == []


def test_supervisors_see_everybodys_day_and_edit_no_hours(acme: Acme, tab: Tab):
    tab.sign_in(acme.bo, "supervisor")
    state = tab.do(AvailabilityState.load)
    assert [name for _, name in state.agents] == ["ada", "bo"] and not state.may_edit


def test_leads_edit_the_hours_of_their_team_and_no_closures(acme: Acme, tab: Tab):
    lead(tab, acme)
    tab.sign_in(acme.ada, "lead")
    assert tab.do(AvailabilityState.load).may_edit
    assert not tab.do(AvailabilityState.choose_agent, acme.bo).may_edit
    tab.do(ExceptionsState.show, acme.ada)
    tab.do(ExceptionsState.open_form, "app")
    assert "may not" in tab.do(ExceptionsState.add, WHOLE_DAY).problems["form"]


def test_an_exception_without_times_is_of_whole_days_in_the_agents_zone(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    tab.do(ExceptionsState.open_form, "agent")
    state = tab.do(ExceptionsState.add, WHOLE_DAY)
    assert [(row.time, row.kind_label, row.note) for row in state.of_agent] == [("Today", "Blocked", "Holiday")]
    assert state.form == "" and state.closures == []


def test_an_exception_without_a_last_day_is_of_one_day(acme: Acme, tab: Tab):
    tab.do(AvailabilityState.load)
    tab.do(ExceptionsState.show, acme.ada)
    tab.do(ExceptionsState.open_form, "agent")
    state = tab.do(ExceptionsState.add, {"from_day": "2027-03-02", "kind": "blocked"})
    assert [row.time for row in state.of_agent] == ["Tue 2 Mar"]


def test_extra_time_is_added_between_two_clocks(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    tab.do(ExceptionsState.open_form, "agent")
    evening = {"kind": "available_extra", "from_clock": "19:00", "to_clock": "21:00"}
    state = tab.do(ExceptionsState.add, WHOLE_DAY | evening)
    assert [(row.time, row.kind_label) for row in state.of_agent] == [("Today, 19:00–21:00", "Extra time")]


def test_what_is_wrong_with_an_exception_is_said_beside_its_field(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    tab.do(ExceptionsState.open_form, "agent")
    assert set(tab.do(ExceptionsState.add, {"kind": "blocked"}).problems) == {"start_at", "end_at"}
    backwards = tab.do(ExceptionsState.add, WHOLE_DAY | {"to_day": "2027-01-31"})
    assert set(backwards.problems) == {"end_at"} and backwards.form == "agent"


def test_a_closure_over_calls_asks_first(acme: Acme, tab: Tab):
    acme.book()
    arrive(tab, acme.bo)
    tab.do(ExceptionsState.open_form, "app")
    assert tab.do(ExceptionsState.add, WHOLE_DAY).closures == []
    asked = tab.do(ImpactState.set_reason, "Closed")
    assert asked.title == "1 call falls into this time"
    assert [each for each, _ in asked.choices] == ["keep", "ask", "cancel"], "Nobody is open to take it."
    tab.do(ImpactState.choose_for_all, "cancel")
    assert [row.outcome for row in tab.do(ImpactState.save).rows] == ["Cancelled"]
    state = tab.do(ExceptionsState.saved)
    assert [row.note for row in state.closures] == ["Holiday"] and state.form == ""


def test_hours_that_leave_calls_out_ask_first(acme: Acme, tab: Tab):
    acme.book(hours=0)
    arrive(tab, acme.ada)
    first = tab.do(AvailabilityState.load).windows[0]
    tab.do(AvailabilityState.set_start, first.key, "12:00")
    assert tab.do(AvailabilityState.save).is_changed
    asked = tab.do(ImpactState.set_reason, "")
    assert asked.title == "1 call falls outside the new hours"
    tab.do(ImpactState.save)
    assert not tab.do(AvailabilityState.saved).is_changed
    assert schedules.hours_of(acme.admin, acme.ada)[0].start == "12:00"


def test_an_exception_is_removed_after_one_question(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    tab.do(ExceptionsState.open_form, "agent")
    made = tab.do(ExceptionsState.add, WHOLE_DAY).of_agent[0]
    assert tab.do(ExceptionsState.ask_to_remove, made.id).is_removing
    assert tab.do(ExceptionsState.set_removing, False).of_agent == [made]
    tab.do(ExceptionsState.ask_to_remove, made.id)
    assert tab.do(ExceptionsState.remove).of_agent == []


def test_agents_add_no_exceptions(acme: Acme, tab: Tab):
    arrive(tab, acme.bo)
    tab.sign_in(acme.bo, "agent")
    tab.do(ExceptionsState.open_form, "agent")
    assert "may not" in tab.do(ExceptionsState.add, WHOLE_DAY).problems["form"]
    with pytest.raises(NotAllowed):
        schedules.set_hours(acme.agent(acme.bo), acme.bo, [])
