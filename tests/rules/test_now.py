"""Under which heading of *Now* a call stands: each edge, and no call under headings that do not go together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.lifecycle import LIVE, STEPS
from console.scheduling.rules.now import NowFacts, attendance, counts_from, headings, is_unconfirmed, minutes_late

START = datetime(2027, 2, 1, 15, tzinfo=UTC)
END = START + timedelta(minutes=30)
CALL = NowFacts(status="scheduled", kind="link", start=START, end=END)
PHONE = replace(CALL, kind="phone")
ASKED = replace(CALL, status="pending_confirmation", deadline=START)


def minutes(number: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=number)


def test_a_call_is_due_from_a_quarter_of_an_hour_before_its_start():
    assert attendance(CALL, minutes(-15.01)) is None
    assert attendance(CALL, minutes(-15)) == "soon"
    assert attendance(CALL, minutes(0.9)) == "soon"


def test_an_agent_who_has_not_come_within_a_minute_is_late_until_the_end():
    assert attendance(CALL, minutes(1)) == "late"
    assert attendance(PHONE, minutes(29.9)) == "late"
    assert attendance(CALL, END) is None, "the clock ends it"
    assert attendance(replace(CALL, agent_joined_at=minutes(-2)), minutes(5)) is None


def test_a_guest_waits_alone_from_their_coming_until_the_agent_is_there():
    came = replace(CALL, status="started", guest_joined_at=minutes(2))
    assert attendance(replace(CALL, guest_joined_at=minutes(-10)), minutes(-9)) == "waiting"
    assert attendance(came, minutes(3)) == "waiting"
    assert attendance(replace(came, agent_joined_at=minutes(4)), minutes(5)) is None
    assert attendance(replace(PHONE, guest_joined_at=minutes(-1)), minutes(2)) == "waiting"
    assert attendance(replace(PHONE, guest_joined_at=minutes(-1), status="started"), minutes(2)) is None


def test_a_started_call_that_nobody_ends_runs_over_for_half_an_hour_and_then_lacks_its_outcome():
    asked = replace(PHONE, status="started", outcome_asked=True)
    assert attendance(asked, END) == "over"
    assert attendance(asked, END + timedelta(minutes=29)) == "over"
    assert attendance(asked, END + timedelta(minutes=30)) == "outcome"
    assert attendance(replace(asked, status="confirmed"), END) == "outcome", "it was never begun"


def test_a_call_is_unconfirmed_from_two_hours_before_it_is_given_up():
    assert not is_unconfirmed(ASKED, minutes(-121))
    assert is_unconfirmed(ASKED, minutes(-120))
    assert is_unconfirmed(ASKED, minutes(3)), "the clock has not come by yet"
    assert not is_unconfirmed(replace(ASKED, status="confirmed"), minutes(-5))
    assert headings(ASKED, minutes(-5)) == {"soon", "unconfirmed"}


@pytest.mark.parametrize(("at", "told"), [(-15, 5), (0, 5), (0.5, 10), (3, 10), (5, 10), (6, 15), (29, 35)])
def test_a_delay_is_told_in_steps_of_five_minutes_that_leave_time_to_come(at: float, told: int):
    assert minutes_late(CALL, minutes(at)) == told


def test_there_is_no_delay_to_tell_of_where_nobody_waits():
    for facts, at in (
        (CALL, -16),
        (CALL, 31),
        (replace(CALL, status="started"), 5),
        (replace(CALL, status="cancelled"), 5),
    ):
        assert minutes_late(facts, minutes(at)) is None


def test_time_counts_from_what_the_heading_is_about():
    came = replace(ASKED, guest_joined_at=minutes(-3))
    assert [
        counts_from(heading, came) for heading in ("waiting", "late", "soon", "over", "outcome", "unconfirmed")
    ] == [
        minutes(-3),
        START,
        START,
        END,
        END,
        START,
    ]


_MAY_STAND = {
    "scheduled": {"waiting", "late", "soon", "outcome"},
    "confirmed": {"waiting", "late", "soon", "outcome"},
    "pending_confirmation": {"waiting", "soon", "outcome", "unconfirmed"},
    "started": {"waiting", "over", "outcome"},
}
_maybe_then = st.none() | st.integers(-15, 60).map(minutes)


@given(
    st.builds(
        NowFacts,
        status=st.sampled_from([*STEPS, "completed", "cancelled", "no_show"]),
        kind=st.sampled_from(["link", "phone", "whatsapp"]),
        start=st.just(START),
        end=st.integers(5, 480).map(minutes),
        guest_joined_at=_maybe_then,
        agent_joined_at=_maybe_then,
        outcome_asked=st.booleans(),
        deadline=_maybe_then,
    ),
    st.integers(-300, 900).map(minutes),
)
def test_a_call_stands_under_no_more_headings_than_its_state_allows(facts: NowFacts, now: datetime):
    here = headings(facts, now)
    assert here <= (_MAY_STAND[facts.status] if facts.status in LIVE else set())
    assert len(here - {"unconfirmed"}) <= 1
