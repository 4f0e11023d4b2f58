"""What every table shares: its name is its class's, in snake case."""

import re
from typing import Any

from sqlmodel import SQLModel

_BEFORE_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Record(SQLModel):
    """A row; `OutboxEvent` is stored in `outbox_event`."""

    def __init_subclass__(cls, **options: Any) -> None:
        cls.__tablename__ = _BEFORE_CAPITAL.sub("_", cls.__name__).lower()  # pyright: ignore[reportAttributeAccessIssue]
        super().__init_subclass__(**options)
