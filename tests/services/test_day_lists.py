"""A day's calls to be printed: whose day it is, who sees what of it, and what it costs to ask."""

from datetime import date, timedelta

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.models import Member, Preset
from console.scheduling.services import bookings, day_lists
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.day_lists import DayList
from tests.services.conftest import MONDAY, Acme, add_agent
from tests.statements import statements

DAY = MONDAY.date()
HERE = "America/Bogota"


def listed(found: DayList) -> dict[str, list[str]]:
    return {day.agent_name: [one.call.booking.guest_name for one in day.calls] for day in found.agents}


def of(acme: Acme, actor: Actor | None = None, day: date = DAY, **asked) -> DayList:
    where_agents_are = asked.pop("where_agents_are", False)
    wanted = BookingFilter(**asked)
    return day_lists.of(actor or acme.admin, wanted, day, HERE, where_agents_are=where_agents_are)


def test_each_agents_calls_stand_in_the_order_of_time(acme: Acme):
    for hours, name, agent in ((3, "Cleo", acme.bo), (1, "Abe", acme.bo), (2, "Bea", acme.ada), (48, "Later", acme.bo)):
        acme.book(hours=hours, agent_id=agent, guest_name=name)
    assert listed(of(acme)) == {"ada": ["Bea"], "bo": ["Abe", "Cleo"]}
    assert listed(of(acme, agent_ids=(acme.bo,))) == {"bo": ["Abe", "Cleo"]}
    assert listed(of(acme, day=DAY + timedelta(days=7))) == {}


def test_cancelled_calls_are_listed_where_one_asks_for_them(acme: Acme):
    gone = acme.book(guest_name="Gone")
    bookings.cancel(acme.admin, gone.id)
    assert listed(of(acme)) == {}
    assert [*listed(of(acme, statuses=("cancelled",))).values()] == [["Gone"]]


def test_the_date_is_that_of_the_reader_or_of_each_agent(acme: Acme):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).timezone = "Asia/Tokyo"
    acme.book(hours=5, agent_id=acme.bo, guest_name="Kaito")  # 15:00 in Bogota, the next morning in Tokyo
    assert listed(of(acme)) == {"bo": ["Kaito"]}
    assert listed(of(acme, where_agents_are=True)) == {}
    (theirs,) = of(acme, day=DAY + timedelta(days=1), where_agents_are=True).agents
    assert theirs.zone.key == "Asia/Tokyo"


def test_what_was_asked_and_noted_stands_with_the_call(acme: Acme):
    with database.writing() as session:
        session.get_one(Preset, acme.preset_id).intake = [{"name": "pet", "label": "Your pet", "kind": "text"}]
    call = acme.book()
    bookings.add_note(acme.admin, call.id, "Be kind")
    ((one,),) = (day.calls for day in of(acme).agents)
    assert one.questions[0]["label"] == "Your pet"
    assert [note.body for note in one.notes] == ["Be kind"]


def test_everybody_prints_what_they_see(acme: Acme):
    acme.book(agent_id=acme.ada, guest_name="Hers")
    acme.book(hours=2, agent_id=acme.bo, guest_name="His")
    assert listed(of(acme, acme.agent(acme.bo))) == {"bo": ["His"]}
    supervisor = Actor("admin", id=acme.bo, app_id=acme.app_id, role="supervisor")
    assert listed(of(acme, supervisor)) == {"ada": ["Hers"], "bo": ["His"]}


def test_many_calls_take_as_many_statements_as_few(acme: Acme):
    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            agent = add_agent(acme, f"Agent {number}")
            call = acme.book(agent_id=agent, guest_name=f"Guest {number}", guest_email=f"g{number}@guests.test")
            bookings.add_note(acme.admin, call.id, "A remark")

    grow(0, 1)
    with statements() as few:
        of(acme)
    grow(1, 6)
    with statements() as many:
        assert len(of(acme).agents) == 6
    assert len(many) == len(few) <= 6
