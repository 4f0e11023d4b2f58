"""How evenly calls are shared, for people to see: what the engine gave each agent against their fair share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid
from ..models import Preset
from ..rules import assignment, fairness
from . import fair_pools
from .fair_pools import Place, Pools
from .transaction import reads

PERIODS = (7, 30, 90)
"""Days that can be looked back on."""
FORETOLD = 10
"""How many of the next turns are foretold."""


@dataclass(frozen=True, slots=True)
class AgentShare:
    """One agent's account over the period.

    `given`: calls that the engine gave them, turns given back left out; `fair`: how many would have been their share.
    `credit`: what counts as given today, since they joined or were away. `last_at`: their last turn, looked for over
    the period and 30 days at least. `manual` and `self_selected`: calls for which a person named them, which no turn
    counts. `weight` is None where presets weigh them differently.
    """

    agent_id: str
    name: str
    weight: int | None
    given: int
    fair: float
    credit: float
    last_at: datetime | None
    manual: int
    self_selected: int

    @property
    def difference(self) -> float:
        """How many more calls than fair; fewer are negative."""
        return self.given - self.fair


@dataclass(frozen=True, slots=True)
class Shares:
    """The accounts of a pool, by name of the agent, or of all pools of an app together.

    `elsewhere`: calls of the period that went to agents who are in no such pool today. `ahead`: the names of who is
    next, were all free; empty for several pools, and where no agent is drawn.
    """

    presets: tuple[tuple[str, str], ...]
    """The presets to choose from, the active one first: id and name."""
    preset_id: str
    """Empty: all of them together."""
    draws: bool
    """Whether the engine chooses the agent at all: elsewhere the customer or the link does."""
    days: int
    agents: tuple[AgentShare, ...]
    elsewhere: int
    ahead: tuple[str, ...]

    @property
    def given(self) -> int:
        """All calls that the engine gave to these agents."""
        return sum(each.given for each in self.agents)


@reads
def shares(session: Session, actor: Actor, preset_id: str | None = None, days: int = 30) -> Shares:
    """The accounts of a preset's pool; with None of the active preset's. Raises AppNotFound, NotFound, NotAllowed, Invalid."""
    presets = _chosen(session, actor, days)
    return _shares(session, presets, [fair_pools.one_of(presets, preset_id)], days)


@reads
def shares_of_app(session: Session, actor: Actor, days: int = 30) -> Shares:
    """The accounts of all pools of the app together. Raises AppNotFound, NotAllowed, Invalid."""
    presets = _chosen(session, actor, days)
    return _shares(session, presets, presets, days)


def _chosen(session: Session, actor: Actor, days: int) -> list[Preset]:
    """The app's presets, for who may look at them over this period."""
    presets = fair_pools.presets(session, actor)
    if days not in PERIODS:
        raise Invalid.of("days", f"Choose one of {', '.join(map(str, PERIODS))} days.", "unknown_choice")
    return presets


def _shares(session: Session, presets: Sequence[Preset], wanted: Sequence[Preset], days: int) -> Shares:
    now = clock.now()
    since = now - timedelta(days=days)
    pools, elsewhere = fair_pools.standing(session, wanted, since, now)
    alone = wanted[0] if len(wanted) == 1 else None
    draws = any(assignment.is_drawn(preset.assignment_mode) for preset in wanted)
    return Shares(
        presets=tuple((preset.id, preset.name) for preset in presets),
        preset_id=alone.id if alone else "",
        draws=draws,
        days=days,
        agents=_accounts(pools, since, now),
        elsewhere=elsewhere,
        ahead=_ahead(pools[alone.id], now) if alone and draws else (),
    )


def _accounts(pools: Pools, since: datetime, now: datetime) -> tuple[AgentShare, ...]:
    """One account for each agent, over all pools they are in, by name."""
    places: dict[str, list[Place]] = defaultdict(list)
    fair: dict[str, float] = defaultdict(float)
    for pool in pools.values():
        first = min((it.turns.first_at for it in pool if it.turns.first_at), default=since)
        for agent_id, share in fairness.fair_shares([it.account(since, first) for it in pool]).items():
            fair[agent_id] += share
        for it in pool:
            places[it.agent.id].append(it)
    accounts = [
        AgentShare(
            agent_id=agent_id,
            name=its[0].agent.name,
            weight=its[0].agent.weight if len({it.agent.weight for it in its}) == 1 else None,
            given=sum(it.turns.in_period for it in its),
            fair=fair[agent_id],
            credit=sum(it.credit(now) for it in its),
            last_at=max((it.turns.last_at for it in its if it.turns.last_at), default=None),
            manual=sum(it.named.manual for it in its),
            self_selected=sum(it.named.self_selected for it in its),
        )
        for agent_id, its in places.items()
    ]
    return tuple(sorted(accounts, key=lambda each: (each.name.casefold(), each.agent_id)))


def _ahead(pool: Sequence[Place], now: datetime) -> tuple[str, ...]:
    """The names of those whose turn it is next."""
    names = {it.agent.id: it.agent.name for it in pool}
    return tuple(names[each] for each in assignment.foretell([it.candidate(now) for it in pool], FORETOLD, now))
