"""When a week's figures go out: on Monday morning of the reader's zone, about the week that ended the night before."""

from datetime import date, datetime, timedelta

from .insights import Days
from .zones import day_bounds, local_day, wall_stretches

_MINUTE = 8 * 60
"""Of the Monday: eight o'clock."""
LATE = timedelta(days=3)
"""After so long, as after an outage, a week's figures are left out: the next ones are nearer."""


def latest(now: datetime, zone_name: str) -> datetime:
    """When the last figures were due, at this moment at the latest."""
    monday = _monday(local_day(now, zone_name))
    due = _due(monday, zone_name)
    return due if due <= now else _due(monday - timedelta(days=7), zone_name)


def following(now: datetime, zone_name: str) -> datetime:
    """When the next figures are due, after this moment."""
    monday = _monday(local_day(now, zone_name))
    due = _due(monday, zone_name)
    return due if due > now else _due(monday + timedelta(days=7), zone_name)


def week_before(due: datetime, zone_name: str) -> Days:
    """The week that figures due at this moment are about: Monday to Sunday."""
    monday = _monday(local_day(due, zone_name))
    return Days(monday - timedelta(days=7), monday - timedelta(days=1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _due(monday: date, zone_name: str) -> datetime:
    """Where a clock change skips eight o'clock, or the zone the whole day, at the beginning of what there is."""
    shown = wall_stretches(monday, _MINUTE, _MINUTE + 1, zone_name)
    return shown[0].start if shown else day_bounds(monday, zone_name).start
