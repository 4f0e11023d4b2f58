"""An app's events by their number in its feed, and those that have none yet."""

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from ..models import EventFeed, OutboxEvent


def from_number(session: Session, app_id: str, number: int, most: int) -> list[OutboxEvent]:
    """The first of the app's events that have this number or a greater one."""
    numbered = select(OutboxEvent).where(OutboxEvent.app_id == app_id, col(OutboxEvent.number) >= number)
    return list(session.exec(numbered.order_by(col(OutboxEvent.number)).limit(most)))


def last_number(session: Session, app_id: str) -> int:
    """The greatest number that the app has ever given out; 0 before the first."""
    return session.exec(select(EventFeed.last_number).where(EventFeed.app_id == app_id)).first() or 0


def has_unnumbered(session: Session, app_id: str) -> bool:
    """Whether anything has been committed that has no number yet."""
    waiting = select(OutboxEvent.position).where(*_waiting(app_id)).order_by(col(OutboxEvent.position)).limit(1)
    return session.exec(waiting).first() is not None


def give_numbers(session: Session, app_id: str, most: int) -> None:
    """Number the first of the app's events that have none, in the order in which they were written.

    The caller holds the feed's lock, since before this transaction looked at anything.
    """
    feed = session.get(EventFeed, app_id) or EventFeed(app_id=app_id)
    session.add(feed)
    position = col(OutboxEvent.position)
    turn = func.row_number().over(order_by=position).label("turn")
    waiting = select(position, turn).where(*_waiting(app_id)).order_by(position).limit(most).cte("waiting")
    numbered = session.execute(
        update(OutboxEvent)
        .where(position == waiting.c.position)
        .values(number=feed.last_number + waiting.c.turn)
        .returning(col(OutboxEvent.number))
        .execution_options(synchronize_session=False)
    )
    feed.last_number = max(numbered.scalars(), default=feed.last_number)


def _waiting(app_id: str) -> tuple[ColumnElement[bool], ...]:
    """Test-sends belong to no booking and happened to nobody: they are not in the feed."""
    return (
        col(OutboxEvent.app_id) == app_id,
        col(OutboxEvent.number).is_(None),
        col(OutboxEvent.booking_id).is_not(None),
    )
