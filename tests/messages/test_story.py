"""A timeline told as a story."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.scheduling.messages import story
from console.scheduling.models import TimelineEvent

NOW = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
BOGOTA = ZoneInfo("America/Bogota")
NAMES = {"per_1": "Ada", "per_2": "Bo", "cli_1": "CRM"}


def told(event_type: str, actor_type: str = "admin", actor_id: str | None = "per_1", **payload: Any) -> story.StoryLine:
    event = TimelineEvent(
        booking_id="bkg_1",
        event_type=event_type,
        actor_type=actor_type,
        actor_id=actor_id,
        payload=payload,
        created_at=NOW,
    )
    return story.tell([event], NAMES, BOGOTA, NOW)[0]


def test_a_booking_says_through_which_door_it_came():
    made = told("created", booking_source="admin", scheduled_at="2027-05-04T15:00:00.000Z")
    assert (made.who, made.what, made.source) == ("Ada", "booked the call in Scheduled calls", "admin")
    assert (made.detail, made.when) == ("For Tomorrow, 10:00", "Today, 07:00")


def test_actors_are_named_or_said_for_what_they_are():
    assert told("confirmed", "customer", None).who == "The customer"
    assert told("completed", "system", None, assumed=True).who == "Callboard"
    assert told("cancelled", "api", "cli_1").who == "CRM"
    assert told("cancelled", "api", "cli_unknown").who == "An API client"


def test_a_move_says_from_where_to_where_and_why():
    moved = told(
        "rescheduled",
        scheduled_at="2027-05-04T15:00:00.000Z",
        previous={"scheduled_at": "2027-05-03T20:00:00.000Z"},
        reason="customer asked",
        override=True,
    )
    assert moved.what == "moved the call to Tomorrow, 10:00"
    assert moved.detail == "Before: Today, 15:00 · Working hours or notice set aside · Reason: customer asked"


def test_a_draw_says_how_many_were_free_and_why_this_one():
    drawn = told("assigned", assigned_agent_id="per_2", considered=[{}, {}, {}], why="lowest_share")
    assert (drawn.who, drawn.what) == ("Callboard", "gave the call to Bo")
    assert drawn.detail == "3 agents were free: the fewest turns so far"


def test_a_hand_over_says_who_had_it_before():
    handed = told("assigned", assigned_agent_id="per_2", previous={"assigned_agent_id": "per_1"})
    assert (handed.what, handed.detail) == ("gave the call to Bo", "Before: Ada")
    assert told("assigned", assigned_agent_id="per_2", act="take_over").what == "took the call over"


def test_changed_details_are_named_but_never_shown():
    changed = told("updated", guest_email="new@guests.test", previous={"guest_email": "old@guests.test"})
    assert changed.what == "changed the e-mail address"
    assert "guests.test" not in changed.what + changed.detail


def test_every_event_of_the_contract_can_be_told():
    for event_type in ("joined", "started", "completed", "no_show", "reminder_sent", "reminder_failed", "rescheduled"):
        assert told(event_type).what
