"""Who is told what, by which way, and what a call's change is to whom."""

from datetime import UTC, datetime, timedelta

import pytest

from console.scheduling.rules import notices

TEN = datetime(2027, 2, 1, 10, tzinfo=UTC)
TWO = TEN + timedelta(hours=4)


@pytest.mark.parametrize(
    ("role", "calls", "failures"),
    [("owner", True, True), ("admin", True, True), ("lead", True, False), ("agent", True, False)],
)
def test_everybody_hears_of_their_own_calls_and_admins_of_failures(role, calls, failures):
    assert ("email" in notices.ways(role, {}, "moved")) is calls
    assert ("email" in notices.ways(role, {}, "failures")) is failures


def test_a_supervisor_is_told_nothing():
    assert all(notices.ways("supervisor", {topic: ["email"]}, topic) == () for topic in notices.TOPICS)


def test_a_member_chooses_the_ways_of_each_topic():
    chosen = {"moved": ["browser"], "cancelled": []}
    told = {topic: notices.ways("agent", chosen, topic) for topic in ("assigned", "moved", "cancelled")}
    assert told == {"assigned": ("email", "browser"), "moved": ("browser",), "cancelled": ()}


def test_a_test_app_writes_to_nobody():
    assert notices.ways("admin", {"failures": ["email", "browser"]}, "failures", is_test=True) == ("browser",)


@pytest.mark.parametrize(
    ("knew", "knows", "is_cancelled", "kind"),
    [
        (None, TEN, False, "assigned"),
        (TEN, TWO, False, "moved"),
        (TEN, None, True, "cancelled"),
        (TEN, None, False, "unassigned"),
        (TEN, TEN, False, None),  # moved there and back
        (None, None, True, None),  # never known, and gone
    ],
)
def test_what_a_change_is_follows_from_what_was_known(knew, knows, is_cancelled, kind):
    assert notices.news(knew, knows, is_cancelled=is_cancelled) == kind


def test_a_customer_waits_until_the_agent_is_there():
    there = {"guest_came": True, "agent_came": False, "is_link": True, "status": "started"}
    assert notices.waits(**there)
    assert not notices.waits(**there | {"agent_came": True})
    assert not notices.waits(**there | {"is_link": False})
    assert not notices.waits(**there | {"status": "completed"})
    assert not notices.waits(**there | {"guest_came": False})


@pytest.mark.parametrize(
    ("kind", "minutes", "urgent"),
    [
        ("assigned", 30, True),
        ("moved", 31, False),
        ("cancelled", -1, False),
        ("guest_waiting", -5, True),
        ("message_failed", 5, False),
    ],
)
def test_only_a_waiting_customer_or_a_call_within_half_an_hour_is_heard(kind, minutes, urgent):
    assert notices.is_urgent(kind, TEN, TEN + timedelta(minutes=minutes)) is urgent


def test_no_longer_yours_goes_the_ways_of_assigned_and_webhooks_those_of_failures():
    assert notices.topic_of("unassigned") == "assigned"
    assert {notices.topic_of(kind) for kind in ("webhook_failing", "message_failed", "calendar_broken")} == {"failures"}
