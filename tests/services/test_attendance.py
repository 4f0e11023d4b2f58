"""The call itself: joins, the acts of its agent, and what the clock makes of it, with everything that is written down."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.errors import AlreadyStarted, Conflict, FinalState, Invalid, NotAllowed
from console.scheduling.models import Booking, OutboxEvent, TimelineEvent, Turn
from console.scheduling.services import booking_views, bookings, changes, installation, presets
from console.scheduling.services.bookings import clockwork
from console.scheduling.services.changes import Change

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def stored(booking: Booking) -> Booking:
    with database.reading() as session:
        return session.get_one(Booking, booking.id)


def story(booking: Booking) -> list[TimelineEvent]:
    with database.reading() as session:
        query = select(TimelineEvent).where(TimelineEvent.booking_id == booking.id).order_by(TimelineEvent.id)
        return list(session.exec(query))


def outbox(booking: Booking) -> list[OutboxEvent]:
    with database.reading() as session:
        query = select(OutboxEvent).where(OutboxEvent.booking_id == booking.id)
        return list(session.exec(query.order_by(OutboxEvent.position)))  # pyright: ignore[reportArgumentType]


def turns(booking: Booking) -> list[Turn]:
    with database.reading() as session:
        return list(session.exec(select(Turn).where(Turn.booking_id == booking.id)))


def tick(acme: Any, at: Any) -> int:
    """Set the clock, and let it do all that it owes."""
    acme.hand.move_to(at)
    acts = 0
    while acted := bookings.advance_due():
        acts += acted
    return acts


def join(acme: Any, booking: Booking, *sides: str, at: float = 0) -> None:
    acme.hand.move_to(acme.at(at))
    for side in sides:
        actor = acme.guest(booking) if side == "guest" else acme.agent(booking.agent_id)
        bookings.join(actor, booking.id, side)


@pytest.mark.parametrize(
    ("came", "at", "told"),
    [
        ((), 10 * MINUTE, [("no_show", {})]),
        (("guest",), 30 * MINUTE, [("started", {"by": "join"}), ("no_show", {"absent": "agent"})]),
        (("agent",), 30 * MINUTE, [("started", {"by": "join"}), ("no_show", {"absent": "guest"})]),
        (("guest", "agent"), 30 * MINUTE, [("started", {"by": "join"}), ("completed", {})]),
    ],
)
def test_a_link_call_ends_by_who_came_and_the_world_is_told(acme: Any, came, at, told) -> None:
    booking = acme.book()
    join(acme, booking, *came)
    assert tick(acme, booking.scheduled_at + at - MINUTE) == 0
    assert tick(acme, booking.scheduled_at + at) == 1
    ended = stored(booking)
    status, payload = told[-1]
    assert (ended.status, ended.absent, ended.due_at) == (status, payload.get("absent"), None)
    steps = [event for event in story(booking) if event.event_type not in ("created", "assigned", "joined")]
    assert [(event.event_type, event.payload) for event in steps] == told
    assert (steps[-1].actor_type, steps[-1].actor_id) == ("system", None)
    assert [event.event for event in outbox(booking)][1:] == [f"scheduled.{name}" for name, _ in told]
    last = outbox(booking)[-1].payload
    assert last["change"]["actor_type"] == "system"
    assert (last["scheduled_call"]["status"], last["scheduled_call"]["absent"]) == (status, payload.get("absent"))
    assert tick(acme, booking.ends_at + 30 * DAY) == 0


def test_who_waits_at_the_start_is_in_the_call_from_the_start(acme: Any) -> None:
    booking = acme.book()
    join(acme, booking, "guest", at=-0.2)
    assert stored(booking).status == "scheduled"
    late = booking.scheduled_at + timedelta(seconds=20)
    assert tick(acme, late) == 1
    begun = stored(booking)
    assert (begun.status, begun.started_at, begun.updated_at) == ("started", booking.scheduled_at, late)


def test_a_second_join_of_the_same_side_is_the_same_join(acme: Any) -> None:
    booking = acme.book()
    join(acme, booking, "guest", "guest")
    acme.hand.shift(MINUTE)
    join(acme, booking, "guest", at=0.1)
    assert [event.event_type for event in story(booking)].count("joined") == 1


def test_a_move_and_a_change_of_hands_forget_who_had_come(acme: Any) -> None:
    booking = acme.book()
    join(acme, booking, "guest", "agent", at=-0.1)
    bookings.reassign(acme.admin, booking.id, acme.bo)
    handed = stored(booking)
    assert (handed.guest_joined_at is None, handed.agent_joined_at) == (False, None)
    bookings.reschedule(acme.admin, booking.id, acme.at(3))
    assert (stored(booking).guest_joined_at, stored(booking).due_at) == (None, acme.at(3) + 10 * MINUTE)


@pytest.mark.parametrize("deadline", [None, 60])
def test_without_a_yes_in_time_a_call_is_given_up(acme: Any, deadline) -> None:
    acme.set_preset(require_confirmation=True, confirmation_deadline_minutes=deadline)
    acme.hand.move_to(acme.at(-1.5))
    booking = acme.book(acme.visitor, agent_id=None)
    at = booking.scheduled_at - timedelta(minutes=deadline or 0)
    assert tick(acme, at - MINUTE) == 0
    assert tick(acme, at + timedelta(seconds=3)) == 1
    ended = stored(booking)
    assert (ended.status, ended.cancelled_at, ended.cancellation_reason) == ("cancelled", at, "not confirmed")
    last = story(booking)[-1]
    assert (last.event_type, last.actor_type, last.payload) == ("cancelled", "system", {"reason": "not confirmed"})
    assert outbox(booking)[-1].payload["change"]["reason"] == "not confirmed"
    within_the_hour = ended.cancelled_at - turns(booking)[0].given_at <= timedelta(hours=1)
    assert (turns(booking)[0].returned_at is not None) == within_the_hour == (deadline == 60)


def test_a_no_show_soon_after_the_draw_gives_the_turn_back(acme: Any) -> None:
    acme.hand.move_to(acme.at(-0.5))
    booking = acme.book(acme.visitor, agent_id=None)
    tick(acme, booking.scheduled_at + 20 * MINUTE)
    (turn,) = turns(booking)
    assert turn.returned_at == booking.scheduled_at + 10 * MINUTE


def test_the_guest_s_join_confirms_first(acme: Any) -> None:
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    join(acme, booking, "agent", at=-0.1)
    assert stored(booking).status == "pending_confirmation"
    join(acme, booking, "guest", at=-0.05)
    assert stored(booking).status == "confirmed"
    assert [event.event_type for event in story(booking)][-3:] == ["joined", "joined", "confirmed"]
    assert outbox(booking)[-1].event == "scheduled.confirmed"


@pytest.mark.parametrize("kind", ["phone", "whatsapp"])
@pytest.mark.parametrize("began", [True, False])
def test_a_phone_call_without_a_word_waits_for_one_and_is_then_assumed(acme: Any, kind, began) -> None:
    acme.set_preset(call_kind=kind)
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    if began:
        bookings.start(acme.agent(acme.ada), booking.id)
    heard: list[Change] = []
    stop = changes.subscribe(heard.append)
    assert tick(acme, booking.ends_at - MINUTE) == 0
    assert tick(acme, booking.ends_at) == 1
    stop()
    waits = stored(booking)
    assert waits.needs_outcome_since == booking.ends_at
    assert waits.status == ("started" if began else "scheduled")
    assert heard == [Change(acme.app_id, "booking", booking.id, acme.ada)]
    assert tick(acme, booking.ends_at + DAY - MINUTE) == 0
    assert tick(acme, booking.ends_at + DAY) == 1
    ended = stored(booking)
    assert (ended.status, ended.completed_at) == ("completed", booking.ends_at + DAY)
    assert (ended.needs_outcome_since, ended.due_at) == (None, None)
    assert story(booking)[-1].payload == {"assumed": True}
    assert outbox(booking)[-1].event == "scheduled.completed"


@pytest.mark.parametrize("act", ["done", "no_show", "cancel"])
def test_a_word_ends_the_waiting(acme: Any, act) -> None:
    acme.set_preset(call_kind="phone", outcomes=["sold"])
    booking = acme.book()
    tick(acme, booking.ends_at + MINUTE)
    agent = acme.agent(acme.ada)
    verbs: dict[str, Any] = {
        "done": lambda: bookings.done(agent, booking.id, outcome="sold", note="Wants two."),
        "no_show": lambda: bookings.mark_no_show(agent, booking.id),
        "cancel": lambda: bookings.cancel(agent, booking.id),
    }
    verbs[act]()
    ended = stored(booking)
    assert (ended.needs_outcome_since, ended.due_at) == (None, None)
    assert tick(acme, booking.ends_at + 3 * DAY) == 0


def be_away(acme: Any, start: Any, end: Any) -> None:
    """Callboard's clock is last seen at `start`, and again at `end`."""
    acme.hand.move_to(start)
    installation.touch_alive()
    acme.hand.move_to(end)


@pytest.mark.parametrize("clock_first", [True, False])
@pytest.mark.parametrize("came", [(), ("guest",), ("agent",)])
def test_nobody_is_missing_from_a_call_during_which_callboard_was_down(acme: Any, came, clock_first) -> None:
    booking = acme.book()
    installation.touch_alive()
    join(acme, booking, *came)
    be_away(acme, booking.scheduled_at + MINUTE, booking.ends_at + 5 * MINUTE)
    if not clock_first:
        installation.touch_alive()
    tick(acme, clock.now())
    installation.touch_alive()
    waits = stored(booking)
    assert (waits.needs_outcome_since, waits.absent) == (booking.ends_at + 5 * MINUTE, None)
    assert tick(acme, booking.ends_at + DAY) == 0
    assert tick(acme, booking.ends_at + DAY + 5 * MINUTE) == 1
    assert (stored(booking).status, story(booking)[-1].payload) == ("completed", {"assumed": True})


def test_both_had_come_before_callboard_went_down(acme: Any) -> None:
    booking = acme.book()
    installation.touch_alive()
    join(acme, booking, "guest", "agent", at=-0.1)
    be_away(acme, acme.at(-0.05), booking.ends_at + 3 * timedelta(hours=1))
    assert tick(acme, clock.now()) == 2
    ended = stored(booking)
    assert (ended.status, ended.started_at, ended.completed_at) == ("completed", booking.scheduled_at, booking.ends_at)
    assert [event.event_type for event in story(booking)][-2:] == ["started", "completed"]


def test_an_outage_before_or_after_a_call_excuses_nobody(acme: Any) -> None:
    booking = acme.book()
    installation.touch_alive()
    be_away(acme, booking.scheduled_at - timedelta(hours=1), booking.scheduled_at - MINUTE)
    installation.touch_alive()
    acme.hand.move_to(booking.scheduled_at - timedelta(seconds=1))
    installation.touch_alive()
    be_away(acme, booking.scheduled_at + 30 * MINUTE, booking.ends_at + 30 * MINUTE)
    with database.writing() as session:  # the clock had been at work all the time between
        session.connection().exec_driver_sql("DELETE FROM installation WHERE name = 'times_away'")
    installation.touch_alive()
    tick(acme, clock.now())
    assert stored(booking).status == "no_show"


def test_a_call_on_which_the_clock_stumbles_keeps_no_other_waiting(acme: Any, monkeypatch) -> None:
    first, second = acme.book(), acme.book(agent_id=acme.bo, guest_email="joe@guests.test")
    told = clockwork.story.tell

    def stumble(session: Any, booking: Booking, *args: Any, **kwargs: Any) -> None:
        if booking.id == first.id:
            raise RuntimeError("a defect")
        told(session, booking, *args, **kwargs)

    monkeypatch.setattr(clockwork.story, "tell", stumble)
    assert tick(acme, acme.at(0.2)) == 1
    assert (stored(first).status, stored(second).status) == ("scheduled", "no_show")
    monkeypatch.undo()
    assert tick(acme, acme.at(0.2) + MINUTE) == 1
    assert stored(first).status == "no_show"


@pytest.mark.parametrize("grace", [0, 3, 45])
def test_another_grace_counts_for_calls_that_are_booked_already(acme: Any, grace) -> None:
    booking, joined = acme.book(), acme.book(agent_id=acme.bo, guest_email="joe@guests.test")
    join(acme, joined, "agent", at=-0.1)
    terms = presets.get(acme.admin, acme.preset_id).terms.model_copy(update={"no_show_grace_minutes": grace})
    presets.save(acme.admin, terms, preset_id=acme.preset_id)
    assert stored(booking).due_at == booking.scheduled_at + grace * MINUTE
    assert stored(joined).due_at == joined.scheduled_at


@pytest.mark.parametrize(("deadline", "due"), [(60, -60), (170, -170), (600, 0), (None, 0)])
def test_another_deadline_counts_for_calls_that_wait_for_a_yes(acme: Any, deadline, due) -> None:
    acme.set_preset(require_confirmation=True, confirmation_deadline_minutes=30)
    booking = acme.book()
    old = presets.get(acme.admin, acme.preset_id)
    terms = old.terms.model_copy(update={"confirmation_deadline_minutes": deadline})
    presets.save(acme.admin, terms, preset_id=acme.preset_id)
    assert stored(booking).due_at == booking.scheduled_at + due * MINUTE


def test_a_phone_call_is_started_and_done_by_the_agent_with_an_outcome(acme: Any) -> None:
    acme.set_preset(call_kind="phone", outcomes=["sold", "later"])
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    agent = acme.agent(acme.ada)
    assert bookings.start(agent, booking.id).started_at == acme.at(0)
    with pytest.raises(Invalid):
        bookings.done(agent, booking.id, outcome="eaten")
    ended = bookings.done(agent, booking.id, outcome="sold", note="Wants two.")
    assert (ended.outcome, ended.outcome_note) == ("sold", "Wants two.")
    assert story(booking)[-1].payload == {"outcome": "sold"}, "the note stays among us"


@pytest.mark.parametrize("act", [bookings.start, bookings.done, bookings.mark_no_show])
def test_only_the_team_says_how_a_call_went(acme: Any, act) -> None:
    booking = acme.book()
    acme.hand.move_to(acme.at(0))
    refused = [acme.system, acme.guest(booking), replace(acme.admin, role="supervisor")]
    for actor in refused:
        with pytest.raises(NotAllowed):
            act(actor, booking.id)


def test_doors_and_acts_have_their_time(acme: Any) -> None:
    booking = acme.book()
    with pytest.raises(Conflict, match="not begun"):
        bookings.mark_no_show(acme.admin, booking.id)
    for wrong in (acme.at(-0.26), booking.ends_at + 30 * MINUTE):
        acme.hand.move_to(wrong)
        with pytest.raises(Conflict, match="door"):
            bookings.join(acme.guest(booking), booking.id, "guest")


def test_acts_are_offered_when_their_time_has_come(acme: Any) -> None:
    booking = acme.book()
    assert not {"start", "done", "no_show"} & booking_views.get(acme.admin, booking.id).acts
    acme.hand.move_to(acme.at(-0.25))
    assert {"start", "done"} <= booking_views.get(acme.admin, booking.id).acts
    acme.hand.move_to(acme.at(0))
    assert "no_show" in booking_views.get(acme.admin, booking.id).acts


def test_what_runs_is_not_moved_and_what_is_over_is_not_joined(acme: Any) -> None:
    booking = acme.book()
    join(acme, booking, "agent")
    for act in (
        lambda: bookings.reschedule(acme.admin, booking.id, acme.at(2)),
        lambda: bookings.reassign(acme.admin, booking.id, acme.bo),
    ):
        with pytest.raises(AlreadyStarted):
            act()
    bookings.done(acme.agent(acme.ada), booking.id)
    with pytest.raises(FinalState):
        bookings.join(acme.guest(booking), booking.id, "guest")
