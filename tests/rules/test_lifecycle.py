"""What a booking may become, asked for or by the clock alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import AlreadyStarted, FinalState, WrongState
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.lifecycle import (
    FINAL,
    LIVE,
    STEPS,
    CallFacts,
    Status,
    Step,
    after_join,
    clock_step,
    confirmation_deadline,
    door,
    door_state,
    first_status,
    next_due,
    require_movable,
    require_step,
    status_after_move,
)

START = datetime(2027, 2, 1, 15, tzinfo=UTC)
END = START + timedelta(minutes=30)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALL = CallFacts("scheduled", "link", START, END, confirmation_asked_at=START - 10 * DAY)
PENDING = replace(CALL, status="pending_confirmation")
MATRIX = {
    "scheduled": "confirmed started completed cancelled no_show",
    "pending_confirmation": "confirmed cancelled no_show",
    "confirmed": "started completed cancelled no_show",
    "started": "completed no_show cancelled",
}


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("to", get_args(Status))
def test_only_the_contracts_steps_exist(status: Status, to: Status):
    if to in MATRIX.get(status, "").split():
        require_step(status, to)
    else:
        with pytest.raises(FinalState if status in FINAL else AlreadyStarted if status == "started" else WrongState):
            require_step(status, to)


def test_live_and_final_share_nothing_and_only_live_ones_have_steps():
    assert not LIVE & FINAL
    assert set(STEPS) == LIVE


def test_a_started_or_final_booking_is_not_moved():
    for status in LIVE - {"started"}:
        require_movable(status)
    with pytest.raises(AlreadyStarted):
        require_movable("started")
    for status in FINAL:
        with pytest.raises(FinalState):
            require_movable(status)


@pytest.mark.parametrize(
    ("status", "by_customer", "confirmation", "after"),
    [
        ("confirmed", True, True, "confirmed"),
        ("confirmed", True, False, "confirmed"),
        ("confirmed", False, True, "pending_confirmation"),
        ("confirmed", False, False, "scheduled"),
        ("pending_confirmation", False, True, "pending_confirmation"),
        ("pending_confirmation", True, True, "scheduled"),
        ("scheduled", False, True, "pending_confirmation"),
        ("scheduled", True, True, "scheduled"),
        ("scheduled", False, False, "scheduled"),
    ],
)
def test_whoever_is_surprised_by_a_move_confirms_it(status, by_customer, confirmation, after):
    assert status_after_move(status, by_customer=by_customer, require_confirmation=confirmation) == after


def test_a_new_booking_waits_where_confirmation_is_asked():
    assert first_status(True) == "pending_confirmation"
    assert first_status(False) == "scheduled"


def test_an_unconfirmed_booking_is_given_up_at_the_start_or_the_presets_deadline():
    assert clock_step(PENDING, START - MINUTE) is None
    assert clock_step(PENDING, START) == Step("cancelled", reason="not confirmed")
    early = replace(PENDING, confirmation_deadline_minutes=60)
    assert next_due(early) == START - 60 * MINUTE
    assert clock_step(early, START - 60 * MINUTE) == Step("cancelled", reason="not confirmed")


def test_a_booking_made_after_its_deadline_has_until_the_start():
    late = replace(PENDING, confirmation_deadline_minutes=60, confirmation_asked_at=START - 30 * MINUTE)
    assert confirmation_deadline(late) == START


def test_nobody_came_within_the_grace():
    assert clock_step(CALL, START + 9 * MINUTE) is None
    assert clock_step(CALL, START + 10 * MINUTE) == Step("no_show")


def test_an_early_join_is_only_recorded_until_the_start():
    assert after_join(CALL, "guest", START - MINUTE) == ()
    waiting = replace(CALL, guest_joined=True)
    assert clock_step(waiting, START - MINUTE) is None
    assert clock_step(waiting, START) == Step("started")


def test_the_guests_join_confirms_a_pending_call_first():
    assert after_join(PENDING, "guest", START - MINUTE) == ("confirmed",)
    assert after_join(PENDING, "guest", START) == ("confirmed", "started")
    assert after_join(PENDING, "agent", START) == ()


def test_from_the_start_on_the_first_join_starts_the_call():
    assert after_join(CALL, "agent", START) == ("started",)
    assert after_join(replace(CALL, status="confirmed"), "guest", END) == ("started",)
    assert after_join(replace(CALL, status="started"), "guest", END) == ()


@pytest.mark.parametrize(
    ("guest", "agent", "step"),
    [
        (True, True, Step("completed")),
        (True, False, Step("no_show", {"absent": "agent"}, absent="agent")),
        (False, True, Step("no_show", {"absent": "guest"}, absent="guest")),
    ],
)
def test_a_started_link_call_ends_by_who_joined(guest: bool, agent: bool, step: Step):
    running = replace(CALL, status="started", guest_joined=guest, agent_joined=agent)
    assert clock_step(running, END - MINUTE) is None
    assert clock_step(running, END) == step


def test_the_link_is_open_from_a_quarter_before_to_half_an_hour_after():
    opens, closes = START - 15 * MINUTE, END + 30 * MINUTE
    assert door(START, END) == Interval(opens, closes)
    moments = (opens - MINUTE, opens, closes - MINUTE, closes)
    assert [door_state("scheduled", START, END, now) for now in moments] == ["early", "open", "open", "over"]
    assert {door_state(status, START, END, now) for status in FINAL for now in moments} == {"over"}


facts = st.builds(
    CallFacts,
    status=st.sampled_from(sorted(LIVE | FINAL)),
    kind=st.sampled_from(["link", "phone", "whatsapp"]),
    start=st.just(START),
    end=st.integers(5, 480).map(lambda minutes: START + MINUTE * minutes),
    confirmation_asked_at=st.integers(0, 3000).map(lambda minutes: START - MINUTE * minutes),
    confirmation_deadline_minutes=st.none() | st.integers(0, 3000),
    grace_minutes=st.integers(0, 60),
    guest_joined=st.booleans(),
    agent_joined=st.booleans(),
    away_until=st.none() | st.integers(1, 3000).map(lambda minutes: START + MINUTE * minutes),
    outcome_asked=st.booleans(),
)


@given(facts)
def test_the_clock_acts_exactly_from_the_moment_it_is_due(call: CallFacts):
    due = next_due(call)
    if due is None:
        assert call.status in FINAL
        assert clock_step(call, END + 100 * DAY) is None
    else:
        assert clock_step(call, due - MINUTE / 60) is None
        assert clock_step(call, due) is not None
