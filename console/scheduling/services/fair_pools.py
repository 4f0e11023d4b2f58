"""The pools that calls are shared in, with all that counts for each agent's turn: what a draw at this moment would see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ..actors import Actor
from ..errors import AppNotFound, NotFound
from ..models import Preset
from ..queries import members, terms
from ..queries import turns as found
from ..queries.terms import PoolAgent
from ..queries.turns import NEVER_NAMED, NO_TURNS, Credit, Given, Named
from ..rules import assignment, fairness, permissions
from ..rules.assignment import TURN_AGE, Candidate
from ..rules.fairness import Account
from ..rules.permissions import Subject
from .turns import Pool, look

Key = tuple[str, str]
"""A preset and an agent."""


def presets(session: Session, actor: Actor) -> list[Preset]:
    """The app's presets, the active one first, for who may see how calls are shared. Raises AppNotFound, NotAllowed."""
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_fairness", Subject(app_id=app.id))
    return sorted(terms.presets(session, app.id), key=lambda each: (not each.active, each.name.casefold(), each.id))


def one_of(presets: Sequence[Preset], preset_id: str | None) -> Preset:
    """The preset that is asked for; with None the active one. Raises NotFound."""
    for each in presets:
        if each.id == preset_id or (each.active and not preset_id):
            return each
    raise NotFound("There is no such preset in this app.", field="preset_id")


@dataclass(frozen=True, slots=True)
class Place:
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


Pools = Mapping[str, Sequence[Place]]
"""The places by preset."""


def standing(session: Session, wanted: Sequence[Preset], since: datetime, now: datetime) -> tuple[Pools, int]:
    """The pools of these presets of one app, and how many calls since went to agents who are in none of them today."""
    app_id, ids = wanted[0].app_id, [preset.id for preset in wanted]
    everybody = members.ids(session, app_id)
    given = found.given(session, ids, everybody, since, now)
    pools = _pools(session, wanted, given, found.named(session, ids, everybody, since), min(since, now - TURN_AGE))
    _credit_as_a_draw_would(session, app_id, pools, now)
    inside = {(place.preset_id, place.agent.id) for pool in pools.values() for place in pool}
    return pools, sum(turns.in_period for key, turns in given.items() if key not in inside)


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
            Place(
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
