"""The slot picker shows what its surface offers, in the chosen zone, and takes only what stands on the screen."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import pytest
import reflex as rx
import time_machine

from console.scheduling.rules.intervals import Interval
from console.state.slot_picker import SlotPickerState

NOW = datetime(2027, 3, 30, 12, tzinfo=UTC)
STARTS = [datetime(2027, 4, 6, 14, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(4)]


class AnyPickerState(SlotPickerState, rx.State):
    """A surface with four times on one day in April."""

    async def _free_starts(self, within: Interval) -> list[datetime]:
        return [start for start in STARTS if within.start <= start < within.end]


@pytest.fixture
def picker():
    root = rx.State(_reflex_internal_init=True)
    state = root.get_substate(AnyPickerState.get_full_name().split("."))
    with time_machine.travel(NOW, tick=False):
        asyncio.run(state._open_picker("America/Bogota"))
        yield state


def act(handler, state, *values):
    found = handler.fn(state, *values)
    if asyncio.iscoroutine(found):
        asyncio.run(found)


def test_it_opens_on_the_first_month_and_day_with_times(picker):
    assert (picker.month, picker.day, picker.day_title) == ("2027-04", "2027-04-06", "Tuesday 6 April")
    assert [slot.time for group in picker.groups for slot in group.slots] == ["09:00", "09:30", "10:00", "10:30"]
    assert picker.place.city == "Bogota"


def test_the_next_free_time_is_one_tap_away_whatever_is_shown(picker):
    def said() -> str:
        return picker.next_free.label

    assert said() == "Tuesday 6 April, 09:00, Bogota time"
    for month in ("2027-05", "2027-03"):
        act(AnyPickerState.show_month, picker, month)
        assert (picker.groups, said()) == ([], "Tuesday 6 April, 09:00, Bogota time")
    act(AnyPickerState.choose_zone, picker, "Asia/Tokyo")
    assert said() == "Tuesday 6 April, 23:00, Tokyo time"
    act(AnyPickerState.choose_start, picker, picker.next_free.start)
    assert picker._chosen_at == STARTS[0]


def test_the_next_free_time_goes_on_when_somebody_takes_it(picker, monkeypatch):
    monkeypatch.setitem(globals(), "STARTS", STARTS[1:])
    act(AnyPickerState.show_month, picker, "2027-04")
    assert picker.next_free.time == "Tuesday 6 April, 09:30"
    monkeypatch.setitem(globals(), "STARTS", [])
    act(AnyPickerState.show_month, picker, "2027-04")
    assert picker.next_free.start == ""
    act(AnyPickerState.choose_start, picker, "")
    assert picker.start == ""


def test_another_zone_keeps_the_chosen_instant(picker):
    act(AnyPickerState.choose_start, picker, "2027-04-06T14:30:00.000Z")
    assert picker.start_words == "Tuesday 6 April, 09:30, Bogota time"
    act(AnyPickerState.choose_zone, picker, "Asia/Tokyo")
    assert picker.start_words == "Tuesday 6 April, 23:30, Tokyo time"
    assert picker._chosen_at == STARTS[1]
    assert picker.day == "2027-04-06"


def test_months_outside_of_what_can_be_booked_are_not_shown(picker):
    for month in ("2027-02", "2040-01", "2027-4", "", "../x"):
        act(AnyPickerState.show_month, picker, month)
        assert picker.month == "2027-04"
    act(AnyPickerState.show_month, picker, "2027-05")
    assert (picker.month, picker.day, picker.groups) == ("2027-05", "", [])
    assert picker.has_previous


def test_only_a_start_on_the_screen_can_be_chosen(picker):
    for start in ("2027-04-06T14:31:00.000Z", "nonsense", ""):
        act(AnyPickerState.choose_start, picker, start)
        assert picker.start == ""


def test_days_that_are_none_change_nothing(picker):
    for day in ("2027-04-31", "tomorrow", "20270406"):
        act(AnyPickerState.show_day, picker, day)
        assert picker.day == "2027-04-06"


def test_alternatives_take_the_place_of_a_start_that_is_gone(picker):
    act(AnyPickerState.choose_start, picker, "2027-04-06T14:30:00.000Z")
    picker._offer_instead([STARTS[3], STARTS[2]])
    assert (picker.start, picker.start_words) == ("", "")
    assert [slot.time for slot in picker.alternatives] == ["Tuesday 6 April, 10:00", "Tuesday 6 April, 10:30"]
    act(AnyPickerState.choose_zone, picker, "Asia/Tokyo")
    assert [slot.time for slot in picker.alternatives] == ["Wednesday 7 April, 00:00", "Wednesday 7 April, 00:30"]
    act(AnyPickerState.choose_start, picker, picker.alternatives[0].start)
    assert picker._chosen_at == STARTS[2]


def test_zones_are_searched_and_unknown_ones_ignored(picker):
    act(AnyPickerState.search_zone, picker, " toky ")
    assert ([place.zone for place in picker.found_places], picker.searched) == (["Asia/Tokyo"], "toky")
    act(AnyPickerState.choose_zone, picker, "Mars/Base")
    assert picker.zone == "America/Bogota"
    act(AnyPickerState.choose_zone, picker, "Asia/Tokyo")
    assert (picker.found_places, picker.searched) == ([], "")


def test_the_night_that_repeats_an_hour_says_so_and_tells_its_times_apart(picker, monkeypatch):
    night = [datetime(2027, 11, 7, 4, 30, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(5)]
    monkeypatch.setattr(sys.modules[__name__], "STARTS", night)
    act(AnyPickerState.choose_zone, picker, "America/New_York")
    act(AnyPickerState.show_month, picker, "2027-11")
    assert [slot.time for group in picker.groups for slot in group.slots] == [
        *("00:30", "01:00 (GMT-4)", "01:30 (GMT-4)", "01:00 (GMT-5)", "01:30 (GMT-5)")
    ]
    assert picker.day_notes == [
        "The clocks go back on this day: 01:00 to 02:00 comes twice, first as GMT-4, then as GMT-5."
    ]
    act(AnyPickerState.choose_start, picker, "2027-11-07T06:30:00.000Z")
    assert picker.start_words == "Sunday 7 November, 01:30 (GMT-5), New York time"
    act(AnyPickerState.choose_zone, picker, "America/Bogota")
    assert (picker.day_notes, picker.start_words) == ([], "Sunday 7 November, 01:30, Bogota time")
