"""The yardstick of every benchmark, and the table at the end of a run."""

import math
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import migrated_postgres

_TABLES = pytest.StashKey[dict[str, list[str]]]()


def reference() -> int:
    """Fixed work in plain Python: what a machine takes for it tells how fast the machine is."""
    numbers = [number * 7919 % 10_007 for number in range(50_000)]
    return sum(a * b % 13 for a, b in zip(numbers, sorted(numbers), strict=True))


def cpu_seconds(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of several rounds: others share the machine, and wall time would be theirs too."""
    work()
    return min(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.fixture
def postgres_store(postgres: str) -> str:
    """A database for each benchmark: the rows that another has deleted would slow it down until they are vacuumed."""
    return migrated_postgres(postgres, "measured")


@pytest.fixture
def yardstick() -> float:
    """The reference's CPU seconds, taken just before the benchmark that is set against it."""
    return cpu_seconds(reference, 10)


def p95(seconds: list[float]) -> float:
    """What nineteen of twenty stay within."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]


def milliseconds(seconds: float) -> str:
    """As the tables have it."""
    return f"{seconds * 1000:.1f} ms"


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Adds a row to the table of this test; the first cell says what was measured."""
    heading = request.function.__doc__ or ""
    return lambda *cells: (
        request.config.stash.setdefault(_TABLES, {}).setdefault(heading, []).append(f"| {' | '.join(cells)} |")
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The tables, as the README has them; the heading of each is its test's first line."""
    for heading, rows in config.stash.get(_TABLES, {}).items():
        terminalreporter.write_line("")
        terminalreporter.write_line(f"{heading}\n|{'---|' * rows[0].count(' | ')}---|\n" + "\n".join(rows))
