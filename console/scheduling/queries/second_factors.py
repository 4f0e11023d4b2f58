"""Authenticator apps of people, and their recovery codes."""

from sqlmodel import Session, col, func, select

from ..models import Member, RecoveryCode, SecondFactor


def of(session: Session, person_id: str, *, lock: bool = False) -> SecondFactor | None:
    """This person's authenticator app, set up or not; with `lock` nobody else uses it until this transaction ends."""
    found = select(SecondFactor).where(SecondFactor.person_id == person_id)
    return session.scalar(found.with_for_update() if lock else found)


def codes_left(session: Session, person_id: str) -> int:
    """How many recovery codes this person has."""
    return session.scalar(select(func.count()).where(col(RecoveryCode.person_id) == person_id)) or 0


def of_members(session: Session, app_id: str) -> frozenset[str]:
    """The members of the app who sign in with a code."""
    found = (
        select(SecondFactor.person_id)
        .join(Member, col(Member.person_id) == SecondFactor.person_id)
        .where(Member.app_id == app_id, col(SecondFactor.on_since).is_not(None))
    )
    return frozenset(session.scalars(found))
