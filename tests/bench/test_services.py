"""How long whoever asks must wait, with a real database and over HTTP: `python -m pytest tests/bench`. Wall-clock time.

The machine serves and asks at once. Targets are those of a quiet machine with two cores; the tables say what was met.
"""

import multiprocessing
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from api.process import calm_garbage_collector
from console.scheduling import clock
from console.scheduling.actors import operator, visitor
from console.scheduling.messages.instants import iso
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import slots
from console.scheduling.services.slots import Slot, SlotQuery
from tests.api.serving import served
from tests.bench import booking, crowd
from tests.bench.agendas import DURATION, Size
from tests.bench.conftest import milliseconds, p95
from tests.bench.stored import APP, Stored, stored
from tests.bench.test_engine import SIZES

Report = Callable[..., None]
ROUNDS = 20
CLIENTS, EACH_BOOKS = 8, 50


@pytest.fixture(autouse=True)
def as_served() -> None:
    """The garbage collector works as in a server."""
    calm_garbage_collector()


def soon() -> datetime:
    """The next whole minute."""
    return clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_free_times(benchmark: BenchmarkFixture, store: str, yardstick: float, report: Report, size: Size) -> None:
    """| reading and computing: agents x days | database | median | p95 | times the reference |"""
    here = stored(size, soon())
    within = size.within(here.now)
    query = SlotQuery(start=within.start, end=within.end)
    benchmark.pedantic(slots.offered, (operator(APP), query), rounds=ROUNDS, warmup_rounds=2)
    taken = _seconds(benchmark)
    report(str(size), store, milliseconds(median(taken)), milliseconds(p95(taken)), f"{median(taken) / yardstick:.1f}")


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_free_times_over_http(
    benchmark: BenchmarkFixture, store: str, yardstick: float, report: Report, size: Size
) -> None:
    """| `GET /availability`, to the last byte: agents x days | database | median | p95 | size | times the reference |"""
    here = stored(size, soon())
    within = size.within(here.now)
    asked = {"fromUtc": iso(within.start), "toUtc": iso(within.end), "durationMinutes": DURATION}
    with served() as url, _client(url, here) as client:

        def ask() -> httpx.Response:
            return client.get("/availability", params=asked).raise_for_status()

        answer = benchmark.pedantic(ask, rounds=ROUNDS, warmup_rounds=2)
    taken = _seconds(benchmark)
    kilobytes = f"{len(answer.content) / 1000:.0f} kB"
    report(
        str(size),
        store,
        milliseconds(median(taken)),
        milliseconds(p95(taken)),
        kilobytes,
        f"{median(taken) / yardstick:.1f}",
    )


def test_a_month_of_the_booking_page(benchmark: BenchmarkFixture, store: str, report: Report) -> None:
    """| a month on the booking page, 20 agents, 100,000 bookings in the table | median | p95 |"""
    crowd.fill(crowd.Crowd(100_000, 100, soon()))
    months = [Interval(soon() + timedelta(days=days), soon() + timedelta(days=days + 31)) for days in range(28)]

    def look(within: Interval) -> list[Slot]:
        query = SlotQuery(start=within.start, end=within.end, preset_id=crowd.SMALL_PRESET)
        return slots.offered(visitor(crowd.APP), query)

    turns = iter(months * 3)
    assert benchmark.pedantic(look, setup=lambda: ((next(turns),), {}), rounds=2 * len(months), warmup_rounds=1)
    taken = _seconds(benchmark)
    report(store, milliseconds(median(taken)), milliseconds(p95(taken)))


@pytest.mark.parametrize("drawn", [False, True], ids=["agent named", "one of 20 drawn"])
def test_booking(benchmark: BenchmarkFixture, store: str, report: Report, drawn: bool) -> None:
    """| one booking, the whole transaction | database | median | p95 |"""
    here = stored(Size(20, 30, 1_000), soon())
    free = iter(_free(here))

    def book(slot: Slot) -> None:
        booking.book(None if drawn else slot.agent_id, slot.start_at)

    benchmark.pedantic(book, setup=lambda: ((next(free),), {}), rounds=200, warmup_rounds=5)
    taken = _seconds(benchmark)
    report("one of 20 drawn" if drawn else "agent named", store, milliseconds(median(taken)), milliseconds(p95(taken)))


def test_eight_processes_book_at_once(store: str, report: Report) -> None:
    """| eight clients at once, agents named | database | bookings a second |"""
    here = stored(Size(20, 30, 1_000), soon())
    spawning = multiprocessing.get_context("spawn")
    shares = [[(slot.agent_id, slot.start_at) for slot in share] for share in _shares(here)]
    with spawning.Pool(CLIENTS, booking.meet_at, [spawning.Barrier(CLIENTS)]) as pool:
        spans = pool.map(booking.book_all, shares, chunksize=1)
    seconds = max(ended for _, ended in spans) - min(began for began, _ in spans)
    report("a process each, whole transactions", store, f"{CLIENTS * (EACH_BOOKS - 1) / seconds:.0f}")


def test_eight_clients_book_at_once_over_http(store: str, report: Report) -> None:
    """| eight clients at once, agents named | database | bookings a second |"""
    here = stored(Size(20, 30, 1_000), soon())
    workers = 1 if store == "sqlite" else 2
    with served(workers) as url, _client(url, here) as client, ThreadPoolExecutor(CLIENTS) as threads:
        began = time.monotonic()
        list(threads.map(lambda share: _book_over_http(client, share), _shares(here)))
        seconds = time.monotonic() - began
    how = f"the API with {workers} worker{'s' * (workers - 1)}, the clients on the same cores"
    report(how, store, f"{CLIENTS * EACH_BOOKS / seconds:.0f}")


def _shares(here: Stored) -> list[list[Slot]]:
    wanted = _free(here)[: CLIENTS * EACH_BOOKS]
    return [wanted[place::CLIENTS] for place in range(CLIENTS)]


def _book_over_http(client: httpx.Client, share: list[Slot]) -> None:
    for slot in share:
        body = {
            "guestName": "Jane Doe",
            "guestEmail": _address(),
            "scheduledAtUtc": iso(slot.start_at),
            "durationMinutes": DURATION,
            "appTimezone": "UTC",
            "assignedAgentId": slot.agent_id,
        }
        client.post("/scheduled-calls", json=body).raise_for_status()


def _client(url: str, here: Stored) -> httpx.Client:
    keys = {"client_id": here.keys.client_id, "client_secret": here.keys.client_secret}
    wanted = {"grant_type": "client_credentials", **keys}
    answer = httpx.post(f"{url}/api/v1/oauth/token", json=wanted, trust_env=False).raise_for_status()
    headers = {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}
    return httpx.Client(base_url=f"{url}/api/v1/video/{APP}", headers=headers, trust_env=False, timeout=60)


def _free(here: Stored) -> list[Slot]:
    """Times that do not keep one another from being booked, in a random order."""
    within = here.size.within(here.now + timedelta(hours=1))
    found = slots.available(operator(APP), SlotQuery(start=within.start, end=within.end, step_minutes=DURATION + 10))
    random.Random(2027).shuffle(found)
    return found


def _address() -> str:
    return f"guest{random.getrandbits(48)}@bench.test"


def _seconds(benchmark: BenchmarkFixture) -> list[float]:
    assert benchmark.stats, "benchmarks are disabled: run them without -n"
    return list(benchmark.stats.stats.data)
