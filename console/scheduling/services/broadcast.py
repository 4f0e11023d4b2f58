"""Changes told from process to process, by PostgreSQL's NOTIFY; several processes on one SQLite file do not hear each other.

The message is sent inside the transaction, so that the database tells it if, and only if, that commits; then it reaches
every process that listens, in commit order. It is news and no record: who was not there when it was told looks anew.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from secrets import token_hex
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from .. import database
from .changes import Change

log = logging.getLogger(__name__)

CHANNEL = "callboard_changes"
_LONGEST = 7_900
"""Bytes; PostgreSQL refuses 8,000 and more."""
_US = token_hex(8)
"""This process, which has told its own listeners already."""
_SECONDS_BETWEEN_LOOKS = 0.5
"""How soon a listener notices that it is to stop."""
_SECONDS_BETWEEN_TRIES = 1.0


def send(session: Session, changes: Sequence[Change]) -> None:
    """Tell the other processes of these changes once the session's transaction has committed."""
    if changes and not database.is_sqlite(session):
        session.connection().execute(
            text("SELECT pg_notify(:channel, :told)"), {"channel": CHANNEL, "told": _written(changes)}
        )


@contextmanager
def hearing(tell: Callable[[list[Change]], None], missed: Callable[[], None]) -> Iterator[None]:
    """For as long as the block lasts, `tell` what other processes change, in a thread of its own.

    `missed` is called whenever the line to the database was down and stands again: what was told meanwhile is not known.
    """
    if database.engine().dialect.name == "sqlite":
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_listen, args=(tell, missed, ended), name="broadcast", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(2 * _SECONDS_BETWEEN_LOOKS)


def _listen(tell: Callable[[list[Change]], None], missed: Callable[[], None], ended: threading.Event) -> None:
    is_first = True
    while not ended.is_set():
        try:
            with _line() as line:
                if not is_first:
                    missed()
                is_first = False
                while not ended.is_set():
                    for told in line.notifies(timeout=_SECONDS_BETWEEN_LOOKS):
                        if changes := _read(told.payload):
                            tell(changes)
        except Exception as error:  # the driver's own: the database is away, and comes back
            if not ended.is_set():
                log.warning("Changes of other processes are not heard until the database is back: %s", error)
            ended.wait(_SECONDS_BETWEEN_TRIES)


@contextmanager
def _line() -> Iterator[Any]:
    """A connection of its own, outside the pool, that listens."""
    taken = database.engine().raw_connection()
    line: Any = taken.driver_connection
    taken.detach()
    try:
        line.autocommit = True
        line.execute(f"LISTEN {CHANNEL}")
        yield line
    finally:
        line.close()


def _written(changes: Sequence[Change]) -> str:
    """The changes, each once; where they are too many for one message, what they are of, and not which."""
    told = json.dumps([_US, [astuple(change) for change in changes]])
    if len(told.encode()) <= _LONGEST:
        return told
    coarse = dict.fromkeys(Change(change.app_id, change.subject) for change in changes)
    return json.dumps([_US, [astuple(change) for change in coarse]])


def _read(told: str) -> list[Change]:
    """What another process said; nothing of our own, nor what an odd one wrote."""
    try:
        whose, changes = json.loads(told)
        return [] if whose == _US else [Change(*change) for change in changes]
    except (ValueError, TypeError):
        log.warning("A message on %s could not be read.", CHANNEL)
        return []
