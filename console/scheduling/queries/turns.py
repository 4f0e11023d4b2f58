"""The ledger of turns: what makes round robin fair and pool draws even."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, text
from sqlmodel import Session, col, func, select

from ..models import Booking, PoolCredit, PoolPlace, Turn
from ..models.booking import NAMED_SQL
from ..rules.assignment import TURN_AGE, Candidate, aged_credit
from ..rules.intervals import Interval
from ..rules.lifecycle import LIVE
from .terms import PoolAgent


class Given(NamedTuple):
    """The turns of one agent in one pool, those given back left out; as far back as was asked, and 30 days at least."""

    in_period: int
    counting: int
    """Those of the last 30 days."""
    first_at: datetime | None
    last_at: datetime | None


NO_TURNS = Given(0, 0, None, None)


class Credit(NamedTuple):
    """A credit, and when the agent had last been given a call before it, as far back as was asked."""

    preset_id: str
    agent_id: str
    amount: float
    given_at: datetime
    turn_before: datetime | None


class Named(NamedTuple):
    """How many calls were made with this agent that the engine did not give, cancelled ones included."""

    manual: int
    self_selected: int


NEVER_NAMED = Named(0, 0)


def places(session: Session, preset_ids: Sequence[str]) -> dict[tuple[str, str], PoolPlace]:
    """Who stood in these presets' pools at their last draws, by preset and agent."""
    found = session.exec(select(PoolPlace).where(col(PoolPlace.preset_id).in_(preset_ids)))
    return {(each.preset_id, each.agent_id): each for each in found}


def credited_since(session: Session, preset_ids: Sequence[str], since: datetime) -> set[tuple[str, str]]:
    """Who was given a credit in which of these pools after an instant."""
    query = select(PoolCredit.preset_id, PoolCredit.agent_id).where(
        col(PoolCredit.preset_id).in_(preset_ids), PoolCredit.given_at > since
    )
    return {(preset_id, agent_id) for preset_id, agent_id in session.exec(query)}


def given(
    session: Session, preset_ids: Sequence[str], agent_ids: Sequence[str], since: datetime, now: datetime
) -> dict[tuple[str, str], Given]:
    """The turns of these agents after `since`, and those that count towards the next draw, by preset and agent."""

    def after(instant: datetime) -> Any:
        return func.sum(case((col(Turn.given_at) > instant, 1), else_=0))

    query = (
        select(  # pyright: ignore[reportCallIssue]  (more columns than sqlmodel types)
            Turn.preset_id,
            Turn.agent_id,
            after(since),
            after(now - TURN_AGE),
            func.min(Turn.given_at),
            func.max(Turn.given_at),
        )
        .where(
            col(Turn.preset_id).in_(preset_ids),
            col(Turn.agent_id).in_(agent_ids),
            Turn.given_at > min(since, now - TURN_AGE),
            col(Turn.returned_at).is_(None),
        )
        .group_by(Turn.preset_id, Turn.agent_id)
    )
    return {(preset_id, agent_id): Given(*counts) for preset_id, agent_id, *counts in session.execute(query)}


def credits_since(session: Session, preset_ids: Sequence[str], since: datetime) -> list[Credit]:
    """The credits given in these pools after an instant, oldest first."""
    before = (
        select(func.max(Turn.given_at))
        .where(
            Turn.preset_id == PoolCredit.preset_id,
            Turn.agent_id == PoolCredit.agent_id,
            Turn.given_at > since,
            Turn.given_at < PoolCredit.given_at,
            col(Turn.returned_at).is_(None),
        )
        .correlate(PoolCredit)
        .scalar_subquery()
    )
    query = (
        select(  # pyright: ignore[reportCallIssue]
            PoolCredit.preset_id, PoolCredit.agent_id, PoolCredit.amount, PoolCredit.given_at, before
        )
        .where(col(PoolCredit.preset_id).in_(preset_ids), PoolCredit.given_at > since)
        .order_by(col(PoolCredit.given_at), PoolCredit.id)
    )
    return [Credit(*row) for row in session.execute(query)]


def named(
    session: Session, preset_ids: Sequence[str], agent_ids: Sequence[str], since: datetime
) -> dict[tuple[str, str], Named]:
    """The calls made after `since` for which a person named the agent, by preset and agent."""

    def made(method: str) -> Any:
        return func.sum(case((col(Booking.assignment_method) == method, 1), else_=0))

    query = (
        select(Booking.preset_id, Booking.agent_id, made("manual"), made("self_selected"))
        .where(
            text(NAMED_SQL),
            col(Booking.agent_id).in_(agent_ids),
            Booking.created_at > since,
            col(Booking.preset_id).in_(preset_ids),
        )
        .group_by(col(Booking.agent_id), col(Booking.preset_id))
    )
    return {(preset_id, agent_id): Named(*counts) for preset_id, agent_id, *counts in session.execute(query)}


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
