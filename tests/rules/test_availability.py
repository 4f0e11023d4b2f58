"""Section 2 of the contract, a rule a test: when an agent is free, and why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.availability import (
    REASON_CODES,
    AgentFacts,
    DatedShift,
    Reason,
    Terms,
    WeeklyWindow,
    free_time,
    open_time,
    reach,
    reasons,
    shared_code,
)
from console.scheduling.rules.calls import Call, calls_overlap, conflicts
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.slots import api_starts, public_starts

MONDAY = datetime(2027, 2, 1, tzinfo=UTC)
NINE_TO_FIVE = (WeeklyWindow(0, 540, 1020, "UTC"),)
NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"


def at(clock: str, day: int = 0) -> datetime:
    hour, minute = clock.split(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


def span(start: str, end: str, day: int = 0) -> Interval:
    return Interval(at(start, day), at(end, day))


def codes(facts: AgentFacts, call: Interval, terms: Terms | None = None, now: datetime = MONDAY, **asked) -> list[str]:
    return [reason.code for reason in reasons(facts, terms or Terms(), call, now, **asked)]


def clocks(starts: list[datetime]) -> list[str]:
    return [f"{start:%H:%M}" for start in starts]


def whole_day(zone_name: str, weekday: int = 6) -> AgentFacts:
    return AgentFacts("per_1", zone_name, (WeeklyWindow(weekday, 0, 1440, zone_name),))


def test_a_call_may_fill_a_window_to_its_last_minute_but_no_further():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    assert codes(facts, span("09:00", "17:00")) == []
    assert codes(facts, span("16:31", "17:01")) == ["outside_hours"]
    assert codes(facts, span("08:59", "09:29")) == ["outside_hours"]


def test_a_buffer_need_not_lie_in_working_hours():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    assert codes(facts, span("09:00", "09:30"), Terms(buffer_before=60, buffer_after=240)) == []


def test_windows_that_touch_carry_a_call_across_also_over_midnight():
    facts = AgentFacts("per_1", "UTC", (WeeklyWindow(0, 1380, 1440, "UTC"), WeeklyWindow(1, 0, 60, "UTC")))
    assert codes(facts, Interval(at("23:45"), at("00:15", 1))) == []
    assert open_time(facts, Interval(MONDAY, at("00:00", 3))) == (Interval(at("23:00"), at("01:00", 1)),)


def test_each_window_keeps_its_own_wall_clock():
    facts = AgentFacts(
        "per_1", "UTC", (WeeklyWindow(0, 540, 600, NEW_YORK), WeeklyWindow(0, 540, 600, "Asia/Kathmandu"))
    )
    assert open_time(facts, Interval(MONDAY, at("00:00", 1))) == (span("03:15", "04:15"), span("14:00", "15:00"))


def test_blocked_time_wins_over_extra_time():
    facts = AgentFacts("per_1", "UTC", extras=(span("18:00", "20:00"),), blocked=(span("19:00", "19:30"),))
    assert free_time(facts, span("00:00", "23:59")) == (span("18:00", "19:00"), span("19:30", "20:00"))
    assert codes(facts, span("18:45", "19:15")) == ["blocked"]
    assert codes(facts, span("18:30", "19:00")) == []


def test_ten_after_one_call_and_five_before_the_next_ask_for_ten_between_them():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE, calls=(Call(at("10:00"), at("10:30"), 0, 10),))
    assert codes(facts, span("10:39", "11:00"), Terms(buffer_before=5)) == ["buffer"]
    assert codes(facts, span("10:40", "11:00"), Terms(buffer_before=5)) == []
    assert codes(facts, span("10:45", "11:00"), Terms(buffer_before=20)) == ["buffer"]
    assert codes(facts, span("09:30", "10:00"), Terms(buffer_before=90)) == []


def test_calls_that_share_a_minute_are_taken_and_those_that_touch_are_not():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE, calls=(Call(at("10:00"), at("10:30")),))
    assert codes(facts, span("10:29", "11:00")) == ["slot_taken"]
    assert codes(facts, span("10:30", "11:00")) == []
    assert codes(facts, span("09:30", "10:00")) == []


def test_a_reason_is_given_for_each_neighbour_that_causes_one():
    facts = AgentFacts(
        "per_1", "UTC", NINE_TO_FIVE, calls=(Call(at("10:00"), at("10:30")), Call(at("11:05"), at("11:30"), 10))
    )
    found = reasons(facts, Terms(), span("10:15", "11:00"), MONDAY)
    assert found == (
        Reason("slot_taken", at("10:00"), at("10:30")),
        Reason("buffer", at("10:55"), at("11:05")),
    )


def test_holds_of_others_count_as_bookings_under_their_own_code():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE, holds=(Call(at("10:00"), at("10:30"), 0, 10),))
    assert codes(facts, span("10:15", "10:45")) == ["held"]
    assert codes(facts, span("10:35", "10:50")) == ["held"]
    assert codes(facts, span("10:40", "10:50")) == []


def test_notice_and_horizon_include_their_last_instant():
    facts, terms = AgentFacts("per_1", "UTC", NINE_TO_FIVE), Terms(notice_minutes=60, horizon_days=7)
    assert codes(facts, span("10:00", "10:30"), terms, at("09:00")) == []
    assert codes(facts, span("10:00", "10:30"), terms, at("09:01")) == ["too_soon"]
    assert codes(facts, span("10:00", "10:30", 7), terms, at("10:00")) == []
    assert codes(facts, span("10:00", "10:30", 7), terms, at("09:59")) == ["too_far"]


def test_the_cap_counts_the_agents_own_local_day():
    day = [(datetime(2027, 3, 15, 3, 30, tzinfo=UTC), "bkg_1"), (datetime(2027, 3, 14, 5, 0, tzinfo=UTC), "bkg_2")]
    facts = AgentFacts("per_1", NEW_YORK, extras=(Interval(MONDAY, at("00:00", 90)),), day_starts=tuple(day))
    terms, quarter = Terms(agent_day_limit=2), timedelta(minutes=15)
    first, last = datetime(2027, 3, 14, 5, 0, tzinfo=UTC), datetime(2027, 3, 15, 4, 0, tzinfo=UTC)
    inside, outside = Interval(last - quarter, last), Interval(last, last + quarter)
    assert reasons(facts, terms, inside, MONDAY) == (Reason("agent_day_limit", first, last),)
    assert codes(facts, outside, terms) == []
    assert codes(facts, Interval(first - quarter, first), terms) == []


def test_a_moved_booking_neither_counts_nor_stands_in_its_own_way():
    booked = Call(at("10:00"), at("10:30"), 30, 30, "bkg_1")
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE, calls=(booked,), day_starts=((booked.start, "bkg_1"),))
    terms = Terms(agent_day_limit=1)
    assert codes(facts, span("10:15", "10:45"), terms) == ["slot_taken", "agent_day_limit"]
    assert codes(facts, span("10:15", "10:45"), terms, moving="bkg_1") == []


def test_an_override_lifts_hours_and_never_what_is_blocked_taken_or_full():
    everything = frozenset(REASON_CODES)
    facts = AgentFacts(
        "per_1",
        "UTC",
        blocked=(span("10:00", "10:10"),),
        dnd=(span("10:10", "10:20"),),
        busy_calendar=(span("10:20", "10:30"),),
        calls=(Call(at("10:00"), at("10:30")), Call(at("10:31"), at("11:00"), 5)),
        holds=(Call(at("10:00"), at("10:30")),),
        day_starts=((at("10:00"), None),),
    )
    call, terms = span("10:00", "10:30"), Terms(notice_minutes=6000, horizon_days=1, agent_day_limit=1)
    fixed = ["blocked", "do_not_disturb", "slot_taken", "buffer", "held", "agent_day_limit"]
    assert codes(facts, call, terms, set_aside=everything) == fixed
    lifted = {"too_soon", "busy_calendar", "outside_hours"}
    assert set(codes(facts, call, terms)) == {*fixed, *lifted}


def test_a_past_start_is_too_soon_whoever_asks():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    past = at("09:30")
    assert codes(facts, span("09:00", "09:30"), now=past, set_aside={"too_soon"}) == ["too_soon"]
    assert api_starts(facts, Terms(), 30, span("09:00", "10:30"), past, 30, {"too_soon"}) == [at("09:30"), at("10:00")]


def test_reasons_stand_in_the_contracts_order():
    facts = AgentFacts("per_1", "UTC", blocked=(span("10:00", "11:00"),), dnd=(span("10:00", "11:00"),))
    found = codes(facts, span("10:01", "10:16"), grid=True, in_preset=False, scheduling_enabled=False)
    assert found == ["scheduling_off", "not_in_preset", "off_grid", "blocked", "do_not_disturb", "outside_hours"]


def test_with_no_agent_named_only_a_shared_reason_is_said():
    one = (Reason("outside_hours", MONDAY, MONDAY), Reason("agent_day_limit", MONDAY, MONDAY))
    other = (Reason("slot_taken", MONDAY, MONDAY), Reason("agent_day_limit", MONDAY, MONDAY))
    assert shared_code([one, other]) == "agent_day_limit"
    assert shared_code([one[:1], other]) == "no_agent_available"
    assert shared_code([]) == "no_agent_available"


def test_calls_and_blocks_do_not_restart_the_grid():
    facts = AgentFacts(
        "per_1", "UTC", NINE_TO_FIVE, blocked=(span("10:05", "10:20"),), calls=(Call(at("11:00"), at("11:10")),)
    )
    offered = public_starts(facts, Terms(step_minutes=20), 20, span("09:40", "12:00"), MONDAY)
    assert clocks(offered) == ["09:40", "10:20", "10:40", "11:20", "11:40"]


def test_each_window_and_extra_has_a_grid_and_a_start_of_two_is_offered_once():
    facts = AgentFacts("per_1", "UTC", (WeeklyWindow(0, 540, 600, "UTC"),), extras=(span("09:10", "10:10"),))
    offered = public_starts(facts, Terms(step_minutes=20), 10, span("09:00", "11:00"), MONDAY)
    assert clocks(offered) == ["09:00", "09:10", "09:20", "09:30", "09:40", "09:50"]
    twice = AgentFacts("per_1", "UTC", (WeeklyWindow(0, 540, 600, "UTC"),), extras=(span("09:20", "09:40"),))
    assert clocks(public_starts(twice, Terms(step_minutes=20), 10, span("09:00", "11:00"), MONDAY)) == [
        "09:00",
        "09:20",
        "09:40",
    ]


def test_the_grid_ends_with_its_window():
    facts = AgentFacts("per_1", "UTC", (WeeklyWindow(0, 540, 600, "UTC"), WeeklyWindow(0, 620, 680, "UTC")))
    assert codes(facts, span("10:00", "10:05"), grid=True) == ["off_grid", "outside_hours"]
    assert codes(facts, span("10:20", "10:25"), Terms(step_minutes=40), grid=True) == []


def test_the_last_offers_are_those_that_still_fit():
    facts = AgentFacts("per_1", "UTC", (WeeklyWindow(0, 540, 600, "UTC"),))
    assert api_starts(facts, Terms(), 15, span("09:45", "11:00"), MONDAY, 60) == [at("09:45")]
    assert api_starts(facts, Terms(), 15, span("09:46", "11:00"), MONDAY, 60) == []
    terms, now = Terms(horizon_days=7), at("09:30", -7)
    assert clocks(public_starts(facts, terms, 15, span("09:00", "10:00"), now)) == ["09:00", "09:15", "09:30"]


@pytest.mark.parametrize(
    ("facts", "terms", "first_after", "last_before"),
    [
        ({"blocked": (span("10:00", "10:20"),)}, Terms(), "10:20", "09:45"),
        ({"dnd": (span("10:00", "10:20"),)}, Terms(), "10:20", "09:45"),
        ({"busy_calendar": (span("10:00", "10:20"),)}, Terms(), "10:20", "09:45"),
        ({"calls": (Call(at("10:00"), at("10:20")),)}, Terms(), "10:20", "09:45"),
        ({"holds": (Call(at("10:00"), at("10:20")),)}, Terms(), "10:20", "09:45"),
        ({"calls": (Call(at("10:00"), at("10:20"), 7, 0),)}, Terms(), "10:20", "09:38"),
        ({"calls": (Call(at("10:00"), at("10:20"), 0, 7),)}, Terms(), "10:27", "09:45"),
        ({"calls": (Call(at("10:00"), at("10:20"), 7, 7),)}, Terms(9, 0), "10:29", "09:38"),
        ({"holds": (Call(at("10:00"), at("10:20"), 7, 7),)}, Terms(0, 9), "10:27", "09:36"),
    ],
)
def test_offers_come_as_close_as_the_rules_let_them(facts, terms: Terms, first_after: str, last_before: str):
    agent = AgentFacts("per_1", "UTC", NINE_TO_FIVE, **facts)
    offered = api_starts(agent, terms, 15, span("09:00", "11:00"), MONDAY, 1)
    assert max(start for start in offered if start < at("10:00")) == at(last_before)
    assert min(start for start in offered if start > at("10:00")) == at(first_after)


def test_a_busy_calendar_can_be_set_aside_and_a_block_cannot():
    within, terms = span("09:00", "10:00"), Terms()
    busy = AgentFacts("per_1", "UTC", NINE_TO_FIVE, busy_calendar=(span("09:00", "10:00"),))
    blocked = AgentFacts("per_1", "UTC", NINE_TO_FIVE, blocked=(span("09:00", "10:00"),))
    assert api_starts(busy, terms, 60, within, MONDAY, 60) == []
    assert api_starts(busy, terms, 60, within, MONDAY, 60, {"busy_calendar"}) == [at("09:00")]
    assert api_starts(blocked, terms, 60, within, MONDAY, 60, REASON_CODES) == []


def test_a_window_that_the_clock_shows_in_two_pieces_has_one_grid():
    window = AgentFacts("per_1", NEW_YORK, (WeeklyWindow(6, 90, 180, NEW_YORK),))
    night = Interval(datetime(2027, 11, 7, tzinfo=UTC), datetime(2027, 11, 8, tzinfo=UTC))
    terms = Terms(step_minutes=45, horizon_days=365)
    assert clocks(public_starts(window, terms, 15, night, MONDAY)) == ["05:30", "07:00", "07:45"]
    assert (
        codes(window, Interval(night.start.replace(hour=7), night.start.replace(hour=7, minute=15)), terms, grid=True)
        == []
    )


def test_a_skipped_hour_is_not_offered():
    night = Interval(datetime(2027, 3, 14, 6, tzinfo=UTC), datetime(2027, 3, 14, 8, tzinfo=UTC))
    offered = public_starts(whole_day(NEW_YORK), Terms(step_minutes=30), 30, night, MONDAY)
    assert [f"{start:%H:%M}" for start in offered] == ["06:00", "06:30", "07:00", "07:30"]
    two_to_three = AgentFacts("per_1", NEW_YORK, (WeeklyWindow(6, 120, 180, NEW_YORK),))
    week = Interval(night.start, night.end + timedelta(days=7))
    offered = public_starts(two_to_three, Terms(step_minutes=30), 30, week, MONDAY)
    assert [f"{start:%d %H:%M}" for start in offered] == ["21 06:00", "21 06:30"]


def test_a_repeated_hour_is_offered_twice_as_two_instants():
    window = AgentFacts("per_1", NEW_YORK, (WeeklyWindow(6, 60, 120, NEW_YORK),))
    night = Interval(datetime(2027, 11, 7, tzinfo=UTC), datetime(2027, 11, 8, tzinfo=UTC))
    terms = Terms(step_minutes=30, horizon_days=365)
    assert clocks(public_starts(window, terms, 30, night, MONDAY)) == ["05:00", "05:30", "06:00", "06:30"]


def test_a_clock_that_moves_by_half_an_hour_keeps_its_slots():
    terms = Terms(step_minutes=30, horizon_days=365)
    spring = Interval(datetime(2027, 10, 2, 14, 30, tzinfo=UTC), datetime(2027, 10, 2, 16, 30, tzinfo=UTC))
    assert clocks(public_starts(whole_day(LORD_HOWE), terms, 30, spring, MONDAY)) == [
        "14:30",
        "15:00",
        "15:30",
        "16:00",
    ]


def test_a_window_that_a_clock_change_begins_inside_of_begins_where_the_clock_lands():
    window = AgentFacts("per_1", NEW_YORK, (WeeklyWindow(6, 150, 300, NEW_YORK),))
    night = Interval(datetime(2027, 3, 14, tzinfo=UTC), datetime(2027, 3, 15, tzinfo=UTC))
    offered = public_starts(window, Terms(step_minutes=60), 60, night, MONDAY)
    assert clocks(offered) == ["07:00", "08:00"]


def test_a_day_that_does_not_exist_offers_nothing():
    facts = AgentFacts("per_1", "Pacific/Apia", (WeeklyWindow(4, 0, 1440, "Pacific/Apia"),))
    around = Interval(datetime(2011, 12, 29, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC))
    assert open_time(facts, around) == ()


def test_facts_on_odd_seconds_still_offer_only_whole_minutes():
    second = timedelta(seconds=1)
    facts = AgentFacts(
        "per_1",
        "UTC",
        extras=(Interval(at("09:00") + second, at("10:00") - second),),
        blocked=(Interval(at("09:20") + second, at("09:20") + 2 * second),),
    )
    within, terms = span("08:00", "11:00"), Terms(step_minutes=5)
    offered = public_starts(facts, terms, 5, within, MONDAY)
    assert " ".join(clocks(offered)) == "09:01 09:06 09:11 09:21 09:26 09:31 09:36 09:41 09:46 09:51"


def test_the_api_counts_its_steps_from_the_first_whole_minute():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    within = Interval(at("09:00") + timedelta(seconds=30), at("10:00"))
    assert clocks(api_starts(facts, Terms(), 20, within, MONDAY, 20)) == ["09:01", "09:21"]


def test_nothing_is_offered_of_an_empty_range():
    facts = AgentFacts("per_1", "UTC", NINE_TO_FIVE)
    for within in (span("09:00", "09:00"), span("10:00", "09:00")):
        assert public_starts(facts, Terms(), 15, within, MONDAY) == []
        assert api_starts(facts, Terms(), 15, within, MONDAY, 15) == []


def test_facts_reach_far_enough_for_a_whole_local_day():
    wide = reach(span("09:00", "10:00"))
    assert wide.start <= at("09:00") - timedelta(hours=26)
    assert wide.end >= at("10:00") + timedelta(hours=26)


calls = st.builds(
    lambda start, length, before, after: Call(
        at("12:00") + timedelta(minutes=start), at("12:00") + timedelta(minutes=start + length), before, after
    ),
    st.integers(-120, 120),
    st.integers(5, 60),
    st.sampled_from([0, 5, 30, 90]),
    st.sampled_from([0, 5, 30, 90]),
)


@given(calls, calls)
def test_the_rule_between_two_calls_has_no_favourite(one: Call, other: Call):
    assert conflicts(one, other) == conflicts(other, one)
    assert conflicts(one, other) or not calls_overlap(one, other)


@given(calls, calls)
def test_two_calls_conflict_when_they_overlap_or_the_gap_is_below_the_larger_facing_buffer(one: Call, other: Call):
    first, second = sorted((one, other), key=lambda call: call.start)
    gap = (second.start - first.end) / timedelta(minutes=1)
    assert conflicts(one, other) == (gap < 0 or gap < max(first.buffer_after, second.buffer_before))


@pytest.mark.parametrize("code", REASON_CODES)
def test_every_code_is_one_word_of_the_contract(code: str):
    assert code.islower()
    assert " " not in code


def test_a_shift_replaces_the_weekly_hours_of_its_date_and_no_other():
    days = tuple(WeeklyWindow(day, 540, 1020, "UTC") for day in (0, 1, 2))
    facts = AgentFacts("per_1", "UTC", days, (DatedShift(date(2027, 2, 2), 720, 1200, "UTC"),))
    week = Interval(MONDAY, at("00:00", 3))
    assert open_time(facts, week) == (span("09:00", "17:00"), span("12:00", "20:00", 1), span("09:00", "17:00", 2))
    assert codes(facts, span("09:00", "09:30", 1)) == ["outside_hours"]
    assert clocks(public_starts(facts, Terms(step_minutes=60), 60, span("00:00", "13:30", 1), MONDAY)) == [
        "12:00",
        "13:00",
    ]


def test_a_shift_over_midnight_belongs_to_the_date_on_which_it_begins():
    night = DatedShift(date(2027, 2, 1), 1320, 1800, "UTC")
    facts = AgentFacts("per_1", "UTC", (WeeklyWindow(1, 540, 600, "UTC"),), (night,))
    assert open_time(facts, Interval(MONDAY, at("00:00", 2))) == (
        Interval(at("22:00"), at("06:00", 1)),
        span("09:00", "10:00", 1),
    )
    assert codes(facts, Interval(at("23:45"), at("00:15", 1))) == []


def test_a_shift_of_no_length_is_a_day_off_and_a_block_wins_over_a_shift():
    off = AgentFacts("per_1", "UTC", NINE_TO_FIVE, (DatedShift(date(2027, 2, 1), 0, 0, "UTC"),))
    assert open_time(off, span("00:00", "23:59")) == ()
    shift = DatedShift(date(2027, 2, 1), 600, 660, "UTC")
    blocked = AgentFacts("per_1", "UTC", (), (shift,), blocked=(span("10:30", "11:00"),))
    assert free_time(blocked, span("00:00", "23:59")) == (span("10:00", "10:30"),)
