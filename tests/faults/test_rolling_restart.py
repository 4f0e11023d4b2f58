"""Two servers are stopped and started anew, one after the other, while clients book: nobody is refused or waits in vain."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.messages.instants import iso
from console.scheduling.models import Booking
from console.scheduling.services import clients
from console.scheduling.services.clients import NewClient
from tests.api.conftest import make_team
from tests.fleet import Fleet, Program, fleet

CLIENTS = 4
_PLENTY = dict.fromkeys(("minute", "hour", "day"), 1_000_000)


@dataclass
class Booker:
    """A client that books on and on over a connection that it keeps. It tries again only where nobody took the call."""

    url: str
    token: str
    agent: str
    app_id: str
    number: int
    booked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
        path = f"{self.url}/api/v1/video/{self.app_id}/scheduled-calls"
        transport = httpx.HTTPTransport(retries=20)  # of connecting alone
        with httpx.Client(transport=transport, trust_env=False, timeout=30) as http:
            turn = 0
            while not over.is_set():
                at = day + timedelta(minutes=30 * (turn * CLIENTS + self.number))
                call = {
                    "guestName": "Jane",
                    "guestEmail": "jane@guests.test",
                    "scheduledAtUtc": iso(at),
                    "durationMinutes": 30,
                    "appTimezone": "UTC",
                    "assignedAgentId": self.agent,
                    "respectWorkingHours": False,
                }
                turn += 1
                try:
                    answer = http.post(path, json=call, headers={"Authorization": f"Bearer {self.token}"})
                except httpx.TransportError as error:
                    self.failed.append(repr(error))
                    continue
                if answer.status_code == 201:
                    self.booked.append(answer.json()["data"]["call"]["id"])
                else:
                    self.failed.append(f"{answer.status_code} {answer.text}")


def test_a_rolling_restart_fails_no_booking(tmp_path: Path):
    with fleet(tmp_path, api=2, redis=False, CALLBOARD_DRAIN_SECONDS="3") as calls:
        with _booking(calls) as bookers:
            for program in calls.api:
                _until_each_books_on(bookers)
                _restarted(program)
            _until_each_books_on(bookers)
        assert [booker.failed for booker in bookers] == [[]] * CLIENTS
        with database.reading() as session:
            stored = set(session.exec(select(Booking.id)).all())
        assert stored == {call for booker in bookers for call in booker.booked}


def _restarted(program: Program) -> None:
    began = time.monotonic()
    assert program.stop() in (0, -15), program.said()[-2000:]
    assert time.monotonic() - began < 15.5
    program.start()
    program.wait_until_ready()


@contextmanager
def _booking(calls: Fleet) -> Iterator[list[Booker]]:
    app_id, _, agent, _ = make_team()
    keys = clients.create(SYSTEM, NewClient(name="CRM", app_ids=[app_id], rate_limits=_PLENTY))
    wanted = {"grant_type": "client_credentials", "client_id": keys.client_id, "client_secret": keys.client_secret}
    bought = httpx.post(f"{calls.api_url}/api/v1/oauth/token", json=wanted, trust_env=False)
    token = bought.json()["data"]["access_token"]
    bookers = [Booker(calls.api_url, token, agent, app_id, number) for number in range(CLIENTS)]
    over = threading.Event()
    threads = [threading.Thread(target=booker.work, args=(over,)) for booker in bookers]
    for thread in threads:
        thread.start()
    try:
        yield bookers
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def _until_each_books_on(bookers: list[Booker]) -> None:
    before = [len(booker.booked) for booker in bookers]
    until = time.monotonic() + 60
    while any(len(booker.booked) <= done for booker, done in zip(bookers, before, strict=True)):
        assert time.monotonic() < until, [booker.failed for booker in bookers]
        time.sleep(0.05)
