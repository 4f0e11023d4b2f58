"""Everything at once: `python -m tests.bench.load --database sqlite|postgresql [--minutes 10] [--seed N]`.

200 tabs of the console stand open and are used now and then, 500 customers are on the booking page, programs send 50
requests a second to the API, and every event goes to a webhook receiver. On SQLite one `callboard up` serves it all; on
PostgreSQL two `web`, two `api` and two `jobs`, with a Redis, behind a door that gives each connection to the next.

Clients, receiver, door and databases share the machine with what they measure. The command takes some three minutes more
than it is told, prints how it goes, ends all that it started, and exits with 1 if anything failed, was lost or booked twice.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from console.scheduling.settings import settings
from console.state.gate import cookie_name
from tests.bench import receiving
from tests.bench.loading import table, town, verdict
from tests.bench.loading.plan import Plan
from tests.bench.loading.samples import read
from tests.bench.loading.town import Town
from tests.bench.loading.usage import Usage
from tests.fleet import PROJECT, Fleet, alone, fleet

GENERATORS = {"API clients": "asking", "tabs": "watching", "visitors": "visiting"}
SECONDS_TO_ARRIVE = 0.12
"""For each tab and each visitor: nobody is measured while the others still come."""
_SECONDS_TO_END = 120
_SECONDS_TO_DELIVER = 120
_SECONDS_BETWEEN_LOOKS = 5
_LOOKS_BETWEEN_WORDS = 6


def main() -> None:
    """Run it, and print the tables."""
    options = _options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="callboard-load-", ignore_cleanup_errors=True) as name:
        folder = Path(options.folder or name)
        folder.mkdir(exist_ok=True)
        print(f"seed {options.seed}", flush=True)
        with _receiver(folder) as receiver, _town(options.database, folder, receiver) as (calls, built):
            faults = _measure(calls, built, receiver, folder, options)
            for fault, times in Counter(faults).most_common(50):
                print(f"- {fault} ({times} x)" if times > 1 else f"- {fault}")
            said = f"{len(faults)} faults" if faults else "Sound"
            print(f"{said}; --database {options.database} --seed {options.seed}", flush=True)
    sys.exit(bool(faults))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--tabs", type=int, default=200)
    parser.add_argument("--visitors", type=int, default=500)
    parser.add_argument("--requests", type=float, default=50, help="a second, of the API")
    parser.add_argument("--folder", help="where data, logs and samples are left, for who wants to look")
    return parser.parse_args()


@contextmanager
def _town(database: str, folder: Path, receiver: "_Receiver") -> Iterator[tuple[Fleet, Town]]:
    """The installation at work, and how everybody gets in."""
    built: list[Town] = []
    told = {
        "CALLBOARD_VISITOR_HOLDS": "10000",  # all customers come from this machine
        "CALLBOARD_LOG_LEVEL": "info",  # as the image of assets/deploy has it
        "CALLBOARD_LOG_JSON": "true",
    }

    def fill() -> None:
        if database == "postgresql":
            _wait_for_the_disk()
        built.append(town.build(receiver.url, cookie_name()))

    if database == "sqlite":
        with alone(folder, fill=fill, **told) as calls:
            yield calls, built[0]
    else:
        with fleet(folder, web=2, api=2, jobs=2, fill=fill, **told) as calls:
            yield calls, built[0]


def _wait_for_the_disk() -> None:
    """Tests do without; here each commit does."""
    with psycopg.connect(settings().database_url, autocommit=True) as connection:
        for what in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM RESET {what}")
        connection.execute("SELECT pg_reload_conf()")


@dataclass(frozen=True)
class _Receiver:
    url: str
    file: Path


@contextmanager
def _receiver(folder: Path) -> Iterator[_Receiver]:
    file = folder / "received"
    with receiving.receiving(str(file)) as url:
        yield _Receiver(url, file)


def _measure(calls: Fleet, built: Town, receiver: _Receiver, folder: Path, options: argparse.Namespace) -> list[str]:
    """Do it all; prints the tables and gives what is wrong."""
    usage = Usage(_programs(calls))
    usage.look()
    begins = time.perf_counter() + 10 + SECONDS_TO_ARRIVE * (options.tabs + options.visitors)
    plan = Plan(
        url=calls.url,
        api_url=calls.api_url,
        app_id=town.APP,
        client=built.client,
        people=built.people,
        begins_at=begins,
        ends_at=begins + options.minutes * 60,
        seed=options.seed,
        tabs=options.tabs,
        visitors=options.visitors,
        requests=options.requests,
    )
    files = [folder / f"{each}.samples" for each in GENERATORS.values()]
    began_at = time.time() + begins - time.perf_counter()
    with _generators(plan, folder) as generators:
        usage.programs = {**usage.programs, **{name: each.pid for name, each in generators.items()}}
        _follow(plan, usage, files, generators)
    print("Waiting for the last deliveries ...", flush=True)
    owed = verdict.settle(_SECONDS_TO_DELIVER)
    seen, arrived = read(files, plan.begins_at), receiving.arrived(receiver.file)
    late, (live, missed) = verdict.lateness(arrived, began_at), verdict.liveliness(seen, began_at)
    print(table.times(seen, live, late), "\n")
    print(table.programs(usage), "\n")
    print(table.counts(seen, plan, len(arrived)), flush=True)
    return [
        *seen.failed,
        *(f"{name} has ended with {each.returncode}" for name, each in generators.items() if each.returncode),
        *([f"{owed} deliveries are still owed"] if owed else []),
        *([f"{missed} times a tab has not shown a new booking"] if missed else []),
        *([f"{closed} tabs were closed"] if (closed := sum(count for _, count in seen.notes["closed early"])) else []),
        *(f"{program.name} has ended" for program in calls.programs if not program.is_running),
        *(f"{program.name} has logged a traceback" for program in calls.programs if "Traceback" in program.said()),
        *verdict.overlaps(),
        *verdict.lost(seen),
        *verdict.unknown_events(seen),
        *verdict.undelivered(arrived),
    ]


def _programs(calls: Fleet) -> dict[str, int]:
    """The process ids of all that serves."""
    found = {program.name: program.pid for program in calls.programs}
    if calls.postgres:
        found["PostgreSQL"] = int((Path(calls.postgres._server.pgdata) / "postmaster.pid").read_text().split()[0])
    if calls.redis:
        assert calls.redis._server._process
        found["Redis"] = calls.redis._server._process.pid
    return found


@contextmanager
def _generators(plan: Plan, folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The clients, each kind in a process of its own; what they say goes to our own output."""
    plan.write(folder / "plan")
    with ExitStack() as stack:
        started = {}
        for name, module in GENERATORS.items():
            command = [
                sys.executable,
                "-m",
                f"tests.bench.loading.{module}",
                folder / "plan",
                folder / f"{module}.samples",
            ]
            process = subprocess.Popen(command, cwd=PROJECT)
            stack.callback(_end, process)
            started[name] = process
        yield started


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


def _follow(plan: Plan, usage: Usage, files: list[Path], generators: dict[str, subprocess.Popen[bytes]]) -> None:
    """Look at the machine, and say how it goes, until the clients have ended; those that hang are ended."""
    print(f"{plan.tabs} tabs and {plan.visitors} visitors arrive ...", flush=True)
    time.sleep(max(0.0, plan.begins_at - time.perf_counter()))
    usage.begin()
    looks, counted = 0, Counter[str]()
    places = dict.fromkeys(files, 0)
    while any(each.poll() is None for each in generators.values()):
        if time.perf_counter() > plan.ends_at + _SECONDS_TO_END:
            break  # what hangs is ended, and what it was to do is missing
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        if time.perf_counter() < plan.ends_at:
            usage.look()
        looks += 1
        if looks % _LOOKS_BETWEEN_WORDS == 0:
            _count(places, counted)
            said = ", ".join(f"{count:,} {what}" for what, count in sorted(counted.items()))
            print(f"{(time.perf_counter() - plan.begins_at) / 60:5.1f} min: {said}", flush=True)


def _count(places: dict[Path, int], counted: Counter[str]) -> None:
    """Add what was written since the last time."""
    for file, place in places.items():
        with file.open("rb") as samples:
            samples.seek(place)
            written = samples.read()
        places[file] = place + len(written)
        for what in ("took", "refused", "failed"):
            counted[what] += written.count(f'"{what}"'.encode())


if __name__ == "__main__":
    main()
