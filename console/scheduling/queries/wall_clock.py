"""What a zone's wall clock shows at the instants of a column, for databases to group and to compare by.

The databases' own zones are never asked: they are not those of `rules.zones`, and SQLite has none. The zone's offsets
over the range stand in the statement instead.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, cast, func, literal, type_coerce
from sqlmodel import Session

from ..database import is_sqlite
from ..rules.intervals import Interval
from ..rules.zones import spans

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_MILLISECOND = timedelta(milliseconds=1)


def hours_shown(session: Session, instant: Any, zone_name: str, within: Interval) -> ColumnElement[int]:
    """Whole hours of wall clock since 1970 began there, for instants inside `within`: `// 24` is the day of it."""
    *earlier, last = _offsets(zone_name, within)
    offset = _milliseconds(last[1])
    if earlier:
        offset = case(*((instant < until, _milliseconds(shift)) for until, shift in earlier), else_=offset)
    return _floored(_since_1970(session, instant) + offset, _HOUR)


def minutes_between(session: Session, earlier: Any, later: Any) -> ColumnElement[int]:
    """Whole minutes from one instant to the other, rounded down; of use where they are not negative."""
    return _floored(_since_1970(session, later) - _since_1970(session, earlier), _MINUTE)


def _offsets(zone_name: str, within: Interval) -> list[tuple[datetime, timedelta]]:
    """Until when each offset of the zone holds, as far as it concerns the range."""
    found: list[tuple[datetime, timedelta]] = []
    for year in range(within.start.year, within.end.year + 1):
        for span in spans(zone_name, year):
            if span.end <= within.start or span.start >= within.end:
                continue
            if found and found[-1][1] == span.offset:
                found.pop()
            found.append((span.end, span.offset))
    return found


def _since_1970(session: Session, instant: Any) -> Any:
    """In milliseconds."""
    if is_sqlite(session):
        return type_coerce(instant, BigInteger)
    return cast(func.extract("epoch", instant) * 1000, BigInteger)


def _floored(milliseconds: Any, unit: timedelta) -> ColumnElement[int]:
    return cast(milliseconds // _milliseconds(unit), Integer)


def _milliseconds(length: timedelta) -> Any:
    return literal(length // _MILLISECOND, BigInteger)
