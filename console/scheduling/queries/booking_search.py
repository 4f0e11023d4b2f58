"""Finding bookings by what people remember of them, with each database's own index of trigrams.

PostgreSQL finds `LIKE '%word%'` by its index. SQLite is asked through a full-text table (see the migration
`booking_search`); a trigram has three letters, so shorter words are looked for among what else narrows the list.
"""

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col

from ..database import is_sqlite
from ..models import Booking
from ..rules.search import search_words

_INDEXED_FROM = 3
"""Letters."""
_IN_INDEX = """booking.id IN (
  SELECT booking_search_row.booking_id
  FROM booking_search CROSS JOIN booking_search_row ON booking_search_row.id = booking_search.rowid
  WHERE booking_search MATCH :phrases
)"""


def found_by(session: Session, search: str) -> list[ColumnElement[bool]]:
    """The conditions under which a booking holds every word of a search. A word is letters and digits alone."""
    words = search_words(search)
    if not is_sqlite(session):
        return [_holds(word) for word in words]
    indexed = [word for word in words if len(word) >= _INDEXED_FROM]
    conditions = [_holds(word) for word in words if len(word) < _INDEXED_FROM]
    if indexed:
        phrases = " ".join(f'"{word}"' for word in indexed)
        conditions.append(text(_IN_INDEX).bindparams(phrases=phrases))  # pyright: ignore[reportArgumentType]
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    return col(Booking.search_text).like(f"%{word}%")
