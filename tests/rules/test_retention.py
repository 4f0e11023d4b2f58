"""How far back a customer's last call may be."""

from datetime import UTC, datetime

import pytest

from console.scheduling.errors import Invalid
from console.scheduling.rules import retention


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "months", "zone", "expected"),
    [
        ("2027-05-31T12:00:00Z", 1, "UTC", "2027-04-30T00:00:00Z"),
        ("2027-05-31T12:00:00Z", 3, "UTC", "2027-02-28T00:00:00Z"),
        ("2028-05-31T12:00:00Z", 3, "UTC", "2028-02-29T00:00:00Z"),
        ("2027-01-15T12:00:00Z", 1, "UTC", "2026-12-15T00:00:00Z"),
        ("2027-01-15T12:00:00Z", 120, "UTC", "2017-01-15T00:00:00Z"),
        ("2027-04-14T03:00:00Z", 1, "America/New_York", "2027-03-13T05:00:00Z"),  # it is the 13th there, in winter then
        ("2027-04-14T05:00:00Z", 1, "America/New_York", "2027-03-14T05:00:00Z"),  # the day of 23 hours
        ("2027-12-07T12:00:00Z", 1, "America/New_York", "2027-11-07T04:00:00Z"),  # the day of 25
        ("2026-10-04T20:00:00Z", 1, "America/Santiago", "2026-09-04T04:00:00Z"),
        ("2026-10-06T20:00:00Z", 1, "America/Santiago", "2026-09-06T04:00:00Z"),  # a day without midnight
        ("2012-01-30T12:00:00Z", 1, "Pacific/Apia", "2011-12-30T10:00:00Z"),  # a day that never was
    ],
)
def test_it_goes_by_the_days_of_the_app(now: str, months: int, zone: str, expected: str):
    assert retention.cutoff(at(now), months, zone) == at(expected)


def test_it_is_off_or_from_a_month_to_ten_years():
    assert [retention.checked(months) for months in (None, 1, 120)] == [None, 1, 120]
    for months in (0, 121, -1, 1.5, True, "12"):
        with pytest.raises(Invalid):
            retention.checked(months)
