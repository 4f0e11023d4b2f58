"""Figures in words: shares, lengths, and how each differs from the same figure of the period before. Pure."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from babel.numbers import format_percent

from console.scheduling.messages import moments, when
from console.scheduling.messages.draws import number
from console.scheduling.messages.words import READER, word

_HOUR, _DAY = 60, 24 * 60
_MULTIPLE = 3
"""Threefold more, and percentages say little."""
NONE = "–"
"""What stands where there is no figure."""


class Change(NamedTuple):
    """What became of a figure: `12% more than 189`; `goes` says which way, for the sign beside it."""

    said: str
    goes: Literal["up", "down", ""]


def percent(share: float | None, locale: str = READER) -> str:
    """`8.2%`."""
    if share is None:
        return NONE
    return format_percent(share, format="#,##0.#%", locale=when.locale_of(locale))


def length(minutes: int | None, locale: str = READER) -> str:
    """`45 min`, `1 h 30 min`; from ten hours on whole hours, from two days on days: `26 h`, `2.5 days`."""
    if minutes is None:
        return NONE
    if minutes < 10 * _HOUR:
        return moments.length(minutes, locale)
    if minutes < 2 * _DAY:
        return word("hours_short", locale, hours=number(round(minutes / _HOUR), locale))
    return word("figures_days", locale, days=number(round(minutes / _DAY, 1), locale))


def hours(minutes: int, locale: str = READER) -> str:
    """`412 h`, however many; under ten hours as `length`."""
    if minutes < 10 * _HOUR:
        return moments.length(minutes, locale)
    return word("hours_short", locale, hours=number(round(minutes / _HOUR), locale))


def changed_count(now: int, before: int, locale: str = READER, *, said: Callable[[int, str], str] = number) -> Change:
    """`12% more than 189`; of a multiple the difference itself, `102 more than 10`. `said` tells such a figure."""
    if not before:
        return Change(word("figures_none_before", locale), "up" if now else "")
    share = abs(round((now - before) / before, 2))
    by = percent(share, locale) if share < _MULTIPLE else said(now - before, locale)
    return _changed(now - before, by, said(before, locale), locale)


def changed_rate(now: float | None, before: float | None, locale: str = READER) -> Change:
    """`1.3 points more than 8.2%`: percentage points, as a percentage of a percentage misleads."""
    if now is None or before is None:
        return Change(word("figures_none_before", locale) if before is None else "", "")
    points = round(100 * (now - before), 1)
    return _changed(
        points, word("figures_points", locale, points=number(abs(points), locale)), percent(before, locale), locale
    )


def changed_length(now: int | None, before: int | None, locale: str = READER) -> Change:
    """`3 h less than 2 days`."""
    if now is None or before is None:
        return Change(word("figures_none_before", locale) if before is None else "", "")
    return _changed(now - before, length(abs(now - before), locale), length(before, locale), locale)


def _changed(by: float, said: str, before: str, locale: str) -> Change:
    if not by:
        return Change(word("figures_as_before", locale, before=before), "")
    name: Literal["figures_more", "figures_less"] = "figures_more" if by > 0 else "figures_less"
    return Change(word(name, locale, by=said, before=before), "up" if by > 0 else "down")
