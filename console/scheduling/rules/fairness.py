"""What a fair share is: as many of the engine's calls as one's weight asks for, but for what one was not there to take.

The engine evens out (calls given + credit) ÷ weight (`rules.assignment`). So a share is fair when that figure is the
same for all; this module solves it for the calls, over any period.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .assignment import TURN_AGE, Candidate, foretell

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Account:
    """One agent's account in a pool over a period: calls `given` in it, and calls `missed`, for which they are credited."""

    agent_id: str
    weight: int
    given: int
    missed: float = 0.0


def fair_shares(pool: Sequence[Account]) -> Mapping[str, float]:
    """How many of all calls given each agent would have had, if (given + missed) ÷ weight were the same for all.

    The shares add up to the calls. Who missed more than the others have had is due nothing, and nothing is taken back.
    """
    due = list(pool)
    calls = sum(each.given for each in pool)
    while due:
        level = (calls + sum(each.missed for each in due)) / sum(each.weight for each in due)
        below = [each for each in due if each.missed <= level * each.weight + _ROUNDING]
        if len(below) == len(due):
            return {each.agent_id: 0.0 for each in pool} | {
                each.agent_id: max(0.0, level * each.weight - each.missed) for each in due
            }
        due = below
    return {}


def missed(credit: float, credited_at: datetime, away_since: datetime, since: datetime) -> float:
    """How many of the calls that a credit stands for lie after `since`.

    They lie evenly over the 30 days before it, and at the same pace over all of a longer absence.
    """
    begin = max(since, min(away_since, credited_at - TURN_AGE))
    return credit * max(0.0, (credited_at - begin) / TURN_AGE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the next calls would bring one agent: how many they get, and their difference from an even share.

    `before` and `after` count calls and credits as a draw does: more than even is positive.
    """

    agent_id: str
    gets: int
    before: float
    after: float


def outlook(pool: Sequence[Candidate], calls: int, now: datetime) -> list[Outlook]:
    """Play the next calls by the rule of the draw, as `foretell` does, in the order of the pool."""
    gets = Counter(foretell(pool, calls, now))
    weights, had = sum(each.weight for each in pool), sum(each.given + each.credit for each in pool)

    def difference(each: Candidate, more: int, calls: int) -> float:
        return each.given + each.credit + more - (had + calls) * each.weight / weights

    return [
        Outlook(
            each.agent_id, gets[each.agent_id], difference(each, 0, 0), difference(each, gets[each.agent_id], calls)
        )
        for each in pool
    ]
