"""What makes a function a verb: one transaction, the database's refusals in the core's words, news after commit."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from ..actors import Actor
from ..database import asking, reading, writing
from ..errors import Conflict, NotAllowed, SlotUnavailable, Unavailable
from . import broadcast, changes, counting, journal, security_log

P = ParamSpec("P")
R = TypeVar("R")

_TRIES = 4
"""The first, and up to three more when PostgreSQL gave this transaction up for another (RELIABILITY)."""


def reads(verb: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A verb that only looks. It is called without the session. Raises Unavailable when the database is away."""
    return _looking(verb, reading)


def asks(verb: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A verb that only looks, and with one statement, so that it needs no transaction. Else as `reads`."""
    return _looking(verb, asking)


def _looking(
    verb: Callable[Concatenate[Session, P], R], open_session: Callable[[], AbstractContextManager[Session]]
) -> Callable[P, R]:
    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with open_session() as session:
                return verb(session, *args, **kwargs)
        except NotAllowed:
            _note_refusal(verb.__name__, args)
            raise
        except (DBAPIError, PoolTimeout) as refused:
            raise _translated(refused) from refused

    run.only_reads = True  # pyright: ignore[reportAttributeAccessIssue]  (doors keep reads apart from writes)
    return run


def writes(verb: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A verb that changes something, all of it or nothing. It is called without the session.

    Raises SlotUnavailable when the booking guard refused, Conflict when the database gave up several times, Unavailable
    when it is busy or away.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, _TRIES + 1):
            try:
                with writing() as session:
                    result = verb(session, *args, **kwargs)
                    told = changes.noted(session)
                    broadcast.send(session, told)
            except NotAllowed:
                _note_refusal(verb.__name__, args)
                raise
            except (DBAPIError, PoolTimeout) as refused:
                if _is_lost_race(refused) and attempt < _TRIES:
                    counting.tell("retry")
                    time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311  (jitter, not a secret)
                    continue
                raise _noted(_translated(refused)) from refused
            except Conflict as refused:
                _noted(refused)
                raise
            journal.write(session)
            changes.tell(told)
            return result
        raise AssertionError("unreachable")

    return run


def _noted(error: Exception) -> Exception:
    """The same, after it was told as a conflict if it is one."""
    if isinstance(error, Conflict):
        counting.tell("conflict", code=error.code)
    return error


def _note_refusal(verb: str, args: Sequence[object]) -> None:
    actor = next((one for one in args if isinstance(one, Actor)), None)
    if actor is not None:
        security_log.info("not_allowed", verb=verb, surface=actor.surface, actor=actor.id, app=actor.app_id)


def _sqlstate(error: Exception) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def _is_lost_race(error: Exception) -> bool:
    return _sqlstate(error) in {"40P01", "40001"}  # deadlock, serialization failure


def _translated(error: DBAPIError | PoolTimeout) -> Exception:
    """The core's word for what the database said; its own error when the core has none (a defect)."""
    text = str(getattr(error, "orig", error))
    if "callboard: slot taken" in text or _sqlstate(error) == "23P01":
        return SlotUnavailable("Somebody else was just faster: this time is taken.", code="slot_taken")
    if _is_lost_race(error):
        return Conflict("Too many changes at once. Nothing was saved; please try again.")
    away = isinstance(error, PoolTimeout) or _sqlstate(error)[:2] in {"08", "53", "57", "55"}
    if away or getattr(error, "connection_invalidated", False) or _is_busy_sqlite(text) or _is_unreachable(error):
        return Unavailable("The database is busy or away. Nothing was saved; please try again in a moment.")
    return error


def _is_busy_sqlite(text: str) -> bool:
    return "database is locked" in text or "disk is full" in text or "disk I/O error" in text


def _is_unreachable(error: Exception) -> bool:
    """PostgreSQL that cannot be connected to has no SQLSTATE at all."""
    return (
        type(getattr(error, "orig", None)).__name__ in {"OperationalError", "ConnectionTimeout"}
        and not _sqlstate(error)
        and "psycopg" in type(getattr(error, "orig", None)).__module__
    )
