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
from ..rules.assignment import CLOSED_LONG, TURN_AGE, Candidate, came_back, comes_back
from ..rules.availability import free_time
from ..rules.intervals import Interval


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the pool finds: who is to be welcomed, and when those who are new or looked at were last open."""

    welcomed: frozenset[str]
    open_at: Mapping[str, datetime]


def welcome(session: Session, preset: Preset, pool: Sequence[PoolAgent], free: Collection[str], now: datetime) -> None:
    """Inside a draw, under the pool's lock: credit whoever joined or returned since the last one.

    `pool` is the whole of it, `free` those to draw from. Who is still away but free for the call is credited too, once
    in seven days, so that nobody comes back to a calendar filled with all that they missed.
    """
    places = found.places(session, preset.id)
    seen = look(session, preset, pool, free, places, now)
    for agent_id in places.keys() - {agent.id for agent in pool}:
        session.delete(places[agent_id])  # whoever left and comes again joins anew
    for agent_id, open_at in seen.open_at.items():
        place = places.get(agent_id) or PoolPlace(preset_id=preset.id, agent_id=agent_id, open_at=open_at)
        place.open_at = open_at
        session.add(place)
    if seen.welcomed:
        figures = found.candidates(session, preset.id, pool, {}, now)
        session.add_all(
            PoolCredit(preset_id=preset.id, agent_id=agent_id, amount=amount, given_at=now)
            for agent_id, amount in assignment.welcome_credits(figures, seen.welcomed).items()
            if amount
        )


def standing(session: Session, preset: Preset, pool: Sequence[PoolAgent], now: datetime) -> list[Candidate]:
    """Each agent's figures as a draw at this moment would see them, were all free for the call; loads left out."""
    everyone = {agent.id for agent in pool}
    seen = look(session, preset, pool, everyone, found.places(session, preset.id), now)
    figures = found.candidates(session, preset.id, pool, {}, now)
    due = assignment.welcome_credits(figures, seen.welcomed)
    return [replace(each, credit=each.credit + due.get(each.agent_id, 0.0)) for each in figures]


def look(
    session: Session,
    preset: Preset,
    pool: Sequence[PoolAgent],
    free: Collection[str],
    places: Mapping[str, PoolPlace],
    now: datetime,
) -> Look:
    """Compare the pool with what its last draw found. Whoever is open is looked at closely once in seven days."""
    joined = {agent.id: now for agent in pool if agent.id not in places}
    asked = [agent for agent in pool if agent.id in places and comes_back(places[agent.id].open_at, now)]
    if not asked:
        return Look(frozenset(joined), joined)
    since = {agent.id: max(places[agent.id].open_at, now - TURN_AGE) for agent in asked}
    known = facts.load(session, preset.app_id, asked, Interval(min(since.values()), now), now)
    opened = {each: free_time(known[each], Interval(since[each], now)) for each in since}
    open_at = {each: stretches[-1].end for each, stretches in opened.items() if stretches}
    returned = {each for each in since if came_back(since[each], opened[each])}
    away = {each for each in since if each in free and comes_back(open_at.get(each, since[each]), now)}
    if away:
        away -= found.credited_since(session, preset.id, now - CLOSED_LONG)
    return Look(frozenset({*joined, *returned, *away}), joined | open_at)
