"""Calls that are to change hands, the figures by which they are shared, and what plans have moved."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from ..models import Booking, Preset, ReassignedCall, Reassignment, ScheduleException
from ..rules.assignment import TURN_AGE, Candidate, aged_credit
from . import turns
from .terms import PoolAgent


class Undoable(NamedTuple):
    """A plan with how many of its calls can still be given back, and whose absence goes with it."""

    plan: Reassignment
    calls: int
    away_id: str | None


def calls(session: Session, app_id: str, ids: Collection[str]) -> list[Booking]:
    """These bookings of the app, soonest first."""
    query = select(Booking).where(Booking.app_id == app_id, col(Booking.id).in_(ids))
    return list(session.scalars(query.order_by(col(Booking.scheduled_at), Booking.id)))


def presets(session: Session, ids: Collection[str]) -> list[Preset]:
    """These presets, archived ones too: calls outlive them."""
    return list(session.scalars(select(Preset).where(col(Preset.id).in_(ids)).order_by(Preset.id)))


def figures(session: Session, pools: dict[str, list[PoolAgent]], now: datetime) -> dict[str, dict[str, Candidate]]:
    """By preset, its agents with the figures of their turns, but for loads; in two queries for all presets."""
    ids = list(pools)
    agents = sorted({agent.id for pool in pools.values() for agent in pool})
    given = turns.given(session, ids, agents, now - TURN_AGE, now)
    credit: dict[tuple[str, str], float] = {}
    for each in turns.credits_since(session, ids, now - TURN_AGE):
        key = each.preset_id, each.agent_id
        credit[key] = credit.get(key, 0.0) + aged_credit(each.amount, each.given_at, now)
    return {
        preset_id: {
            agent.id: Candidate(
                agent_id=agent.id,
                weight=agent.weight,
                given=given.get((preset_id, agent.id), turns.NO_TURNS).counting,
                credit=credit.get((preset_id, agent.id), 0.0),
                last_given_at=given.get((preset_id, agent.id), turns.NO_TURNS).last_at,
            )
            for agent in pool
        }
        for preset_id, pool in pools.items()
    }


def locked(session: Session, plan_id: str, booking_id: str) -> ReassignedCall | None:
    """A call as a plan left it, which nobody else undoes until this transaction ends."""
    return session.get(ReassignedCall, (plan_id, booking_id), with_for_update=True, populate_existing=True)


def to_undo(session: Session, plan_id: str) -> Sequence[str]:
    """The bookings of a plan that are not given back, the one moved last first."""
    query = select(ReassignedCall.booking_id).where(
        ReassignedCall.reassignment_id == plan_id, col(ReassignedCall.undone_at).is_(None)
    )
    return session.exec(query.order_by(col(ReassignedCall.place).desc())).all()


def undoable(session: Session, app_id: str, actor_id: str, since: datetime) -> list[Undoable]:
    """The plans that this person has applied after an instant, the newest first."""
    query = (
        select(Reassignment, func.count(col(ReassignedCall.booking_id)), func.max(col(ScheduleException.person_id)))
        .outerjoin(
            ReassignedCall,
            (col(ReassignedCall.reassignment_id) == Reassignment.id) & col(ReassignedCall.undone_at).is_(None),
        )
        .outerjoin(ScheduleException, col(ScheduleException.id) == Reassignment.exception_id)
        .where(Reassignment.app_id == app_id, Reassignment.actor_id == actor_id, col(Reassignment.created_at) > since)
        .group_by(col(Reassignment.id))
        .order_by(col(Reassignment.created_at).desc(), col(Reassignment.id).desc())
    )
    return [Undoable(*row) for row in session.execute(query)]
