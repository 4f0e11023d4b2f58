"""The ledger of turns: what makes round robin fair and pool draws even."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from ..models import Booking, PoolCredit, PoolPlace, Turn
from ..rules.assignment import TURN_AGE, Candidate, aged_credit
from ..rules.intervals import Interval
from ..rules.lifecycle import LIVE
from .terms import PoolAgent


def places(session: Session, preset_id: str) -> dict[str, PoolPlace]:
    """Who stood in the preset's pool at its last draw."""
    return {each.agent_id: each for each in session.exec(select(PoolPlace).where(PoolPlace.preset_id == preset_id))}


def credited_since(session: Session, preset_id: str, since: datetime) -> set[str]:
    """Who was given a credit in this pool after an instant."""
    query = select(PoolCredit.agent_id).where(PoolCredit.preset_id == preset_id, PoolCredit.given_at > since)
    return set(session.exec(query))


def candidates(
    session: Session, preset_id: str, agents: Sequence[PoolAgent], day: dict[str, Interval], now: datetime
) -> list[Candidate]:
    """Each agent with the figures a draw goes by; `day` is the slot's day in each agent's zone, for the load in minutes.

    Without days there are no loads.
    """
    since = now - TURN_AGE
    ids = [agent.id for agent in agents]
    given = {
        agent_id: (count, last)
        for agent_id, count, last in session.execute(
            select(Turn.agent_id, func.count(), func.max(Turn.given_at))
            .where(
                Turn.preset_id == preset_id,
                Turn.given_at > since,
                col(Turn.returned_at).is_(None),
                col(Turn.agent_id).in_(ids),
            )
            .group_by(Turn.agent_id)
        )
    }
    credit = _credit(session, preset_id, ids, now)
    load = _load_minutes(session, day)
    return [
        Candidate(
            agent_id=agent.id,
            weight=agent.weight,
            given=given.get(agent.id, (0, None))[0],
            credit=credit.get(agent.id, 0.0),
            last_given_at=given.get(agent.id, (0, None))[1],
            load_minutes=load.get(agent.id, 0),
        )
        for agent in agents
    ]


def _credit(session: Session, preset_id: str, ids: Sequence[str], now: datetime) -> dict[str, float]:
    left: dict[str, float] = defaultdict(float)
    for agent_id, amount, granted_at in session.execute(
        select(PoolCredit.agent_id, PoolCredit.amount, PoolCredit.given_at).where(
            PoolCredit.preset_id == preset_id, PoolCredit.given_at > now - TURN_AGE, col(PoolCredit.agent_id).in_(ids)
        )
    ):
        left[agent_id] += aged_credit(amount, granted_at, now)
    return left


def _load_minutes(session: Session, day: dict[str, Interval]) -> dict[str, int]:
    if not day:
        return {}
    earliest, latest = min(each.start for each in day.values()), max(each.end for each in day.values())
    load: dict[str, int] = {}
    for agent_id, start, minutes in session.execute(
        select(Booking.agent_id, Booking.scheduled_at, Booking.duration_minutes).where(
            col(Booking.agent_id).in_(list(day)),
            col(Booking.status).in_(LIVE),
            Booking.scheduled_at >= earliest,
            Booking.scheduled_at < latest,
        )
    ):
        if day[agent_id].start <= start < day[agent_id].end:
            load[agent_id] = load.get(agent_id, 0) + minutes
    return load
