"""One agent's week copied to others: found by name and team, seen before, done for all at once, and taken back."""

from console.scheduling import database
from console.scheduling.models import Member, Team
from console.state.availability import AvailabilityState, copying
from console.state.availability.copying import CopyHoursState
from console.state.impact import ImpactState
from tests.services.conftest import Acme, add_agent
from tests.state.conftest import Tab
from tests.state.test_availability_state import BOGOTA, MADRID, arrive, hours

SHORT = [(weekday, "10:00", "12:00", BOGOTA) for weekday in range(5)]


def shorten(tab: Tab, acme: Acme) -> None:
    """Ada's days are from ten to twelve now, and not saved."""
    for row in arrive(tab, acme.ada).windows:
        tab.do(AvailabilityState.shift, row.key, 60, -5 * 60)


def move_to(acme: Acme, agent_id: str, timezone: str = BOGOTA, team: str = "") -> None:
    with database.writing() as session:
        member = session.get_one(Member, (acme.app_id, agent_id))
        member.timezone = timezone
        if team:
            made = Team(app_id=acme.app_id, name=team)
            session.add(made)
            session.flush()
            member.team_id = made.id


def test_agents_are_found_by_name_and_team_and_ticked(acme: Acme, tab: Tab):
    others = [add_agent(acme, name) for name in ("Zoë", "Yann")]
    move_to(acme, others[0], MADRID, team="North")
    arrive(tab, acme.ada)
    state = tab.do(CopyHoursState.open)
    assert [row.name for row in state.rows] == ["bo", "Yann", "Zoë"] and state.count == 0
    assert [name for _, name in state.teams] == ["North"]
    assert [row.told for row in tab.do(CopyHoursState.search_for, "ZOE").rows] == ["North · Madrid"]
    assert tab.do(CopyHoursState.search_for, "nobody").rows == []
    tab.do(CopyHoursState.search_for, "")
    state = tab.do(CopyHoursState.choose_team, state.teams[0][0])
    assert [row.name for row in state.rows] == ["Zoë"]
    state = tab.do(CopyHoursState.tick_shown, True)
    assert (state.count, state.act) == (1, "Copy to 1 agent")
    tab.do(CopyHoursState.choose_team, "")
    state = tab.do(CopyHoursState.tick, acme.bo, True)
    assert [row.is_ticked for row in state.rows] == [True, False, True] and state.act == "Copy to 2 agents"
    assert tab.do(CopyHoursState.tick_shown, False).count == 0


def test_of_very_many_agents_some_are_shown_and_all_can_be_ticked(acme: Acme, tab: Tab, monkeypatch):
    monkeypatch.setattr(copying, "_MOST_SHOWN", 2)
    for name in ("Yann", "Zoë"):
        add_agent(acme, name)
    arrive(tab, acme.ada)
    state = tab.do(CopyHoursState.open)
    assert [row.name for row in state.rows] == ["bo", "Yann"] and state.more == "1 more: search to find them."
    assert tab.do(CopyHoursState.tick_shown, True).count == 3
    assert not tab.do(CopyHoursState.set_open, False).is_open


def test_the_week_on_the_page_becomes_that_of_all_at_once_and_back(acme: Acme, tab: Tab):
    cat = add_agent(acme, "cat")
    before = hours(acme, acme.bo)
    shorten(tab, acme)
    tab.do(CopyHoursState.open)
    tab.do(CopyHoursState.tick_shown, True)
    state = tab.do(CopyHoursState.copy)
    assert hours(acme, acme.bo) == hours(acme, cat) == SHORT
    assert hours(acme, acme.ada) == before, "It is not saved by that."
    assert not state.is_open and state.done == "The hours of ada are now those of 2 other agents."
    tab.do(CopyHoursState.undo)
    assert hours(acme, acme.bo) == hours(acme, cat) == before
    assert tab.do(CopyHoursState.undo).done == ""


def test_on_their_own_clock_or_with_every_zone_as_it_is(acme: Acme, tab: Tab):
    move_to(acme, acme.bo, MADRID)
    shorten(tab, acme)
    for clock, zone in (("own", MADRID), ("same", BOGOTA)):
        tab.do(CopyHoursState.open)
        tab.do(CopyHoursState.tick, acme.bo, True)
        tab.do(CopyHoursState.choose_clock, clock)
        tab.do(CopyHoursState.copy)
        assert {window[3] for window in hours(acme, acme.bo)} == {zone}


def test_the_calls_of_all_of_them_are_asked_about_first(acme: Acme, tab: Tab):
    cat = add_agent(acme, "cat")
    for agent in (acme.bo, cat):
        acme.book(hours=4, agent_id=agent, guest_email=f"{agent}@guests.test")
    shorten(tab, acme)
    tab.do(CopyHoursState.open)
    tab.do(CopyHoursState.tick_shown, True)
    state = tab.do(CopyHoursState.copy)
    assert hours(acme, acme.bo) != SHORT and state.done == "" and not state.is_open
    asked = tab.do(ImpactState.set_reason, "")
    assert (asked.title, asked.act) == ("2 calls fall outside the new hours", "Copy to 2 agents")
    assert {row.agent for row in asked.rows} == {"bo", "cat"}
    tab.do(ImpactState.save)
    state = tab.do(CopyHoursState.saved)
    assert hours(acme, acme.bo) == hours(acme, cat) == SHORT and state.done


def test_what_is_wrong_is_said_in_the_dialog(acme: Acme, tab: Tab):
    arrive(tab, acme.ada)
    tab.do(AvailabilityState.add, 0)
    tab.do(CopyHoursState.open)
    tab.do(CopyHoursState.tick, acme.bo, True)
    state = tab.do(CopyHoursState.copy)
    assert state.is_open and "not right yet" in state.problems[0]
    assert tab.do(CopyHoursState.tick, "per_unknown", True).count == 2
    tab.do(AvailabilityState.take_back)
    tab.do(CopyHoursState.tick, acme.bo, False)
    assert "Choose from 1" in tab.do(CopyHoursState.copy).problems[0]


def test_windows_that_would_overlap_name_the_agent(acme: Acme, tab: Tab):
    move_to(acme, acme.bo, MADRID)
    arrive(tab, acme.ada)
    key = tab.do(AvailabilityState.add, 0).windows[1].key
    for handler, value in (
        (AvailabilityState.set_start, "16:00"),
        (AvailabilityState.set_end, "18:00"),
        (AvailabilityState.choose_zone, MADRID),
    ):
        tab.do(handler, key, value)
    tab.do(CopyHoursState.open)
    tab.do(CopyHoursState.tick, acme.bo, True)
    assert tab.do(CopyHoursState.copy).problems == ["bo: On this agent's own clock, some of these windows overlap."]
