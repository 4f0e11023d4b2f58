"""What is left of deleted test apps goes, a few hundred rows a transaction, once nothing can still be under way in them."""

from datetime import timedelta

from sqlalchemy import delete, exists, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from .. import clock
from ..models import App, Member, Person
from ..queries.ownership import belongings
from .files.double import STAND_IN_ADDRESS
from .transaction import writes

AFTER = timedelta(days=1)
"""How long a test app is deleted before its rows go."""
_BATCH = 500
_PEOPLE = 20
"""At once: before a person goes, the database looks for them in tables that know no order by person."""


def sweep() -> int:
    """Remove test apps that were deleted a day ago, and their people; gives how many rows went.

    Any number of processes may sweep at the same time. The audit log keeps what it says of them.
    """
    total = 0
    while gone := _apps() or _people():
        total += gone
    return total


@writes
def _apps(session: Session) -> int:
    deleted = (col(App.test_of_app_id).is_not(None), col(App.archived_at) <= clock.now() - AFTER)
    return _remove(session, App, select(App.id).where(*deleted))


@writes
def _people(session: Session) -> int:
    """People whom test apps made, and whom no app knows any more."""
    is_known = exists().where(col(Member.person_id) == Person.id)
    unknown = select(Person.id).where(col(Person.email_key).like(STAND_IN_ADDRESS), ~is_known)
    return _remove(session, Person, unknown.limit(_PEOPLE))


def _remove(session: Session, owner: type[SQLModel], found: SelectOfScalar[str]) -> int:
    """Delete some of what hangs on these owners, those rows first that refer to others, the owners last."""
    owners, gone = session.exec(found).all(), 0
    for table, which in belongings(owner.__table__, owners) if owners else ():  # pyright: ignore[reportAttributeAccessIssue]
        while gone < _BATCH:  # again: of a table that refers to itself, a row may go when others have gone
            some = select_columns(*table.primary_key).where(which).limit(_BATCH - gone)
            rows = session.connection().execute(delete(table).where(tuple_(*table.primary_key).in_(some))).rowcount
            gone += rows
            if not rows:
                break
    return gone
