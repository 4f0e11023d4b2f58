"""Webhook attempts: when the next one is due, and what becomes of a subscription."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.retries import (
    Health,
    after_failure,
    after_success,
    paused,
    resumed,
    retry_after,
    succeeded,
    wait_after,
)

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
SCHEDULE = [5, 300, 1800, 7200, 18000, 36000, 36000]
SECOND = timedelta(seconds=1)


@given(st.integers(1, 7), st.floats(0, 1, exclude_max=True))
def test_each_wait_keeps_within_twenty_percent(attempt: int, chance: float):
    wait = wait_after(attempt, SCHEDULE, chance)
    assert wait is not None
    assert 0.8 <= wait.total_seconds() / SCHEDULE[attempt - 1] <= 1.2


def test_the_eighth_failure_is_the_last():
    assert wait_after(8, SCHEDULE, 0.5) is None
    assert wait_after(1, [], 0.5) is None


def test_a_receiver_may_ask_for_more_time_but_not_for_less_nor_for_ever():
    assert wait_after(1, SCHEDULE, 0.5, 90 * SECOND) == 90 * SECOND
    assert wait_after(2, SCHEDULE, 0.5, 0 * SECOND) == 300 * SECOND
    assert wait_after(1, SCHEDULE, 0.5, timedelta(days=900)) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("120", 120 * SECOND),
        (" 0 ", 0 * SECOND),
        ("9" * 500, timedelta(hours=24)),
        (format_datetime(NOW + 60 * SECOND, usegmt=True), 60 * SECOND),
        (format_datetime(NOW - 60 * SECOND, usegmt=True), 0 * SECOND),
        ("Mon, 01 Feb 2027 12:00:30", 30 * SECOND),
        *[(odd, None) for odd in (None, "", "-5", "1.5", "soon", "٣", "Fri, 99 Feb 2027 12:00:30 GMT")],
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header: str | None, asked: timedelta | None):
    assert retry_after(header, NOW) == asked


@given(st.text(max_size=60))
def test_no_header_breaks_the_reader(header: str):
    asked = retry_after(header, NOW)
    assert asked is None or asked >= timedelta(0)


def test_only_2xx_is_received():
    assert [code for code in (199, 200, 204, 299, 300, 302, 410, 500) if succeeded(code)] == [200, 204, 299]
    assert not succeeded(None)
    assert not succeeded(200, "broken_off")


def test_four_failures_in_a_row_are_failing_and_one_success_mends_it():
    health = Health()
    for _ in range(3):
        health = after_failure(health, NOW, 500)
    assert health.status == "active"
    health = after_failure(health, NOW)
    assert health.status == "failing"
    assert after_success(health) == Health()


def test_gone_pauses_at_once():
    assert after_failure(Health(), NOW, 410) == Health("paused", 1, NOW, "gone")


def test_five_days_of_nothing_but_failures_pause():
    health = after_failure(Health(), NOW, 500)
    almost = after_failure(health, NOW + timedelta(days=5) - SECOND, 500)
    assert almost.status == "active"
    assert after_failure(almost, NOW + timedelta(days=5), 500).paused_by == "failures"


def test_what_was_paused_by_hand_stays_so_until_it_is_resumed():
    stopped = paused(Health("failing", 4, NOW))
    assert after_success(stopped).status == "paused"
    assert after_failure(stopped, NOW, 410).paused_by == "hand"
    assert resumed() == Health()


def test_a_success_wakes_what_failures_had_paused():
    assert after_success(after_failure(Health(), NOW, 410)) == Health()
