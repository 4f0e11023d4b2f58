"""An agent's day is read in a constant number of statements, by indexes, and shows nobody else's calls."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.models import Booking, new_id
from console.scheduling.queries import bookings as queries
from console.scheduling.services import bookings, own_day, pool
from tests.rows import START, World, make_world
from tests.services.conftest import Acme, add_preset
from tests.statements import asked, plan, statements

ZONE = "America/Bogota"


def of_bo(acme: Acme) -> own_day.OwnDay:
    return own_day.board(acme.agent(acme.bo), ZONE)


def test_a_day_is_read_with_as_many_statements_however_full_it_is(acme: Acme):
    acme.set_preset(call_kind="phone", outcomes=["Solved"])
    phone = {"guest_phone": "+573005550100", "agent_id": acme.bo}
    acme.book(**phone)
    coming = acme.book(hours=4, **phone)
    acme.book(agent_id=None, assignment_method="pool", hours=24)
    acme.hand.move_to(acme.at(0.75))
    bookings.advance_due()
    me = acme.agent(acme.bo)
    with statements() as few:
        assert len(of_bo(acme).unsettled) == 1
        pool.calls(me)
    add_preset(acme)
    for number in range(1, 4):
        acme.book(hours=number, guest_name="Ann", guest_email="ann@guests.test", agent_id=acme.bo)
        acme.book(hours=24 + number, **phone)
        acme.book(agent_id=None, assignment_method="pool", hours=48 + number)
    bookings.add_note(me, coming.id, "Speaks slowly")
    acme.hand.move_to(acme.at(3.75))
    bookings.advance_due()
    with statements() as many:
        day = of_bo(acme)
        assert day.background and (len(day.unsettled), len(day.background.notes)) == (4, 1)
        pool.calls(me)
    assert len(many) == len(few) <= 22


def test_nobody_elses_calls_are_in_ones_day(acme: Acme):
    acme.book(agent_id=acme.ada)
    mine = acme.book(agent_id=acme.bo, hours=1)
    assert [call.booking.id for call in of_bo(acme).calls] == [mine.id]
    admin_on_my_schedules = Actor("agent", id=acme.ada, app_id=acme.app_id, role="admin")
    day = own_day.board(admin_on_my_schedules, ZONE)
    assert [call.booking.agent_id for call in day.calls] == [acme.ada]


def test_a_call_that_began_before_midnight_is_in_hand_still(acme: Acme):
    late = acme.book(agent_id=acme.bo, hours=13.75, respect_working_hours=False)
    acme.hand.move_to(acme.at(14.1))  # after midnight
    day = of_bo(acme)
    assert day.turn and day.turn.call.booking.id == late.id
    assert [call.booking.id for call in day.calls] == [late.id]


def test_a_pool_call_within_the_notice_can_be_taken_over_all_the_same(acme: Acme):
    pooled = acme.book(agent_id=None, assignment_method="pool")
    acme.set_preset(notice_minutes=600)
    other = acme.bo if pooled.agent_id == acme.ada else acme.ada
    [offered] = pool.calls(acme.agent(other))
    assert offered.held_back_by == ()
    assert bookings.take_over(acme.agent(other), pooled.id, expected_version=pooled.version).agent_id == other


def test_the_calls_of_the_pool_are_read_by_their_index(store: str):
    with database.writing() as session:
        world = make_world(session)
        call = world.booking(session, status="completed").model_dump()
        session.connection().execute(insert(Booking), [call | _call(number) for number in range(2_000)])
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE booking"))
    with database.reading() as session:
        with asked() as sent:
            found = _pool_of(session, world)
        assert len(found) == 10
        said = plan(session.connection(), *sent[-1])
    assert "booking_of_pool" in said, said


def _pool_of(session: Any, world: World) -> list[queries.BookedCall]:
    return queries.pool_calls(session, world.app.id, [world.preset.id], START, 20, but="nobody")


def _call(number: int) -> dict[str, Any]:
    """A call of a crowd, half of it to come; one in a hundred is the pool's."""
    start = START + timedelta(hours=number - 1_000) + timedelta(minutes=1)
    return {
        "id": new_id("bkg"),
        "reference": f"R{number}",
        "status": "scheduled" if start > START else "completed",
        "assignment_method": "manual" if number % 100 else "pool",
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=30),
    }
