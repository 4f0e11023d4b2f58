"""Requests that may come twice and must act once: the first answer is kept in the act's own transaction.

Whoever repeats a request while the first still runs waits for the database to know how that ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col

from .. import clock
from ..database import is_sqlite
from ..errors import Conflict
from ..models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
"""How long an `Idempotency-Key` is remembered."""
KEY_REUSED = "idempotency_key_reused"
"""The code for a key that another request has."""
IN_PROGRESS = "idempotency_in_progress"
"""The code for a key whose first request still runs."""
LONGEST_WAIT = "5s"
_LOCK_TIMED_OUT = "55P03"


class AnsweredBefore(Exception):
    """The same request was answered before: nothing was done now. `body` is that answer, without any links."""

    def __init__(self, body: dict[str, Any], answered_at: datetime) -> None:
        super().__init__("This request was answered before.")
        self.body = body
        self.answered_at = answered_at


@dataclass(frozen=True, slots=True)
class Once:
    """One request of a client, known again by its key; `body_hash` tells whether it is really the same."""

    client_id: str
    method: str
    path: str
    key: str
    body_hash: str
    asked_at: datetime

    def claim(self, session: Session) -> None:
        """Take the key for this transaction. Raises AnsweredBefore, and Conflict when the key is not free."""
        outdated = col(KeptAnswer.created_at) <= clock.now() - KEPT_FOR
        session.exec(delete(KeptAnswer).where(*self._is_mine(), outdated))
        row = KeptAnswer(
            client_id=self.client_id,
            method=self.method,
            path=self.path,
            key=self.key,
            body_hash=self.body_hash,
            status=0,
            created_at=self.asked_at,
        )
        try:
            with session.begin_nested():
                _bound_waiting(session, f"'{LONGEST_WAIT}'")
                session.add(row)
                session.flush()
                _bound_waiting(session, "DEFAULT")
        except IntegrityError:
            self._answer_again(session)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_TIMED_OUT:
                raise
            message = "The first request with this key still runs; ask again in a moment."
            raise Conflict(message, code=IN_PROGRESS, field="Idempotency-Key") from None

    def keep(self, session: Session, body: dict[str, Any], status: int = 201) -> None:
        """Keep the answer with the act that it tells of. Links are keys and must not stand in it."""
        row = session.get_one(KeptAnswer, (self.client_id, self.method, self.path, self.key))
        row.status, row.body = status, body

    def _answer_again(self, session: Session) -> None:
        first = session.get_one(KeptAnswer, (self.client_id, self.method, self.path, self.key))
        if first.body_hash != self.body_hash:
            message = "This key was used for another request; every new request needs a key of its own."
            raise Conflict(message, code=KEY_REUSED, field="Idempotency-Key")
        raise AnsweredBefore(first.body, first.created_at)

    def _is_mine(self) -> tuple[Any, ...]:
        return (
            col(KeptAnswer.client_id) == self.client_id,
            col(KeptAnswer.method) == self.method,
            col(KeptAnswer.path) == self.path,
            col(KeptAnswer.key) == self.key,
        )


def _bound_waiting(session: Session, longest: str) -> None:
    """Wait no longer for another's transaction; on SQLite one writer waits for the other before it begins."""
    if not is_sqlite(session):
        session.execute(text(f"SET LOCAL lock_timeout = {longest}"))
