"""What a fair share is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.assignment import Candidate
from console.scheduling.rules.fairness import Account, fair_shares, missed, outlook

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pools = st.lists(
    st.builds(
        Account,
        agent_id=st.integers(0, 50).map(lambda number: f"per_{number:02}"),
        weight=st.integers(1, 100),
        given=st.integers(0, 20),
        missed=st.floats(0, 40),
    ),
    max_size=8,
    unique_by=lambda each: each.agent_id,
)


def test_shares_follow_weights():
    pool = [Account("per_a", 3, 8), Account("per_b", 1, 0)]
    assert fair_shares(pool) == {"per_a": 6, "per_b": 2}
    assert fair_shares([]) == {}


def test_what_was_missed_is_not_made_up_for():
    pool = [Account("per_a", 1, 6), Account("per_b", 1, 2, missed=4)]
    assert fair_shares(pool) == {"per_a": 6, "per_b": 2}


def test_who_missed_more_than_the_others_had_is_due_nothing():
    pool = [Account("per_a", 1, 2), Account("per_b", 1, 2), Account("per_c", 1, 0, missed=9)]
    assert fair_shares(pool) == {"per_a": 2, "per_b": 2, "per_c": 0}


@given(pools)
def test_shares_add_up_to_the_calls_and_level_all_who_are_due_any(pool: list[Account]):
    shares = fair_shares(pool)
    assert set(shares) == {each.agent_id for each in pool}
    assert sum(shares.values()) == pytest.approx(sum(each.given for each in pool), abs=1e-6)
    assert all(share >= 0 for share in shares.values())
    levels = [(shares[it.agent_id] + it.missed) / it.weight for it in pool if shares[it.agent_id] > 1e-6]
    assert max(levels, default=0) == pytest.approx(min(levels, default=0), abs=1e-6)


def test_a_credit_stands_for_the_thirty_days_before_it():
    joined = NOW - 10 * DAY
    assert missed(6, joined, away_since=NOW - 30 * DAY, since=NOW - 30 * DAY) == 4  # as it ages for the draw
    assert missed(6, joined, away_since=NOW - 90 * DAY, since=NOW - 7 * DAY) == 0
    assert missed(6, NOW, away_since=NOW - 90 * DAY, since=NOW - 7 * DAY) == pytest.approx(1.4)


def test_a_credit_stands_for_all_of_a_longer_absence():
    assert missed(6, NOW, away_since=NOW - 60 * DAY, since=NOW - 90 * DAY) == 12
    assert missed(6, NOW, away_since=NOW - 8 * DAY, since=NOW - 90 * DAY) == 6


waiting = st.lists(
    st.builds(
        Candidate,
        agent_id=st.integers(0, 50).map(lambda number: f"per_{number:02}"),
        weight=st.integers(1, 100),
        given=st.integers(0, 40),
        credit=st.floats(0, 20),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each.agent_id,
)


@given(waiting, st.integers(0, 120))
def test_the_next_calls_go_to_whom_an_even_share_is_owed(pool: list[Candidate], calls: int):
    played = outlook(pool, calls, NOW)
    assert sum(each.gets for each in played) == calls
    assert sum(each.before for each in played) == pytest.approx(0, abs=1e-6)
    assert sum(each.after for each in played) == pytest.approx(0, abs=1e-6)
    shares = [(of.given + of.credit + each.gets) / of.weight for of, each in zip(pool, played, strict=True)]
    for of, each, share in zip(pool, played, shares, strict=True):
        assert each.gets == 0 or share - 1 / of.weight <= min(shares) + 1e-9, "A call went past whoever has had least."
