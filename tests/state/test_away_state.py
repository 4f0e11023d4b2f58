"""Away: an agent is set away with what becomes of their calls in one dialog, and all of it can be undone."""

import pytest

from console.scheduling import database
from console.scheduling.errors import NotAllowed, Unavailable
from console.scheduling.models import Booking
from console.scheduling.services import members, reassigning, schedules
from console.state.away import AwayState
from console.state.impact import ImpactState
from console.state.members import MembersState
from tests.services.conftest import Acme, add_agent

from .conftest import Tab


def _agent(call: Booking) -> str:
    with database.reading() as session:
        return session.get_one(Booking, call.id).agent_id


def _shown(tab: Tab) -> ImpactState:
    return tab.do(ImpactState.set_reason, "")


def test_ill_today_gives_the_calls_of_the_day_to_others_and_can_be_undone(acme: Acme, tab: Tab):
    today, tomorrow = acme.book(hours=1), acme.book(hours=25)
    tab.do(AwayState.ill_today, acme.ada)
    plan = _shown(tab)
    assert (plan.is_open, plan.title) == (True, "ada is away")
    assert [(row.customer, row.choice, dict(row.choices)["reassign"]) for row in plan.rows] == [
        ("Jane", "reassign", "Give to bo")
    ]
    assert schedules.list_exceptions(acme.admin, acme.ada) == [], "Nothing is saved before the person says so."
    done = tab.do(ImpactState.save)
    assert (done.is_done, [row.outcome for row in done.rows]) == (True, ["bo takes it"])
    assert (_agent(today), _agent(tomorrow)) == (acme.bo, acme.ada)
    (absence,) = schedules.list_exceptions(acme.admin, acme.ada)
    assert (absence.note, absence.end_at) == ("Ill", acme.at(14)), "Until midnight in Bogota."
    (undoable,) = done.undoable
    assert undoable.told == "ada is set away. 1 call was given to a colleague. You can undo this until 07:15."
    undone = tab.do(ImpactState.undo, done.plan_id)
    assert not undone.is_open and undone.undoable == []
    assert _agent(today) == acme.ada and schedules.list_exceptions(acme.admin, acme.ada) == []


def test_who_can_be_helped_by_nobody_is_said_with_why(acme: Acme, tab: Tab):
    acme.book(hours=1)
    acme.book(hours=1, agent_id=acme.bo, guest_email="bo@guests.test")
    tab.do(AwayState.ill_today, acme.ada)
    (row,) = _shown(tab).rows
    assert (row.choice, row.why_not) == ("keep", "Nobody is free: another call (1).")
    assert [each for each, _ in row.choices] == ["keep", "cancel"]


def test_away_until_a_day_includes_it(acme: Acme, tab: Tab):
    call = acme.book(hours=49)
    assert tab.do(AwayState.open_until, acme.ada).today == "2027-02-01"
    wrong = tab.do(AwayState.set_until, {"last_day": "2027-01-20"})
    assert wrong.problems and wrong.form == "until"
    assert tab.do(AwayState.set_until, {"last_day": "2027-02-03", "note": "Holiday"}).form == ""
    assert [row.id for row in _shown(tab).rows] == [call.id]
    tab.do(ImpactState.save)
    (absence,) = schedules.list_exceptions(acme.admin, acme.ada)
    assert (absence.note, absence.end_at) == ("Holiday", acme.at(14 + 48))


def test_two_agents_swap_a_day(acme: Acme, tab: Tab):
    adas, bos = acme.book(hours=1), acme.book(hours=3, agent_id=acme.bo, guest_email="bo@guests.test")
    assert tab.do(AwayState.open_swap, acme.ada).others == [(acme.bo, "bo")]
    tab.do(AwayState.swap, {"other": acme.bo, "day": "2027-02-02"})
    assert tab.notice == "Neither has a call to come on that day."
    tab.do(AwayState.swap, {"other": acme.bo, "day": "2027-02-01"})
    tab.do(ImpactState.save)
    assert (_agent(adas), _agent(bos)) == (acme.bo, acme.ada)


def test_a_selection_of_calls_is_given_away(acme: Acme, tab: Tab):
    cy = add_agent(acme, "cy")
    calls = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2)]
    plan = tab.do(ImpactState.give_away, [call.id for call in calls])
    assert plan.title == "Give 2 calls to colleagues"
    tab.do(ImpactState.choose, calls[0].id, "keep")
    tab.do(ImpactState.save)
    assert (_agent(calls[0]), _agent(calls[1]) in (acme.bo, cy)) == (acme.ada, True)
    tab.do(ImpactState.give_away, [])
    assert tab.notice.startswith("None of these calls")


def test_what_could_not_be_given_away_stands_first_and_is_counted(acme: Acme, tab: Tab):
    calls = [acme.book(hours=hours, guest_email=f"{hours}@guests.test") for hours in (1, 2, 3)]
    tab.do(ImpactState.give_away, [call.id for call in calls])
    tab.do(ImpactState.choose, calls[0].id, "keep")
    acme.book(hours=3, agent_id=acme.bo, guest_email="meanwhile@guests.test")
    done = tab.do(ImpactState.save)
    assert [row.id for row in done.rows] == [calls[2].id, calls[1].id, calls[0].id]
    assert (done.summary, tab.notice) == ("Done, but for 1 of 2 calls. 1 call stays as it is.", "")


def test_disabling_a_member_asks_about_their_calls(acme: Acme, tab: Tab):
    call = acme.book(hours=1, agent_id=acme.bo)
    tab.do(MembersState.load)
    tab.do(MembersState.ask_first, acme.bo)
    tab.do(MembersState.disable)
    assert _shown(tab).title == "bo has 1 call to come"
    assert all(member.disabled_at is None for member in members.list_members(acme.admin))
    tab.do(ImpactState.save)
    assert _agent(call) == acme.ada
    assert [member.person_id for member in members.list_members(acme.admin) if member.disabled_at] == [acme.bo]


def test_a_supervisor_and_an_agent_find_nothing_to_act_on(acme: Acme, tab: Tab):
    acme.book(hours=1)
    for role in ("supervisor", "agent"):
        tab.sign_in(acme.bo, role)
        with pytest.raises(NotAllowed):
            tab.do(AwayState.ill_today, acme.ada)
        assert not _shown(tab).is_open


def test_a_refusal_of_the_change_itself_leaves_the_dialog_and_the_calls(acme: Acme, tab: Tab):
    call = acme.book(hours=1)
    tab.do(AwayState.ill_today, acme.ada)
    acme.hand.move_to(acme.at(20))
    plan = tab.do(ImpactState.save)
    assert plan.refusal == "This time has passed." and not plan.is_done
    assert _agent(call) == acme.ada


def test_what_broke_off_goes_on_from_there_and_nothing_is_done_twice(acme: Acme, tab: Tab, monkeypatch):
    call = acme.book(hours=1)
    tab.do(AwayState.ill_today, acme.ada)

    def away(*_: object) -> str:
        raise Unavailable("The database is away.")

    with monkeypatch.context() as broken:
        broken.setattr(reassigning, "begin", away)
        plan = tab.do(ImpactState.save)
    assert (plan.refusal, plan.is_working, plan.is_done) == ("The database is away.", False, False)
    assert tab.do(ImpactState.save).is_done
    assert len(schedules.list_exceptions(acme.admin, acme.ada)) == 1
    assert _agent(call) == acme.bo
