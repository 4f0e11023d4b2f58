"""Faults drawn at random, round after round, for as long as one likes: `callboard test --soak 2h` runs this.

    python -m tests.faults.soak --for 5400 --seed 7

The databases take turns, each with a town of its own that grows older by some rounds. One line a round says what was done
and what came of it. The first that is unsound ends it all, and how to play it again is the last line.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import rounds
from tests.faults.rounds import Round
from tests.faults.town import town
from tests.faults.trials import FAULTS

_ROUNDS_EACH = 6
"""So many faults befall a town before the other kind of database has its turn."""
_LONG = 1800
"""Seconds from which on faults may take their time."""


def main() -> None:
    """Soak for as long as was asked; exits with 1 at the first unsound verdict."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--for", dest="seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    seed = rounds.a_seed() if asked.seed is None else asked.seed
    print(f"Soaking for {asked.seconds:g} s from seed {seed}.", flush=True)
    done = 0
    for each in soak(asked.seconds, seed):
        done += 1
        print(each, flush=True)
        if each.verdict:
            print(f"Unsound. Play it again: callboard test --soak {asked.seconds:g}s --seed {seed}", flush=True)
            sys.exit(1)
    print(f"{done} rounds, all sound.", flush=True)


def soak(seconds: float, seed: int) -> Iterator[Round]:
    """Rounds until the time is over; the first is always whole."""
    until, chance, kinds = time.monotonic() + seconds, random.Random(seed), list(FAULTS)
    chance.shuffle(kinds)
    for turn in range(sys.maxsize):
        kind = kinds[turn % len(kinds)]
        with (
            TemporaryDirectory(prefix="callboard-soak-") as folder,
            town(Path(folder), kind, seed + turn, long=seconds >= _LONG) as made,
        ):
            for _ in range(_ROUNDS_EACH):
                yield rounds.run(made, chance.choice(FAULTS[kind]), chance.randrange(1_000_000))
                if time.monotonic() > until:
                    return


if __name__ == "__main__":
    main()
