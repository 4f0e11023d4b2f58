"""People are told where a clock jumps, and what the clock of who calls them shows."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.messages import clocks, when
from console.scheduling.messages.clocks import OtherClock
from tests.rules.histories import instants, nights

BOGOTA, MADRID = ZoneInfo("America/Bogota"), ZoneInfo("Europe/Madrid")
ANA = OtherClock("Europe/Madrid", "Ana", is_agent=True)
ACME = OtherClock("Europe/Madrid", "Acme")
THREE = datetime(2026, 11, 24, 20, tzinfo=UTC)
EVENING = datetime(2026, 11, 25, 1, tzinfo=UTC)


def test_a_night_whose_hour_comes_twice_says_so_and_how_each_is_written():
    assert clocks.changes(date(2027, 11, 7), "America/New_York", "en") == [
        "The clocks go back on this day: 01:00 to 02:00 comes twice, first as GMT-4, then as GMT-5."
    ]
    assert clocks.changes(date(2027, 11, 7), "America/New_York", "en-US")[0].count("AM") == 2
    assert "1:30 a 2:00" in clocks.changes(date(2027, 4, 4), "Australia/Lord_Howe", "es")[0]
    assert clocks.changes(date(2027, 4, 3), "America/Santiago", "en") == [
        "The clocks go back on this day: 23:00 to 00:00 comes twice, first as GMT-3, then as GMT-4."
    ]


def test_a_night_that_leaves_an_hour_out_says_so():
    assert clocks.changes(date(2027, 3, 14), "America/New_York", "en") == [
        "The clocks go forward on this day: there is no time from 02:00 to 03:00."
    ]
    assert clocks.changes(date(2027, 3, 15), "America/New_York", "en") == []


def test_the_other_clock_is_told_where_it_shows_another_time():
    assert clocks.beside(THREE, BOGOTA, ANA, "en") == "21:00 in Madrid, where Ana is"
    assert clocks.compared(THREE, BOGOTA, ANA, "en") == "15:00 in Bogota is 21:00 in Madrid, where Ana is."
    assert clocks.beside(THREE, BOGOTA, ACME, "es") == "21:00 en Acme (hora de Madrid)"
    assert clocks.beside(EVENING, BOGOTA, ANA, "en") == "Wednesday 25 November, 02:00 in Madrid, where Ana is"


def test_a_clock_that_shows_the_same_or_stands_nowhere_is_not_told():
    assert clocks.beside(THREE, ZoneInfo("Europe/Berlin"), ANA, "en") == ""
    assert clocks.compared(THREE, BOGOTA, OtherClock("UTC", "Acme"), "en") == ""
    assert clocks.beside(THREE, BOGOTA, None, "en") == ""


@given(nights(), st.data())
def test_two_instants_of_a_day_never_read_the_same(night, data):
    zone_name, around = night
    tz = ZoneInfo(zone_name)
    one, other = data.draw(st.lists(instants(around), min_size=2, max_size=2, unique=True))
    if one.astimezone(tz).date() == other.astimezone(tz).date():
        assert when.clock_time(one, tz, "en") != when.clock_time(other, tz, "en")


@given(nights(), st.data())
def test_a_time_says_which_it_is_exactly_where_a_change_repeats_it(night, data):
    zone_name, around = night
    tz = ZoneInfo(zone_name)
    at = data.draw(instants(around))
    wall = at.astimezone(tz).replace(tzinfo=None)
    repeated = [each for each in clocks.clock_changes(wall.date(), zone_name) if each.twice]
    says_which = "GMT" in when.clock_time(at, tz, "en")
    assert says_which == any(each.start <= wall < each.end for each in repeated)
