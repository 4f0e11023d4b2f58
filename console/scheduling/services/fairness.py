"""How evenly a preset's calls are shared, for people to see: what each agent was given against their fair share."""

from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..queries import terms
from ..rules import assignment, limits, permissions
from ..rules.permissions import Subject
from . import engine, turns
from .transaction import reads

MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class AgentShare:
    """One agent's account in a preset's pool.

    `given`: calls that the engine gave in the last 30 days, turns given back left out. `credit`: what counts as given
    since they joined or were away. `share` is their part of all that counts, `expected_share` that of their weight; both
    from 0 to 1.
    """

    agent_id: str
    name: str
    given: int
    credit: float
    weight: int
    share: float
    expected_share: float


@reads
def shares(session: Session, actor: Actor, preset_id: str | None = None) -> list[AgentShare]:
    """The preset's agents by name; with None those of the active preset. Raises AppNotFound, NotFound, NotAllowed."""
    names, pool = _pool(session, actor, preset_id)
    counted = sum(each.given + each.credit for each in pool)
    weights = sum(each.weight for each in pool)
    found = [
        AgentShare(
            agent_id=each.agent_id,
            name=names[each.agent_id],
            given=each.given,
            credit=round(each.credit, 3),
            weight=each.weight,
            share=(each.given + each.credit) / counted if counted else 0.0,
            expected_share=each.weight / weights,
        )
        for each in pool
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.agent_id))


@reads
def simulate(session: Session, actor: Actor, preset_id: str | None = None, calls: int = 100) -> dict[str, int]:
    """How many of the next calls (1 to 1000) each agent would be given by turn, if all were always free, by agent id.

    Raises as `shares`, and Invalid.
    """
    _, pool = _pool(session, actor, preset_id)
    return dict(assignment.foretell(pool, limits.whole(calls, "calls", (1, MOST_CALLS)), clock.now()))


def _pool(session: Session, actor: Actor, preset_id: str | None) -> tuple[dict[str, str], list[assignment.Candidate]]:
    """The names of the preset's agents, and their figures."""
    app, preset = engine.find_terms(session, actor, preset_id)
    permissions.require(actor, "see_fairness", Subject(app_id=app.id))
    pool = terms.pool(session, preset)
    return {agent.id: agent.name for agent in pool}, turns.standing(session, preset, pool, clock.now())
