"""Times read right in each language, and say whose clock they are on."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.scheduling.messages import when

BOGOTA = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THREE = datetime(2026, 11, 24, 20, tzinfo=UTC)


def test_a_time_in_words_names_day_time_and_city():
    assert when.in_words(THREE, BOGOTA, NOW, "en") == "Tuesday 24 November, 15:00, Bogota time"
    assert when.in_words(THREE, BOGOTA, NOW, "es-CO").startswith("martes, 24 de noviembre, 3:00")


def test_another_year_is_said():
    assert when.day(date(2027, 1, 4), "en", NOW.date()) == "Monday, 4 January 2027"
    assert when.day(date(2026, 12, 4), "en", NOW.date()) == "Friday 4 December"


def test_the_locale_decides_the_clock_and_the_week():
    assert when.clock_time(THREE, BOGOTA, "en-US") == "3:00 PM"
    assert when.clock_time(THREE, BOGOTA, "pt-BR") == "15:00"
    assert when.weekdays("en")[0] == "Mon"
    assert when.weekdays("en-US")[0] == "Sun"


def test_a_time_that_occurs_twice_says_which_it_is():
    new_york = ZoneInfo("America/New_York")
    first = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert when.clock_time(first, new_york, "en") == "01:30 (GMT-4)"
    assert when.clock_time(first + timedelta(hours=1), new_york, "en") == "01:30 (GMT-5)"
    assert when.clock_time(first + timedelta(hours=2), new_york, "en") == "02:30"


def test_what_is_no_locale_reads_as_english():
    for tag in ("", "klingon", "en-QQ", "../../etc", "x" * 500):
        assert when.month(NOW.date(), tag) == "November 2026"


def test_offsets_say_minutes_only_where_there_are_some():
    assert when.offset(NOW, BOGOTA) == "GMT-5"
    assert when.offset(NOW, ZoneInfo("Asia/Kathmandu")) == "GMT+5:45"
    assert when.offset(NOW, ZoneInfo("UTC")) == "GMT"
    assert when.offset(NOW, ZoneInfo("America/St_Johns")) == "GMT-3:30"


def test_zones_are_named_by_their_city():
    assert when.zone_time(BOGOTA, "es") == "hora de Bogotá"
    assert when.city(ZoneInfo("America/Argentina/Buenos_Aires"), "en") == "Buenos Aires"
    assert when.city(ZoneInfo("Etc/UTC"), "en") == "UTC"


def test_distances_are_said_both_ways():
    assert when.distance(NOW + timedelta(days=2), NOW, "en") == "in 2 days"
    assert when.distance(NOW - timedelta(hours=3), NOW, "en") == "3 hours ago"


def test_how_far_away_a_call_is_is_counted_in_days_of_the_calendar_unless_it_is_near():
    def away(locale: str = "en", **later: int) -> str:
        return when.away(evening + timedelta(**later), BOGOTA, evening, locale)

    evening = datetime(2026, 11, 24, 22, 30, tzinfo=BOGOTA)
    assert away(minutes=52) == "in 52 minutes"
    assert away(hours=2) == "in 2 hours"
    assert away(hours=17) == "tomorrow"
    assert away("es", hours=17) == "mañana"
    assert away(hours=26) == "in 2 days"
    assert away(days=13) == "in 13 days"
    assert away(days=45) == "in 6 weeks"
    assert when.away(evening, BOGOTA, evening - timedelta(hours=22), "en") == "in 22 hours"
