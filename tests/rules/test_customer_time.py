"""Night, weekend and public holidays are told on the customer's own calendar."""

from datetime import UTC, datetime

import pytest

from console.scheduling.rules.customer_time import country_of_phone, customer_time
from console.scheduling.rules.zones import zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "is_night"),
    [
        ("2027-02-02T12:59", True),  # 07:59 in Bogota
        ("2027-02-02T13:00", False),
        ("2027-02-03T01:59", False),
        ("2027-02-03T02:00", True),  # 21:00
    ],
)
def test_night_is_from_nine_in_the_evening_to_eight_on_their_clock(instant: str, is_night: bool):
    assert customer_time(at(instant), zone("America/Bogota"), "CO").is_night is is_night


def test_the_weekend_is_the_countrys_own():
    friday, saturday, sunday = (at(f"2027-02-{day:02}T12:00") for day in (5, 6, 7))
    riyadh, paris = zone("Asia/Riyadh"), zone("Europe/Paris")
    assert [customer_time(day, riyadh, "SA").is_weekend for day in (friday, saturday, sunday)] == [True, True, False]
    assert [customer_time(day, paris, "FR").is_weekend for day in (friday, saturday, sunday)] == [False, True, True]


def test_it_is_their_date_that_counts():
    eve = customer_time(at("2027-01-01T03:00"), zone("America/New_York"), "US")
    assert (eve.at.date().isoformat(), eve.holiday) == ("2026-12-31", None)
    assert customer_time(at("2027-01-01T17:00"), zone("America/New_York"), "US").holiday == "New Year's Day"


def test_a_holiday_is_named_in_english_and_is_a_bad_time():
    unity = customer_time(at("2028-10-03T10:00"), zone("Europe/Berlin"), "DE")
    assert (unity.holiday, unity.is_night, unity.is_weekend, unity.is_bad) == ("German Unity Day", False, False, True)


def test_without_a_country_only_night_and_weekend_are_known():
    noon = customer_time(at("2027-01-01T12:00"), zone("UTC"), None)
    assert (noon.holiday, noon.is_bad) == (None, False)
    assert customer_time(at("2027-02-06T12:00"), zone("UTC"), "ZZ").is_weekend


@pytest.mark.parametrize(
    ("number", "country"),
    [("+573005550100", "CO"), ("+12125550100", "US"), ("+14165550100", "CA"), ("+80012345678", None)],
)
def test_the_country_of_a_phone_is_told_where_it_can_be(number: str, country: str | None):
    assert country_of_phone(number) == country
