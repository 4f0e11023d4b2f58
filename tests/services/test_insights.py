"""Figures: what they count, over clock changes too, and that each lists exactly the calls that it counts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.actors import Actor, Role
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import App, Booking, Member, ScheduleException, Team, WorkingWindow, new_id
from console.scheduling.services import booking_views, insights
from console.scheduling.services.insights import KEPT, SOURCES, Figures, Period, Question, Rows
from tests.services.conftest import MONDAY, Acme, add_agent, add_preset
from tests.statements import statements

ON_ONE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""Where the kind of database makes no difference."""
NEW_YORK = "America/New_York"
CHANGES = {
    "fall": (datetime(2027, 11, 7, 6, tzinfo=UTC), -4, -5),
    "spring": (datetime(2027, 3, 14, 7, tzinfo=UTC), -5, -4),
}
"""When New York's clocks change, and its hours off UTC before and after."""
LOCAL = {
    "sqlite": "datetime(scheduled_at / 1000 + 3600 * {offset}, 'unixepoch')",
    "postgresql": "to_char(scheduled_at AT TIME ZONE 'UTC' + {offset} * interval '1 hour', 'YYYY-MM-DD HH24:MI:SS')",
}
LEAD = {
    "sqlite": "(scheduled_at - created_at) / 60000",
    "postgresql": "CAST(extract(epoch FROM scheduled_at - created_at) / 60 AS INTEGER)",
}
AFTER = {
    "sqlite": "CASE WHEN scheduled_at < {at} * 1000 THEN {before} ELSE {after} END",
    "postgresql": "CASE WHEN scheduled_at < to_timestamp({at}) THEN {before} ELSE {after} END",
}

one_call = st.fixed_dictionaries(
    {
        "slot": st.integers(-110, 110),
        "agent": st.integers(0, 1),
        "booking_source": st.sampled_from(SOURCES),
        "status": st.sampled_from(("scheduled", "confirmed", "completed", "no_show", "cancelled")),
        "duration_minutes": st.sampled_from((15, 20, 30)),
        "outcome": st.sampled_from((None, "sold", "later")),
        "lead": st.integers(-30, 60 * 24 * 40),
    }
)
some_calls = st.lists(one_call, min_size=3, max_size=20, unique_by=lambda one: (one["slot"], one["agent"]))


def test_the_numbers_are_those_of_a_plain_count_and_each_lists_its_calls(acme: Acme, store: str):
    template = acme.book().model_dump()

    @settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(sorted(CHANGES)), some_calls, st.randoms(use_true_random=False))
    def check(when: str, made: list[dict[str, Any]], chance: Random):
        change, *_ = CHANGES[when]
        with database.writing() as session:
            session.connection().execute(text("DELETE FROM booking WHERE reference LIKE 'made-%'"))
            session.connection().execute(insert(Booking), [_row(acme, template, change, one) for one in made])
        day = change.date()
        asked = Question(first=day, last=day + timedelta(days=1), timezone=NEW_YORK)
        found = insights.figures(acme.admin, asked, fresh=True)
        plain = _plain(store, when)
        for period in (found.now, found.before):
            _agree(
                period,
                [
                    row
                    for row in plain
                    if period.days.first.isoformat() <= row.local[:10] <= period.days.last.isoformat()
                ],
            )
        told = list(_told(found))
        for rows, count in chance.sample(told, min(len(told), 10)):
            listed = booking_views.find(acme.admin, replace(rows.wanted(), limit=1))
            assert listed.total == count, rows

    check()


def _row(acme: Acme, template: dict[str, Any], change: datetime, made: dict[str, Any]) -> dict[str, Any]:
    start = change + made["slot"] * timedelta(minutes=30)
    return template | {
        "id": new_id("bkg"),
        "reference": f"made-{made['agent']}-{made['slot']}",
        "agent_id": (acme.ada, acme.bo)[made["agent"]],
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=made["duration_minutes"]),
        "created_at": start - timedelta(minutes=made["lead"]),
        **{name: made[name] for name in ("booking_source", "status", "duration_minutes", "outcome")},
    }


def _plain(store: str, when: str) -> list[Any]:
    change, before, after = CHANGES[when]
    offset = AFTER[store].format(at=int(change.timestamp()), before=before, after=after)
    said = (
        f"SELECT {LOCAL[store].format(offset=offset)} AS local, {LEAD[store]} AS lead, booking_source, status, agent_id,"
        " outcome, duration_minutes FROM booking WHERE reference LIKE 'made-%'"
    )
    with database.reading() as session:
        return list(session.connection().execute(text(said)))


def _agree(period: Period, rows: list[Any]) -> None:
    """Every figure of the period is what counting the rows one by one gives."""
    statuses = Counter(row.status for row in rows)
    tally = period.tally
    assert (tally.calls, tally.cancelled) == (len(rows), statuses["cancelled"])
    assert (tally.completed, tally.no_shows) == (statuses["completed"], statuses["no_show"])
    assert tally.minutes == sum(row.duration_minutes for row in rows if row.status != "cancelled")
    came = statuses["completed"] + statuses["no_show"]
    assert tally.no_show_rate == (statuses["no_show"] / came if came else None)
    assert tally.cancel_rate == (statuses["cancelled"] / len(rows) if rows else None)
    days = Counter((row.local[:10], row.booking_source) for row in rows)
    assert {
        (day.day.isoformat(), source): n for day in period.by_day for source, n in day.by_source.items() if n
    } == days
    _counts_are(
        [(part.key, part.tally.calls) for part in period.by_source], Counter(row.booking_source for row in rows)
    )
    _counts_are([(part.agent_id, part.tally.calls) for part in period.by_agent], Counter(row.agent_id for row in rows))
    hours = Counter((date.fromisoformat(row.local[:10]).weekday(), int(row.local[11:13])) for row in rows)
    _counts_are([(part.key, part.tally.calls) for line in period.heat for part in line], hours)
    _counts_are(
        [(part.key, part.tally.calls) for part in period.by_hour], Counter(int(row.local[11:13]) for row in rows)
    )
    outcomes = Counter(row.outcome or "" for row in rows if row.status == "completed")
    _counts_are([(part.outcome, part.calls) for part in period.by_outcome], outcomes)
    leads = sorted(row.lead if row.lead < 2880 else row.lead // 60 * 60 for row in rows if row.lead >= 0)
    assert period.lead.calls == len(leads)
    assert period.lead.median == (leads[(len(leads) - 1) // 2] if leads else None)
    assert period.lead.p90 == (leads[-(-9 * len(leads) // 10) - 1] if leads else None)
    for step in period.by_lead:
        assert step.calls == sum(step.start <= lead and (step.end is None or lead < step.end) for lead in leads)


def _counts_are(parts: list[tuple[Any, int]], expected: Counter[Any]) -> None:
    assert {key: calls for key, calls in parts if calls} == expected


def _told(found: Figures) -> Iterator[tuple[Rows, int]]:
    """Every figure that is not nought, with the calls behind it."""
    for period in (found.now, found.before):
        tally, rows = period.tally, period.rows
        yield rows, tally.calls
        yield rows.only("no_show"), tally.no_shows
        yield rows.only("cancelled"), tally.cancelled
        yield rows.only("completed"), tally.completed
        yield rows.only(*KEPT), tally.kept
        places = [part for line in period.heat for part in line]
        parts = [*period.by_day, *period.by_source, *period.by_agent, *period.by_weekday, *period.by_hour, *places]
        yield from ((part.rows, part.tally.calls) for part in parts if part.tally.calls)
        yield from ((part.rows, part.calls) for part in (*period.by_lead, *period.by_outcome) if part.calls)


WEEK = {"first": date(2027, 2, 1), "last": date(2027, 2, 7), "timezone": "America/Bogota"}
HOURS = 5 * 8 * 60
"""Minutes that an agent of Acme works in a week."""


def _figures(acme: Acme, actor: Actor | None = None, *, fresh: bool = False, **asked: Any) -> Figures:
    return insights.figures(actor or acme.admin, Question(**(WEEK | asked)), fresh=fresh)


def test_open_minutes_are_hours_and_extra_time_less_what_is_blocked(acme: Acme):
    acme.book(hours=0)
    week = _figures(acme).now
    assert (week.tally.minutes, week.open_minutes, week.utilisation) == (30, 2 * HOURS, 30 / (2 * HOURS))
    monday = acme.at(-1)
    _except(acme, "blocked", None, monday, monday + timedelta(hours=4))  # a closure
    _except(acme, "blocked", acme.bo, monday, monday + timedelta(hours=24))
    _except(acme, "available_extra", acme.ada, monday - timedelta(hours=1), monday + timedelta(hours=1))
    week = _figures(acme, fresh=True).now
    assert {part.name: part.open_minutes for part in week.by_agent} == {"ada": HOURS - 240 + 60, "bo": HOURS - 480}


@ON_ONE
def test_a_week_in_which_a_clock_changes_is_open_for_as_long_as_its_hours_say(acme: Acme):
    with database.writing() as session:
        night = {"weekday": 6, "start_minute": 0, "end_minute": 240, "timezone": NEW_YORK}
        session.add(WorkingWindow(app_id=acme.app_id, person_id=acme.ada, **night))
    for day, minutes in ((date(2027, 11, 7), 300), (date(2027, 3, 14), 180), (date(2027, 3, 21), 240)):
        assert _figures(acme, first=day, last=day, timezone=NEW_YORK).now.open_minutes == minutes


@ON_ONE
@pytest.mark.parametrize(("role", "names"), [("owner", "ab"), ("supervisor", "ab"), ("lead", "b"), ("agent", None)])
def test_figures_are_those_of_the_calls_that_one_may_see(acme: Acme, role: Role, names: str | None):
    acme.book(hours=0)
    acme.book(hours=1, agent_id=acme.bo)
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="Spain")
        session.add(team)
        session.flush()
        session.get_one(Member, (acme.app_id, acme.bo)).team_id = team.id
        team_id = team.id
    actor = Actor("admin", id="per_else", app_id=acme.app_id, role=role, team_id=team_id)
    assert insights.may_see(actor) == (names is not None)
    if names is None:
        with pytest.raises(NotAllowed):
            _figures(acme, actor)
    else:
        week = _figures(acme, actor).now
        assert [part.name[0] for part in week.by_agent] == list(names)
        assert (week.tally.calls, week.open_minutes) == (len(names), len(names) * HOURS)


@ON_ONE
def test_filters_narrow_calls_and_the_agents_whose_time_is_open(acme: Acme):
    acme.book(hours=0)
    acme.book(acme.system, hours=1, agent_id=acme.bo)
    only_ada = _figures(acme, agent_ids=(acme.ada,)).now
    assert (only_ada.tally.calls, only_ada.open_minutes) == (1, HOURS)
    by_api = _figures(acme, sources=("api",)).now
    assert ([part.key for part in by_api.by_source], by_api.tally.calls) == (["api"], 1)
    other = add_preset(acme)
    assert _figures(acme, preset_ids=(other,)).now.tally.calls == 0
    assert _figures(acme, preset_ids=(other,)).now.open_minutes == 2 * HOURS
    assert _figures(acme, team_ids=("team_none",)).now.open_minutes == 0


@ON_ONE
def test_a_test_app_stays_out(acme: Acme):
    with database.writing() as session:
        session.get_one(App, acme.app_id).test_of_app_id = acme.app_id
    with pytest.raises(NotFound):
        _figures(acme)


@ON_ONE
@pytest.mark.parametrize(
    "odd",
    [
        {"last": date(2027, 1, 31)},
        {"last": date(2028, 2, 2)},
        {"first": date(1, 1, 1), "last": date(1, 1, 7)},
        {"timezone": "Mars/Olympus"},
    ],
)
def test_what_cannot_be_asked_is_refused(acme: Acme, odd: dict[str, Any]):
    with pytest.raises(Invalid):
        _figures(acme, **odd)


@ON_ONE
def test_the_same_question_is_answered_from_memory_for_a_minute(acme: Acme):
    before = _figures(acme)
    acme.book(hours=0)
    with statements() as asked:
        assert _figures(acme) is before
    assert len(asked) <= 1
    assert _figures(acme, fresh=True).now.tally.calls == 1
    acme.book(hours=1)
    acme.hand.shift(timedelta(seconds=61))
    assert _figures(acme).now.tally.calls == 2


def test_figures_take_a_constant_number_of_questions(acme: Acme):
    def asked() -> int:
        with statements() as sent:
            _figures(acme, fresh=True)
        return len(sent)

    few = asked()
    for number in range(3):
        acme.book(hours=number, agent_id=add_agent(acme, f"agent{number}"))
    assert asked() == few <= 6


def _except(acme: Acme, kind: str, person_id: str | None, start: datetime, end: datetime) -> None:
    with database.writing() as session:
        terms = {"kind": kind, "person_id": person_id, "start_at": start, "end_at": end}
        session.add(ScheduleException(app_id=acme.app_id, created_at=MONDAY, **terms))
