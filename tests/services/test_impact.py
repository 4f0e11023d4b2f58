"""The calls that fall out of a change of somebody's time, and what becomes of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import Booking, Reminder
from console.scheduling.rules.hours import WindowInput
from console.scheduling.services import bookings, impact, impact_settling, members, reassigning, schedules
from console.scheduling.services.impact import Impact
from console.scheduling.services.impact_settling import Decision
from console.scheduling.services.reassigning import Move, PlanQuery
from console.scheduling.services.schedules import NewException

from .conftest import Acme, add_agent
from .test_agent_day import statements

BOGOTA = "America/Bogota"
ASKED = [{"kind": "conflict_notice", "channels": ["email"]}]


def _ids(found: Impact) -> list[str]:
    return [one.booking.id for one in found.calls]


def _block(acme: Acme, start: float, end: float, agent_id: str | None = None) -> NewException:
    return NewException(kind="blocked", start_at=acme.at(start), end_at=acme.at(end), agent_id=agent_id)


def test_a_block_falls_upon_the_calls_in_it_that_are_to_come(acme: Acme) -> None:
    hit = acme.book(hours=1)
    acme.book(hours=2)
    ada = acme.agent(acme.ada)
    found = impact.of_block(ada, acme.ada, acme.at(1.25), acme.at(2))
    assert [(one.booking.id, one.agent_name, one.can_be_told) for one in found.calls] == [(hit.id, "ada", False)]
    acme.set_preset(reminders=ASKED)
    assert impact.of_block(ada, acme.ada, acme.at(1.25), acme.at(2)).calls[0].can_be_told
    assert len(impact.of_block(acme.admin, None, acme.at(0), acme.at(8)).calls) == 2
    bookings.start(acme.admin, hit.id)  # who talks already is not asked what to do about it
    assert _ids(impact.of_block(ada, acme.ada, acme.at(1.25), acme.at(2))) == []
    with pytest.raises(NotAllowed):
        impact.of_block(acme.agent(acme.bo), acme.ada, acme.at(0), acme.at(8))
    with pytest.raises(NotAllowed):
        impact.of_block(ada, None, acme.at(0), acme.at(8))


def test_a_blocked_exception_falls_upon_calls_and_extra_time_upon_none(acme: Acme) -> None:
    hit = acme.book(hours=1)
    blocked = _block(acme, 1, 2, acme.ada)
    assert _ids(impact.of_exception(acme.admin, blocked)) == [hit.id]
    for extra in (replace(blocked, kind="available_extra"), replace(blocked, kind="available_extra", agent_id=None)):
        assert not impact.of_exception(acme.admin, extra).calls
    with pytest.raises(NotAllowed):
        impact.of_exception(acme.agent(acme.bo), blocked)


def test_other_hours_leave_out_what_lay_in_the_old_ones_alone(acme: Acme) -> None:
    morning, evening = acme.book(hours=0), acme.book(hours=6)
    outside = acme.book(hours=9, respect_working_hours=False)
    afternoons = [WindowInput(0, "13:00", "17:00", BOGOTA)]
    assert _ids(impact.of_hours(acme.admin, acme.ada, afternoons)) == [morning.id]
    assert _ids(impact.of_hours(acme.admin, acme.ada, [])) == [morning.id, evening.id]
    assert outside.id not in _ids(impact.of_hours(acme.admin, acme.ada, [])), "It was never within hours."
    assert not impact.of_hours(acme.admin, acme.ada, [WindowInput(0, "08:00", "20:00", BOGOTA)]).calls
    with pytest.raises(Invalid):
        impact.of_hours(acme.admin, acme.ada, [WindowInput(0, "22:00", "06:00", BOGOTA)])
    for actor in (acme.agent(acme.ada), replace(acme.admin, role="supervisor")):
        with pytest.raises(NotAllowed):
            impact.of_hours(actor, acme.ada, [])


def test_extra_time_that_goes_takes_the_calls_in_it_along(acme: Acme) -> None:
    extra = NewException(kind="available_extra", start_at=acme.at(7), end_at=acme.at(10), agent_id=acme.ada)
    added = schedules.add_exception(acme.admin, extra)
    hit = acme.book(hours=8)
    acme.book(hours=5)
    assert _ids(impact.of_removal(acme.admin, added.id)) == [hit.id]
    again = schedules.add_exception(acme.admin, replace(extra, agent_id=None))
    assert not impact.of_removal(acme.admin, added.id).calls, "The whole app is open then."
    schedules.remove_exception(acme.admin, again.id)
    block = schedules.add_exception(acme.admin, _block(acme, 0, 1, acme.ada))
    assert not impact.of_removal(acme.admin, block.id).calls
    with pytest.raises(NotFound):
        impact.of_removal(acme.admin, "exc_unknown")


def test_a_lower_cap_leaves_the_calls_made_last_without_room(acme: Acme) -> None:
    first, second, third = (acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (3, 1, 2))
    acme.book(hours=25, guest_email="tomorrow@guests.test")
    assert _ids(impact.of_cap(acme.admin, acme.preset_id, 1)) == [second.id, third.id]
    assert _ids(impact.of_cap(acme.admin, acme.preset_id, 2)) == [third.id]
    bookings.cancel(acme.admin, first.id)
    assert _ids(impact.of_cap(acme.admin, acme.preset_id, 1)) == [third.id]
    assert not impact.of_cap(acme.admin, acme.preset_id, None).calls
    acme.set_preset(agent_day_limit=1)
    assert not impact.of_cap(acme.admin, acme.preset_id, 2).calls, "It gives more room, not less."
    with pytest.raises(NotAllowed):
        impact.of_cap(replace(acme.admin, role="lead"), acme.preset_id, 1)


def test_whoever_leaves_leaves_all_their_calls_to_come(acme: Acme) -> None:
    bos = [acme.book(hours=hours, agent_id=acme.bo, guest_email=f"{hours}@guests.test") for hours in (1, 408)]
    acme.book(hours=1)
    assert _ids(impact.of_leaving(acme.admin, acme.bo)) == [call.id for call in bos]
    with pytest.raises(NotAllowed):
        impact.of_leaving(replace(acme.admin, role="lead"), acme.bo)
    members.disable(acme.admin, acme.bo)
    planned = reassigning.plan(acme.admin, PlanQuery(booking_ids=[call.id for call in bos]))
    assert planned[0].code == "slot_taken"  # their calls can be given away afterwards too


def test_a_day_of_two_agents_is_told_without_what_is_over(acme: Acme) -> None:
    early, late = acme.book(hours=0), acme.book(hours=4, agent_id=acme.bo, guest_email="bo@guests.test")
    acme.book(hours=24)
    assert _ids(impact.of_day(acme.admin, [acme.ada, acme.bo], date(2027, 2, 1))) == [early.id, late.id]
    acme.hand.move_to(acme.at(0.25))
    assert _ids(impact.of_day(acme.admin, [acme.ada, acme.bo], date(2027, 2, 1))) == [late.id]
    with pytest.raises(NotAllowed):
        impact.of_day(acme.agent(acme.ada), [acme.ada, acme.bo], date(2027, 2, 1))


def test_each_call_gets_what_was_decided_for_it(acme: Acme) -> None:
    acme.set_preset(reminders=ASKED)
    kept, given, asked, ended, changed = (
        acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in range(1, 6)
    )
    (planned,) = reassigning.plan(acme.admin, PlanQuery(booking_ids=[given.id]))
    bookings.reschedule(acme.admin, changed.id, acme.at(30))
    plan_id = reassigning.begin(acme.admin)
    outcomes = impact_settling.settle(
        acme.admin,
        plan_id,
        [
            Decision(kept.id, kept.version, "keep"),
            Decision(asked.id, asked.version, "ask"),
            Decision(ended.id, ended.version, "cancel", reason="Ada is ill"),
            Decision(changed.id, changed.version, "cancel", reason="Ada is ill"),
            Decision(given.id, given.version, "reassign", Move(given.id, planned.agent_id or "", given.version)),
        ],
    )
    codes = {outcome.booking_id: outcome.code for outcome in outcomes}
    assert codes == {kept.id: "", given.id: "", asked.id: "", ended.id: "", changed.id: "stale_version"}
    with database.reading() as session:
        rows = {call.id: session.get_one(Booking, call.id) for call in (kept, given, asked, ended, changed)}
        notices = session.exec(select(Reminder.booking_id).where(Reminder.kind == "conflict_notice")).all()
    assert (rows[kept.id].agent_id, rows[given.id].agent_id) == (acme.ada, acme.bo)
    assert (rows[ended.id].status, rows[ended.id].cancellation_reason) == ("cancelled", "Ada is ill")
    assert rows[changed.id].status == "scheduled"
    assert notices == [asked.id]


def test_who_would_not_hear_is_not_asked(acme: Acme) -> None:
    call = acme.book(hours=1)
    (outcome,) = impact_settling.settle(acme.admin, "", [Decision(call.id, call.version, "ask")])
    assert outcome.code == "gets_no_message"
    supervisor = replace(acme.admin, role="supervisor")
    (outcome,) = impact_settling.settle(supervisor, "", [Decision(call.id, call.version, "cancel")])
    assert outcome.code == "forbidden"


def test_the_database_is_asked_equally_often_for_any_number_of_calls(acme: Acme) -> None:
    acme.set_preset(reminders=ASKED)
    acme.book(hours=0)
    with statements() as few:
        assert len(impact.of_hours(acme.admin, acme.ada, []).calls) == 1
        assert len(impact.of_block(acme.admin, None, acme.at(0), acme.at(9)).calls) == 1
    for number in range(6):
        email = f"{number}@guests.test"
        acme.book(hours=0, agent_id=add_agent(acme, f"agent{number}"), guest_email=email)
        acme.book(hours=1 + number / 2, guest_email=email)
    with statements() as many:
        assert len(impact.of_hours(acme.admin, acme.ada, []).calls) == 7
        assert len(impact.of_block(acme.admin, None, acme.at(0), acme.at(9)).calls) == 13
    assert len(many) == len(few)


def test_a_block_that_is_partly_over_asks_about_what_is_left(acme: Acme) -> None:
    acme.book(hours=0)
    acme.hand.move_to(acme.at(0) + timedelta(hours=1))
    assert not impact.of_block(acme.admin, acme.ada, acme.at(-1), acme.at(0.9)).calls
