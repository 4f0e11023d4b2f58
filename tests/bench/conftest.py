"""The yardstick of every benchmark, and the table at the end of a run."""

import time
from collections.abc import Callable
from typing import Any

import pytest

_TABLE = pytest.StashKey[list[str]]()


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
def yardstick() -> float:
    """The reference's CPU seconds, taken just before the benchmark that is set against it."""
    return cpu_seconds(reference, 10)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Adds a row to the table."""
    return lambda *cells: request.config.stash.setdefault(_TABLE, []).append(f"| {' | '.join(cells)} |")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The table, as the README has it."""
    if rows := config.stash.get(_TABLE, []):
        terminalreporter.write_sep("=", "CPU time of the engine, and as a multiple of the reference")
        terminalreporter.write_line(
            "| agents x days | CPU time | times the reference |\n|---|---|---|\n" + "\n".join(rows)
        )
