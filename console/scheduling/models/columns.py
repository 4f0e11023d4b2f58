"""Column types with one meaning on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, to the millisecond. Naive values are refused: they have made double bookings elsewhere.

    SQLite keeps milliseconds since 1970 as an integer, so that triggers can do arithmetic on them; PostgreSQL keeps
    `timestamptz`.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True, precision=3))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        return value.astimezone(UTC) if dialect.name == "postgresql" else (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else _EPOCH + value * _MILLISECOND


Json = JSON().with_variant(JSONB(), "postgresql")
"""A document the database need not understand."""


def instant(**options: Any) -> Any:
    """A required instant."""
    return Field(sa_type=Instant, **options)


def maybe_instant(**options: Any) -> Any:
    """An instant that may be unknown."""
    return Field(default=None, sa_type=Instant, nullable=True, **options)


def json_list() -> Any:
    """A list; empty by default."""
    return Field(default_factory=list, sa_type=Json, nullable=False)  # pyright: ignore[reportArgumentType]


def json_object() -> Any:
    """An object; empty by default."""
    return Field(default_factory=dict, sa_type=Json, nullable=False)  # pyright: ignore[reportArgumentType]
