"""Saved views: those that a person is shown, and whether a name is taken."""

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from ..models import Person, SavedView


def shown_to(session: Session, app_id: str | None, person_id: str | None) -> list[tuple[SavedView, str]]:
    """A person's own views and those that are shared, each with its owner's name: own ones first, by name."""
    shown = (
        select(SavedView, Person.name)
        .join(Person, col(Person.id) == SavedView.owner_id)
        .where(SavedView.app_id == app_id, or_(col(SavedView.owner_id) == person_id, col(SavedView.is_shared)))
        .order_by(col(SavedView.owner_id) != person_id, SavedView.name_key, SavedView.id)
    )
    return [(view, owner) for view, owner in session.exec(shown)]


def locked(session: Session, app_id: str | None, view_id: str) -> SavedView | None:
    """This view of the app, which no other transaction changes until this one ends."""
    return session.exec(
        select(SavedView).where(SavedView.id == view_id, SavedView.app_id == app_id).with_for_update()
    ).first()


def count_of(session: Session, app_id: str | None, person_id: str | None) -> int:
    """How many views this person keeps in the app."""
    own = select(func.count()).where(SavedView.app_id == app_id, SavedView.owner_id == person_id)
    return session.scalar(own) or 0


def name_taken(session: Session, view: SavedView, name_key: str) -> bool:
    """Whether another view of the same owner has this name."""
    same = (
        col(SavedView.app_id) == view.app_id,
        col(SavedView.owner_id) == view.owner_id,
        col(SavedView.name_key) == name_key,
        col(SavedView.id) != view.id,
    )
    return bool(session.scalar(select(exists().where(*same))))
