"""The engine, and what SQLite and PostgreSQL need to keep the promises of a transaction.

SQLite: one writer at a time from the first statement on (`BEGIN IMMEDIATE`), so that what a transaction read still
holds when it writes; write-ahead log, full sync, foreign keys. PostgreSQL: writers are READ COMMITTED, with advisory
locks taken by the services; readers REPEATABLE READ, so that what one read tells belongs together on both. Nobody but
`services` opens a session.
"""

import importlib
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from . import queues
from .settings import settings

log = logging.getLogger(__name__)

# Versions before 3.51.3 may corrupt a write-ahead log that is reset while another connection reads
# (https://sqlite.org/wal.html#walresetbug); two older lines carry the fix.
_WAL_SAFE = (3, 51, 3)
_WAL_SAFE_PATCHED = {(3, 50): 7, (3, 44): 6}

_WARM_FIRST = True
"""The connection used last is used again: it has its pages cached and its statements prepared."""

_LIMITS = "-c statement_timeout={0}s -c idle_in_transaction_session_timeout={0}s -c lock_timeout=10s"
"""What PostgreSQL ends by itself: a statement that hangs, a transaction that somebody forgot, a wait for a lock."""
_SECONDS_FOR_A_CONNECTION = 5
"""How long whoever needs one waits while all are in use, or PostgreSQL is away."""
_SIGNS_OF_LIFE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""A server that vanished without a word is noticed within half a minute (seconds; the last in milliseconds)."""

_sqlite_writer = threading.Lock()
"""One queue for this process's writers: SQLite's own busy handler polls, and under load starves somebody."""


@cache
def engine() -> Engine:
    """The engine of this process, made from the settings at first use."""
    return make_engine(settings().url_of_database)


def make_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL; `postgresql://` means psycopg 3. Its errors quote no values: they may be customers'."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=settings().database_connections,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=_SECONDS_FOR_A_CONNECTION,
        pool_use_lifo=_WARM_FIRST,
        connect_args={
            "connect_timeout": _SECONDS_FOR_A_CONNECTION,
            "options": _LIMITS.format(settings().database_timeout),
            **_SIGNS_OF_LIFE,
        },
    )


def is_sqlite(session: Session) -> bool:
    """Whether this session talks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees one state of the database and never waits for a writer. It cannot commit anything."""
    with _few_readers(engine()), Session(_for_reads(engine()), expire_on_commit=False) as session:
        yield session


@contextmanager
def asking() -> Iterator[Session]:
    """A session for one question. PostgreSQL answers it without a transaction around it, which saves two round trips."""
    with _few_readers(engine()), Session(_for_one_question(engine()), expire_on_commit=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction: commits when the block ends, rolls back when it raises."""
    with _one_writer(engine()), Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Within the block SQLite leaves it to the system when to write: for what can be made again, after a power cut too."""
    if engine().dialect.name != "sqlite":
        yield
        return

    def hurry(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    event.listen(engine(), "checkout", hurry)
    try:
        yield
    finally:
        event.remove(engine(), "checkout", hurry)
        engine().dispose()
        os.sync()


@cache
def _for_reads(of: Engine) -> Engine:
    """The same pool, whose transactions are begun as those of readers: that costs no statement of its own."""
    if of.dialect.name == "sqlite":
        return of.execution_options(callboard_reads=True)
    return of.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@cache
def _for_one_question(of: Engine) -> Engine:
    """The same pool; SQLite, which has no round trips, is asked as for any read."""
    return _for_reads(of) if of.dialect.name == "sqlite" else of.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def _one_writer(of: Engine) -> Iterator[None]:
    if of.dialect.name != "sqlite":
        yield
        return
    with _sqlite_writer, queues.readers.exempt():
        yield


@contextmanager
def _few_readers(of: Engine) -> Iterator[None]:
    if of.dialect.name != "sqlite":
        yield
        return
    try:
        with queues.readers.through():
            yield
    except queues.NotServed:
        raise PoolTimeout from None


def _sqlite_engine(url: URL) -> Engine:
    driver = sqlite_driver()
    safe = _has_safe_wal(driver.sqlite_version_info)
    if not safe:
        log.warning(
            "SQLite %s can corrupt a write-ahead log: using the slower rollback journal. Install pysqlite3.",
            driver.sqlite_version,
        )
    # Waiting readers and writers each hold a connection; the thread pools above are bounded, so this is too.
    made = create_engine(
        url,
        hide_parameters=True,
        module=driver,
        connect_args={"check_same_thread": False, "timeout": 5},
        pool_size=20,
        max_overflow=20,
        pool_use_lifo=_WARM_FIRST,
    )

    @event.listens_for(made, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; the event below does
        for pragma in (
            f"journal_mode={'WAL' if safe else 'DELETE'}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("callboard_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return made


def sqlite_driver() -> ModuleType:
    """PyPI's pysqlite3 where it is installed (Linux), else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def _has_safe_wal(version: tuple[int, ...]) -> bool:
    patched = _WAL_SAFE_PATCHED.get((version[0], version[1]))
    return version >= _WAL_SAFE or (patched is not None and version[2] >= patched)
