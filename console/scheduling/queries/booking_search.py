"""Finding bookings by what people remember of them, with each database's own index of trigrams.

SQLite is asked through a full-text table (see the migration `booking_search`). A trigram has three letters, so shorter
words are looked for row by row. So are words that very many bookings hold: a page of those is full after a few rows,
long before the index has named them all. PostgreSQL's planner finds that out by itself, but for digits: it takes four of
a phone for ten times commoner than they are.
"""

import sqlalchemy
from sqlalchemy import ColumnElement, Text, any_, func, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ..database import is_sqlite
from ..models import Booking
from ..rules.search import search_words

_INDEXED_FROM = 3
"""Letters."""
_COMMON = {"sqlite": 10_000, "postgresql": 4_000}
"""Bookings. With a million, both ways take about as long at these numbers (measured with `tests.bench.lists`)."""
_MATCHING = "SELECT rowid FROM booking_search WHERE booking_search MATCH :phrases"
_IN_INDEX = """booking.id IN (
  SELECT booking_search_row.booking_id
  FROM booking_search CROSS JOIN booking_search_row ON booking_search_row.id = booking_search.rowid
  WHERE booking_search MATCH :phrases
)"""
_named = aliased(Booking)


def found_by(session: Session, search: str) -> list[ColumnElement[bool]]:
    """The conditions under which a booking holds every word of a search. A word is letters and digits alone."""
    words = search_words(search)
    indexed = [word for word in words if len(word) >= _INDEXED_FROM]
    if not indexed or _is_left_to_planner(session, indexed) or _are_common(session, indexed):
        return [_holds(word) for word in words]
    short = [_holds(word) for word in words if len(word) < _INDEXED_FROM]
    if is_sqlite(session):
        return [*short, text(_IN_INDEX).bindparams(phrases=_phrases(indexed))]  # pyright: ignore[reportReturnType]
    ids = func.array(_ids_of(indexed).scalar_subquery(), type_=sqlalchemy.ARRAY(Text))
    return [*short, col(Booking.id) == any_(ids)]


def _is_left_to_planner(session: Session, words: list[str]) -> bool:
    return not is_sqlite(session) and not all(word.isdigit() for word in words)


def _are_common(session: Session, words: list[str]) -> bool:
    """Whether very many bookings hold them all."""
    most = _COMMON[session.get_bind().dialect.name]
    if is_sqlite(session):
        counted = text(f"SELECT count(*) FROM ({_MATCHING} LIMIT :most)")  # noqa: S608
        counted = counted.bindparams(phrases=_phrases(words), most=most + 1)
    else:
        counted = sqlalchemy.select(func.count()).select_from(_ids_of(words).limit(most + 1).subquery())
    return session.connection().execute(counted).scalar_one() > most


def _ids_of(words: list[str]) -> sqlalchemy.Select[str]:
    return sqlalchemy.select(col(_named.id)).where(*(col(_named.search_text).like(f"%{word}%") for word in words))


def _phrases(words: list[str]) -> str:
    return " ".join(f'"{word}"' for word in words)


def _holds(word: str) -> ColumnElement[bool]:
    return col(Booking.search_text).like(f"%{word}%")
