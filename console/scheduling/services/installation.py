"""The installation as a whole: the key that links derive from, and the times at which nobody was at work."""

import json
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Engine, text
from sqlmodel import Session

from .. import clock
from ..database import engine
from ..queries import installation as values
from ..rules.intervals import Interval
from .transaction import reads, writes

_AWAY_AFTER = timedelta(seconds=90)
"""A silence of the clock longer than this means that Callboard was down; the jobs touch every few seconds."""
_REMEMBER = timedelta(days=8)
"""How long a time away matters: the longest call, and a day to give its outcome, end well before."""


def key() -> bytes:
    """The installation's 256-bit key. It is made with the database and never changes; read once a process."""
    return _key(engine())


@reads
def is_empty(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return not values.has_people(session)


@writes
def touch_alive(session: Session) -> None:
    """Say that the clock is at work at this moment, and remember the time before if it was a long silence."""
    now = clock.now()
    last, known = _alive(session)
    if last is not None and now - last > _AWAY_AFTER:
        recent = [away for away in known if away.end > now - _REMEMBER]
        away = [[one.start.isoformat(), one.end.isoformat()] for one in (*recent, Interval(last, now))]
        _keep(session, "times_away", json.dumps(away))
    _keep(session, "alive_at", now.isoformat())


def ticked_at(session: Session) -> datetime | None:
    """When the clock of any process last said that it is at work; None: never."""
    return _alive(session)[0]


def times_away(session: Session, now: datetime) -> tuple[Interval, ...]:
    """The recent stretches in which no clock of this installation ran, up to this moment."""
    last, known = _alive(session)
    silent = [Interval(last, now)] if last is not None and now - last > _AWAY_AFTER else []
    return (*known, *silent)


@lru_cache(maxsize=1)
def _key(_of: Engine) -> bytes:
    return _stored_key()


@reads
def _stored_key(session: Session) -> bytes:
    return bytes.fromhex(values.value(session, "key") or "")


def _alive(session: Session) -> tuple[datetime | None, list[Interval]]:
    """When the clock was last at work, and the times away before."""
    kept = values.values(session, "alive_at", "times_away")
    last = datetime.fromisoformat(kept["alive_at"]) if "alive_at" in kept else None
    away = json.loads(kept.get("times_away", "[]"))
    return last, [Interval(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in away]


def _keep(session: Session, name: str, value: str) -> None:
    session.connection().execute(
        text(
            "INSERT INTO installation (name, value) VALUES (:name, :value) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        {"name": name, "value": value},
    )
