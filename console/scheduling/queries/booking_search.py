"""Finding bookings by what people remember of them, with each database's own index of trigrams.

PostgreSQL finds `LIKE '%word%'` by its index. SQLite is asked through a full-text table (see the migration
`booking_search`); a trigram has three letters, so shorter words are looked for row by row. So are words that very many
bookings hold: a page of those is full after a few rows, long before the index has named them all.
"""

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col

from ..database import is_sqlite
from ..models import Booking
from ..rules.search import search_words

_INDEXED_FROM = 3
"""Letters."""
_COMMON = 10_000
"""Bookings. (Measured with a million: by the index 2 us each that it names, row by row 1 us each that is looked at.)"""
_IN_INDEX = """booking.id IN (
  SELECT booking_search_row.booking_id
  FROM booking_search CROSS JOIN booking_search_row ON booking_search_row.id = booking_search.rowid
  WHERE booking_search MATCH :phrases
)"""


_NAMED = "SELECT count(*) FROM (SELECT rowid FROM booking_search WHERE booking_search MATCH :phrases LIMIT :most)"


def found_by(session: Session, search: str) -> list[ColumnElement[bool]]:
    """The conditions under which a booking holds every word of a search. A word is letters and digits alone."""
    words = search_words(search)
    if not is_sqlite(session):
        return [_holds(word) for word in words]
    phrases = " ".join(f'"{word}"' for word in words if len(word) >= _INDEXED_FROM)
    if not phrases or _is_common(session, phrases):
        return [_holds(word) for word in words]
    short = [_holds(word) for word in words if len(word) < _INDEXED_FROM]
    return [*short, text(_IN_INDEX).bindparams(phrases=phrases)]  # pyright: ignore[reportReturnType]


def _is_common(session: Session, phrases: str) -> bool:
    named = text(_NAMED).bindparams(phrases=phrases, most=_COMMON + 1)
    return session.connection().execute(named).scalar_one() > _COMMON


def _holds(word: str) -> ColumnElement[bool]:
    return col(Booking.search_text).like(f"%{word}%")
