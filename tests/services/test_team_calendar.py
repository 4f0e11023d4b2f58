"""Many agents' calls side by side: who sees whom, what else takes their time, who is free, and what it costs to ask."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.messages import calendar_wall
from console.scheduling.messages import team_calendar as messages
from console.scheduling.models import App, Member, Team
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import bookings, schedules, team_calendar
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.schedules import NewException
from console.scheduling.services.team_calendar import CalendarQuestion, TeamCalendar
from tests.services.conftest import MONDAY, Acme, add_agent, add_preset
from tests.statements import statements

BOGOTA = "America/Bogota"
TODAY = date(2027, 2, 1)


def look(acme: Acme, actor: Actor | None = None, timezone: str = BOGOTA, **asked) -> TeamCalendar:
    plain = {"wanted": BookingFilter(), "first": TODAY, "days": 1, "has_rows": True}
    return team_calendar.look(actor or acme.admin, CalendarQuestion(timezone=timezone, **plain | asked))


def names(team: TeamCalendar) -> list[str]:
    return [row.agent.name for row in team.rows]


def drawn(team: TeamCalendar) -> list[tuple[str, str, str]]:
    """Kind, start and title of what stands before the ground."""
    found = messages.entries(team, ZoneInfo(team.timezone))
    return [(entry.kind, entry.start[11:], entry.title) for entry in found if not entry.is_behind]


def put_into_team(acme: Acme, name: str, *agents: str) -> str:
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name=name, created_at=MONDAY)
        session.add(team)
        session.flush()
        for agent in agents:
            session.get_one(Member, (acme.app_id, agent)).team_id = team.id
        return team.id


def test_agents_stand_by_team_and_name_each_with_what_takes_their_time(acme: Acme):
    zoe = add_agent(acme, "zoe")
    put_into_team(acme, "Front desk", zoe)
    acme.book()
    schedules.add_dnd(acme.agent(acme.bo), acme.bo, acme.at(2), acme.at(3), "Dentist")
    team = look(acme)
    assert names(team) == ["zoe", "ada", "bo"]
    assert drawn(team) == [("call", "10:00", "Jane"), ("dnd", "12:00", "Do not disturb")]
    assert [[each.length for each in row.open] for row in team.rows] == [[timedelta(hours=8)]] * 3
    rows = messages.rows(team, ZoneInfo("Europe/Madrid"), MONDAY)
    assert [(row.title, row.group, row.note) for row in rows] == [
        ("zoe", "Front desk", "Bogota, 07:00"),
        ("ada", "No team", "Bogota, 07:00"),
        ("bo", "No team", "Bogota, 07:00"),
    ]


def test_each_role_sees_the_rows_of_those_whose_calls_it_sees(acme: Acme):
    zoe = add_agent(acme, "zoe")
    team_id = put_into_team(acme, "Front desk", zoe, acme.ada)
    for agent in (acme.ada, acme.bo, zoe):
        acme.book(agent_id=agent, guest_name=f"Guest of {agent}", guest_email=f"{agent.lower()}@guests.test")
    lead = Actor("admin", id=acme.ada, app_id=acme.app_id, role="lead", team_id=team_id)
    supervisor = Actor("admin", id=acme.ada, app_id=acme.app_id, role="supervisor")
    onlooker = Actor("admin", id=acme.bo, app_id=acme.app_id, role="agent")
    for actor, seen in (
        (acme.admin, ["ada", "zoe", "bo"]),
        (supervisor, ["ada", "zoe", "bo"]),
        (lead, ["ada", "zoe"]),
        (replace(lead, team_id=None), ["ada"]),
        (onlooker, ["bo"]),
    ):
        team = look(acme, actor)
        assert names(team) == seen and len(team.calls) == len(seen)
        assert len(look(acme, actor, has_rows=False).calls) == len(seen)
    with pytest.raises(NotAllowed):
        look(acme, acme.visitor)


def test_what_the_filters_leave_out_and_what_is_elsewhere_is_taken_and_no_more(acme: Acme):
    other = add_preset(acme)
    acme.book()
    acme.book(hours=1, preset_id=other, guest_name="Secret", guest_email="secret@guests.test")
    acme.book(hours=2, agent_id=acme.bo, guest_name="Bo's", guest_email="bo@guests.test")
    bookings.cancel(acme.admin, acme.book(hours=4, guest_email="gone@guests.test").id)
    seen = look(acme, wanted=BookingFilter(preset_ids=[acme.preset_id], agent_ids=[acme.ada]))
    assert names(seen) == ["ada"]
    assert drawn(seen) == [("call", "10:00", "Jane"), ("taken", "11:00", "Another call")]
    cancelled = look(acme, wanted=BookingFilter(statuses=["cancelled"], agent_ids=[acme.ada]))
    assert [entry for entry in drawn(cancelled) if entry[0] == "call"] == [("call", "14:00", "Jane")]
    with database.writing() as session:
        there = App(name="Other", timezone="UTC", widget_key="other", created_at=MONDAY)
        session.add(there)
        session.flush()
        session.add(Member(app_id=there.id, person_id=acme.ada, role="admin", timezone="UTC", joined_at=MONDAY))
        app_id = there.id
    schedules.add_exception(
        replace(acme.admin, app_id=app_id),
        NewException(kind="available_extra", start_at=acme.at(0), end_at=acme.at(8), agent_id=acme.ada),
    )
    assert {entry[0] for entry in drawn(look(acme, replace(acme.admin, app_id=app_id)))} == {"taken"}


def test_a_closure_stands_in_every_row_and_an_exception_in_its_own(acme: Acme):
    closed = {"kind": "blocked", "start_at": acme.at(1), "end_at": acme.at(2)}
    schedules.add_exception(acme.admin, NewException(**closed, note="Holiday"))
    schedules.add_exception(acme.admin, NewException(**closed, agent_id=acme.bo))
    found = messages.entries(look(acme), ZoneInfo(BOGOTA))
    grounds = [(entry.title, entry.note, entry.resource) for entry in found if entry.kind == "blocked"]
    assert sorted(grounds) == sorted(
        [("Closed", "Holiday", acme.ada), ("Closed", "Holiday", acme.bo), ("Blocked", "", acme.bo)]
    )
    assert len({entry.id for entry in found}) == len(found)


def test_who_is_free_at_three_is_said_by_the_engine_with_the_free_first(acme: Acme):
    acme.book()
    team = look(acme, free_at=acme.at(0))
    assert names(team) == ["bo", "ada"] and (team.free, team.asked) == (1, Interval(acme.at(0), acme.at(0.5)))
    assert [row.why_not_free for row in team.rows] == [(), ("slot_taken",)]
    assert [(row.group, row.hint) for row in messages.rows(team, ZoneInfo(BOGOTA), MONDAY)] == [
        ("Free", ""),
        ("Not free", "Another call"),
    ]
    assert look(acme, free_at=acme.at(-4)).free == 0, "It has passed."
    acme.set_preset(notice_minutes=24 * 60)
    assert look(acme, free_at=acme.at(1)).free == 2, "The notice is the customers'."
    assert look(acme).free is None


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_a_day_is_as_long_as_its_zone_has_it(acme: Acme, day: date, hours: int):
    team = look(acme, timezone="Europe/Madrid", first=day)
    assert team.within.length == timedelta(hours=hours)
    assert all(entry.start < entry.end for entry in messages.entries(team, ZoneInfo("Europe/Madrid")))


def test_a_call_over_midnight_stands_on_both_days_and_one_of_the_night_that_has_an_hour_twice_keeps_its_length(
    acme: Acme,
):
    schedules.add_exception(
        acme.admin,
        NewException(
            kind="available_extra", start_at=MONDAY - timedelta(0), end_at=MONDAY + timedelta(days=2), agent_id=acme.bo
        ),
    )
    acme.book(hours=13.75, agent_id=acme.bo)  # 23:45 in Bogota
    assert [len(look(acme, first=TODAY + timedelta(days=day)).calls) for day in (-1, 0, 1, 2)] == [0, 1, 1, 0]
    said = calendar_wall.stretch(
        datetime(2027, 10, 31, 0, 45, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 15, tzinfo=UTC),
        ZoneInfo("Europe/Madrid"),
        "en",
    )
    assert said[:2] == ("2027-10-31T02:45", "2027-10-31T03:15")


def test_more_calls_than_have_room_beside_one_another_are_counted_by_the_hour(acme: Acme):
    for place, agent in enumerate([acme.ada, acme.bo, *(add_agent(acme, f"agent{number}") for number in range(3))]):
        acme.book(hours=0.25, agent_id=agent, guest_email=f"{place}@guests.test")
    acme.book(hours=3, guest_email="later@guests.test")
    found = messages.entries_of_days(look(acme, has_rows=False), ZoneInfo(BOGOTA), 4)
    assert [(entry.kind, entry.start[11:], entry.title) for entry in found] == [
        ("several", "10:00", "5 calls"),
        ("call", "13:00", "Jane"),
    ]
    assert len(messages.entries_of_days(look(acme, has_rows=False), ZoneInfo(BOGOTA), 5)) == 6


def test_rows_come_sixty_at_a_time(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(team_calendar, "ROWS_A_PAGE", 2)
    add_agent(acme, "zoe")
    assert [names(look(acme, page=page)) for page in (1, 2, 3)] == [["ada", "bo"], ["zoe"], ["ada", "bo"]]
    assert (look(acme, page=2).rows_before, look(acme).rows_in_all) == (2, 3)


def test_it_asks_as_often_for_many_agents_as_for_few(acme: Acme):
    def asked() -> int:
        with statements() as sent:
            look(acme, days=7, free_at=acme.at(1))
        return len(sent)

    acme.book()
    few = asked()
    for number in range(5):
        acme.book(agent_id=add_agent(acme, f"agent{number}"), guest_email=f"{number}@guests.test")
    assert asked() == few <= 17


def test_days_out_of_reach_are_refused(acme: Acme):
    for wrong in ({"first": date(9999, 1, 1)}, {"days": 8}, {"days": 0}):
        with pytest.raises(Invalid):
            look(acme, **wrong)
