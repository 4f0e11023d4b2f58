"""Slots as months and days: on the reader's calendar, in their words, each instant once."""

from datetime import UTC, datetime, timedelta

import pytest

from console.scheduling.services import slot_calendar

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_day_is_lit_where_the_reader_lives():
    late = datetime(2027, 3, 10, 2, tzinfo=UTC)
    bogota = slot_calendar.month_rows("2027-03", [late], "America/Bogota", NOW, "en")
    berlin = slot_calendar.month_rows("2027-03", [late], "Europe/Berlin", NOW, "en")
    assert [day.label for day in bogota.days if day.bookable] == ["Tuesday 9 March, 1 time"]
    assert [day.label for day in berlin.days if day.bookable] == ["Wednesday 10 March, 1 time"]


def test_a_time_that_several_agents_have_counts_once():
    noon = datetime(2027, 3, 10, 12, tzinfo=UTC)
    month = slot_calendar.month_rows("2027-03", [noon, noon, noon + timedelta(hours=1)], "UTC", NOW, "en")
    assert [day.label for day in month.days if day.bookable] == ["Wednesday 10 March, 2 times"]


def test_a_month_stands_in_whole_weeks_that_begin_as_the_locale_has_it():
    british = slot_calendar.month_rows("2027-05", [], "UTC", NOW, "en")
    american = slot_calendar.month_rows("2027-05", [], "UTC", NOW, "en-US")
    assert (british.weekdays[0], american.weekdays[0]) == ("Mon", "Sun")
    assert [cell.number for cell in british.days].index("1") == 5
    assert [cell.number for cell in american.days].index("1") == 6
    assert len(british.days) % 7 == len(american.days) % 7 == 0
    assert (british.title, british.previous, british.next) == ("May 2027", "2027-04", "2027-06")


def test_today_is_marked():
    cells = slot_calendar.month_rows("2027-03", [], "UTC", NOW, "en").days
    assert [cell.number for cell in cells if cell.today] == ["1"]


def test_a_day_is_told_in_parts_with_the_zone_in_every_name():
    starts = [datetime(2027, 3, 10, hour, tzinfo=UTC) for hour in (23, 14, 17)]
    groups = slot_calendar.day_rows([*starts, *starts], "America/Bogota", "en")
    assert [(group.title, [slot.time for slot in group.slots]) for group in groups] == [
        ("Morning", ["09:00"]),
        ("Afternoon", ["12:00"]),
        ("Evening", ["18:00"]),
    ]
    assert groups[0].slots[0].label == "09:00, Bogota time"
    assert groups[0].slots[0].start == "2027-03-10T14:00:00.000Z"


def test_the_night_that_repeats_an_hour_offers_both():
    first = datetime(2027, 11, 7, 5, tzinfo=UTC)
    groups = slot_calendar.day_rows([first + timedelta(hours=n) for n in range(3)], "America/New_York", "en")
    assert [slot.time for slot in groups[0].slots] == ["01:00 (GMT-4)", "01:00 (GMT-5)", "02:00"]


def test_months_and_days_have_their_zone_s_length():
    march = slot_calendar.month_bounds("2027-03", "America/New_York")
    assert march.length == timedelta(days=31, hours=-1)
    assert slot_calendar.day_bounds("2027-11-07", "America/New_York").length == timedelta(hours=25)


@pytest.mark.parametrize("nonsense", ["", "2027", "2027-13", "x" * 999, "2027-03-01"])
def test_what_is_no_month_is_refused(nonsense: str):
    with pytest.raises(ValueError):
        slot_calendar.month_bounds(nonsense, "UTC")
