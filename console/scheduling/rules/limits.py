"""The bounds of what comes in through any door, and how much one customer may book."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from ..errors import Invalid, Problem

P = ParamSpec("P")
T = TypeVar("T")

NAME_LENGTH = 200
NOTES_LENGTH = 5000
ADDRESS_LENGTH = 2000
METADATA_PAIRS = 20
METADATA_KEY_LENGTH = 100
METADATA_VALUE_LENGTH = 1000
DURATION = (5, 480)
BUFFER = (0, 240)
NOTICE = (0, 43_200)
HORIZON_DAYS = (1, 1500)
STEP = (5, 480)
WEIGHT = (1, 100)
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""No call is looked for before or after them: at the ends of the calendar, arithmetic has no room left."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class Findings:
    """Gathers what several checks find, so that a refusal names every bad field at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def take(self, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the check returns; None when it raised Invalid, whose problems are kept."""
        try:
            return check(*args, **kwargs)
        except Invalid as refused:
            self.problems.extend(refused.problems)
            return None

    def settle(self) -> None:
        """Raises Invalid with everything that was found; passes when nothing was."""
        if self.problems:
            raise Invalid(self.problems)


def text(value: object, field: str, longest: int, *, required: bool = False) -> str:
    """Free text, trimmed. Raises Invalid when it is too long, missing though required, or cannot be stored."""
    if not isinstance(value, str):
        raise Invalid.of(field, "This must be text.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise Invalid.of(field, "This holds a character that cannot be stored.")
    trimmed = value.strip()
    if required and not trimmed:
        raise Invalid.of(field, "This must not be empty.", "required")
    if len(trimmed) > longest:
        raise Invalid.of(field, f"At most {longest} characters.", "too_long")
    return trimmed


def guest_name(value: object, field: str = "guest_name") -> str:
    """A customer's name on one line, 1 to 200 characters."""
    name = " ".join(text(value, field, NOTES_LENGTH, required=True).split())
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise Invalid.of(field, "This holds a character that cannot be shown.")
    return text(name, field, NAME_LENGTH, required=True)


def web_address(value: str | None, field: str) -> str | None:
    """A whole address on the web; None for an empty one."""
    if not value or not value.strip():
        return None
    address = text(value, field, ADDRESS_LENGTH)
    if not re.fullmatch(r"https?://[^\s/]\S*", address):
        raise Invalid.of(field, "This must be a whole address, beginning with https://.", "invalid_url")
    return address


def notes(value: object, field: str = "guest_intake_notes") -> str:
    """What the customer wrote beforehand, at most 5000 characters."""
    return text(value, field, NOTES_LENGTH)


def whole(value: object, field: str, bounds: tuple[int, int]) -> int:
    """A whole number within bounds, both included. True and 5.0 are not numbers here."""
    low, high = bounds
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Invalid.of(field, f"This must be a whole number from {low} to {high}.", "out_of_range")
    return value


def language(value: object, field: str = "guest_language") -> str:
    """A language tag such as `es` or `pt-BR`, its parts in their customary case."""
    tag = text(value, field, 35, required=True)
    if not _LANGUAGE.fullmatch(tag):
        raise Invalid.of(field, "This must be a language tag, such as es or pt-BR.")
    first, *rest = tag.split("-")
    cased = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest]
    return "-".join([first.lower(), *cased])


def metadata(value: object, field: str = "metadata") -> dict[str, str]:
    """A client's own pairs of text, at most 20."""
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for pair in value.items() for each in pair):
        raise Invalid.of(field, "This must be an object whose values are text.")
    if len(value) > METADATA_PAIRS:
        raise Invalid.of(field, f"At most {METADATA_PAIRS} pairs.", "too_long")
    return {
        text(key, field, METADATA_KEY_LENGTH, required=True): text(each, field, METADATA_VALUE_LENGTH)
        for key, each in value.items()
    }


def start(value: datetime, now: datetime, field: str = "scheduled_at") -> datetime:
    """The start of a call: on a whole minute, not in the past."""
    if value.second or value.microsecond:
        raise Invalid.of(field, "Calls start on whole minutes.", "not_whole_minute")
    if value < now:
        raise Invalid.of(field, "This time has passed.", "in_the_past")
    return year(value, field)


def year(value: datetime, field: str) -> datetime:
    """An instant in the years in which calls can be looked for."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Invalid.of(field, f"The year must be from {FIRST_YEAR} to {LAST_YEAR}.", "out_of_range")
    return value


def window(start_minute: int, end_minute: int, field: str = "working_hours") -> None:
    """A weekly window must end after it starts, on the same day. Raises Invalid."""
    if not 0 <= start_minute < end_minute <= 24 * 60:
        raise Invalid.of(field, "Hours must end after they start; split them at midnight.", "backwards")


def stretch(start_at: datetime, end_at: datetime, field: str = "end_at") -> None:
    """An exception or DND window must end after it starts. Raises Invalid."""
    if end_at <= start_at:
        raise Invalid.of(field, "This must end after it starts.", "backwards")


@dataclass(frozen=True, slots=True)
class CustomerLimits:
    """How much one customer may book across an app; None: as much as they like, else at least 1."""

    open: int | None = 5
    per_day: int | None = 5
    per_week: int | None = 20


def next_allowed_at(
    limits: CustomerLimits, open_starts: Sequence[datetime], created: Sequence[datetime], now: datetime
) -> datetime | None:
    """None when the customer may book now, else the first instant at which they may, if nothing else is booked.

    `open_starts`: the starts of their live bookings; those in the future count. `created`: when their bookings of the
    last seven days were made, cancelled ones included. A booking leaves a rolling window exactly 24 hours, or 7 days,
    after it was made.
    """
    waits = (
        _frees_at(limits.open, list(open_starts), now),
        _frees_at(limits.per_day, [made + timedelta(days=1) for made in created], now),
        _frees_at(limits.per_week, [made + timedelta(days=7) for made in created], now),
    )
    return max((wait for wait in waits if wait is not None), default=None)


def seconds_until(instant: datetime, now: datetime) -> int:
    """Whole seconds to wait for an instant, rounded up, at least 1: a `Retry-After`."""
    return max(1, math.ceil((instant - now).total_seconds()))


def whole_minute(instant: datetime) -> datetime:
    """The first whole minute at or after an instant: who is told a minute from which something may be done may do it then."""
    past = timedelta(seconds=instant.second, microseconds=instant.microsecond)
    return instant - past + timedelta(minutes=1) if past else instant


def _frees_at(limit: int | None, leaves: list[datetime], now: datetime) -> datetime | None:
    """When fewer than `limit` are left of things that each leave at an instant; None: already."""
    counted = sorted(instant for instant in leaves if instant > now)
    return None if limit is None or len(counted) < limit else counted[len(counted) - limit]
