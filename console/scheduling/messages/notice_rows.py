"""A person's notices in lines, as the console lists them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments
from console.scheduling.messages.words import READER, word


class Told(Protocol):
    """What is known of a notice; see `services.notices.NoticeView`."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def customer(self) -> str: ...
    @property
    def start(self) -> datetime | None: ...
    @property
    def to(self) -> str: ...
    @property
    def shown_at(self) -> datetime: ...
    @property
    def is_read(self) -> bool: ...
    @property
    def is_loud(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice: `said` is its sentence, `detail` the call's time, `ago` how long it stands there."""

    id: str = ""
    said: str = ""
    detail: str = ""
    ago: str = ""
    path: str = ""
    """Where it leads, from the site's root on."""
    is_read: bool = True
    is_loud: bool = False


def notice_row(told: Told, tz: ZoneInfo, now: datetime, locale: str = READER) -> NoticeRow:
    """`Moved: Jane Doe`, `Tomorrow, 15:00`, `2 min ago`."""
    values = {**told.facts, "customer": told.customer}
    return NoticeRow(
        id=told.id,
        said=word(f"told_{told.kind}", locale, **values),
        detail=moments.moment(told.start, tz, now, locale) if told.start else "",
        ago=moments.how_far(told.shown_at, now, locale),
        path=told.to,
        is_read=told.is_read,
        is_loud=told.is_loud,
    )
