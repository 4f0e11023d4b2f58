"""What 500 customers on the booking page cost at once: `python -m pytest tests/bench/test_visitors.py`, some five minutes.

Twenty agents take the calls, and 20,000 are booked. Half of the visitors are given an agent, the others pick theirs. They
are sockets that speak as the browser does, all from this machine, which has no limits for itself; server and visitors
share it.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random
from statistics import median

import httpx
import pytest

from console import bundle
from tests.bench.conftest import milliseconds, p95
from tests.bench.crowd import APP, PRESET, SMALL_PRESET, WIDGET_KEY
from tests.bench.tabs import children, cpu_of, memory_of
from tests.bench.visitors import Refused, Visitor
from tests.e2e.conftest import PROJECT, start, wait_until_ready
from tests.ports import free_port

pytestmark = pytest.mark.timeout(1200)

FIRST, ALL = 100, 500
SECONDS_BETWEEN = 20
"""How often each visitor looks at something else: a month, a day, a length or an agent."""
MOST_KEPT = 300
"""KB of the server for each visitor."""
LONGEST_CHANGE = 0.100
_ZONES = ("America/Bogota", "America/New_York", "Europe/Madrid", "Asia/Kolkata")


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a crowd of calls; its customers all come from one address, and may all keep a time."""
    bundle.build()
    data, port = tmp_path_factory.mktemp("callboard"), free_port()
    ours = os.environ | {"CALLBOARD_DATA": str(data)}
    command = [sys.executable, "-m", "tests.bench.crowd", "--bookings", "20000", "--agents", "20"]
    subprocess.run(command, cwd=PROJECT, env=ours, check=True, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(data / "callboard.db")) as database, database:
        database.execute("UPDATE preset SET durations = '[30, 60]'")
        database.execute("UPDATE preset SET assignment_mode = 'pick' WHERE id = ?", (PRESET,))
    with (data / "up.log").open("w") as log:
        process = start(port, data, log=log, CALLBOARD_VISITOR_HOLDS="1000")
        try:
            wait_until_ready(process, f"http://localhost:{port}", data / "up.log")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(60)
    assert "Traceback" not in (log_of := (data / "up.log").read_text()), log_of[-3000:]


def test_visitors(base_url: str, report: Callable[..., None]) -> None:
    """| with 500 visitors on the booking page | median | p95 | CPU time of the server, for each |"""
    asyncio.run(_measure(base_url, report))


async def _measure(base_url: str, report: Callable[..., None]) -> None:
    random = Random(2026)
    worker = max(set(children(os.getpid())) - {os.getpid()}, key=memory_of)

    def tell(what: str, times: list[float], cpu: float) -> None:
        report(what, milliseconds(median(times)), milliseconds(p95(times)), milliseconds(cpu / len(times)))

    # The first hundred bring what all share: connections, threads, what the database keeps in memory.
    visitors = [Visitor(base_url, APP, WIDGET_KEY, (SMALL_PRESET, PRESET)[number % 2]) for number in range(ALL)]
    await _arrive(visitors[:FIRST])
    memory, cpu = memory_of(worker), cpu_of(worker)
    arrivals = await _arrive(visitors[FIRST:])
    tell("one more arrives: until the first times are there", arrivals, cpu_of(worker) - cpu)
    kept = (memory_of(worker) - memory) / (ALL - FIRST)
    report("and keeps", f"{kept:.0f} KB", "", "")
    changes: dict[str, list[float]] = {}
    cpu = cpu_of(worker)
    await asyncio.gather(*(_look_about(visitor, changes, random) for visitor in visitors))
    each = (cpu_of(worker) - cpu) / sum(map(len, changes.values()))
    for what, times in changes.items():
        tell(what, times, each * len(times))
    cpu = cpu_of(worker)
    booked = await asyncio.gather(*(_book(visitor, number, random) for number, visitor in enumerate(visitors)))
    tell("books, having chosen a time and given a name", booked, cpu_of(worker) - cpu)
    report("has booked, and keeps", f"{(memory_of(worker) - memory) / (ALL - FIRST):.0f} KB", "", "")
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    assert kept < MOST_KEPT, "KB for each visitor"
    assert p95([one for times in changes.values() for one in times]) < LONGEST_CHANGE


async def _arrive(visitors: list[Visitor]) -> list[float]:
    """Two come at a time; each has the page as HTML first."""
    times: list[float] = []

    async def come(some: list[Visitor], pages: httpx.AsyncClient) -> None:
        for number, visitor in enumerate(some):
            assert (await pages.get(visitor.address)).status_code == 200
            times.append(await visitor.arrive(_ZONES[number % len(_ZONES)]))

    async with httpx.AsyncClient(base_url=visitors[0].base_url, timeout=60) as pages:
        await asyncio.gather(come(visitors[::2], pages), come(visitors[1::2], pages))
    return times


async def _look_about(visitor: Visitor, changes: dict[str, list[float]], random: Random) -> None:
    """One change after another, each after a while, as people do who read what they see."""

    async def change(what: str, handler: str, until: str = "groups_rx_state_", **payload: object) -> None:
        await asyncio.sleep(random.uniform(0, 2 * SECONDS_BETWEEN))
        changes.setdefault(what, []).append(await visitor.ask(handler, until=until, **payload))

    if visitor.agents:
        await change("picks an agent", "pick_agent", agent_id=random.choice(visitor.agents))
    await change("turns to the next month", "show_month", month=visitor.next_month)
    await change("chooses a length", "pick_duration", minutes=60)
    await change("looks at another day", "show_day", day=random.choice(visitor.days))


async def _book(visitor: Visitor, number: int, random: Random) -> float:
    """All of them within a minute. Where others were faster, one of the nearest times is taken instead."""
    await asyncio.sleep(random.uniform(0, 60))
    for _ in range(5):
        try:
            await visitor.ask("pick_start", until="kept_until_rx_state_", start=random.choice(visitor.starts))
            break
        except Refused:
            continue
    form = {"guest_name": f"Guest {number}", "guest_email": f"visitor{number}@guests.test"}
    await visitor.ask("keep", until="guest_name_rx_state_", field="guest_name", typed=form["guest_name"])
    return await visitor.ask("book", until='"step_rx_state_":"done"', form=form)
