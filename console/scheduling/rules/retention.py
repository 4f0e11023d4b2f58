"""How long customers are remembered after their last call, where an app forgets them by itself. Pure."""

import calendar
from datetime import date, datetime

from . import limits, zones

MONTHS = (1, 120)


def checked(months: object) -> int | None:
    """The months that were asked for; None: customers are kept. Raises Invalid (`retention_months`)."""
    return None if months is None else limits.whole(months, "retention_months", MONTHS)


def cutoff(now: datetime, months: int, zone_name: str) -> datetime:
    """Whose last call began before this instant is forgotten: the start of the app's own day so many months back.

    A day that the month back then did not have is its last one: on 31 May, one month back is 30 April.
    """
    return zones.day_bounds(_back(zones.local_day(now, zone_name), months), zone_name).start


def _back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
