"""The apps of the installation."""

from sqlmodel import Session, col, select

from ..models import App


def by_widget_key(session: Session, app_id: str, widget_key: str) -> App | None:
    """The app, for who knows its widget key."""
    return session.scalar(
        select(App).where(App.id == app_id, App.widget_key == widget_key, col(App.archived_at).is_(None))
    )


def every(session: Session) -> list[App]:
    """Every app that is not archived, by name."""
    return list(session.scalars(select(App).where(col(App.archived_at).is_(None)).order_by(App.name, App.id)))


def tests_of(session: Session, app_id: str) -> list[App]:
    """The test apps of this app, oldest first."""
    copies = select(App).where(App.test_of_app_id == app_id, col(App.archived_at).is_(None))
    return list(session.scalars(copies.order_by(App.id)))
