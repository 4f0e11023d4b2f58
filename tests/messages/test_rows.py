"""A booking in one line, as a reader in some zone sees it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, rows
from console.scheduling.models import Booking

NOW = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
BOGOTA = ZoneInfo("America/Bogota")


@dataclass(frozen=True)
class Call:
    booking: Booking
    agent_name: str = "Ada"
    preset_name: str = "Standard"
    team_name: str | None = None


def booking(start: datetime = NOW + timedelta(hours=1), **fields: Any) -> Booking:
    plain: dict[str, Any] = {
        "id": "bkg_1",
        "reference": "K7QF",
        "app_id": "app_1",
        "preset_id": "pre_1",
        "customer_id": "cus_1",
        "booking_source": "public_booking",
        "status": "scheduled",
        "call_kind": "link",
        "assignment_method": "manual",
        "agent_id": "per_1",
        "guest_name": "Jane",
        "guest_email": "jane@guests.test",
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=90),
        "duration_minutes": 90,
        "app_timezone": "UTC",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Booking(**plain | fields)


def row(**fields: Any) -> rows.BookingRow:
    return rows.booking_row(Call(booking(**fields)), BOGOTA, NOW)


def test_a_row_shows_the_call_in_the_readers_zone():
    shown = row()
    assert (shown.day, shown.time, shown.duration) == ("Today", "08:00–09:30", "1 h 30 min")
    assert (shown.how_far, shown.status_label, shown.source_label) == ("in 60 min", "Scheduled", "Booking page")


def test_the_phone_is_the_contact_where_there_is_one():
    assert row().contact == "jane@guests.test"
    called = row(guest_phone="+573005550100")
    assert (called.contact, called.contact_link) == ("+57 300 5550100", "tel:+573005550100")


def test_a_call_that_is_over_is_no_distance_away():
    over = row(status="completed")
    assert (over.how_far, over.is_over) == ("", True)


def test_a_call_that_waits_for_a_word_needs_an_outcome():
    assert row(needs_outcome_since=NOW - timedelta(hours=2)).needs_outcome
    assert not row().needs_outcome


def test_every_status_and_source_of_the_contract_has_a_word():
    statuses = [
        "scheduled",
        "pending_confirmation",
        "confirmed",
        "started",
        "completed",
        "cancelled",
        "no_show",
        "rescheduled",
    ]
    sources = ["agent", "public_booking", "api", "admin"]
    assert all(rows.status_word(status) for status in statuses) and all(rows.source_word(source) for source in sources)


def test_rows_gather_under_their_local_days():
    night = NOW.replace(hour=23)
    calls = [Call(booking(night + timedelta(hours=hours))) for hours in (0, 5, 7)]  # 18:00, 23:00 and 01:00 in Bogotá
    days = rows.by_day([rows.booking_row(call, BOGOTA, NOW) for call in calls])
    assert [(day.day, day.count) for day in days] == [("Today", "2 calls"), ("Tomorrow", "1 call")]


def test_a_page_says_where_it_stands():
    assert rows.page_told(50, 50, 1204) == "51–100 of 1,204"
    assert rows.page_told(0, 50, 1000, has_uncounted=True) == "1–50 of more than 1,000"
    assert rows.page_told(0, 0, 0) == ""


def test_days_are_named_from_today_and_with_their_year_when_it_is_another():
    def named(days: int) -> str:
        return moments.day_name(NOW + timedelta(days=days), BOGOTA, NOW)

    assert [named(days) for days in (-1, 0, 1, 2, 300)] == [
        "Yesterday",
        "Today",
        "Tomorrow",
        "Wed 5 May",
        "Sun 27 Feb 2028",
    ]
