"""People's own calendars: added by whom they belong to, read by the jobs, and what they say takes time away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.errors import Conflict, Invalid, NotAllowed, NotFound, SlotUnavailable, TooMany
from console.scheduling.messages import ics
from console.scheduling.models import (
    App,
    AuditEntry,
    BusyCalendar,
    BusyTime,
    DndWindow,
    Member,
    Person,
    StaffNotice,
    Team,
)
from console.scheduling.rules.calendar_files import Busy
from console.scheduling.rules.calendars import FETCH_EVERY, LEASE, MOST_EACH, event_uid
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import calendars, changes, files, slots
from console.scheduling.services.calendars import Look, Seen, reading
from console.scheduling.services.calendars.reading import feed_mark
from console.scheduling.services.slots import SlotQuery
from tests.services.conftest import MONDAY, Acme

ADDRESS = "https://calendar.google.com/calendar/ical/ada%40agents.test/private-5ec2e7/basic.ics"
ME = "jobs:1:one"


@pytest.fixture(autouse=True)
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's clock is ours, which the tests move."""
    monkeypatch.setattr(reading, "database_now", lambda session: clock.now())


def add(acme: Acme, url: str = ADDRESS, **more: Any) -> str:
    return calendars.add(acme.agent(acme.ada), url, **more)


def claim(worker: str = ME, count: int = 9) -> list[Look]:
    return calendars.claim_due(worker, count)


def say(look: Look, *times: Interval, worker: str = ME, **more: Any) -> bool:
    """The file says this."""
    return calendars.record(worker, Seen(look, busy=Busy(times, **more), etag='"1"', digest="d1"))


def at(acme: Acme, start: float, end: float) -> Interval:
    return Interval(acme.at(start), acme.at(end))


def stored() -> list[tuple[Any, Any, str]]:
    with database.reading() as session:
        rows = session.scalars(select(BusyTime).order_by(BusyTime.start_at))
        return [(one.start_at, one.end_at, one.id) for one in rows]


def view(acme: Acme) -> calendars.CalendarView:
    (seen,) = calendars.of_agent(acme.agent(acme.ada), acme.ada)
    return seen


def test_a_calendar_is_due_at_once_and_then_every_few_minutes(acme: Acme):
    add(acme)
    (look,) = claim()
    assert not calendars.has_due() and claim() == []
    assert say(look)
    acme.hand.shift(FETCH_EVERY * 0.8)
    assert not calendars.has_due()
    acme.hand.shift(FETCH_EVERY * 0.4)
    assert [one.number for one in claim()] == [2]


def test_it_is_asked_about_the_furthest_horizon_on_the_agents_clock(acme: Acme):
    acme.set_preset(horizon_days=200)
    add(acme)
    (look,) = claim()
    assert look.reading.timezone == "America/Bogota"
    assert look.reading.within.end == MONDAY.replace(hour=5) + timedelta(days=202)
    assert look.reading.owners == {"ada@agents.test"}


def test_what_it_says_takes_time_away_in_every_app_and_explain_names_it(acme: Acme):
    add(acme)
    (look,) = claim()
    say(look, at(acme, 1, 2))
    for hours, code in ((0.5, None), (0.75, "busy_calendar"), (1.5, "busy_calendar"), (2, None)):
        (told,) = slots.explain(acme.system, SlotQuery(start=acme.at(hours), end=acme.at(hours), agent_id=acme.ada))
        assert next((reason.code for reason in told.reasons), None) == code
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(acme.system, hours=1.25)
    assert refused.value.code == "busy_calendar"


@within(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=4))
def test_what_is_kept_as_busy_is_never_offered(acme: Acme, chosen: list[tuple[int, int]]):
    if not calendars.of_agent(acme.agent(acme.ada), acme.ada):
        add(acme)
    busy = [Interval(acme.at(start / 12), acme.at((start + length) / 12)) for start, length in chosen]
    _set(BusyCalendar, view(acme).id, "due_at", MONDAY)
    (look,) = claim()
    say(look, *busy)
    day = SlotQuery(start=acme.at(-1), end=acme.at(8), agent_id=acme.ada, step_minutes=5)
    offered = {slot.start_at for slot in slots.available(acme.system, day)}
    for start, _, _ in stored():
        assert start not in offered
    for slot in offered:
        assert not any(start < slot + timedelta(minutes=30) and slot < end for start, end, _ in stored())
    for start in {acme.at(minutes / 12) for minutes in range(0, 78, 7)} - offered:
        (told,) = slots.explain(acme.system, SlotQuery(start=start, end=start, agent_id=acme.ada))
        assert "busy_calendar" in {reason.code for reason in told.reasons}


def test_an_admin_and_the_agent_set_it_aside_and_nobody_else(acme: Acme):
    with database.writing() as session:
        team = Team(app_id=acme.app_id, name="East")
        session.add(team)
        session.flush()
        session.get_one(Member, (acme.app_id, acme.ada)).team_id = team.id
    add(acme)
    (look,) = claim()
    say(look, at(acme, 0, 4))
    lead = replace(acme.admin, id=acme.bo, role="lead", team_id=team.id)
    for actor in (lead, acme.system):
        with pytest.raises(SlotUnavailable) as refused:
            acme.book(actor, hours=0, respect_working_hours=False)
        assert refused.value.code == "busy_calendar"
    assert acme.book(acme.admin, hours=0, respect_working_hours=False).agent_id == acme.ada
    assert acme.book(acme.agent(acme.ada), hours=1, respect_working_hours=False).agent_id == acme.ada


def test_only_what_differs_is_written_and_somebody_is_told(acme: Acme):
    told: list[changes.Change] = []
    stop = changes.subscribe(told.append)
    add(acme)
    (look,) = claim()
    told.clear()
    say(look, at(acme, 1, 2), at(acme, 3, 4))
    assert [(change.subject, change.agent_id) for change in told] == [("schedule", acme.ada)]
    first = stored()
    acme.hand.shift(timedelta(minutes=7))
    (look,) = claim()
    told.clear()
    say(look, at(acme, 1, 2), at(acme, 3, 4))
    assert stored() == first and told == []
    acme.hand.shift(timedelta(minutes=7))
    (look,) = claim()
    say(look, at(acme, 1, 2), at(acme, 3, 5))
    assert stored()[0] == first[0] and stored()[1][:2] == (acme.at(3), acme.at(5)) and len(told) == 1
    stop()


def test_a_calendar_that_fails_keeps_what_was_known_and_is_asked_less_and_less_often(acme: Acme):
    add(acme)
    (look,) = claim()
    say(look, at(acme, 1, 2))
    waits = []
    for _ in range(6):
        acme.hand.shift(timedelta(hours=2))
        (look,) = claim()
        calendars.record(ME, Seen(look, "answered:404"))
        with database.reading() as session:
            waits.append(session.get_one(BusyCalendar, look.calendar_id).due_at)
        seen = view(acme)
        assert (seen.problem, seen.fetched_at) == ("answered:404", MONDAY)
    assert len(stored()) == 1
    acme.hand.shift(timedelta(hours=2))
    (look,) = claim()
    assert (look.etag, look.digest) == ('"1"', "d1")
    calendars.record(ME, Seen(look))
    assert (view(acme).problem, view(acme).failed_at, len(stored())) == (None, None, 1)


def test_the_whole_file_is_asked_for_on_another_day_and_for_another_horizon(acme: Acme):
    add(acme)
    (look,) = claim()
    say(look)
    acme.hand.shift(timedelta(minutes=7))
    (look,) = claim()
    assert (look.etag, look.digest) == ('"1"', "d1")
    say(look)
    acme.set_preset(horizon_days=300)
    acme.hand.shift(timedelta(minutes=7))
    (look,) = claim()
    assert (look.etag, look.digest) == (None, None)
    say(look)
    acme.hand.shift(timedelta(days=1))
    (look,) = claim()
    assert (look.etag, look.digest) == (None, None)


def test_of_two_workers_each_calendar_goes_to_one_and_a_late_answer_is_dropped(acme: Acme):
    add(acme)
    calendars.add(acme.agent(acme.bo), ADDRESS)
    (first,), (second,) = claim("a:1:x", 1), claim("b:1:y")
    assert {first.calendar_id, second.calendar_id} == {one.id for one in _all(acme)}
    acme.hand.shift(LEASE)
    again = {one.calendar_id: one for one in claim("b:1:y")}[first.calendar_id]
    assert not say(first, at(acme, 1, 2), worker="a:1:x")
    assert say(again, worker="b:1:y") and stored() == []
    calendars.take_back(lambda worker: worker == "b:1:y")
    assert [one.calendar_id for one in claim("c:1:z")] == [second.calendar_id]


def _all(acme: Acme) -> Sequence[calendars.CalendarView]:
    return [*calendars.of_agent(acme.admin, acme.ada), *calendars.of_agent(acme.admin, acme.bo)]


def test_our_own_events_never_take_time_and_another_callboards_do(acme: Acme):
    booking = acme.book(hours=0)
    with database.writing() as session:
        block = DndWindow(
            app_id=acme.app_id, person_id=acme.ada, start_at=acme.at(2), end_at=acme.at(3), created_at=MONDAY
        )
        session.add(block)
    add(acme)
    (look,) = claim()
    ours = {
        f"{booking.id}@callboard": (at(acme, 0, 0.5),),
        event_uid(block.id, feed_mark()): (at(acme, 2, 3),),
        f"bkg_{'0' * 26}@callboard": (at(acme, 4, 5),),
        event_uid(block.id, "00ff"): (at(acme, 5, 6),),
    }
    say(look, ours=ours)
    assert [one[:2] for one in stored()] == [(acme.at(4), acme.at(6))]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("calendar", "invalid_url"),
        ("ftp://calendar.test/a.ics", "invalid_url"),
        ("http://calendar.test/a.ics", "https_required"),
        ("webcal://127.0.0.1/a.ics", "address_not_public"),
        ("https://me:secret@calendar.test/a.ics", "invalid_url"),
        ("https://[::1]/a.ics", "address_not_public"),
        ("https://a.test/\x00", "invalid_url"),
    ],
)
def test_an_address_that_leads_nowhere_good_is_refused(acme: Acme, url: str, code: str):
    with pytest.raises(Invalid) as refused:
        add(acme, url)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("url", code)]


def test_a_calendar_is_named_after_where_it_lives_and_webcal_is_https(acme: Acme):
    add(acme, "webcal://p42-caldav.icloud.com/published/2/MTIz")
    with database.reading() as session:
        assert session.scalars(select(BusyCalendar.url)).one().startswith("https://p42-caldav")
    assert view(acme).name == "iCloud"


def test_so_many_and_no_more_and_none_twice(acme: Acme):
    add(acme)
    with pytest.raises(Conflict, match="already"):
        add(acme)
    for number in range(1, MOST_EACH):
        add(acme, f"{ADDRESS}?{number}")
    with pytest.raises(Conflict, match="at most 5"):
        add(acme, f"{ADDRESS}?more")


def test_calendars_are_ones_own(acme: Acme):
    chosen = add(acme)
    for act in (calendars.remove, calendars.read_again):
        with pytest.raises(NotFound):
            act(acme.agent(acme.bo), chosen)
    with pytest.raises(NotAllowed):
        calendars.of_agent(acme.agent(acme.bo), acme.ada)
    with pytest.raises(NotAllowed):
        calendars.add(replace(acme.agent(acme.ada), role="supervisor"), ADDRESS)
    (seen,) = calendars.of_agent(acme.admin, acme.ada)
    assert "private" not in repr(seen)


def test_a_removed_one_gives_the_time_back(acme: Acme):
    chosen = add(acme)
    (look,) = claim()
    say(look, at(acme, 0, 4))
    calendars.remove(acme.agent(acme.ada), chosen)
    assert stored() == [] and not say(look)
    assert acme.book(acme.system, hours=1).agent_id == acme.ada


def test_it_can_be_read_again_but_not_in_one_breath(acme: Acme):
    chosen = add(acme)
    (look,) = claim()
    say(look)
    with pytest.raises(TooMany):
        calendars.read_again(acme.agent(acme.ada), chosen)
    acme.hand.shift(timedelta(seconds=20))
    calendars.read_again(acme.agent(acme.ada), chosen)
    assert calendars.has_due()


def test_nobody_reads_the_calendars_of_who_has_left(acme: Acme):
    add(acme)
    for table, key in ((Member, (acme.app_id, acme.ada)), (Person, acme.ada), (App, acme.app_id)):
        column = "archived_at" if table is App else "disabled_at"
        _set(table, key, column, MONDAY)
        assert not calendars.has_due()
        _set(table, key, column, None)
        assert calendars.has_due()


def _set(table: Any, key: Any, name: str, value: Any) -> None:
    with database.writing() as session:
        setattr(session.get_one(table, key), name, value)


def test_the_address_stands_in_no_log_and_no_export(acme: Acme):
    add(acme)
    (look,) = claim()
    assert "private" not in repr(look) and "private" not in repr(Seen(look))
    with database.reading() as session:
        told = [entry.model_dump_json() for entry in session.scalars(select(AuditEntry))]
    assert any("calendar.added" in entry for entry in told)
    assert "private-5ec2e7" not in "".join(told)
    assert "private-5ec2e7" not in repr(files.export_app(acme.app_id))


def test_a_call_that_our_e_mail_put_into_the_calendar_takes_no_time_away(acme: Acme):
    booking = acme.book(hours=0)
    sent = ics.uid(f"{booking.id}.{ics.mark_of(acme.ada)}")
    other = ics.uid(f"bkg_{'0' * 26}.{ics.mark_of(acme.ada)}")
    add(acme)
    (look,) = claim()
    assert say(look, ours={sent: (at(acme, 0, 0.5),), other: (at(acme, 2, 3),)})
    assert [start for start, _, _ in stored()] == [acme.at(2)]


def test_admins_are_told_once_when_a_calendar_stays_broken(acme: Acme):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).role = "admin"
    add(acme)
    told = []
    for _ in range(5):
        (look,) = claim()
        calendars.record(ME, Seen(look, problem="answered:404"))
        acme.hand.shift(timedelta(hours=2))
        with database.reading() as session:
            told.append({(row.person_id, row.kind) for row in session.scalars(select(StaffNotice))})
    assert told[1] == set() and told[2] == told[4] == {(acme.bo, "calendar_broken")}
