"""What if: the next hundred calls, played by the rule of the draw itself. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..rules import assignment, fairness
from ..rules.assignment import TURN_AGE
from . import fair_pools
from .transaction import reads

CALLS = 100
"""How many calls are played: with a thousand agents that takes a few milliseconds, so that it needs no other process."""


@dataclass(frozen=True, slots=True)
class AgentOutlook:
    """What the calls played bring one agent.

    `gets`: how many of them; `fair`: how many their weight alone asks for. `before` and `after`: how many calls, credits
    included, they have had more than an even share of the last 30 days, today and when the calls were given.
    """

    agent_id: str
    name: str
    weight: int
    gets: int
    fair: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NextTurns:
    """The calls played in one preset's pool, by name of the agent; none where the engine draws no agent."""

    preset_id: str
    preset_name: str
    draws: bool
    """Whether the engine chooses the agent at all."""
    calls: int
    agents: tuple[AgentOutlook, ...]

    @property
    def widest_before(self) -> float:
        """The largest difference from an even share today, in calls."""
        return _widest([each.before for each in self.agents])

    @property
    def widest_after(self) -> float:
        """The largest difference once the calls were given."""
        return _widest([each.after for each in self.agents])


@reads
def simulate(session: Session, actor: Actor, preset_id: str | None = None) -> NextTurns:
    """Play the next `CALLS` calls of a preset, with None of the active one, as if all agents were free for each.

    Raises AppNotFound, NotFound, NotAllowed.
    """
    preset = fair_pools.one_of(fair_pools.presets(session, actor), preset_id)
    now = clock.now()
    draws = assignment.is_drawn(preset.assignment_mode)
    pools, _ = fair_pools.standing(session, [preset], now - TURN_AGE, now)
    pool = {it.agent.id: it for it in pools[preset.id]} if draws else {}
    weights = sum(it.agent.weight for it in pool.values())
    agents = [
        AgentOutlook(
            agent_id=each.agent_id,
            name=pool[each.agent_id].agent.name,
            weight=pool[each.agent_id].agent.weight,
            gets=each.gets,
            fair=CALLS * pool[each.agent_id].agent.weight / weights,
            before=each.before,
            after=each.after,
        )
        for each in fairness.outlook([it.candidate(now) for it in pool.values()], CALLS, now)
    ]
    agents.sort(key=lambda each: (each.name.casefold(), each.agent_id))
    return NextTurns(preset.id, preset.name, draws, CALLS if agents else 0, tuple(agents))


def _widest(differences: Sequence[float]) -> float:
    return max(map(abs, differences), default=0.0)
