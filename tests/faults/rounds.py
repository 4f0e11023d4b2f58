"""A round: clients storm a town, one fault is done to it, everybody comes to rest, and the ledger is judged."""

import os
import random
from dataclasses import dataclass, field

from tests.faults.town import Town
from tests.faults.trials import Fault


def a_seed() -> int:
    """What chance begins with: SEED from the environment, else any; whoever takes it prints it."""
    return int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))


@dataclass
class Round:
    """What came of one."""

    kind: str
    fault: str
    seed: int
    counts: str = ""
    verdict: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "sound" if not self.verdict else f"UNSOUND ({len(self.verdict)})"
        return "\n  ".join(
            [f"seed {self.seed:<7} {self.kind:10} {self.fault:18} {self.counts}: {told}", *self.verdict[:20]]
        )


def run(town: Town, fault: Fault, seed: int) -> Round:
    """One round. Whoever fails to come back makes it unsound as well, and the town is left as it is."""
    done = Round(town.kind, fault.__name__, seed)
    before = town.storm.granted, town.storm.answers[503], town.storm.broken, len(town.there.requests)
    try:
        with town.storming():
            fault(town, random.Random(seed))
        done.verdict = town.settled_verdict()
    except Exception as failure:
        done.verdict = [f"{type(failure).__name__}: {failure}", *town.ledger.complaints]
    after = town.storm.granted, town.storm.answers[503], town.storm.broken, len(town.there.requests)
    granted, refused, broken, delivered = (now - then for now, then in zip(after, before, strict=True))
    done.counts = f"{granted} granted, {refused} asked to wait, {broken} broken off, {delivered} deliveries"
    return done
