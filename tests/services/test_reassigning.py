"""Calls given to other agents by plan, carried out call by call, by one or by two at once, and undone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import Conflict, Invalid, NotAllowed, NotFound
from console.scheduling.models import Booking, Member, OutboxEvent, Preset, Team, TimelineEvent, WorkingWindow
from console.scheduling.services import bookings, members, reassigning, schedules
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.reassigning import Move, PlannedCall, PlanQuery
from console.scheduling.services.schedules import NewException
from tests.statements import statements

from .conftest import Acme, add_agent


def _plan(acme: Acme, *calls: Booking, actor: Actor | None = None, **query: Any) -> list[PlannedCall]:
    return reassigning.plan(actor or acme.admin, PlanQuery(booking_ids=[call.id for call in calls], **query))


def _moves(planned: Sequence[PlannedCall]) -> list[Move]:
    return [Move(each.booking.id, each.agent_id, each.booking.version, each.place) for each in planned if each.agent_id]


def _apply(acme: Acme, planned: Sequence[PlannedCall], exception_id: str | None = None) -> str:
    """Carry all of it out; gives the id to undo it by."""
    plan_id = reassigning.begin(acme.admin, exception_id)
    assert all(outcome.is_done for outcome in reassigning.apply(acme.admin, plan_id, _moves(planned)))
    return plan_id


def _blocked(acme: Acme, hours: float = 8) -> str:
    """Ada is away for so many hours; gives the exception's id."""
    away = NewException(kind="blocked", start_at=acme.at(0), end_at=acme.at(hours), agent_id=acme.ada)
    return schedules.add_exception(acme.admin, away).id


def _agents(*calls: Booking) -> list[str]:
    with database.reading() as session:
        return [session.get_one(Booking, call.id).agent_id for call in calls]


def _events(call: Booking) -> list[str]:
    with database.reading() as session:
        query = select(TimelineEvent.event_type).where(TimelineEvent.booking_id == call.id).order_by(TimelineEvent.id)
        return list(session.exec(query))


def test_a_plan_gives_the_calls_of_who_is_away_to_the_others_by_turns(acme: Acme) -> None:
    cy = add_agent(acme, "cy")
    calls = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (3, 1, 2)]
    busy = acme.book(hours=1, agent_id=acme.bo, guest_email="busy@guests.test")
    planned = _plan(acme, *calls)
    assert [each.booking.id for each in planned] == [calls[1].id, calls[2].id, calls[0].id]  # soonest first
    assert planned[0].agent_id == cy, "Bo has a call at that time."
    assert planned[0].agent_name == "cy"
    assert {each.agent_id for each in planned} == {acme.bo, cy}
    _apply(acme, planned)
    assert _agents(*calls, busy).count(acme.ada) == 0
    for call in calls:
        assert _events(call) == ["created", "assigned", "assigned"]


def test_who_cannot_be_helped_is_told_with_the_codes_of_the_contract(acme: Acme) -> None:
    first, second = acme.book(hours=1), acme.book(hours=2, guest_email="two@guests.test")
    acme.book(hours=2, agent_id=acme.bo, guest_email="bo@guests.test")
    planned = _plan(acme, first, second)
    assert [(each.agent_id, each.code, each.held_back) for each in planned] == [
        (acme.bo, "", ()),
        (None, "slot_taken", (("slot_taken", 1),)),
    ]
    acme.set_preset(agent_day_limit=1)
    assert [each.code for each in _plan(acme, first, second)] == ["agent_day_limit", "slot_taken"]
    acme.set_preset(agent_day_limit=None)
    assert [each.code for each in _plan(acme, first, day_limits={acme.preset_id: 1})] == ["agent_day_limit"]


def test_calls_that_run_or_are_over_are_not_planned_for(acme: Acme) -> None:
    running, over, to_come = (acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2, 3))
    bookings.cancel(acme.admin, over.id)
    acme.hand.move_to(acme.at(1))
    bookings.start(acme.admin, running.id)
    assert [each.booking.id for each in _plan(acme, running, over, to_come)] == [to_come.id]
    assert _plan(acme, running, over) == []


def test_a_plan_prefers_the_language_then_the_team(acme: Acme) -> None:
    cy = add_agent(acme, "cy")
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="Sales")
        session.add(team)
        session.flush()
        for person_id, languages, team_id in ((acme.ada, [], team.id), (acme.bo, ["en"], team.id), (cy, ["es"], None)):
            member = session.get_one(Member, (acme.app_id, person_id))
            member.languages, member.team_id = languages, team_id
    spanish = acme.book(hours=1, guest_language="es-CO")
    any_language = acme.book(hours=2, guest_email="two@guests.test")
    first, second = _plan(acme, spanish, any_language)
    assert (first.agent_id, first.speaks, first.same_team) == (cy, True, False)
    assert (second.agent_id, second.same_team) == (acme.bo, True)


def test_each_step_is_judged_again_when_it_is_applied(acme: Acme) -> None:
    stays, changed, taken = (acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2, 3))
    planned = _plan(acme, stays, changed, taken)
    bookings.change(acme.admin, changed.id, bookings.BookingChange(guest_name="Janet"))
    acme.book(hours=3, agent_id=acme.bo, guest_email="faster@guests.test")
    plan_id = reassigning.begin(acme.admin)
    outcomes = reassigning.apply(acme.admin, plan_id, _moves(planned))
    assert [outcome.code for outcome in outcomes] == ["", "stale_version", "slot_taken"]
    assert all(outcome.message for outcome in outcomes[1:])
    assert _agents(stays, changed, taken) == [acme.bo, acme.ada, acme.ada]


def test_two_people_who_apply_the_same_plan_move_each_call_once(acme: Acme) -> None:
    calls = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in range(1, 5)]
    moves = _moves(_plan(acme, *calls))
    boss = replace(acme.admin, id=acme.bo)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(reassigning.apply, actor, reassigning.begin(actor), moves) for actor in (acme.admin, boss)]
        codes = [[outcome.code for outcome in done.result()] for done in both]
    assert all(sorted(pair) == ["", "stale_version"] for pair in zip(*codes, strict=True))
    assert _agents(*calls) == [acme.bo] * 4
    assert all(_events(call).count("assigned") == 2 for call in calls)
    with database.reading() as session:
        events = session.exec(select(OutboxEvent.event)).all()
    assert events.count("scheduled.assigned") == 4


def test_two_agents_exchange_their_calls(acme: Acme) -> None:
    adas = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 3)]
    bos = [acme.book(hours=hours, agent_id=acme.bo, guest_email=f"{hours}@guests.test") for hours in (2, 4)]
    takers = {call.id: acme.bo for call in adas} | {call.id: acme.ada for call in bos}
    plan_id = _apply(acme, _plan(acme, *adas, *bos, takers=takers))
    assert _agents(*adas, *bos) == [acme.bo, acme.bo, acme.ada, acme.ada]
    assert all(outcome.is_done for outcome in reassigning.undo(acme.admin, plan_id))
    assert _agents(*adas, *bos) == [acme.ada, acme.ada, acme.bo, acme.bo]


def test_what_was_applied_is_undone_with_the_absence(acme: Acme) -> None:
    calls = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2)]
    plan_id = _apply(acme, _plan(acme, *calls), _blocked(acme))
    (undoable,) = reassigning.undoable(acme.admin)
    assert (undoable.id, undoable.calls, undoable.away) == (plan_id, 2, "ada")
    acme.hand.shift(timedelta(minutes=15))
    assert all(outcome.is_done for outcome in reassigning.undo(acme.admin, plan_id))
    assert _agents(*calls) == [acme.ada, acme.ada]
    assert schedules.list_exceptions(acme.admin, acme.ada) == []
    assert reassigning.undoable(acme.admin) == []
    assert reassigning.undo(acme.admin, plan_id) == []  # once is enough


def test_after_fifteen_minutes_nothing_is_undone(acme: Acme) -> None:
    call = acme.book(hours=5)
    plan_id = _apply(acme, _plan(acme, call), _blocked(acme))
    acme.hand.shift(timedelta(minutes=15, seconds=1))
    with pytest.raises(Conflict) as refused:
        reassigning.undo(acme.admin, plan_id)
    assert refused.value.code == "too_late"
    assert _agents(call) == [acme.bo]
    assert len(schedules.list_exceptions(acme.admin, acme.ada)) == 1
    assert reassigning.undoable(acme.admin) == []


def test_a_call_that_changed_meanwhile_is_not_given_back(acme: Acme) -> None:
    moved, ended, given, kept = (acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2, 3, 4))
    cy = add_agent(acme, "cy")
    plan_id = _apply(
        acme, _plan(acme, moved, ended, given, kept, takers={c.id: acme.bo for c in (moved, ended, given, kept)})
    )
    bookings.reschedule(acme.admin, moved.id, acme.at(6))
    bookings.cancel(acme.admin, ended.id)
    bookings.reassign(acme.admin, given.id, cy)
    bookings.confirm(acme.admin, kept.id)  # neither its time nor its agent
    codes = {outcome.booking_id: outcome.code for outcome in reassigning.undo(acme.admin, plan_id)}
    assert codes == {moved.id: "changed_since", ended.id: "final_state", given.id: "changed_since", kept.id: ""}
    assert _agents(moved, given, kept) == [acme.bo, cy, acme.ada]


def test_who_has_something_else_by_now_does_not_get_the_call_back(acme: Acme) -> None:
    call = acme.book(hours=1)
    plan_id = _apply(acme, _plan(acme, call))
    acme.book(hours=1, guest_email="other@guests.test")
    (outcome,) = reassigning.undo(acme.admin, plan_id)
    assert outcome.code == "slot_taken"
    assert _agents(call) == [acme.bo]
    with database.reading() as session:  # it can be tried again while there is time
        assert session.get_one(Preset, acme.preset_id)
    assert [each.calls for each in reassigning.undoable(acme.admin)] == [1]


def test_a_lead_plans_for_their_own_team_alone(acme: Acme) -> None:
    cy = add_agent(acme, "cy")
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="Sales")
        session.add(team)
        session.flush()
        for person_id in (acme.ada, cy):
            session.get_one(Member, (acme.app_id, person_id)).team_id = team.id
    call, others = acme.book(hours=1), acme.book(hours=1, agent_id=acme.bo, guest_email="bo@guests.test")
    lead = Actor("admin", id=acme.ada, app_id=acme.app_id, role="lead", team_id=team.id)
    assert [each.agent_id for each in _plan(acme, call, actor=lead)] == [cy]
    with pytest.raises(NotAllowed):
        _plan(acme, call, others, actor=lead)
    plan_id = reassigning.begin(lead)
    refused = reassigning.apply(
        lead, plan_id, [Move(call.id, acme.bo, call.version), Move(others.id, cy, others.version)]
    )
    assert {outcome.code for outcome in refused} == {"forbidden", "not_found"}


def test_nobody_else_plans_applies_or_undoes(acme: Acme) -> None:
    call = acme.book(hours=1)
    plan_id = _apply(acme, _plan(acme, call))
    supervisor, bo = replace(acme.admin, role="supervisor"), acme.agent(acme.bo)
    for actor in (supervisor, acme.agent(acme.ada), acme.visitor):
        with pytest.raises(NotAllowed):
            _plan(acme, call, actor=actor)
    assert [each.code for each in reassigning.apply(supervisor, plan_id, [Move(call.id, acme.ada, 2)])] == ["forbidden"]
    with pytest.raises(NotFound):
        reassigning.undo(bo, plan_id)
    assert reassigning.undoable(bo) == []
    with pytest.raises(Invalid):
        reassigning.plan(acme.admin, PlanQuery(booking_ids=["bkg_x"] * 201))


def test_who_is_away_gets_no_call_by_turn_until_they_are_back(acme: Acme) -> None:
    _blocked(acme, hours=24)
    drawn = [
        bookings.book(
            acme.system,
            NewBooking(scheduled_at=acme.at(hours), guest_name="Jane", guest_email=f"{hours}@guests.test"),
        ).agent_id
        for hours in (1, 2, 3, 25)
    ]
    assert drawn == [acme.bo, acme.bo, acme.bo, acme.ada]


def test_a_plan_asks_the_database_equally_often_for_any_number_of_calls_and_agents(acme: Acme) -> None:
    few = [acme.book(hours=1)]
    with statements() as asked:
        _plan(acme, *few)
    for number in range(8):
        add_agent(acme, f"agent{number}")
    many = [acme.book(hours=1 + hours / 2, guest_email=f"{hours}@guests.test") for hours in range(1, 12)]
    with statements() as asked_more:
        planned = _plan(acme, *few, *many)
    assert all(each.agent_id for each in planned)
    assert len(asked_more) == len(asked)


def test_the_hours_of_the_first_agent_do_not_keep_a_call_from_coming_back(acme: Acme) -> None:
    call = acme.book(hours=1)
    plan_id = _apply(acme, _plan(acme, call))
    with database.writing() as session:
        for window in session.exec(select(WorkingWindow).where(WorkingWindow.person_id == acme.ada)):
            window.start_minute = 16 * 60
    assert members.whose_hours(acme.admin)
    assert [outcome.code for outcome in reassigning.undo(acme.admin, plan_id)] == [""]
