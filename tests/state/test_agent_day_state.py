"""The day of an agent: turned, asked about by cursor and by clock, and shown as it is now."""

from datetime import datetime

from console.scheduling import database
from console.scheduling.models import Member
from console.state.agent_day import AgentDayState
from console.state.availability import AvailabilityState
from tests.services.conftest import Acme, add_preset
from tests.state.conftest import Tab

TEN = 10 * 60


def arrive(tab: Tab, agent_id: str) -> AgentDayState:
    return tab.do(AgentDayState.show, agent_id)


def row(state: AgentDayState, kind: str) -> str:
    return next((row.told for row in state.strip.rows if row.kind == kind), "")


def test_it_opens_on_the_agents_today(acme: Acme, tab: Tab):
    acme.book()
    day = arrive(tab, acme.ada)
    assert (day.day, day.is_today, day.strip.title) == ("2027-02-01", True, "Monday 1 February")
    assert (day.strip.zone, row(day, "calls")) == ("Bogota time", "10:00–10:30 Jane")
    assert row(day, "free") == "09:00–09:30, 10:30–16:30"
    assert (dict(day.presets), day.duration, day.look.is_known) == ({acme.preset_id: "Standard"}, "30", False)


def test_the_cursor_says_why_a_time_is_not_free_and_when_instead(acme: Acme, tab: Tab):
    acme.book()
    arrive(tab, acme.ada)
    day = tab.do(AgentDayState.ask_minute, TEN + 15)
    assert (day.look.works, day.look.time, day.clock) == (False, "10:15–10:45", "10:15")
    assert day.look.why_not == ["Another call: 10:00–10:30."]
    assert day.look.spoken == "10:15: Another call: 10:00–10:30."
    assert (day.nearest[0].time, day.nearest[0].label) == ("10:30", "Monday 1 February, 10:30, Bogota time")
    day = tab.do(AgentDayState.ask_start, day.nearest[0].start)
    assert (day.look.works, day.clock, day.minute, day.nearest) == (True, "10:30", TEN + 30, [])


def test_a_typed_time_outside_of_the_shown_hours_widens_the_strip(acme: Acme, tab: Tab):
    assert arrive(tab, acme.ada).strip.first == 8 * 60
    day = tab.do(AgentDayState.ask_clock, "03:10")
    assert (day.is_whole, day.strip.first, day.minute) == (True, 0, 190)
    assert day.look.why_not == ["This time has passed.", "Outside working hours: 03:10–03:40."]
    assert tab.do(AgentDayState.show_whole, False).strip.first == 8 * 60


def test_turning_the_day_keeps_the_time_of_day(acme: Acme, tab: Tab):
    acme.book()
    arrive(tab, acme.ada)
    tab.do(AgentDayState.ask_clock, "10:00")
    day = tab.do(AgentDayState.turn, 1)
    assert (day.strip.title, day.is_today, day.look.works) == ("Tuesday 2 February", False, True)
    day = tab.do(AgentDayState.go_to, "2027-02-06")
    assert (day.strip.remark, day.look.why_not) == (
        "No working hours on this day.",
        ["Outside working hours: 10:00–10:30."],
    )
    assert tab.do(AgentDayState.go_to, "nonsense").day == "2027-02-06"
    assert tab.do(AgentDayState.go_today).day == "2027-02-01"
    assert "year" in tab.do(AgentDayState.go_to, "0001-01-01").problem


def test_another_preset_and_another_length_are_asked_about(acme: Acme, tab: Tab):
    acme.book(hours=1)
    other = add_preset(acme)
    arrive(tab, acme.ada)
    tab.do(AgentDayState.ask_clock, "10:30")
    assert tab.do(AgentDayState.choose_duration, "30").look.works
    day = tab.do(AgentDayState.choose_duration, "60")
    assert (day.look.works, day.look.time) == (False, "10:30–11:30")
    day = tab.do(AgentDayState.choose_preset, other)
    assert (day.preset_id, day.duration, day.look.works) == (other, "30", True)


def test_an_address_leads_to_the_time_it_asks_about(acme: Acme, tab: Tab):
    acme.book(hours=24.5)
    tab.go(f"agent={acme.ada}&at=2027-02-02T15:45:00.000Z&minutes=60&preset={acme.preset_id}")
    tab.do(AvailabilityState.load)
    day = arrive(tab, acme.ada)
    assert (day.day, day.clock, day.duration) == ("2027-02-02", "10:45", "60")
    assert day.look.why_not == ["Another call: 10:30–11:00."]
    tab.do(AgentDayState.turn, 1)
    assert arrive(tab, acme.ada).day == "2027-02-03"  # it was followed already


def test_what_changed_meanwhile_is_seen_and_said_again(acme: Acme, tab: Tab):
    arrive(tab, acme.ada)
    before = tab.do(AgentDayState.ask_clock, "10:15")
    assert before.look.works
    number = before.cursor_number
    acme.book()
    day = tab.do(AgentDayState.refresh)
    assert row(day, "calls") == "10:00–10:30 Jane" and not day.look.works
    assert day.cursor_number == number  # whoever holds the cursor keeps it


def test_ones_own_time_stands_beside_the_agents_where_it_differs(acme: Acme, tab: Tab):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).timezone = "Asia/Tokyo"
    arrive(tab, acme.bo)
    day = tab.do(AgentDayState.ask_start, "2027-02-01T15:00:00.000Z")
    assert not day.look.is_known  # that was not on offer
    at = datetime.fromisoformat("2027-02-02T00:00+09:00")
    tab.do(AgentDayState.go_to, f"{at:%Y-%m-%d}")
    day = tab.do(AgentDayState.ask_clock, "00:15")
    assert (day.look.time, day.look.own_time) == ("00:15–00:45", "Today, 10:15–10:45, Bogota time")


def test_times_that_a_clock_change_skips_are_said_to_be_none(acme: Acme, tab: Tab):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).timezone = "Pacific/Apia"
    arrive(tab, acme.ada)
    tab.do(AgentDayState.ask_clock, "10:00")
    day = tab.do(AgentDayState.go_to, "2011-12-30")
    assert day.strip.is_missing and not day.look.is_known
    assert tab.do(AgentDayState.turn, 1).strip.title == "Saturday, 31 December 2011"


def test_an_agent_sees_nobody_elses_day(acme: Acme, tab: Tab):
    tab.sign_in(acme.bo, "agent")
    day = arrive(tab, acme.ada)
    assert "may not" in day.problem and day.strip.rows == []
    assert arrive(tab, acme.bo).strip.rows
