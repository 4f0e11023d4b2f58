"""Moving a call by hand: what is shown before it is dropped is what comes of dropping it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import AlreadyStarted, FinalState, Invalid, NotAllowed, NotFound, SlotUnavailable
from console.scheduling.models import Booking, PresetAgent, ScheduleException
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import bookings, landing, members, schedules
from console.scheduling.services.bookings import BookingChange, moving
from console.scheduling.services.landing import Drop, Landing, LandingQuestion
from console.scheduling.services.members import MemberTerms
from tests.services.conftest import MONDAY, Acme, add_agent, make_acme
from tests.statements import statements


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """The team, on one kind of database: what is read here is read by `facts.load`, which is tested on both."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


DAY = Interval(datetime(2027, 2, 1, 5, tzinfo=UTC), datetime(2027, 2, 2, 5, tzinfo=UTC))
"""The test's Monday in Bogota."""


def look(acme: Acme, call: Booking, actor: Actor | None = None, **asked) -> Landing:
    question = {"within": DAY, "agent_ids": (acme.ada, acme.bo)} | asked
    return landing.look(actor or acme.admin, LandingQuestion(booking_id=call.id, **question))


def said(found: Landing, agent_id: str, start: datetime) -> tuple[str, ...]:
    """The codes against a call of this agent at this start."""
    (of_agent,) = [each for each in found.agents if each.agent_id == agent_id]
    (stretch,) = [each for each in of_agent.stretches if each.start <= start < each.end]
    return stretch.codes


def fill(acme: Acme) -> Booking:
    """A day on which much is in the way; gives the call that is moved."""
    acme.set_preset(
        buffer_before_minutes=5, buffer_after_minutes=10, notice_minutes=120, horizon_days=30, agent_day_limit=5
    )
    acme.book(hours=2, agent_id=acme.bo)
    acme.book(hours=4, duration_minutes=60)
    schedules.add_dnd(acme.agent(acme.bo), acme.bo, acme.at(3), acme.at(3.5), "")
    with database.writing() as session:
        made = {"app_id": acme.app_id, "created_at": MONDAY}
        session.add(ScheduleException(kind="blocked", start_at=acme.at(5), end_at=acme.at(5.25), **made))
        session.add(PresetAgent(preset_id=acme.preset_id, person_id=acme.ada))
        session.add(PresetAgent(preset_id=acme.preset_id, person_id=acme.bo))
    return acme.book(hours=1)


def test_what_the_answer_says_is_free_is_what_a_move_accepts(acme: Acme):
    call = fill(acme)

    @settings(
        max_examples=12,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.integers(-2 * 12, 10 * 12), st.booleans(), st.sampled_from([30, 60]), st.booleans())
    def agree(steps: int, is_handed: bool, minutes: int, is_override: bool) -> None:
        agent_id, start = acme.bo if is_handed else acme.ada, acme.at(0) + timedelta(minutes=5 * steps)
        found = look(acme, call, duration_minutes=minutes)
        codes = said(found, agent_id, start)
        prospect = landing.weigh(
            acme.admin, Drop(booking_id=call.id, start=start, agent_id=agent_id, duration_minutes=minutes)
        )
        assert codes == tuple(reason.code for reason in prospect.reasons)
        refused = codes if not is_override else tuple(code for code in codes if code not in found.may_set_aside)
        assert refused == outcome(acme, call, start, agent_id, minutes, not is_override)
        assert all(
            said(found, slot.agent_id, slot.start_at) == () for slot in prospect.nearest if slot.start_at < DAY.end
        )

    agree()


def outcome(
    acme: Acme, call: Booking, start: datetime, agent_id: str, minutes: int, respect_working_hours: bool
) -> tuple[str, ...]:
    """The codes with which the move was refused, if it was; nothing is moved."""
    wanted = BookingChange(
        scheduled_at=start,
        agent_id=agent_id,
        duration_minutes=minutes,
        respect_working_hours=respect_working_hours,
    )
    with database.writing() as session:
        attempt = session.begin_nested()
        try:
            moving.change_within(session, acme.admin, call.id, wanted)
            session.flush()
        except SlotUnavailable as refused:
            return refused.reasons or (refused.code,)
        except Invalid:
            return ("too_soon",)  # what is past
        finally:
            attempt.rollback()
            session.expunge_all()
    return ()


def test_lengths_are_judged_where_the_call_stands(acme: Acme):
    call = acme.book(duration_minutes=45)
    acme.book(hours=0.75)
    lengths = [(minutes, [each.code for each in reasons]) for minutes, reasons in look(acme, call).lengths]
    assert lengths == [(30, []), (45, []), (60, ["slot_taken"])]
    tomorrow = Interval(DAY.end, DAY.end + timedelta(days=1))
    assert look(acme, call, within=tomorrow).lengths == ()


def test_notice_is_no_matter_for_who_takes_a_call_where_it_stands(acme: Acme):
    call = acme.book(hours=-1)
    acme.set_preset(notice_minutes=600)
    found = look(acme, call)
    assert said(found, acme.bo, call.scheduled_at) == ()
    assert said(found, acme.ada, call.scheduled_at + timedelta(minutes=5)) == ("too_soon",)


def test_an_agent_whom_the_preset_does_not_offer_takes_no_call_of_it(acme: Acme):
    with database.writing() as session:
        session.add(PresetAgent(preset_id=acme.preset_id, person_id=acme.ada))
    acme.set_preset(names_agents=True)
    call = acme.book()
    assert said(look(acme, call), acme.bo, acme.at(1)) == ("not_in_preset",)
    prospect = landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(1), agent_id=acme.bo))
    assert not prospect.is_possible and prospect.nearest == ()


def test_what_dropping_comes_to_is_told_before(acme: Acme):
    call, _ = acme.book(), acme.book(hours=1)
    taken = landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(1)))
    assert [reason.code for reason in taken.reasons] == ["slot_taken"] and not taken.is_possible
    assert taken.nearest[0].start_at == acme.at(1.5)
    early = landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(-2)))
    assert [reason.code for reason in early.reasons] == ["outside_hours"] and early.is_possible
    assert not landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(2))).tells_customer
    acme.set_preset(reminders=[{"kind": "invitation", "channels": ["email"]}])
    assert landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(2))).tells_customer
    assert landing.weigh(acme.admin, Drop(booking_id=call.id, start=acme.at(0), agent_id=acme.bo)).tells_customer
    longer = Drop(booking_id=call.id, start=acme.at(0), duration_minutes=60)
    assert not landing.weigh(acme.admin, longer).tells_customer


def test_who_may_move_a_call_is_told_where_it_may_go(acme: Acme):
    call = acme.book(agent_id=acme.bo)
    lea = add_agent(acme, "lea")
    north = MemberTerms(team="North", timezone="America/Bogota")
    members.change(acme.admin, acme.bo, north)
    members.change(acme.admin, lea, replace(north, role="lead"))
    (team,) = members.teams(acme.admin)
    lead = replace(acme.admin, id=lea, role="lead", team_id=team.id)
    for actor in (acme.admin, lead, acme.agent(acme.bo), replace(acme.admin, role="owner")):
        assert said(look(acme, call, actor), acme.bo, acme.at(1)) == ()
    refused = [each.agent_id for each in look(acme, call, lead).agents if each.is_refused]
    assert refused == [acme.ada]
    with pytest.raises(NotAllowed):
        landing.weigh(lead, Drop(booking_id=call.id, start=acme.at(1), agent_id=acme.ada))
    for actor, refusal in (
        (replace(acme.admin, role="supervisor"), NotAllowed),
        (replace(acme.admin, id=acme.bo, role="agent"), NotAllowed),
        (acme.agent(acme.ada), NotFound),
        (replace(acme.admin, app_id="app_other"), NotFound),
    ):
        with pytest.raises(refusal):
            look(acme, call, actor)
        with pytest.raises(refusal):
            landing.weigh(actor, Drop(booking_id=call.id, start=acme.at(1)))
    own = acme.book(hours=2)
    with database.reading() as session:
        movable = [
            list(landing.movable(session, actor, [call, own]))
            for actor in (acme.admin, lead, acme.agent(acme.ada), replace(acme.admin, role="supervisor"))
        ]
    assert movable == [[call.id, own.id], [call.id], [own.id], []]


def test_a_call_that_is_over_or_runs_goes_nowhere(acme: Acme):
    over, runs = acme.book(), acme.book(hours=1)
    bookings.cancel(acme.admin, over.id)
    acme.hand.move_to(acme.at(1))
    bookings.start(acme.admin, runs.id)
    with pytest.raises(FinalState):
        look(acme, over)
    with pytest.raises(AlreadyStarted):
        look(acme, runs)


def test_more_than_a_week_or_a_crowd_is_not_looked_at_at_once(acme: Acme):
    call = acme.book()
    for asked in ({"within": Interval(DAY.start, DAY.start + timedelta(days=10))}, {"agent_ids": ["x"] * 201}):
        with pytest.raises(Invalid):
            look(acme, call, **asked)


def test_the_answer_takes_as_many_reads_for_a_crowd_as_for_one(acme: Acme):
    call = fill(acme)
    with statements() as few:
        look(acme, call, agent_ids=())
    crowd = [acme.ada, acme.bo, *(add_agent(acme, f"agent{number}") for number in range(4))]
    week = Interval(DAY.start, DAY.start + timedelta(days=7))
    with statements() as many:
        assert len(look(acme, call, agent_ids=crowd, within=week).agents) == 6
    assert len(few) == len(many) <= 8
