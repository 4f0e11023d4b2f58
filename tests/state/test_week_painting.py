"""A week painted on the grid: the same unsaved week as in the fields, undone step by step, seen before it is saved."""

from console.state.agent_day import AgentDayState
from console.state.availability import AvailabilityState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.state.test_availability_state import BOGOTA, MADRID, add, arrive, hours

NINE, FIVE = 9 * 60, 17 * 60


def week(tab: Tab, acme: Acme) -> AvailabilityState:
    """Bo's week."""
    return arrive(tab, acme.bo)


def shown(state: AvailabilityState, weekday: int) -> list[tuple[str, str, str]]:
    return [(row.start, row.end, row.timezone) for row in state.windows if row.weekday == weekday]


def test_a_stroke_over_several_days_paints_a_window_on_each(acme: Acme, tab: Tab):
    week(tab, acme)
    state = tab.do(AvailabilityState.paint, 3, 6, 18 * 60, 20 * 60)
    assert shown(state, 3) == [("09:00", "17:00", BOGOTA), ("18:00", "20:00", BOGOTA)]
    assert shown(state, 6) == [("18:00", "20:00", BOGOTA)]
    assert state.is_changed and state.strokes == 1
    tab.do(AvailabilityState.save)
    assert (6, "18:00", "20:00", BOGOTA) in hours(acme, acme.bo)


def test_what_is_painted_over_a_window_becomes_part_of_it(acme: Acme, tab: Tab):
    week(tab, acme)
    state = tab.do(AvailabilityState.paint, 0, 0, 16 * 60, 24 * 60)
    assert shown(state, 0) == [("09:00", "00:00", BOGOTA)]
    assert state.chosen_window.weekday == 0 and state.chosen_window.end == "00:00"


def test_a_window_is_moved_and_resized_and_keeps_its_key_and_zone(acme: Acme, tab: Tab):
    key = week(tab, acme).windows[0].key
    state = tab.do(AvailabilityState.shift, key, 24 * 60 * 5, 24 * 60 * 5 - 60)
    assert shown(state, 0) == [] and shown(state, 5) == [("09:00", "16:00", BOGOTA)]
    moved = next(row for row in state.windows if row.weekday == 5)
    assert moved.key == key and moved.mounted > 0
    before = state.windows
    for wrong in ((key, 10**9, 10**9), ("nobody", 15, 15)):
        state = tab.do(AvailabilityState.shift, *wrong)
        assert state.windows == before
    assert tab.do(AvailabilityState.paint, 5, 9, 0, 15).windows == before
    assert state.strokes == 4


def test_a_window_of_another_zone_is_drawn_on_the_agents_clock_and_moved_on_its_own(acme: Acme, tab: Tab):
    week(tab, acme)
    add(tab, 0, "22:00", "00:00", MADRID)
    state = tab.do(AvailabilityState.choose, "")
    block = next(block for block in state.blocks if block.city)
    assert (block.weekday, block.start, block.end, block.city) == (0, 16 * 60, 18 * 60, "Madrid")
    assert block.label == "Monday 16:00–18:00, 22:00–00:00 in Madrid"
    state = tab.do(AvailabilityState.shift, block.key, 60, 60)
    assert shown(state, 0)[-1] == ("23:00", "00:00", MADRID) and shown(state, 1)[0] == ("00:00", "01:00", MADRID)
    assert [(each.start, each.end) for each in state.blocks if each.city] == [(17 * 60, 18 * 60), (18 * 60, 19 * 60)]


def test_half_typed_windows_are_not_on_the_grid(acme: Acme, tab: Tab):
    week(tab, acme)
    state = tab.do(AvailabilityState.add, 0)
    assert len(state.windows) == 6 and len(state.blocks) == 5


def test_changes_are_undone_one_by_one_until_the_week_is_as_it_is_saved(acme: Acme, tab: Tab):
    saved = [(row.weekday, row.start, row.end) for row in week(tab, acme).windows]
    tab.do(AvailabilityState.paint, 5, 6, NINE, FIVE)
    tab.do(AvailabilityState.set_end, tab.do(AvailabilityState.choose, "").windows[0].key, "18:00")
    state = tab.do(AvailabilityState.take_back)
    assert state.windows[0].end == "17:00" and state.is_changed and state.can_undo
    state = tab.do(AvailabilityState.take_back)
    assert [(row.weekday, row.start, row.end) for row in state.windows] == saved
    assert not state.is_changed and not state.can_undo
    tab.do(AvailabilityState.take_back)


def test_what_comes_from_elsewhere_leaves_the_keys_of_windows_that_stay(acme: Acme, tab: Tab):
    before = week(tab, acme).windows
    assert tab.do(AvailabilityState.refresh).windows == before


def test_a_connection_that_comes_back_brings_back_what_is_not_saved(acme: Acme, tab: Tab):
    week(tab, acme)
    tab.do(AvailabilityState.paint, 6, 6, NINE, FIVE)
    state = tab.do(AvailabilityState.load)
    assert state.is_changed and shown(state, 6)
    tab.go(f"agent={acme.ada}")
    state = tab.do(AvailabilityState.load)
    assert not state.is_changed and state.agent_id == acme.ada and not shown(state, 6)


def test_the_day_is_shown_with_the_unsaved_hours_or_on_demand_as_saved(acme: Acme, tab: Tab):
    week(tab, acme)
    day = tab.do(AgentDayState.show, acme.bo)
    assert (day.starts_told, day.has_unsaved) == ("31 times can be booked", False)
    tab.do(AvailabilityState.shift, tab.do(AvailabilityState.choose, "").windows[0].key, 0, -7 * 60)
    day = tab.do(AgentDayState.refresh)
    assert (day.starts_told, day.has_unsaved) == ("3 times can be booked instead of 31", True)
    assert [slot.time for group in day.starts for slot in group.slots] == ["09:00", "09:15", "09:30"]
    day = tab.do(AgentDayState.ask_clock, "12:00")
    assert not day.look.works
    day = tab.do(AgentDayState.show_as_saved, True)
    assert day.look.works and day.starts_told == "31 times can be booked"
    tab.do(AgentDayState.show_as_saved, False)
    tab.do(AvailabilityState.save)
    day = tab.do(AgentDayState.refresh)
    assert (day.starts_told, day.has_unsaved) == ("3 times can be booked", False)


def test_hours_that_cannot_be_read_leave_the_day_as_it_is_saved(acme: Acme, tab: Tab):
    week(tab, acme)
    tab.do(AgentDayState.show, acme.bo)
    tab.do(AvailabilityState.add, 0)
    day = tab.do(AgentDayState.refresh)
    assert day.is_unreadable and day.starts_told == "31 times can be booked" and not day.problem


def test_the_next_clock_change_is_told_for_the_zones_of_those_who_see_the_hours(acme: Acme, tab: Tab):
    state = week(tab, acme)
    assert state.forecasts == [] and state.unshifted.endswith("for Bogota.")
    acme.book(guest_timezone="America/New_York", agent_id=acme.bo)
    state = tab.do(AvailabilityState.refresh)
    (told,) = state.forecasts
    assert told.title == "For New York, from Sunday 14 March" and state.unshifted == ""
    assert told.lines == ["Mon–Fri: this 09:00 will be 10:00 instead of 09:00."]
    state = tab.do(AvailabilityState.shift, state.windows[0].key, 60, 60)
    assert state.forecasts[0].lines == [
        "Tue–Fri: this 09:00 will be 10:00 instead of 09:00.",
        "Mon: this 10:00 will be 11:00 instead of 10:00.",
    ]
