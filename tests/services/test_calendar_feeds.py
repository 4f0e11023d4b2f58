"""Calls as a calendar to subscribe to: whose it is, what stands in it, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.messages.feed import Feed
from console.scheduling.models import App, AuditEntry, DndWindow, Member, Person, ScheduleException
from console.scheduling.rules.calendar_files import Reading, busy_times, winnow
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import bookings, calendars, links
from console.scheduling.services.calendars import Seen, reading
from tests.services.conftest import MONDAY, Acme
from tests.services.test_agent_day import put
from tests.statements import statements


def token(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".ics")


def own(acme: Acme) -> str:
    return token(calendars.renew_feed(acme.agent(acme.ada), "own"))


def of_app(acme: Acme) -> str:
    return token(calendars.renew_feed(acme.admin, "app"))


def events(feed: Feed) -> dict[str, Any]:
    return {str(event["UID"]): event for event in Calendar.from_ical(feed.file()).events}


def block_the_day(acme: Acme) -> None:
    span = {"app_id": acme.app_id, "created_at": MONDAY}
    put(
        DndWindow(person_id=acme.ada, start_at=acme.at(2), end_at=acme.at(3), **span),
        DndWindow(person_id=acme.bo, start_at=acme.at(2), end_at=acme.at(3), **span),
        ScheduleException(
            kind="blocked",
            person_id=acme.ada,
            note="Training; all day, really",
            start_at=acme.at(4),
            end_at=acme.at(5),
            **span,
        ),
        ScheduleException(kind="blocked", start_at=acme.at(24), end_at=acme.at(48), **span),
        ScheduleException(kind="available_extra", person_id=acme.ada, start_at=acme.at(9), end_at=acme.at(10), **span),
    )


def test_an_agents_feed_has_their_calls_with_their_own_key_and_what_blocks_them(acme: Acme):
    mine, _ = acme.book(hours=0), acme.book(hours=0, agent_id=acme.bo)
    block_the_day(acme)
    found = calendars.read_feed(own(acme))
    assert found.name == "ada's calls · Acme"
    seen = events(found)
    assert len(seen) == 4
    call = seen[f"{mine.id}@callboard"]
    assert (call["SUMMARY"], call["SEQUENCE"], call["STATUS"]) == ("Jane", mine.version, "CONFIRMED")
    assert call["URL"] == call["LOCATION"] == links.links_of(mine).agent_join_url
    assert mine.reference in call["DESCRIPTION"] and "/manage/" not in found.file().decode()
    titles = sorted(event["SUMMARY"] for uid, event in seen.items() if not uid.startswith("bkg_"))
    assert titles == ["Blocked", "Do not disturb", "Training; all day, really"]


def test_the_apps_feed_has_everybodys_calls_and_no_key(acme: Acme):
    acme.book(hours=0, guest_name="Zoë")
    acme.book(hours=0, agent_id=acme.bo)
    block_the_day(acme)
    feed = calendars.read_feed(of_app(acme))
    assert sorted(event["SUMMARY"] for event in events(feed).values()) == ["Jane with bo", "Zoë with ada"]
    assert "/join/" not in feed.file().decode()


def test_every_change_of_a_call_is_another_sequence_of_the_same_event(acme: Acme):
    acme.set_preset(require_confirmation=True)
    booking, feed = acme.book(), own(acme)
    seen = [calendars.read_feed(feed)]
    for act in (
        lambda: bookings.confirm(acme.admin, booking.id),
        lambda: bookings.reschedule(acme.admin, booking.id, scheduled_at=acme.at(2)),
        lambda: bookings.cancel(acme.admin, booking.id),
    ):
        acme.hand.shift(timedelta(minutes=1))
        act()
        seen.append(calendars.read_feed(feed))
    told = [events(each)[f"{booking.id}@callboard"] for each in seen]
    assert [event["STATUS"] for event in told] == ["TENTATIVE", "CONFIRMED", "TENTATIVE", "CANCELLED"]
    sequences = [event["SEQUENCE"] for event in told]
    assert sequences == sorted(set(sequences)) and len({each.etag for each in seen}) == 4


def test_what_has_not_changed_has_the_same_tag_all_day(acme: Acme):
    acme.book()
    feed = own(acme)
    before = calendars.read_feed(feed).etag
    acme.hand.shift(timedelta(hours=2))
    assert calendars.read_feed(feed).etag == before


def test_our_own_feed_as_a_busy_calendar_takes_no_time(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "database_now", lambda session: clock.now())
    acme.book(hours=0)
    block_the_day(acme)
    file = winnow(calendars.read_feed(own(acme)).file())
    calendars.add(acme.agent(acme.bo), "https://calls.test/calendar/x.ics")
    (look,) = calendars.claim_due("me", 1)
    busy = busy_times(file, Reading(Interval(MONDAY, acme.at(99)), "America/Bogota"))
    assert len(busy.ours) == 4 and not busy.times
    calendars.record("me", Seen(look, busy=busy))
    assert calendars.of_agent(acme.agent(acme.bo), acme.bo)[0].busy == 0


def test_a_feed_ends_when_it_is_revoked_or_renewed(acme: Acme):
    ada = acme.agent(acme.ada)
    first, second = own(acme), own(acme)
    assert first != second and token(calendars.feed_url(ada, "own") or "") == second
    assert_unknown(first)
    calendars.revoke_feed(ada, "own")
    assert_unknown(second)
    assert calendars.feed_url(ada, "own") is None


def test_a_feed_ends_with_its_owners_place_and_with_the_app(acme: Acme):
    feed = own(acme)
    for table, key, column in (
        (Member, (acme.app_id, acme.ada), "disabled_at"),
        (Person, acme.ada, "disabled_at"),
        (App, acme.app_id, "archived_at"),
    ):
        _set(table, key, column, MONDAY)
        assert_unknown(feed)
        _set(table, key, column, None)
        assert calendars.read_feed(feed)


def _set(table: Any, key: Any, name: str, value: Any) -> None:
    with database.writing() as session:
        setattr(session.get_one(table, key), name, value)


def assert_unknown(key: str) -> None:
    with pytest.raises(NotFound) as refused:
        calendars.read_feed(key)
    assert refused.value.message == "There is no such calendar."


def test_no_other_key_opens_it(acme: Acme):
    feed = own(acme)
    for wrong in (
        feed[:-1] + ("a" if feed[-1] != "a" else "b"),
        feed.upper(),
        "",
        "-",
        "\0",
        "\ud800",
        feed + "-x",
        "é" * 26,
    ):
        assert_unknown(wrong)


def test_the_apps_feed_is_made_by_admins_and_seen_by_supervisors(acme: Acme):
    of_app(acme)
    supervisor = replace(acme.admin, role="supervisor")
    assert calendars.feed_url(supervisor, "app")
    for actor in (supervisor, replace(acme.admin, role="lead"), acme.agent(acme.bo)):
        for act in (calendars.renew_feed, calendars.revoke_feed):
            with pytest.raises(NotAllowed):
                act(actor, "app")
    for actor in (replace(acme.admin, role="lead"), acme.agent(acme.bo), acme.system):
        with pytest.raises(NotAllowed):
            calendars.feed_url(actor, "app")
    with pytest.raises(NotAllowed):
        calendars.renew_feed(supervisor, "own")


def test_making_and_ending_is_in_the_audit_log_without_the_key(acme: Acme):
    feed = own(acme)
    calendars.revoke_feed(acme.agent(acme.ada), "own")
    with database.reading() as session:
        told = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.act for entry in told] == ["calendar_feed.renewed", "calendar_feed.revoked"]
    assert all(feed.rpartition("-")[2] not in entry.model_dump_json() for entry in told)


def test_a_feed_is_read_with_as_many_statements_whatever_it_holds(acme: Acme):
    feed, counts = own(acme), []
    for hours in range(3):
        acme.book(hours=hours)
        with statements() as sent:
            calendars.read_feed(feed)
        counts.append(len([one for one in sent if one.lstrip().startswith("SELECT")]))
    assert counts == [5, 5, 5]
