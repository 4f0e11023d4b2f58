"""How the installation is, told to its operator: whether the guard stands, whether the clock ticks, what is behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from .. import database
from ..queries import backlog, guard
from ..queries.backlog import Waiting
from ..queries.moment import database_now
from . import installation, shared_counts
from .transaction import reads

SILENT_AFTER = timedelta(seconds=60)
"""The clock says every quarter of a minute that it ticks; after this silence no process does the jobs."""
LATE_AFTER = timedelta(minutes=1)
"""What is due for longer than this is late."""


@dataclass(frozen=True, slots=True)
class Signs:
    """As of one moment, by the database's clock."""

    now: datetime
    has_guard: bool
    ticked_at: datetime | None
    """When the clock of any process last said that it ticks; None: never."""
    due: Mapping[str, Waiting]
    """What is due by now: `deliveries`, `messages`, `notices` and the clock's own `acts`."""

    @property
    def is_silent(self) -> bool:
        """Whether no process does the jobs."""
        return self.ticked_at is None or self.now - self.ticked_at > SILENT_AFTER

    def late(self) -> list[str]:
        """The names of what is behind."""
        return [name for name, one in self.due.items() if one.oldest and self.now - one.oldest > LATE_AFTER]


@dataclass(frozen=True, slots=True)
class Pool:
    """The database connections of this process: how many are in use, and how many there may be."""

    in_use: int
    most: int


@reads
def look(session: Session) -> Signs:
    """The signs of the whole installation. Raises Unavailable when the database is away."""
    now = database_now(session)
    return Signs(now, guard.stands(session), installation.ticked_at(session), backlog.waiting(session, now))


def pool() -> Pool:
    """This process's own connections to the database."""
    kept = database.engine().pool
    assert isinstance(kept, QueuePool)
    return Pool(kept.checkedout(), kept.size() + max(kept._max_overflow, 0))


def has_redis() -> bool | None:
    """Whether Redis answers; None where the settings name none."""
    return shared_counts.answers()
