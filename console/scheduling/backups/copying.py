"""Copying a database while it is used, and how long copies are kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import Invalid
from . import store

_REGULAR = "callboard"
"""How the names of copies begin that an operator, or a timer, asked for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy in the data directory's `backups`."""

    file: Path
    made_at: datetime
    size: int


def back_up(to: Path | None = None) -> Path:
    """Copy the whole database as it is at one instant; by default into the data directory's `backups`.

    Gives the copy's path. Raises Unavailable when it cannot be made, Invalid when there is a file already.
    """
    to = to or store.fresh_name(_REGULAR)
    if to.exists():
        raise Invalid.of("to", f"{to} is there already.")
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f".{to.name}.part")
    try:
        if store.is_sqlite():
            store.copy_sqlite(store.sqlite_file(), unfinished)
            store.as_one_file(unfinished)
        else:
            store.run("pg_dump", store.address(), "--format=custom", "--no-owner", f"--file={unfinished}")
        unfinished.chmod(0o600)
        unfinished.rename(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return to


def kept() -> list[Kept]:
    """The copies in the data directory's `backups` that were asked for, newest first."""
    files = sorted(store.folder().glob(f"{_REGULAR}-*"), reverse=True)
    return [Kept(file, datetime.fromtimestamp(file.stat().st_mtime, UTC), file.stat().st_size) for file in files]


def prune(keep: int) -> list[Path]:
    """Delete all but the newest `keep` of them; gives those that went. Copies before a migration or a restore stay."""
    gone = [copy.file for copy in kept()[keep:]]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone
