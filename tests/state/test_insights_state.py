"""Insights on the page: what its address asks for, figures in words that lead to their calls, and who sees none."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import insert

from console.scheduling import clock, database
from console.scheduling.messages.figures import changed_count, changed_length, changed_rate
from console.scheduling.models import Booking, new_id
from console.state.bookings import BookingsState
from console.state.insights import InsightsState
from console.state.insights_view import InsightsView
from console.state.next_turns import NextTurnsState
from console.state.weekly_figures import WeeklyFiguresState
from tests.services.conftest import Acme, add_agent
from tests.state.conftest import Tab


def put(acme: Acme, *calls: dict[str, Any]) -> None:
    """Calls that were, `days` ago at ten in the morning in Bogota, however they went."""
    template = acme.book(hours=24 * 7).model_dump()  # which no period of the tests reaches
    rows = []
    for place, call in enumerate(calls):
        call = {"agent_id": acme.ada, "status": "completed", "booking_source": "agent", "lead": 60} | call
        start = acme.at(call.pop("hours", 0)) - timedelta(days=call.pop("days"))
        lead = timedelta(minutes=call.pop("lead"))
        rows.append(
            template
            | {"id": new_id("bkg"), "reference": f"was-{place}", "scheduled_at": start, "created_at": start - lead}
            | {"ends_at": start + timedelta(minutes=30)}
            | call
        )
    with database.writing() as session:
        session.connection().execute(insert(Booking), rows)


@pytest.fixture
def busy(acme: Acme) -> Acme:
    """Ten calls of the last thirty days, and four of the thirty before."""
    put(
        acme,
        *({"days": 1, "hours": place / 2} for place in range(4)),
        *({"days": 2, "hours": place, "status": "no_show", "agent_id": acme.bo} for place in range(2)),
        *({"days": 3, "hours": place, "status": "cancelled", "booking_source": "api"} for place in range(3)),
        {"days": 4, "outcome": "sold", "lead": 60 * 24 * 3},
        *({"days": 40, "hours": place, "agent_id": acme.bo} for place in range(3)),
        {"days": 41, "status": "no_show"},
    )
    return acme


def listed(tab: Tab, address: str) -> int:
    """How many calls the master view lists at this address."""
    parts = urlsplit(address)
    assert parts.path == f"/app/{tab.acme.app_id}/scheduled-calls"
    tab.go(parts.query, "scheduled-calls")
    return tab.do(BookingsState.load).total


def test_the_headlines_say_what_has_changed(busy: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    told = {head.name: head for head in page.headlines}
    assert (told["calls"].value, told["calls"].note) == ("10", "7 of them not cancelled")
    assert (told["calls"].change, told["calls"].goes, told["calls"].tone) == ("150% more than 4", "up", "")
    no_show = told["no_show"]
    assert (no_show.value, no_show.note) == ("28.6%", "2 of 7 that came to their time")
    assert (no_show.change, no_show.goes, no_show.tone) == ("3.6 points more than 25%", "up", "bad")
    assert (told["cancel"].value, told["cancel"].change) == ("30%", "30 points more than 0%")
    assert (told["lead"].value, told["lead"].change, told["lead"].goes) == ("1 h", "As before: 1 h", "")
    assert (page.days_told, page.before_told) == ("3 Jan – 1 Feb", "compared with 4 Dec 2026 – 2 Jan 2027")
    assert (page.zone_told, page.worked_told) == ("Times in Bogota", "Worked out at 07:00")


def test_a_multiple_is_told_as_a_difference():
    assert changed_count(112, 10) == ("102 more than 10", "up")
    assert changed_count(9, 3) == ("200% more than 3", "up")
    assert changed_count(0, 10) == ("100% less than 10", "down")
    assert changed_count(2, 0) == ("None before", "up")
    assert changed_rate(None, 0.5) == ("", "")
    assert changed_length(60 * 24 * 3, 90) == ("2.9 days more than 1 h 30 min", "up")


def test_every_figure_leads_to_just_its_calls(busy: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    figures = {head.address: head.value for head in page.headlines if head.name == "calls"}
    figures |= {row.address: row.value for row in (*page.sources, *page.statuses, *page.outcomes)}
    figures |= {day.address: day.total for day in page.days if day.address}
    figures |= {step.address: step.said[0] for step in page.leads if step.address}
    figures |= {row.calls_address: row.calls for row in page.rates}
    figures |= {row.no_show_address: row.no_show_of.split()[0] for row in page.rates if row.no_show_address}
    figures |= {row.cancel_address: row.cancel_of.split()[0] for row in page.rates if row.cancel_address}
    figures |= {cell.address: cell.said for row in page.heat.rows for cell in row.cells if cell.said}
    assert len(figures) >= 20
    assert {address: str(listed(tab, address)) for address in figures} == figures


def test_days_are_stacked_by_source_beside_the_days_before(busy: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    assert [series.name for series in page.series] == ["Agent", "API"]
    assert len(page.days) == 30
    cancelled = page.days[-4]
    assert (cancelled.label, cancelled.title, cancelled.values, cancelled.total) == (
        "29 Jan",
        "Fri 29 Jan",
        [0, 3],
        "3",
    )
    before = page.days[-11]
    assert (before.values, before.before, before.before_title) == ([0, 0], 3, "Wed 23 Dec 2026")
    assert sum(day.before or 0 for day in page.days) == 4
    tab.go("compare=no")
    page = tab.do(InsightsState.load)
    assert {day.before for day in page.days} == {None}
    assert (page.before_told, page.has_before, page.headlines[0].change) == ("", False, "")


def test_a_year_is_shown_by_the_week(busy: Acme, tab: Tab):
    tab.go("range=custom&from=2026-03-01&to=2027-01-31")
    page = tab.do(InsightsState.load)
    assert len(page.days) == 49
    assert (page.days[0].title, page.days[-1].title) == ("1 Mar 2026 – 7 Mar 2026", "Sun 31 Jan")
    address = page.days[-2].address
    assert (page.days[-2].total, listed(tab, address)) == ("6", 6)


def test_rates_are_told_apart_and_sorted(busy: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    ada, bo = page.rates
    assert (ada.name, ada.calls, ada.cancel, ada.cancel_of, ada.no_show) == ("ada", "8", "37.5%", "3 of 8", "0%")
    assert (bo.no_show, bo.no_show_bar, ada.cancel_bar, bo.no_show_before) == ("100%", "100.00%", "37.50%", "was 0%")
    tab.do(InsightsState.sort_by, "no_show")
    assert tab.address.endswith("?sort=no_show")
    tab.go("sort=no_show")
    assert [row.name for row in tab.do(InsightsState.load).rates] == ["bo", "ada"]
    tab.go("by=weekday")
    assert [row.name for row in tab.do(InsightsState.load).rates] == ["Thursday", "Friday", "Saturday", "Sunday"]
    tab.go("by=source&sort=name")
    assert [row.name for row in tab.do(InsightsState.load).rates] == ["Agent", "API"]
    tab.go("by=hour")
    assert [row.name for row in tab.do(InsightsState.load).rates] == ["10:00–11:00", "11:00–12:00", "12:00–13:00"]


def test_a_thousand_agents_come_in_pages(acme: Acme, tab: Tab):
    people = [add_agent(acme, f"agent {number:02}") for number in range(12)]
    put(acme, *({"days": 1, "agent_id": person} for person in people))
    tab.go("sort=name&page=2")
    page = tab.do(InsightsState.load)
    assert [row.name for row in page.rates] == ["agent 10", "agent 11"]
    assert (page.rates_told, page.rates_end) == ("11–12 of 12", True)
    tab.go("page=9")
    page = tab.do(InsightsState.load)
    assert (len(page.rates), page.rates_told, page.rates_end) == (10, "1–10 of 12", False)


def test_the_busiest_hours_stand_in_a_table(busy: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    assert page.heat.busiest == "Busiest: Sunday, 10:00–11:00, with 2 calls"
    assert page.heat.hours == ["10", "11", "12", "13", "14", "15", "16", "17"]
    assert next(row.name for row in page.heat.rows) == "Monday"
    sunday = page.heat.rows[-1]
    assert [cell.said for cell in sunday.cells[:3]] == ["2", "2", ""]
    assert (sunday.cells[0].told, sunday.cells[0].fill) == ("Sunday, 10:00–11:00: 2 calls", "70%")


def test_what_is_looked_at_stands_in_the_address(busy: Acme, tab: Tab):
    tab.do(InsightsState.load)
    tab.do(InsightsState.choose_range, "last_month")
    tab.do(InsightsState.toggle, "agents", busy.ada)
    assert dict(parse_qsl(urlsplit(tab.address).query)) == {"range": "last_month", "agent": busy.ada}
    tab.go(f"range=last_month&agent={busy.ada}&preset=pre_gone")
    page = tab.do(InsightsState.load)
    assert [(chip.label, chip.said) for chip in page.chips] == [("Agent", "ada"), ("Preset", "Unknown")]
    assert (page.is_narrowed, page.is_empty, page.days_told) == (True, True, "1 Jan – 31 Jan")
    tab.do(InsightsState.remove, "presets", "pre_gone")
    assert tab.address.endswith(f"?range=last_month&agent={busy.ada}")
    tab.do(InsightsState.clear)
    assert tab.address.endswith("?range=last_month")
    tab.do(InsightsState.choose_range, "custom")
    assert tab.address.endswith("?range=custom&from=2027-01-01&to=2027-01-31")
    tab.go("range=custom&from=2010-01-01&to=2027-01-31")
    assert "366 days" in tab.do(InsightsState.load).refusal


def test_a_view_survives_its_address():
    view = InsightsView(
        span="custom", start="2027-01-01", end="2027-01-31", compares=False, agents=("per_a",), teams=("tea_a", "tea_b")
    )
    view = InsightsView.read(dict(parse_qsl(view.sorted_by("name").address("/x").split("?")[1])))
    assert view == InsightsView.read(dict(parse_qsl(view.address("/x").split("?")[1])))
    assert (view.teams, view.sort, view.is_descending) == (("tea_a", "tea_b"), "name", False)
    assert InsightsView.read({"range": "upcoming", "by": "name", "sort": "x", "page": "-1"}) == InsightsView()
    assert InsightsView(sort="name").sorted_by("name").is_descending
    assert not InsightsView().sorted_by("calls").is_descending
    assert InsightsView(span="custom", end="2027-01-05").days("UTC", clock.now()) == (
        date(2027, 1, 5),
        date(2027, 1, 5),
    )


def test_no_calls_yet_is_said(acme: Acme, tab: Tab):
    page = tab.do(InsightsState.load)
    assert (page.is_empty, page.is_narrowed, page.heat.rows) == (True, False, [])
    assert page.before_told.startswith("no calls in the period before")
    turns = tab.do(NextTurnsState.load)
    assert (turns.rows, turns.refusal, turns.draws) == ([], "", True)


def test_the_next_hundred_calls_are_played_and_put_away(acme: Acme, tab: Tab):
    acme.set_preset(horizon_days=1500)
    for number in range(3):
        acme.book(hours=24 + number, agent_id=None, guest_email=f"{number}@guests.test")
    turns = tab.do(NextTurnsState.load)
    assert turns.told == "3 calls given by Callboard in the last 30 days"
    assert {row.name: row.difference for row in turns.rows} == {"ada": "+0.5", "bo": "−0.5"}
    turns = tab.do(NextTurnsState.simulate)
    assert sum(int(row.gets) for row in turns.played) == 100
    assert {row.before for row in turns.played} == {"+0.5", "−0.5"}
    assert (turns.is_playing, turns.played_others) == (False, "")
    assert turns.played_told == "The widest difference from an even share goes from 0.5 to 0.5 calls."
    assert tab.do(NextTurnsState.forget).played == []


def test_the_figures_of_each_week_are_wished_for_on_the_page(acme: Acme, tab: Tab):
    wish = tab.do(WeeklyFiguresState.load)
    assert (wish.wanted, wish.told) == (False, "To ada@agents.test, on Monday mornings")
    wish = tab.do(WeeklyFiguresState.choose, True)
    assert (wish.wanted, wish.told) == (True, "To ada@agents.test, next on Mon 1 Feb, 08:00")
    assert not tab.do(WeeklyFiguresState.choose, False).wanted


def test_an_agent_is_told_that_figures_are_not_for_them(busy: Acme, tab: Tab):
    page = tab.sign_in(busy.bo, "agent").do(InsightsState.load)
    assert page.refusal == "You may not see the figures of this app."
    assert (page.headlines, page.days, page.agents) == ([], [], [])
    assert tab.do(WeeklyFiguresState.load).refusal
    assert tab.do(NextTurnsState.simulate).played == []
    assert tab.sign_in(busy.bo, "supervisor").do(InsightsState.load).headlines
