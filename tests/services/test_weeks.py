"""One agent's week for others: seen before, done for all or for none, and taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.scheduling import database
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import Member
from console.scheduling.rules.hours import WindowInput
from console.scheduling.services import audit, impact, schedules, weeks

from .conftest import MONDAY, Acme, add_agent
from .test_agent_day import statements

BOGOTA, MADRID, TOKYO = "America/Bogota", "Europe/Madrid", "Asia/Tokyo"
ON_ONE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What is the same on both databases is tried on one."""
SHORT = [WindowInput(0, "11:00", "13:00", BOGOTA), WindowInput(1, "20:00", "24:00", MADRID)]


def live_in(acme: Acme, agent_id: str, timezone: str) -> None:
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, agent_id)).timezone = timezone


@ON_ONE
def test_a_week_is_meant_on_each_ones_own_clock_or_as_it_is(acme: Acme):
    live_in(acme, acme.bo, TOKYO)
    as_it_is = weeks.like(acme.admin, SHORT, [acme.bo], None)
    own = weeks.like(acme.admin, SHORT, [acme.bo], BOGOTA)
    assert as_it_is.after == {acme.bo: SHORT}
    assert own.after == {acme.bo: [replace(SHORT[0], timezone=TOKYO), SHORT[1]]}
    assert own.before == {acme.bo: schedules.hours_of(acme.admin, acme.bo)}


@ON_ONE
def test_the_calls_of_all_of_them_are_seen_before(acme: Acme):
    cat = add_agent(acme, "cat")
    fits = acme.book(hours=1)
    hit = [
        acme.book(hours=4, agent_id=agent, guest_email=f"{agent}@guests.test").id for agent in (acme.ada, acme.bo, cat)
    ]
    wanted = weeks.like(acme.admin, SHORT, [acme.ada, acme.bo], None).after
    found = impact.of_weeks(acme.admin, wanted)
    assert {one.booking.id for one in found.calls} == {*hit[:2]} and fits.id not in hit


def test_all_are_changed_or_none_and_each_stands_in_the_audit_log(acme: Acme):
    before = schedules.hours_of(acme.admin, acme.ada)
    backwards = [WindowInput(0, "12:00", "11:00", BOGOTA)]
    for refused, wanted in ((Invalid, {acme.bo: backwards}), (NotFound, {"per_unknown": SHORT})):
        with pytest.raises(refused):
            weeks.set_weeks(acme.admin, {acme.ada: SHORT} | wanted)
        assert schedules.hours_of(acme.admin, acme.ada) == before
    weeks.set_weeks(acme.admin, {acme.ada: SHORT, acme.bo: SHORT[:1]})
    assert schedules.hours_of(acme.admin, acme.ada) == SHORT
    assert schedules.hours_of(acme.admin, acme.bo) == SHORT[:1]
    assert {entry.subject_id for entry in audit.list_entries(acme.admin)} == {acme.ada, acme.bo}


@ON_ONE
def test_nobody_changes_the_hours_of_somebody_beyond_their_reach(acme: Acme):
    acts = [
        (weeks.like, (SHORT, [acme.bo], None)),
        (impact.of_weeks, ({acme.bo: SHORT},)),
        (weeks.set_weeks, ({acme.bo: SHORT},)),
        (weeks.customer_zones, (acme.bo,)),
    ]
    for actor in (acme.agent(acme.ada), replace(acme.admin, role="supervisor")):
        for act, given in acts:
            with pytest.raises(NotAllowed):
                act(actor, *given)


@ON_ONE
def test_between_none_and_too_many_agents_is_some(acme: Acme):
    for wanted in ([], [f"per_{number}" for number in range(weeks.MOST_AGENTS + 1)]):
        with pytest.raises(Invalid):
            weeks.like(acme.admin, SHORT, wanted, None)


@ON_ONE
def test_windows_that_overlap_on_somebodys_own_clock_are_refused_by_their_place(acme: Acme):
    live_in(acme, acme.bo, MADRID)
    both = [WindowInput(0, "09:00", "12:00", BOGOTA), WindowInput(0, "11:00", "13:00", MADRID)]
    with pytest.raises(Invalid) as refused:
        weeks.like(acme.admin, both, [acme.ada, acme.bo], BOGOTA)
    assert [problem.field for problem in refused.value.problems] == ["agents[1]"]
    assert weeks.like(acme.admin, both, [acme.ada, acme.bo], None).after[acme.bo] == both


def test_it_is_taken_back_but_for_those_whose_hours_were_changed_again(acme: Acme):
    replaced = weeks.like(acme.admin, SHORT, [acme.ada, acme.bo], None)
    weeks.set_weeks(acme.admin, replaced.after)
    schedules.set_hours(acme.admin, acme.bo, SHORT[:1])
    assert weeks.put_back(acme.admin, replaced) == 1
    assert schedules.hours_of(acme.admin, acme.ada) == replaced.before[acme.ada]
    assert schedules.hours_of(acme.admin, acme.bo) == SHORT[:1]


def test_the_zones_of_most_customers_are_known_the_most_frequent_first(acme: Acme):
    zones = [MADRID, TOKYO, TOKYO, "UTC", "UTC", "UTC", "Europe/Rome"]
    for hour, zone in enumerate(zones):
        acme.book(hours=hour, guest_timezone=zone, guest_email=f"{hour}@guests.test")
    acme.book(hours=0, agent_id=acme.bo, guest_timezone="Asia/Kathmandu", guest_email="k@guests.test")
    assert weeks.customer_zones(acme.admin, acme.ada) == ["UTC", TOKYO, MADRID]
    acme.hand.move_to(MONDAY + timedelta(days=120))
    assert weeks.customer_zones(acme.admin, acme.ada) == []


@ON_ONE
def test_however_many_agents_it_takes_as_many_questions_to_see_what_it_comes_to(acme: Acme):
    asked = []
    for names in ("cd", "efghij"):
        agents = [add_agent(acme, name) for name in names]
        for place, agent in enumerate(agents):
            acme.book(hours=4, agent_id=agent, guest_email=f"{agent}@guests.test", guest_name=f"G{place}")
        with statements() as sent:
            wanted = weeks.like(acme.admin, SHORT, agents, BOGOTA).after
            assert len(impact.of_weeks(acme.admin, wanted).calls) == len(agents)
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 12
