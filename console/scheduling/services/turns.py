"""Who is new in a preset's pool, or was away for seven days, starts from the pool's average (CONTRACT section 3).

A pool changes in many ways: its preset, its members, their hours, an import, or time alone that passes over a long
absence. None of it matters before the pool's next draw, so that is where it is noticed, under the pool's lock: nothing
that changes a pool has to think of credits, and nothing can forget them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from ..models import PoolCredit, PoolPlace, Preset
from ..queries import facts
from ..queries import turns as found
from ..queries.terms import PoolAgent
from ..rules import assignment
from ..rules.assignment import CLOSED_LONG, TURN_AGE, came_back, comes_back
from ..rules.availability import AgentFacts, free_time
from ..rules.intervals import Interval


@dataclass(frozen=True, slots=True)
class Pool:
    """A preset's agents, the whole of them, and those who are free for what is to be drawn."""

    preset_id: str
    agents: Sequence[PoolAgent]
    free: Collection[str]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a pool finds: who is to be welcomed, and when those who are new or looked at were last open."""

    welcomed: frozenset[str]
    open_at: Mapping[str, datetime]


def welcome(session: Session, preset: Preset, pool: Sequence[PoolAgent], free: Collection[str], now: datetime) -> None:
    """Inside a draw, under the pool's lock: credit whoever joined or returned since the last one.

    `pool` is the whole of it, `free` those to draw from. Who is still away but free for the call is credited too, once
    in seven days, so that nobody comes back to a calendar filled with all that they missed.
    """
    places = found.places(session, [preset.id])
    (seen,) = look(session, preset.app_id, [Pool(preset.id, pool, free)], places, now)
    stood = {agent_id: place for (_, agent_id), place in places.items()}
    for agent_id in stood.keys() - {agent.id for agent in pool}:
        session.delete(stood[agent_id])  # whoever left and comes again joins anew
    for agent_id, open_at in seen.open_at.items():
        place = stood.get(agent_id) or PoolPlace(preset_id=preset.id, agent_id=agent_id, open_at=open_at)
        place.open_at = open_at
        session.add(place)
    if seen.welcomed:
        figures = found.candidates(session, preset.id, pool, {}, now)
        session.add_all(
            PoolCredit(preset_id=preset.id, agent_id=agent_id, amount=amount, given_at=now)
            for agent_id, amount in assignment.welcome_credits(figures, seen.welcomed).items()
            if amount
        )


def look(
    session: Session,
    app_id: str,
    pools: Sequence[Pool],
    places: Mapping[tuple[str, str], PoolPlace],
    now: datetime,
) -> list[Look]:
    """Compare pools of one app with what their last draws found, in a constant number of queries.

    Whoever is open is looked at closely once in seven days.
    """
    since = [_to_look_at(pool, places, now) for pool in pools]
    asked = {
        agent.id: agent for pool, ids in zip(pools, since, strict=True) for agent in pool.agents if agent.id in ids
    }
    known: dict[str, AgentFacts] = {}
    if asked:
        earliest = min(instant for ids in since for instant in ids.values())
        known = facts.load(session, app_id, list(asked.values()), Interval(earliest, now), now)
    seen = [_seen(pool, places, ids, known, now) for pool, ids in zip(pools, since, strict=True)]
    if any(away for _, away in seen):
        credited = found.credited_since(session, [pool.preset_id for pool in pools], now - CLOSED_LONG)
        seen = [
            (
                replace(one, welcomed=one.welcomed | {each for each in away if (pool.preset_id, each) not in credited}),
                set(),
            )
            for pool, (one, away) in zip(pools, seen, strict=True)
        ]
    return [one for one, _ in seen]


def _to_look_at(pool: Pool, places: Mapping[tuple[str, str], PoolPlace], now: datetime) -> dict[str, datetime]:
    """Who was not known to be open for seven days, and since when; further back than turns count makes no difference."""
    stood = {agent.id: places.get((pool.preset_id, agent.id)) for agent in pool.agents}
    return {
        agent_id: max(place.open_at, now - TURN_AGE)
        for agent_id, place in stood.items()
        if place and comes_back(place.open_at, now)
    }


def _seen(
    pool: Pool,
    places: Mapping[tuple[str, str], PoolPlace],
    since: Mapping[str, datetime],
    known: Mapping[str, AgentFacts],
    now: datetime,
) -> tuple[Look, set[str]]:
    """What the look finds, and who is away still though free for the call."""
    joined = {agent.id: now for agent in pool.agents if (pool.preset_id, agent.id) not in places}
    opened = {each: free_time(known[each], Interval(since[each], now)) for each in since}
    open_at = {each: stretches[-1].end for each, stretches in opened.items() if stretches}
    returned = {each for each in since if came_back(since[each], opened[each])}
    away = {each for each in since if each in pool.free and comes_back(open_at.get(each, since[each]), now)}
    return Look(frozenset({*joined, *returned}), joined | open_at), away
