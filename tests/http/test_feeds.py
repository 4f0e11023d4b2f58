"""A calendar feed over HTTP: fetched by whoever has its address, cheaply when nothing has changed."""

import gzip
from collections.abc import Iterator

import pytest
import time_machine
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.scheduling.services import calendars
from tests.services.conftest import MONDAY, Acme, make_acme


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=http.routes), follow_redirects=False)


def path(acme: Acme) -> str:
    return "/calendar/" + calendars.renew_feed(acme.agent(acme.ada), "own").rpartition("/")[2]


def test_it_is_a_calendar_that_nobody_else_keeps(acme: Acme, client: TestClient):
    acme.book()
    answer = client.get(path(acme), headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200 and len(Calendar.from_ical(answer.content).events) == 1
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["referrer-policy"] == "no-referrer" and "set-cookie" not in answer.headers


def test_who_has_it_already_gets_304_until_something_changes(acme: Acme, client: TestClient):
    acme.book()
    feed = path(acme)
    tag = client.get(feed).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = client.get(feed, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    acme.book(hours=1)
    assert client.get(feed, headers={"If-None-Match": tag}).status_code == 200


def test_a_large_one_is_packed_for_who_can_unpack_it(acme: Acme, client: TestClient):
    for hours in range(5):
        acme.book(hours=hours, guest_email=f"{hours}@guests.test")
    feed = path(acme)
    with client.stream("GET", feed, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip" and "Accept-Encoding" in packed.headers["vary"]
        content = gzip.decompress(b"".join(packed.iter_raw()))
    plain = client.get(feed, headers={"Accept-Encoding": "identity"})
    assert plain.content == content and "content-encoding" not in plain.headers


def test_what_was_revoked_answers_as_what_never_was(acme: Acme, client: TestClient):
    feed = path(acme)
    calendars.revoke_feed(acme.agent(acme.ada), "own")
    gone, never = client.get(feed), client.get("/calendar/never.ics")
    assert gone.status_code == never.status_code == 404 and gone.content == never.content
    assert client.get("/calendar/%00-%ff.ics").status_code == 404


def test_it_is_only_looked_at(acme: Acme, client: TestClient):
    feed = path(acme)
    assert {client.request(method, feed).status_code for method in ("POST", "PUT", "DELETE", "PATCH")} == {405}
    assert client.head(feed).status_code == 200
