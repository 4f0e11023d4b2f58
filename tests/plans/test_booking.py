"""However many bookings there are, a page of them is read by an index: the databases' own plans say so."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session

from console.scheduling import database
from console.scheduling.models import Booking, Member, Team, new_id
from console.scheduling.queries import affected, reassigning
from console.scheduling.queries.booking_lists import BookingFilter, conditions, find
from console.scheduling.queries.bookings import of_customer
from console.scheduling.queries.insights import counted
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.permissions import Scope
from console.scheduling.rules.search import search_text
from tests.rows import START, World, make_world
from tests.statements import asked, plan

MANY = 10_000
STATUSES = ("completed", "cancelled", "no_show")
SOURCES = ("public_booking", "agent", "api", "admin")
SEARCHES = ("guest2718", "guest2718 2718@guests", "57300002718")


@pytest.fixture
def crowd(store: str) -> World:
    """A world of ten thousand bookings, a minute apart."""
    with database.writing() as session:
        world = make_world(session)
        values = world.booking(session, status="completed").model_dump()
        session.connection().execute(insert(Booking), [values | _row(number) for number in range(MANY)])
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE booking"))
    return world


def test_a_page_is_read_by_an_index(store: str, crowd: World) -> None:
    a_day = {"start": START, "end": START + timedelta(days=1)}
    walks = [
        BookingFilter(),
        BookingFilter(order="desc", offset=200),
        BookingFilter(statuses=["no_show"]),
        BookingFilter(statuses=["no_show", "cancelled"], order="desc"),
        BookingFilter(sources=["api"]),
        BookingFilter(sources=["api", "admin"]),
        BookingFilter(agent_ids=[crowd.agent.id], statuses=["no_show"]),
        BookingFilter(sources=["api"], **a_day),
        BookingFilter(preset_ids=[crowd.preset.id]),
        BookingFilter(preset_ids=[crowd.preset.id], statuses=["no_show"], order="desc"),
        BookingFilter(team_ids=[_team(crowd)]),
        BookingFilter(booking_ids=[new_id("bkg") for _ in range(1000)]),
    ]
    with database.reading() as session:
        for wanted in walks:
            for found in _plans(session, crowd, wanted)[bool(wanted.team_ids) :][:2]:
                assert not _reads_the_whole_table(store, found), f"{wanted}\n{found}"
        for search in SEARCHES:
            named, counted = _plans(session, crowd, BookingFilter(search=search))[-3::2]
            for found in (named, counted):
                by_trigram = {
                    "sqlite": "SCAN booking_search VIRTUAL TABLE INDEX",
                    "postgresql": "Bitmap Index Scan on booking_search",
                }
                assert by_trigram[store] in found
                assert not _reads_the_whole_table(store, found), f"{search}\n{found}"
        theirs = partial(of_customer, session, Scope("app", crowd.app.id), "cus_of_few_calls", START, 6, but="")
        for found in _plans_of(session, theirs):
            assert "booking_by_customer" in found, found


def test_figures_are_counted_in_one_index_without_a_look_at_each_call(store: str, crowd: World) -> None:
    within, scope = Interval(START, START + timedelta(days=1)), Scope("app", crowd.app.id)
    with database.reading() as session:
        with asked() as sent:
            counted(session, conditions(session, scope, BookingFilter()), within, "UTC", START)
        found = plan(session.connection(), *sent[-1])
    # PostgreSQL weighs its indexes by how the calls lie, and these are all of one customer.
    assert "COVERING INDEX booking_by_time" in found if store == "sqlite" else "Seq Scan" not in found, found


def test_a_preset_that_is_hardly_used_is_found_by_its_index(store: str, crowd: World) -> None:
    with database.reading() as session:
        plan = _plans(session, crowd, BookingFilter(preset_ids=["pre_of_no_call"]))[0]
    assert "booking_by_preset" in plan, plan


def test_the_calls_in_the_way_of_a_change_are_found_by_an_index(store: str, crowd: World) -> None:
    during, soon = Interval(START, START + timedelta(days=1)), START + timedelta(minutes=MANY - 100)
    with database.reading() as session:
        for look in (
            partial(affected.to_come, session, crowd.app.id, None, during, 201),
            partial(affected.to_come, session, crowd.app.id, [crowd.agent.id], during),
            partial(affected.counted, session, [crowd.agent.id], soon),
            partial(reassigning.calls, session, crowd.app.id, [new_id("bkg") for _ in range(200)]),
        ):
            for found in _plans_of(session, look):
                assert not _reads_the_whole_table(store, found), f"{look}\n{found}"


def test_counting_stops_where_people_no_longer_care(crowd: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.scheduling.queries.booking_lists._MOST_COUNTED", 1_000)
    with database.reading() as session:
        scope = Scope("app", crowd.app.id)
        page = find(session, scope, BookingFilter(counts_all=False))
        assert (page.total, page.has_uncounted) == (1_000, True)
        few = find(session, scope, BookingFilter(counts_all=False, search="guest2718"))
        assert (few.total, few.has_uncounted) == (1, False)
        assert find(session, scope, BookingFilter()).total == MANY + 1


def _team(world: World) -> str:
    with database.writing() as session:
        team = Team(app_id=world.app.id, name="Spain")
        session.add(team)
        session.flush()
        terms = {"app_id": world.app.id, "person_id": world.agent.id, "team_id": team.id}
        session.add(Member(**terms, role="agent", timezone="UTC", joined_at=START))
        return team.id


def _row(number: int) -> dict[str, Any]:
    start = START + timedelta(minutes=number)
    return {
        "id": new_id("bkg"),
        "reference": f"R{number}",
        "status": STATUSES[number % len(STATUSES)],
        "booking_source": SOURCES[number % len(SOURCES)],
        "scheduled_at": start,
        "ends_at": start + timedelta(minutes=30),
        "search_text": search_text(f"Guest{number} Doe", f"{number}@guests.test", f"+57300{number:06}", f"R{number}"),
    }


def _reads_the_whole_table(store: str, lines: str) -> bool:
    if store == "postgresql":
        return "Seq Scan on booking" in lines
    return any(line.startswith("SCAN booking") and "VIRTUAL" not in line for line in lines.splitlines())


def _plans(session: Session, world: World, wanted: BookingFilter) -> list[str]:
    """How the database goes about each statement of a page, and of its count as the master view has it."""
    return _plans_of(session, lambda: find(session, Scope("app", world.app.id), wanted))


def _plans_of(session: Session, ask: Callable[[], object]) -> list[str]:
    """How the database goes about each statement that is asked."""
    with asked() as statements:
        ask()
    return [plan(session.connection(), *each) for each in statements if each[0].startswith("SELECT")]
