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
    ((line,),) = (day.lines for day in story.tell([event], NAMES, BOGOTA, NOW))
    return line


def test_a_booking_says_through_which_door_it_came():
    made = told("created", booking_source="admin", scheduled_at="2027-05-04T15:00:00.000Z")
    assert (made.who, made.what, made.source) == (
        "Ada",
        "booked the call for Tue 4 May, 10:00 in Scheduled calls",
        "admin",
    )
    assert (made.detail, made.when, made.via) == ("", "07:00", "")


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
    assert moved.what == "moved the call from Mon 3 May, 15:00 to Tue 4 May, 10:00, because “customer asked”"
    assert (moved.detail, moved.via) == ("Working hours or notice set aside", "in Scheduled calls")
    assert told("updated", previous={"duration_minutes": 30}, duration_minutes=60).what == (
        "changed the length from 30 min to 1 h"
    )


def test_a_draw_says_how_many_were_free_and_why_this_one():
    drawn = told("assigned", assigned_agent_id="per_2", considered=[{}, {}, {}], why="lowest_share")
    assert (drawn.who, drawn.what) == ("Callboard", "gave the call to Bo")
    assert drawn.detail == "3 agents were free: the fewest turns so far"


def test_a_hand_over_says_who_had_it_before():
    handed = told("assigned", assigned_agent_id="per_2", previous={"assigned_agent_id": "per_1"})
    assert handed.what == "gave the call from Ada to Bo"
    taken = told("assigned", "agent", "per_2", act="take_over", previous={"assigned_agent_id": "per_1"})
    assert (taken.who, taken.what, taken.via) == ("Bo", "took the call over from Ada", "in My schedules")


def test_changed_details_are_named_but_never_shown():
    changed = told("updated", guest_email="new@guests.test", previous={"guest_email": "old@guests.test"})
    assert changed.what == "changed the e-mail address"
    assert "guests.test" not in changed.what + changed.detail


def test_every_event_of_the_contract_can_be_told():
    for event_type in ("joined", "started", "completed", "no_show", "reminder_sent", "reminder_failed", "rescheduled"):
        assert told(event_type).what


def happened(event_type: str, number: int, at: datetime, **fields: Any) -> TimelineEvent:
    return TimelineEvent(
        id=f"tle_{number}", booking_id="bkg_1", event_type=event_type, actor_type="admin", created_at=at, **fields
    )


def test_a_story_is_told_day_by_day_on_the_readers_clock():
    late = datetime(2027, 5, 3, 4, 59, tzinfo=UTC)  # a minute to midnight in Bogota
    events = [happened("confirmed", 1, late), happened("started", 2, NOW), happened("completed", 3, NOW)]
    days = story.tell(events, NAMES, BOGOTA, NOW)
    assert [(day.day, [line.event for line in day.lines]) for day in days] == [
        ("Yesterday", ["confirmed"]),
        ("Today", ["started", "completed"]),
    ]


def test_what_others_did_meanwhile_is_news_and_messages_are_not():
    events = [
        happened("created", 1, NOW, payload={"scheduled_at": "2027-05-04T15:00:00.000Z"}),
        happened("confirmed", 2, NOW, actor_id="per_2"),
        happened("reminder_sent", 3, NOW),
    ]
    news = story.news(events, NAMES, BOGOTA, NOW, after="tle_1")
    assert (news.title, [line.what for line in news.lines]) == ("Bo changed this just now", ["confirmed the call"])
    assert story.news(events, NAMES, BOGOTA, NOW, after="tle_2") == story.News()
