"""Keeping a database: bring it up to date after a copy, copy it while it is used, put a copy back.

SQLite is copied by its own online backup: a running Callboard goes on, and the copy is of one instant. PostgreSQL is
copied by `pg_dump`, and put back by `pg_restore` and `psql`, where those are installed.
"""

from .copying import Kept, back_up, kept, prune
from .migrating import make_ready, migrate, require_ready
from .restoring import restore

__all__ = ["Kept", "back_up", "kept", "make_ready", "migrate", "prune", "require_ready", "restore"]
