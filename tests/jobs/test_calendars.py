"""From a secret address to time that is taken away: real HTTP, a real reading process, real jobs, hostile servers."""

import asyncio
import gzip
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from typing import Any

import pytest
from sqlmodel import Session, select

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.models import BusyCalendar, Member
from console.scheduling.rules import calendars as rules
from console.scheduling.rules.calendar_files import Reading
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import calendars
from console.scheduling.services.calendars import CalendarView, Look, Seen
from console.scheduling.services.changes import Change, announce
from console.scheduling.services.transaction import writes
from console.scheduling.settings import settings
from jobs import calendars as desk
from jobs import scheduler
from jobs.guard import guarded_client
from tests import receivers
from tests.jobs.working import jobs_at_work
from tests.receivers import receiver, reply
from tests.rows import make_world

LOOPBACK = [ip_network("127.0.0.0/8")]


def file(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def event(days: float, **more: str) -> str:
    """An hour, so many days from now."""
    start = clock.now() + timedelta(days=days)
    lines = [f"{name}:{value}" for name, value in more.items()]
    times = (f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT1H")
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{days}@there.test", *times, *lines, "END:VEVENT"])


def serves(content: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler, int], None]:
    return lambda handler, _: reply(handler, 200, content, Content_Type="text/calendar", **headers)


def look(url: str, allowed: Any = LOOPBACK, **known: str | None) -> Seen:
    """One look at an address."""
    now = clock.now()
    reading = Reading(Interval(now, now + timedelta(days=60)), "UTC")
    asked = Look("cal_1", 1, url, *(known.get(name) for name in ("etag", "last_modified", "digest")), reading, "today")

    async def see() -> Seen:
        readers = desk.Readers()
        async with guarded_client(allowed) as client:
            client.max_redirects = rules.MOST_REDIRECTS
            try:
                return await desk.look_at(client, readers, asked)
            finally:
                readers.close()

    return asyncio.run(see())


def times(seen: Seen) -> int:
    assert seen.problem is None and seen.busy is not None, seen.problem
    return len(seen.busy.times)


def test_a_file_is_fetched_and_read():
    with receiver(serves(file(event(1), event(2), event(90)), ETag='"a"', Last_Modified="yesterday")) as there:
        seen = look(there.url)
        assert times(seen) == 2 and (seen.etag, seen.last_modified) == ('"a"', "yesterday")
        headers = there.requests[0][0]
        assert headers["Accept-Encoding"] == "identity" and "Cookie" not in headers and "Referer" not in headers


def test_what_has_not_changed_is_neither_sent_nor_read_again():
    content = file(event(1, DTSTAMP="20270101T000000Z"))

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        known = (
            handler.headers.get("If-None-Match") == '"a"' and handler.headers.get("If-Modified-Since") == "yesterday"
        )
        reply(handler, 304 if known else 200, b"" if known else content, ETag='"a"')

    with receiver(answer) as there:
        first = look(there.url)
        again = look(there.url, etag='"a"', last_modified="yesterday", digest=first.digest)
        assert again.problem is again.busy is None and again.etag == '"a"'
        stamped = content.replace(b"20270101T000000Z", b"20270101T000500Z")
        there.answer = serves(stamped)
        assert look(there.url, digest=first.digest).busy is None


def test_a_redirect_is_followed_and_a_ring_of_them_is_not():
    with receiver(serves(file(event(1)))) as there, receiver() as here:
        here.answer = lambda handler, _: reply(handler, 302, b"", Location=there.url)
        assert times(look(here.url)) == 1
        here.answer = lambda handler, _: reply(handler, 302, b"", Location=here.url)
        assert look(here.url).problem == "not_reached"
        assert len(here.requests) == 1 + 1 + rules.MOST_REDIRECTS


def test_no_address_inside_is_dialled_not_even_by_a_redirect():
    with receiver(serves(file(event(1)))) as inside:
        assert look(inside.url, allowed=()).problem == "address_refused"
        assert look(inside.url.replace("http", "https"), allowed=()).problem == "address_refused"
        with receiver(lambda handler, _: reply(handler, 302, b"", Location="http://10.0.0.1/")) as here:
            assert look(here.url).problem == "address_refused"
        assert inside.requests == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda handler, _: reply(handler, 404), "answered:404"),
        (lambda handler, _: reply(handler, 304), "answered:304"),  # nobody has asked for that
        (serves(b"<!doctype html>Sign in"), "not_a_calendar"),
        (serves(gzip.compress(file()), Content_Encoding="gzip"), "not_a_calendar"),
        (receivers.bomb, "not_a_calendar"),
        (receivers.endless, "too_large"),
        (receivers.garbage, "broken_off"),
        (receivers.reset, "broken_off"),
        (serves(file(event(1))[:-30]), "cut_off"),
    ],
)
def test_a_server_that_is_no_calendar_is_told_by_name(answer: Any, problem: str):
    with receiver(answer) as there:
        assert look(there.url).problem == problem


@pytest.mark.parametrize("answer", [receivers.hang(), receivers.drip, receivers.drip_body])
def test_no_server_keeps_us_longer_than_the_deadline(answer: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "FETCH_DEADLINE", timedelta(seconds=0.5))
    with receiver(answer) as there:
        started = time.monotonic()
        assert look(there.url).problem == "timed_out"
        assert time.monotonic() - started < 30


def test_a_file_that_takes_too_long_to_work_out_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "READ_DEADLINE", timedelta(seconds=1))
    never = event(1, RRULE="FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30")  # counts every minute up to the year 9999
    with receiver(serves(file(never))) as there:
        started = time.monotonic()
        assert look(there.url).problem == "too_slow"
        assert time.monotonic() - started < 30


@pytest.fixture
def ada(store: str, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """An agent on My schedules, whose calendars may be on this machine."""
    monkeypatch.setenv("CALLBOARD_CALENDAR_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    with database.writing() as session:
        world = make_world(session)
        member = Member(
            app_id=world.app.id, person_id=world.agent.id, role="agent", timezone="UTC", joined_at=clock.now()
        )
        session.add(member)
        return Actor("agent", id=world.agent.id, app_id=world.app.id, role="agent")


def wait_for(ada: Actor, true: Callable[[CalendarView], bool], seconds: float = 30) -> CalendarView:
    until = time.monotonic() + seconds
    while not true(seen := calendars.of_agent(ada, ada.id or "")[0]):
        assert time.monotonic() < until, seen
        time.sleep(0.02)
    return seen


def test_a_new_calendar_is_read_at_once(ada: Actor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scheduler, "_CALENDARS_EVERY", timedelta(hours=1))
    with receiver(serves(file(event(1), event(2)))) as there, jobs_at_work():
        calendars.add(ada, there.url)
        assert wait_for(ada, lambda one: one.fetched_at is not None).busy == 2


def test_a_broken_calendar_keeps_its_busy_time_and_recovers(ada: Actor):
    with receiver(serves(file(event(1)))) as there, jobs_at_work():
        chosen = calendars.add(ada, there.url)
        first = wait_for(ada, lambda one: one.fetched_at is not None)
        there.answer = lambda handler, _: reply(handler, 500)
        _make_due()
        broken = wait_for(ada, lambda one: one.problem is not None)
        assert (broken.busy, broken.fetched_at) == (1, first.fetched_at)
        there.answer = serves(file(event(1), event(3)))
        _make_due()
        wait_for(ada, lambda one: one.problem is None and one.busy == 2)  # two reads: they may part at the commit
        calendars.remove(ada, chosen)


def test_three_workers_fetch_each_calendar_once(ada: Actor):
    with receiver(serves(file(event(1)))) as there, jobs_at_work(), jobs_at_work(), jobs_at_work():
        for number in range(5):
            calendars.add(ada, f"{there.url}?{number}")
        there.wait_for(5)
        time.sleep(1)
        assert sorted(there.paths) == sorted(f"/hooks?{number}" for number in range(5))


def test_one_that_hangs_holds_up_no_other_and_no_stop(ada: Actor):
    with receiver(receivers.hang()) as hanging, receiver(serves(file(event(1)))) as there:
        with jobs_at_work():
            calendars.add(ada, hanging.url)
            hanging.wait_for(1)
            calendars.add(ada, there.url)
            there.wait_for(1, desk.FETCH_DEADLINE.total_seconds())
            stopping = time.monotonic()
        assert time.monotonic() - stopping < desk.FETCH_DEADLINE.total_seconds()
        assert calendars.has_due()  # given back


def test_no_address_comes_into_the_log(ada: Actor, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with receiver(serves(b"nonsense")) as there, jobs_at_work():
        calendars.add(ada, f"{there.url}?private-5ec2e7")
        wait_for(ada, lambda one: one.problem is not None)
    assert there.requests and "private-5ec2e7" not in caplog.text


@writes
def _make_due(session: Session) -> None:
    for calendar in session.scalars(select(BusyCalendar)):
        calendar.due_at = clock.now()
    announce(session, Change("", "calendar"))
