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
from console.scheduling.models import Booking, new_id
from console.scheduling.services import booking_views, insights
from console.scheduling.services.insights import KEPT, SOURCES, Figures, Period, Question, Rows
from tests.services.conftest import Acme

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


@pytest.mark.parametrize("when", CHANGES)
def test_the_numbers_are_those_of_a_plain_count_and_each_lists_its_calls(acme: Acme, store: str, when: str):
    change, *_ = CHANGES[when]
    template = acme.book().model_dump()

    @settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(some_calls, st.randoms(use_true_random=False))
    def check(made: list[dict[str, Any]], chance: Random):
        with database.writing() as session:
            session.connection().execute(text("DELETE FROM booking WHERE reference LIKE 'made-%'"))
            session.connection().execute(insert(Booking), [_row(acme, template, change, one) for one in made])
        day = change.date()
        found = insights.figures(acme.admin, Question(first=day, last=day + timedelta(days=1), timezone=NEW_YORK))
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
        for rows, count in chance.sample(told, min(len(told), 15)):
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
