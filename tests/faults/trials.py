"""What is done to a town while clients storm it. Each fault ends with everybody back at work, or fails."""

import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.server import BaseHTTPRequestHandler

import httpx

from tests import receivers
from tests.faults.copies import copy_and_restore
from tests.faults.town import Town
from tests.fleet import Program

Fault = Callable[[Town, random.Random], None]
_SECONDS_TO_RECOVER = 60


def killing(town: Town, chance: random.Random) -> None:
    """kill -9 of servers and jobs at random, now and then of all of a kind at once, each started again."""
    for _ in range(10 if town.long else 2):
        town.storm.go_on(chance.randrange(3, 25))
        doomed = chance.choice([town.fleet.api, town.fleet.jobs, *([one] for one in town.fleet.programs)])
        for program in doomed:
            program.kill()
        town.interrupt_senders(sum(program.role == "jobs" for program in doomed))
        for program in doomed:
            program.start()
        for program in doomed:
            program.wait_until_ready()
    town.storm.go_on(20)


def rolling_restart(town: Town, chance: random.Random) -> None:
    """SIGTERM to one after the other, each started again before the next: nobody is refused, and nobody asks in vain."""
    refused = town.storm.answers[503]
    for program in chance.sample(town.fleet.programs, len(town.fleet.programs)):
        town.storm.go_on(chance.randrange(3, 25))
        if (code := program.stop()) not in (0, -signal.SIGTERM):
            town.ledger.complain(f"{program.name} was asked to stop, and ended with {code}: {program.said()[-1000:]}")
        program.start()
        program.wait_until_ready()
    town.storm.go_on(10)
    if town.storm.answers[503] > refused:
        town.ledger.complain(f"a rolling restart refused {town.storm.answers[503] - refused} requests")


def freezing(town: Town, chance: random.Random) -> None:
    """Processes that stand still for a while, past every lease where there is time, and then go on as if nothing were."""
    town.storm.go_on(10)
    frozen = chance.choice([chance.choice(town.fleet.api), chance.choice(town.fleet.jobs)])
    frozen.pause()
    try:
        time.sleep(chance.choice([3, 20, 100]) if town.long else 2)
    finally:
        frozen.resume()
    town.interrupt_senders(frozen.role == "jobs")
    town.storm.go_on(20)


def database_restarts(town: Town, chance: random.Random) -> None:
    """PostgreSQL ends at once, in the middle of everything, and starts again."""
    assert town.fleet.postgres
    for _ in range(5 if town.long else 2):
        town.storm.go_on(chance.randrange(5, 40))
        town.interrupt_senders(len(town.fleet.jobs))
        town.fleet.postgres.restart()
    _recovers(town)


def database_away(town: Town, chance: random.Random) -> None:
    """PostgreSQL is away for a while: servers live, are not ready, and refuse with 503; then go on by themselves."""
    assert town.fleet.postgres
    town.storm.go_on(chance.randrange(5, 40))
    town.interrupt_senders(len(town.fleet.jobs))
    town.fleet.postgres.kill()
    try:
        for server in town.fleet.api:
            _wait_for(server, "ready", 503)
            assert _health(server, "live") == 200
            for answer in _asks(town, server):
                if answer.status_code != 503 or "Retry-After" not in answer.headers:
                    town.ledger.complain(
                        f"without a database a request was answered {answer.status_code}: {answer.text}"
                    )
        time.sleep(chance.uniform(1, 30) if town.long else 0.5)
    finally:
        town.fleet.postgres.start()
    _recovers(town)


def file_locked(town: Town, chance: random.Random) -> None:
    """Somebody holds SQLite's lock for longer than anybody waits: writes are refused with 503, reads are served."""
    town.storm.go_on(chance.randrange(5, 40))
    server = chance.choice(town.fleet.api)
    with closing(sqlite3.connect(town.fleet.data / "callboard.db", isolation_level=None, timeout=30)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        read, written = _asks(town, server)
        assert town.fleet.api[0].is_ready()
        holder.execute("ROLLBACK")
    if read.status_code != 200:
        town.ledger.complain(f"a read was answered {read.status_code} while somebody else wrote")
    if written.status_code != 503 or "Retry-After" not in written.headers:
        town.ledger.complain(f"a write without its turn was answered {written.status_code}: {written.text}")
    town.storm.go_on(20)


def disk_full(town: Town, chance: random.Random) -> None:
    """Nothing more can be written to any file: bookings are refused with 503, reads are served; then there is room again."""
    town.storm.go_on(chance.randrange(5, 40))
    before = {program.pid: resource.prlimit(program.pid, resource.RLIMIT_FSIZE) for program in town.fleet.programs}
    for pid, (_, most) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, most))
    try:
        answers = [_asks(town, server) for server in town.fleet.api]
        for read, written in answers:
            if read.status_code != 200:
                town.ledger.complain(f"a read was answered {read.status_code} on a full disk: {read.text}")
            if written.status_code != 503 or "Retry-After" not in written.headers:
                town.ledger.complain(f"a write was answered {written.status_code} on a full disk: {written.text}")
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    town.storm.go_on(20)


def receivers_away(town: Town, chance: random.Random) -> None:
    """Whoever hears of events, and the mail server, come and go."""

    def refuse(handler: BaseHTTPRequestHandler, _: int) -> None:
        receivers.reply(handler, 503)

    usual = town.there.answer
    for answer in chance.sample([refuse, receivers.reset, receivers.garbage, receivers.short_body], 2):
        town.there.answer = answer
        town.inbox.close()
        try:
            town.storm.go_on(chance.randrange(5, 40))
        finally:
            town.there.answer = usual
            town.inbox.open()
        town.storm.go_on(5)


def redis_away(town: Town, chance: random.Random) -> None:
    """Redis ends, has forgotten everything when it is back, and nobody who books notices."""
    assert town.fleet.redis
    refused = town.storm.answers[503]
    town.storm.go_on(chance.randrange(5, 40))
    town.fleet.redis.kill()
    try:
        town.storm.go_on(20)
    finally:
        town.fleet.redis.start()
    town.storm.go_on(20)
    if town.storm.answers[503] > refused:
        town.ledger.complain(f"without Redis {town.storm.answers[503] - refused} requests were refused")


def copying(town: Town, chance: random.Random) -> None:
    """A copy is made while clients write, and put back elsewhere: it is sound, and has all that was acknowledged before."""
    town.storm.go_on(chance.randrange(5, 40))
    for sentence in copy_and_restore(town):
        town.ledger.complain(f"in the copy: {sentence}")
    town.storm.go_on(5)


FAULTS: dict[str, Sequence[Fault]] = {
    "sqlite": (killing, file_locked, disk_full, copying, rolling_restart, freezing, receivers_away),
    "postgresql": (
        killing,
        database_restarts,
        database_away,
        copying,
        rolling_restart,
        freezing,
        receivers_away,
        redis_away,
    ),
}
"""What can be done to a town on each kind of database."""
SHORT = {"sqlite": 4, "postgresql": 4}
"""How many of these, the first, a change must pass; the others leave them time."""


def _recovers(town: Town) -> None:
    """Everybody is ready again without being started anew, and clients are served."""
    for server in town.fleet.api:
        _wait_for(server, "ready", 200)
    assert all(program.is_running for program in town.fleet.programs)
    town.storm.go_on(20)


def _wait_for(server: Program, check: str, status: int) -> None:
    until = time.monotonic() + _SECONDS_TO_RECOVER
    while (found := _health(server, check)) != status:
        assert time.monotonic() < until, f"{server.name} says {found} to {check}"
        time.sleep(0.05)


def _health(server: Program, check: str) -> int:
    return httpx.get(f"{server.url}/health/{check}", trust_env=False, timeout=20).status_code


def _asks(town: Town, server: Program) -> Iterator[httpx.Response]:
    """A look and a booking, each asked of this server once."""
    at, headers = f"{server.url}/api/v1/video/{town.app_id}", {"Authorization": f"Bearer {town.storm.token}"}
    with httpx.Client(trust_env=False, timeout=60, headers=headers) as http:
        yield http.get(f"{at}/scheduled-calls", params={"limit": 1})
        call = {
            "guestName": "Jo",
            "guestEmail": "jo@guests.test",
            "appTimezone": "UTC",
            "scheduledAtUtc": town.storm.a_start,
        }
        yield http.post(f"{at}/scheduled-calls", json=call)
