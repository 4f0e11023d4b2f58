"""How evenly calls are shared, for people to see: what the engine gave each agent against their fair share."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotFound
from ..models import Preset
from ..queries import members, terms
from ..queries import turns as found
from ..queries.terms import PoolAgent
from ..queries.turns import NEVER_NAMED, NO_TURNS, Credit, Given, Named
from ..rules import assignment, fairness, permissions
from ..rules.assignment import TURN_AGE, Candidate
from ..rules.fairness import Account
from ..rules.permissions import Subject
from .transaction import reads
from .turns import Pool, look

PERIODS = (7, 30, 90)
"""Days that can be looked back on."""
FORETOLD = 10
"""How many of the next turns are foretold."""

Key = tuple[str, str]
"""A preset and an agent."""


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
    presets = _presets(session, actor, days)
    chosen = next((each for each in presets if each.id == preset_id or (each.active and not preset_id)), None)
    if chosen is None:
        raise NotFound("There is no such preset in this app.", field="preset_id")
    return _shares(session, presets, [chosen], days)


@reads
def shares_of_app(session: Session, actor: Actor, days: int = 30) -> Shares:
    """The accounts of all pools of the app together. Raises AppNotFound, NotAllowed, Invalid."""
    presets = _presets(session, actor, days)
    return _shares(session, presets, presets, days)


def _presets(session: Session, actor: Actor, days: int) -> list[Preset]:
    """The app's presets, for who may look at them."""
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_fairness", Subject(app_id=app.id))
    if days not in PERIODS:
        raise Invalid.of("days", f"Choose one of {', '.join(map(str, PERIODS))} days.", "unknown_choice")
    return sorted(terms.presets(session, app.id), key=lambda each: (not each.active, each.name.casefold(), each.id))


@dataclass(frozen=True, slots=True)
class _Place:
    """One agent in one preset's pool, with all that counts for their share of it; `credits` are oldest first."""

    preset_id: str
    agent: PoolAgent
    turns: Given
    named: Named
    credits: list[Credit]

    def credit(self, now: datetime) -> float:
        """What is left of the credits."""
        return sum(assignment.aged_credit(each.amount, each.given_at, now) for each in self.credits)

    def candidate(self, now: datetime) -> Candidate:
        """The figures as a draw at this moment would see them; the load left out."""
        last = self.turns.last_at
        return Candidate(
            agent_id=self.agent.id,
            weight=self.agent.weight,
            given=self.turns.counting,
            credit=self.credit(now),
            last_given_at=last if last and last > now - TURN_AGE else None,
        )

    def account(self, since: datetime, first: datetime) -> Account:
        """The figures of the period; `first` is when the pool was first drawn from in it."""
        missed, seen = 0.0, first
        for each in self.credits:
            seen = max(seen, each.turn_before or first)
            missed += fairness.missed(each.amount, each.given_at, seen, since)
            seen = each.given_at
        return Account(self.agent.id, self.agent.weight, self.turns.in_period, missed)


Pools = Mapping[str, Sequence[_Place]]
"""The places by preset."""


def _shares(session: Session, presets: Sequence[Preset], wanted: Sequence[Preset], days: int) -> Shares:
    now = clock.now()
    since = now - timedelta(days=days)
    app_id, ids = wanted[0].app_id, [preset.id for preset in wanted]
    everybody = members.ids(session, app_id)
    given = found.given(session, ids, everybody, since, now)
    pools = _pools(session, wanted, given, found.named(session, ids, everybody, since), min(since, now - TURN_AGE))
    _credit_as_a_draw_would(session, app_id, pools, now)
    inside = {(place.preset_id, place.agent.id) for pool in pools.values() for place in pool}
    alone = wanted[0] if len(wanted) == 1 else None
    draws = any(assignment.is_drawn(preset.assignment_mode) for preset in wanted)
    return Shares(
        presets=tuple((preset.id, preset.name) for preset in presets),
        preset_id=alone.id if alone else "",
        draws=draws,
        days=days,
        agents=_accounts(pools, since, now),
        elsewhere=sum(turns.in_period for key, turns in given.items() if key not in inside),
        ahead=_ahead(pools[alone.id], now) if alone and draws else (),
    )


def _pools(
    session: Session,
    presets: Sequence[Preset],
    given: Mapping[Key, Given],
    named: Mapping[Key, Named],
    since: datetime,
) -> Pools:
    """The presets' agents, with their credits after an instant."""
    credits: dict[Key, list[Credit]] = defaultdict(list)
    for each in found.credits_since(session, [preset.id for preset in presets], since):
        credits[each.preset_id, each.agent_id].append(each)
    return {
        preset_id: [
            _Place(
                preset_id,
                agent,
                given.get((preset_id, agent.id), NO_TURNS),
                named.get((preset_id, agent.id), NEVER_NAMED),
                credits[preset_id, agent.id],
            )
            for agent in pool
        ]
        for preset_id, pool in terms.pools(session, presets).items()
    }


def _credit_as_a_draw_would(session: Session, app_id: str, pools: Pools, now: datetime) -> None:
    """Add what a draw at this moment would credit those with who are new or back."""
    # Where nothing counts, nobody is owed anything.
    busy = {preset_id: pool for preset_id, pool in pools.items() if any(it.turns.counting or it.credits for it in pool)}
    if not busy:
        return
    looked = [
        Pool(preset_id, [it.agent for it in pool], {it.agent.id for it in pool}) for preset_id, pool in busy.items()
    ]
    seen = look(session, app_id, looked, found.places(session, list(busy)), now)
    for one, pool in zip(seen, busy.values(), strict=True):
        due = assignment.welcome_credits([it.candidate(now) for it in pool], one.welcomed)
        for it in pool:
            if amount := due.get(it.agent.id):
                it.credits.append(Credit(it.preset_id, it.agent.id, amount, now, it.turns.last_at))


def _accounts(pools: Pools, since: datetime, now: datetime) -> tuple[AgentShare, ...]:
    """One account for each agent, over all pools they are in, by name."""
    places: dict[str, list[_Place]] = defaultdict(list)
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


def _ahead(pool: Sequence[_Place], now: datetime) -> tuple[str, ...]:
    """The names of those whose turn it is next."""
    names = {it.agent.id: it.agent.name for it in pool}
    return tuple(names[each] for each in assignment.foretell([it.candidate(now) for it in pool], FORETOLD, now))
