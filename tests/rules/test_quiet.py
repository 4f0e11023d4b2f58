"""Quiet hours on the customer's own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.quiet import QuietHours, send_at, wakes_at
from console.scheduling.rules.zones import zone

NIGHT = QuietHours(21 * 60, 8 * 60)
BOGOTA = "America/Bogota"
DAYS = timedelta(days=3)

zones = st.sampled_from(
    [BOGOTA, "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "UTC"]
)
instants = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
hours = (
    st.tuples(st.integers(0, 1439), st.integers(0, 1439))
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: QuietHours(*ends))
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_quiet(quiet: QuietHours, at: datetime, zone_name: str) -> bool:
    local = at.astimezone(zone(zone_name))
    minute = local.hour * 60 + local.minute
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


@given(quiet=hours, at=instants, zone_name=zones)
def test_a_message_waits_until_the_customer_is_awake_and_no_longer(quiet: QuietHours, at: datetime, zone_name: str):
    awake = wakes_at(quiet, at, zone_name)
    assert awake >= at and not is_quiet(quiet, awake, zone_name)
    assert (awake == at) == (not is_quiet(quiet, at, zone_name))
    assert all(is_quiet(quiet, at + (awake - at) * part / 50, zone_name) for part in range(50) if awake > at)
    assert wakes_at(quiet, awake, zone_name) == awake


@pytest.mark.parametrize(
    ("evening", "morning"),
    [("2027-03-14T02:30", "2027-03-14T12:00"), ("2027-11-07T02:30", "2027-11-07T13:00")],
    ids=["spring", "autumn"],
)
def test_the_night_of_a_clock_change_ends_at_eight_all_the_same(evening: str, morning: str):
    assert wakes_at(NIGHT, utc(evening), "America/New_York") == utc(morning)


def test_reminders_shortly_before_never_wait():
    night = utc("2027-02-02T04:00")  # eleven at night in Bogota
    for kind in ("reminder_1h", "reminder_15m"):
        assert send_at(kind, night, NIGHT, BOGOTA, night + DAYS) == night
    for kind in ("invitation", "reminder_24h", "cancellation", "conflict_notice", "reminder_custom"):
        assert send_at(kind, night, NIGHT, BOGOTA, night + DAYS) == utc("2027-02-02T13:00")


def test_quiet_hours_can_be_switched_off():
    night = utc("2027-02-02T04:00")
    assert send_at("invitation", night, None, BOGOTA, night + DAYS) == night


def test_a_change_on_the_day_of_the_call_goes_out_at_once():
    early = utc("2027-02-02T11:00")  # six in the morning
    at_six_in_the_evening = utc("2027-02-02T23:00")
    assert send_at("cancellation", early, NIGHT, BOGOTA, at_six_in_the_evening) == early
    assert send_at("reminder_custom", early, NIGHT, BOGOTA, at_six_in_the_evening) > early
    assert send_at("cancellation", early, NIGHT, BOGOTA, at_six_in_the_evening + DAYS) > early


def test_a_call_that_was_to_be_today_and_was_moved_away_is_a_change_of_today():
    early = utc("2027-02-02T11:00")
    assert send_at("invitation", early, NIGHT, BOGOTA, early + DAYS, utc("2027-02-02T14:00")) == early


def test_a_change_that_the_morning_would_make_useless_goes_out_at_night():
    late, before_breakfast = utc("2027-02-02T04:00"), utc("2027-02-02T12:30")
    assert send_at("cancellation", late, NIGHT, BOGOTA, before_breakfast) == late
