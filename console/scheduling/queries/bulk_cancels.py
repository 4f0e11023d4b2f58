"""Acts that cancel many bookings: whose is open, what is left of it, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, insert, or_, update
from sqlmodel import Session, col, select

from ..models import Booking, BulkCancel, BulkCancelRow


def open_act(session: Session, now: datetime) -> BulkCancel | None:
    """The oldest act that has something left and no worker at it, locked."""
    free = or_(col(BulkCancel.leased_until).is_(None), col(BulkCancel.leased_until) <= now)
    waiting = select(BulkCancel).where(col(BulkCancel.finished_at).is_(None), free).order_by(BulkCancel.id).limit(1)
    return session.exec(waiting.with_for_update(skip_locked=True)).first()


def locked(session: Session, app_id: str | None, person_id: str | None, act_id: str) -> BulkCancel | None:
    """This act, if it is this person's."""
    own = select(BulkCancel).where(
        BulkCancel.id == act_id, BulkCancel.app_id == app_id, BulkCancel.person_id == person_id
    )
    return session.exec(own.with_for_update()).first()


def latest_unseen(session: Session, app_id: str | None, person_id: str | None) -> BulkCancel | None:
    """The person's latest act in this app, unless they have put it away."""
    own = select(BulkCancel).where(BulkCancel.app_id == app_id, BulkCancel.person_id == person_id)
    latest = session.exec(own.order_by(col(BulkCancel.id).desc()).limit(1)).first()
    return latest if latest and latest.seen_at is None else None


def write_down(session: Session, act_id: str, versions: Sequence[tuple[str, int]]) -> None:
    """Write down the bookings of the act, in this order, each as it was seen."""
    rows = [
        {"act_id": act_id, "booking_id": booking_id, "position": place, "version": version, "status": "pending"}
        for place, (booking_id, version) in enumerate(versions)
    ]
    session.execute(insert(BulkCancelRow), rows)


def pending(session: Session, act_id: str, limit: int) -> list[BulkCancelRow]:
    """The next rows of the act."""
    rows = select(BulkCancelRow).where(BulkCancelRow.act_id == act_id, BulkCancelRow.status == "pending")
    return list(session.exec(rows.order_by(col(BulkCancelRow.position)).limit(limit)))


def settle(session: Session, act_id: str, came: Mapping[str, str | None]) -> None:
    """Write down what came of these bookings: a problem, or None for one that is cancelled."""
    done = [booking_id for booking_id, problem in came.items() if problem is None]
    ours = update(BulkCancelRow).where(col(BulkCancelRow.act_id) == act_id, col(BulkCancelRow.status) == "pending")
    session.exec(ours.where(col(BulkCancelRow.booking_id).in_(done)).values(status="done"))
    for booking_id, problem in came.items():
        if problem is not None:
            one = ours.where(col(BulkCancelRow.booking_id) == booking_id)
            session.exec(one.values(status="failed", problem=problem))


def leave(session: Session, act_id: str) -> int:
    """Leave alone what has not been done yet; gives how many."""
    ours = update(BulkCancelRow).where(col(BulkCancelRow.act_id) == act_id, col(BulkCancelRow.status) == "pending")
    return session.exec(ours.values(status="left")).rowcount


def standing(session: Session, act_id: str) -> dict[str, int]:
    """How many rows of the act stand in each status."""
    counted = select(BulkCancelRow.status, func.count()).where(BulkCancelRow.act_id == act_id)
    return dict(session.exec(counted.group_by(BulkCancelRow.status)).all())


def failed(session: Session, act_id: str, limit: int) -> Sequence[tuple[Booking, str]]:
    """The bookings that could not be cancelled, and why."""
    rows = (
        select(Booking, BulkCancelRow.problem)
        .join(BulkCancelRow, col(BulkCancelRow.booking_id) == Booking.id)
        .where(BulkCancelRow.act_id == act_id, BulkCancelRow.status == "failed")
    )
    return [
        (booking, problem or "")
        for booking, problem in session.exec(rows.order_by(col(BulkCancelRow.position)).limit(limit))
    ]
