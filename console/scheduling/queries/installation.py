"""What is kept of the installation as a whole."""

from sqlmodel import Session, col, select

from ..models import InstallationValue, Person


def value(session: Session, name: str) -> str | None:
    """A kept value, or None."""
    return session.scalar(select(InstallationValue.value).where(InstallationValue.name == name))


def values(session: Session, *names: str) -> dict[str, str]:
    """Those of these values that are kept."""
    query = select(InstallationValue.name, InstallationValue.value).where(col(InstallationValue.name).in_(names))
    return dict(session.exec(query).all())


def has_people(session: Session) -> bool:
    """Whether anybody has an account."""
    return session.scalar(select(Person.id).limit(1)) is not None


def lock(session: Session) -> None:
    """Let nobody else hold this lock until the transaction ends; the one row that every installation has serves for it."""
    session.scalar(select(InstallationValue).where(InstallationValue.name == "key").with_for_update())
