"""How long before their start calls were booked, in words."""

from babel.units import format_unit

from .when import locale_of
from .words import READER, word

_UNITS = (("day", 24 * 60), ("hour", 60), ("minute", 1))


def step(start: int, end: int | None, locale: str = READER) -> str:
    """From so many minutes on, and less than so many: `1 hour to 4 hours`, `less than 1 hour`, `30 days or more`."""
    if end is None:
        return word("lead_over", locale, start=length(start, locale))
    if not start:
        return word("lead_under", locale, end=length(end, locale))
    return word("lead_between", locale, start=length(start, locale), end=length(end, locale))


def length(minutes: int, locale: str = READER) -> str:
    """A lead time, as fine as it matters: `45 minutes`, `26 hours`, `3 days`; whole days from two days on."""
    for unit, size in _UNITS:
        if (minutes % size == 0 and minutes) or (unit == "day" and minutes >= 2 * size) or size == 1:
            return str(format_unit(minutes // size, f"duration-{unit}", locale=locale_of(locale)))
    raise AssertionError("unreachable")
