"""Which rows belong to an app or a person, told by the foreign keys: what has to go before its owner can."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, ForeignKey, Table, and_, select
from sqlmodel import SQLModel


def belongings(owner: Table, owners: Collection[str]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table whose rows hang on these owners, however far down, and which rows of it; the owner's own table last.

    What refers to a row comes before it, so that the rows can be deleted in this order; of a table that refers to itself,
    those are told that nobody refers to. `owners` are ids.
    """
    for table in reversed(SQLModel.metadata.sorted_tables):
        which = _which(table, owner, owners)
        if which is not None:
            yield table, and_(which, *_nobody_refers_to(table))


def _which(table: Table, owner: Table, owners: Collection[str]) -> ColumnElement[bool] | None:
    """Rows of the table that hang on the owners, by the shortest way there; None where none can."""
    if table is owner:
        return table.c.id.in_(owners)
    for key in sorted(_keys(table), key=lambda key: (key.column.table is not owner, key.parent.name)):
        of_parent = _which(key.column.table, owner, owners)
        if of_parent is not None:
            return key.parent.in_(select(key.column).where(of_parent))
    return None


def _nobody_refers_to(table: Table) -> Iterator[ColumnElement[bool]]:
    for key in table.foreign_keys:
        if key.column.table is table:
            other = table.alias()
            yield key.column.not_in(select(other.c[key.parent.name]).where(other.c[key.parent.name].is_not(None)))


def _keys(table: Table) -> Iterator[ForeignKey]:
    """The table's ways to others; one to itself leads nowhere."""
    return (key for key in table.foreign_keys if key.column.table is not table)
