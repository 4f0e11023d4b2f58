"""An agent's day, read for those who may see it: complete, named as far as one may know, in a constant number of reads."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import AppNotFound, Invalid, NotAllowed, NotFound
from console.scheduling.models import App, BusyCalendar, BusyTime, DndWindow, Member, Preset, ScheduleException, Team
from console.scheduling.rules.hours import WindowInput
from console.scheduling.services import agent_day, holds, schedules, slots
from console.scheduling.services.agent_day import AgentDay, DayQuestion
from console.scheduling.services.holds import NewHold
from console.scheduling.services.slots import SlotQuery
from tests.services.conftest import MONDAY, Acme, add_preset
from tests.statements import statements

HOUR = timedelta(hours=1)
ON_ONE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What is the same on both databases is tried on one."""


def look(acme: Acme, actor: Actor | None = None, **wanted: Any) -> AgentDay:
    return agent_day.look(actor or acme.admin, DayQuestion(**{"agent_id": acme.ada} | wanted))


def hours(acme: Acme, stretches: Any) -> list[tuple[float, float]]:
    """From and until, in hours after ten in the morning."""
    return [((each.start - acme.at(0)) / HOUR, (each.end - acme.at(0)) / HOUR) for each in stretches]


def put(*rows: Any) -> None:
    with database.writing() as session:
        session.add_all(rows)


def fill(acme: Acme) -> None:
    """Ada's Monday with something in every layer."""
    acme.set_preset(buffer_after_minutes=15)
    acme.book()
    holds.hold(acme.system, NewHold(start=acme.at(1), agent_id=acme.ada))
    range_of = {"app_id": acme.app_id, "created_at": MONDAY}
    calendar = BusyCalendar(
        person_id=acme.ada, name="Ada's", url="https://calendar.test/ada.ics", due_at=MONDAY, created_at=MONDAY
    )
    put(calendar)
    put(
        ScheduleException(kind="blocked", person_id=acme.ada, start_at=acme.at(2), end_at=acme.at(3), **range_of),
        ScheduleException(kind="blocked", start_at=acme.at(6), end_at=acme.at(9), **range_of),
        ScheduleException(
            kind="available_extra", person_id=acme.ada, start_at=acme.at(9), end_at=acme.at(10), **range_of
        ),
        DndWindow(person_id=acme.ada, start_at=acme.at(3), end_at=acme.at(3.5), **range_of),
        BusyTime(calendar_id=calendar.id, person_id=acme.ada, start_at=acme.at(4), end_at=acme.at(5)),
    )


def test_every_layer_of_the_day_is_read(acme: Acme):
    fill(acme)
    seen = look(acme)
    layers = seen.layers
    assert (seen.agent.name, seen.day, seen.minutes) == ("ada", date(2027, 2, 1), 30)
    assert hours(acme, [layers.day]) == [(-10, 14)]
    assert hours(acme, layers.working) == [(-1, 7)] and hours(acme, layers.extra) == [(9, 10)]
    assert hours(acme, layers.blocked) == [(2, 3), (6, 9)]
    assert hours(acme, layers.do_not_disturb) == [(3, 3.5)] and hours(acme, layers.busy_calendar) == [(4, 5)]
    assert hours(acme, layers.calls) == [(0, 0.5)] and hours(acme, layers.holds) == [(1, 1.5)]
    assert hours(acme, layers.buffers) == [(-0.25, 0), (0.5, 1), (1.5, 1.75)]
    assert hours(acme, layers.free) == [(-1, -0.25), (3.5, 4), (5, 6), (9, 10)]
    assert list(seen.customers.values()) == ["Jane"]


def test_what_remains_is_what_explain_calls_bookable(acme: Acme):
    fill(acme)
    seen = look(acme)
    for half in range(-4, 22):
        at = acme.at(half / 2)
        (answer,) = slots.explain(acme.admin, SlotQuery(start=at, end=at, agent_id=acme.ada))
        assert answer.bookable == any(run.start <= at < run.end for run in seen.layers.starts), at


def test_a_call_in_another_app_is_taken_without_a_name(acme: Acme):
    acme.book()
    with database.writing() as session:
        other = App(name="Other", timezone="UTC", widget_key="wk2", created_at=MONDAY)
        session.add(other)
        session.flush()
        session.add(Member(app_id=other.id, person_id=acme.ada, role="agent", timezone="UTC", joined_at=MONDAY))
        fields = {"name": "Std", "slug": "std", "short_link": "std2", "durations": [30]}
        session.add(Preset(app_id=other.id, active=True, created_at=MONDAY, **fields))
    seen = agent_day.look(Actor("admin", id=acme.bo, app_id=other.id, role="admin"), DayQuestion(agent_id=acme.ada))
    assert len(seen.layers.calls) == 1 and seen.customers == {}


def test_another_preset_and_another_length_leave_something_else(acme: Acme):
    acme.book(hours=1)
    preset = add_preset(acme)
    seen = look(acme, preset_id=preset, duration_minutes=120)
    assert (seen.preset.id, seen.minutes) == (preset, 120) and len(seen.presets) == 2
    assert hours(acme, seen.layers.free) == [(-1, 1), (1.5, 7)]
    acme.set_preset(scheduling_enabled=False)
    assert look(acme).layers.free == ()


def test_an_agent_sees_their_own_day_and_nobody_elses(acme: Acme):
    own = Actor("admin", id=acme.ada, app_id=acme.app_id, role="agent")
    acme.book()
    assert list(look(acme, own).customers.values()) == ["Jane"]
    with pytest.raises(NotAllowed):
        look(acme, own, agent_id=acme.bo)


def test_supervisors_see_every_day_and_leads_no_names_outside_their_team(acme: Acme):
    acme.book()
    supervisor = Actor("admin", id="per_x", app_id=acme.app_id, role="supervisor")
    assert list(look(acme, supervisor).customers.values()) == ["Jane"]
    put(Team(id="team_n", app_id=acme.app_id, name="North"))
    lead = Actor("admin", id=acme.bo, app_id=acme.app_id, role="lead", team_id="team_n")
    seen = look(acme, lead)
    assert len(seen.layers.calls) == 1 and seen.customers == {}


def test_odd_questions_are_refused(acme: Acme):
    for wanted in ({"day": date(1, 1, 1)}, {"duration_minutes": 4}):
        with pytest.raises(Invalid):
            look(acme, **wanted)
    for wanted in ({"agent_id": "per_x"}, {"preset_id": "pre_x"}):
        with pytest.raises(NotFound):
            look(acme, **wanted)
    with pytest.raises(AppNotFound):
        look(acme, Actor("admin", id=acme.ada, app_id="app_x", role="admin"))


def test_the_number_of_reads_does_not_grow(acme: Acme):
    with statements() as few:
        look(acme)
    fill(acme)
    for hour in (5, 5.5):
        acme.book(hours=hour, duration_minutes=15)
    with statements() as many:
        look(acme)
    assert len(many) == len(few) <= 11


@ON_ONE
def test_the_starts_are_those_of_the_booking_page(acme: Acme):
    fill(acme)
    seen = look(acme)
    day = SlotQuery(start=seen.layers.day.start, end=seen.layers.day.end, agent_id=acme.ada)
    assert list(seen.starts) == [slot.start_at for slot in slots.offered(acme.visitor, day)]
    assert seen.starts_now == len(seen.starts) > 0


@ON_ONE
def test_a_day_can_be_seen_as_it_would_be_with_other_hours(acme: Acme):
    acme.book(hours=1)
    evening = (WindowInput(0, "18:00", "20:00", "America/Bogota"),)
    before = look(acme)
    seen = look(acme, windows=evening)
    assert hours(acme, seen.layers.working) == hours(acme, seen.layers.free) == [(8, 10)]
    assert [(at - acme.at(0)) / HOUR for at in seen.starts] == [8, 8.25, 8.5, 8.75, 9, 9.25, 9.5]
    assert seen.starts_now == len(before.starts) != len(seen.starts)
    schedules.set_hours(acme.admin, acme.ada, evening)
    assert look(acme).starts == seen.starts, "Saved, it is what was shown."
    assert not look(acme, windows=()).starts
    with pytest.raises(Invalid):
        look(acme, windows=(WindowInput(0, "18:00", "17:00", "America/Bogota"),))


@ON_ONE
def test_who_gets_their_first_hours_is_seen_with_them(acme: Acme):
    schedules.set_hours(acme.admin, acme.ada, [])
    assert not look(acme).starts
    assert look(acme, windows=(WindowInput(0, "18:00", "20:00", "America/Bogota"),)).starts


@ON_ONE
def test_why_not_is_asked_with_the_same_hours(acme: Acme):
    evening = (WindowInput(0, "18:00", "20:00", "America/Bogota"),)
    for hour, now, then in ((1, True, False), (8.5, False, True)):
        asked = SlotQuery(start=acme.at(hour), end=acme.at(hour), agent_id=acme.ada)
        supposed = SlotQuery(start=acme.at(hour), end=acme.at(hour), agent_id=acme.ada, supposed=evening)
        assert [slots.explain(acme.admin, one)[0].bookable for one in (asked, supposed)] == [now, then]
    morning = SlotQuery(start=acme.at(1), end=acme.at(1), agent_id=acme.ada, supposed=evening)
    assert slots.advise(acme.admin, morning).nearest[0].start_at == acme.at(8)
    schedules.set_hours(acme.admin, acme.ada, [])
    assert slots.explain(acme.admin, replace(morning, start=acme.at(8), end=acme.at(8)))[0].bookable
