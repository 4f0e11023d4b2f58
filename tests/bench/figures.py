"""How long insights take to be worked out: `python -m tests.bench.figures`, against what `tests.bench.crowd` made.

Each question, with the days before to compare with, is asked `--rounds` times, never from memory. Times are milliseconds
at the server: on the wall, and of this process's processor, in which SQLite counts, too.
"""

import argparse
import sys
import time
from datetime import timedelta
from statistics import median

from console.scheduling import clock
from console.scheduling.actors import operator
from console.scheduling.services import insights
from console.scheduling.services.insights import Question
from tests.bench.crowd import APP

_TODAY = clock.now().date()


def _last(days: int, **narrower: tuple[str, ...]) -> Question:
    return Question(
        first=_TODAY - timedelta(days=days), last=_TODAY - timedelta(days=1), timezone="Europe/London", **narrower
    )


QUESTIONS = {
    "7 days": _last(7),
    "30 days": _last(30),
    "90 days": _last(90),
    "90 days of a source": _last(90, sources=("api",)),
    "90 days of a team": _last(90, team_ids=("team_3",)),
    "90 days of an agent": _last(90, agent_ids=("per_00007",)),
    "a year": _last(366),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    sys.stdout.write("| question | calls | median | processor |\n|---|---|---|---|\n")
    for name, question in QUESTIONS.items():
        walls, cpus = [], []
        for _ in range(options.rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            found = insights.figures(operator(APP), question, fresh=True)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        calls = found.now.tally.calls + found.before.tally.calls
        sys.stdout.write(f"| {name} | {calls:,} | {median(walls):.0f} ms | {median(cpus):.0f} ms |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
