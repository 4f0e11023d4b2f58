"""The master view's filters in the page's address."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest

from console.scheduling.services.insights import Rows
from console.state.call_filters import CallFilters
from console.state.filter_chips import chips


def test_the_plain_view_has_a_plain_address():
    assert CallFilters().address("/app/app_1/scheduled-calls") == "/app/app_1/scheduled-calls"


def test_every_filter_survives_the_address():
    filters = CallFilters(
        span="custom",
        start="2027-05-01",
        end="2027-05-31",
        agents=("per_1", "per_2"),
        teams=("team_1",),
        statuses=("no_show",),
        presets=("pre_1",),
        sources=("api", "admin"),
        weekdays=("0", "6"),
        hours=("9",),
        lead="60-240",
        outcome="Sold, & paid",
        search="José & co",
        sort="guest_name",
        order="desc",
        page=3,
        call="bkg_1",
    )
    query = filters.address("/x").split("?")[1]
    assert CallFilters.read(dict(parse_qsl(query))) == filters


def test_nonsense_in_an_address_reads_as_the_plain_view():
    odd = {"range": "never", "sort": "password", "order": "sideways", "page": "-7", "agent": ",,", "status": ""}
    odd |= {"weekday": "7,x", "hour": "24,-1", "lead": "soon"}
    assert CallFilters.read(odd) == CallFilters()


def test_narrowing_starts_from_the_first_page_and_keeps_the_drawer():
    filters = CallFilters(page=4, call="bkg_1").toggled("agents", "per_1")
    assert (filters.page, filters.agents, filters.call) == (1, ("per_1",), "bkg_1")
    assert filters.toggled("agents", "per_1").agents == ()


def test_each_filter_can_be_taken_away_alone():
    filters = CallFilters(span="past", order="desc", agents=("per_1", "per_2"), teams=("team_1",), search="x", page=4)
    assert filters.without("agents", "per_1") == filters.narrowed(agents=("per_2",))
    assert filters.without("teams", "team_1").teams == ()
    assert filters.without("search", "").search == ""
    assert CallFilters(needs_outcome=True).without("needs_outcome", "") == CallFilters()
    assert CallFilters(lead="60-", outcome="Sold").without("lead", "").without("outcome", "") == CallFilters()
    assert CallFilters(hours=("9", "10")).without("hours", "9") == CallFilters(hours=("10",))
    assert filters.without("span", "") == filters.narrowed(span="upcoming", order="")
    for name, value in (("agents", "per_9"), ("page", "4"), ("__class__", "x")):
        assert filters.without(name, value) == filters


def test_what_is_set_is_told_in_words():
    names = {"per_1": "Ada", "team_1": "Spain", "pre_1": "Standard"}
    filters = CallFilters(
        search="jo",
        agents=("per_1", "per_gone"),
        teams=("team_1",),
        statuses=("no_show", "nonsense"),
        presets=("pre_1",),
        sources=("public_booking",),
        weekdays=("0",),
        hours=("9",),
        lead="60-240",
        outcome="Sold",
        needs_outcome=True,
        span="seven_days",
    )
    told = [f"{chip.label}: {chip.said}" for chip in chips(filters, names, date(2027, 2, 1))]
    assert told == [
        *("Search: jo", "Agent: Ada", "Agent: Unknown", "Team: Spain", "Status: No-show", "Status: Unknown"),
        *("Preset: Standard", "Source: Booking page", "Weekday: Monday", "Hour: 09:00"),
        *("Booked ahead: 1 hour to 4 hours", "Outcome: Sold", "Status: Needs outcome", "Dates: Next 7 days"),
    ]
    assert chips(CallFilters(), names, date(2027, 2, 1)) == []


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2027-02-01", "2027-02-03", "Monday 1 February – Wednesday 3 February"),
        ("2027-02-01", "2027-02-01", "Monday 1 February"),
        ("2027-02-01", "", "From Monday 1 February"),
        ("", "2028-02-01", "Until Tuesday, 1 February 2028"),
        ("never", "", "All"),
    ],
)
def test_dates_of_ones_own_are_told_as_days(start: str, end: str, said: str):
    (chip,) = chips(CallFilters(span="custom", start=start, end=end), {}, date(2027, 2, 1))
    assert chip.said == said


def test_sorting_by_the_same_column_turns_the_order_round():
    once = CallFilters().sorted_by("guest_name")
    assert (once.sort, once.is_descending) == ("guest_name", False)
    assert once.sorted_by("guest_name").is_descending
    assert not once.sorted_by("guest_name").sorted_by("scheduled_at").is_descending


def test_the_past_is_read_from_its_end_unless_asked_otherwise():
    assert CallFilters(span="past").is_descending
    assert not CallFilters(span="past").sorted_by("scheduled_at").is_descending
    assert not CallFilters(span="past", sort="guest_name").is_descending


def test_the_core_is_asked_for_the_viewers_own_days():
    now = datetime(2027, 5, 3, 2, 0, tzinfo=UTC)  # still Sunday in New York
    asked = CallFilters(span="today", page=3).wanted("America/New_York", now)
    assert (asked.start, asked.end) == (datetime(2027, 5, 2, 4, tzinfo=UTC), datetime(2027, 5, 3, 4, tzinfo=UTC))
    assert (asked.limit, asked.offset) == (50, 100)


def test_clearing_keeps_the_quick_range():
    assert CallFilters(span="past", agents=("per_1",), search="x").cleared() == CallFilters(span="past")
    assert CallFilters(span="custom", start="2027-05-01").cleared() == CallFilters()


def test_the_list_behind_a_figure_is_asked_for_as_the_figure_counts():
    rows = Rows(first=date(2027, 5, 1), last=date(2027, 5, 2), timezone="America/Bogota")
    for narrower in (
        rows,
        rows.only("no_show", "completed"),
        replace(rows, agent_ids=("per_1",), team_ids=("team_1",), preset_ids=("pre_1",), sources=("api",)),
        replace(rows, weekdays=(0,), hours=(9, 23), lead=(0, 60)),
        replace(rows, lead=(60, None), outcomes=("Sold, & paid",)),
        replace(rows, outcomes=("",)),
    ):
        path, _, query = narrower.address("app_1").partition("?")
        wanted = CallFilters.read(dict(parse_qsl(query))).wanted("America/Bogota", datetime(2027, 4, 1, tzinfo=UTC))
        asked = narrower.wanted()
        assert path == "/app/app_1/scheduled-calls"
        for name in ("start", "end", "timezone", "lead"):
            assert getattr(wanted, name) == getattr(asked, name)
        for name in ("agent_ids", "team_ids", "preset_ids", "sources", "statuses", "weekdays", "hours", "outcomes"):
            assert tuple(getattr(wanted, name)) == getattr(asked, name)
