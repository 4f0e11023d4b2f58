"""What the next clock changes make of weekly hours, for the people elsewhere who see them. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ..rules.availability import WeeklyWindow
from ..rules.clock_changes import shifts
from ..rules.week_grid import DAY
from ..rules.zones import zone
from . import when
from .week_grid import days_told, wall_time
from .words import READER, word

_SOON_OVER = timedelta(days=60)
"""A shift that ends so soon says until when it holds: two zones of which one changes its clock some weeks later."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One clock change as one zone sees it: `For New York, from Sunday 7 November`, and a line for each time it shifts."""

    title: str = ""
    until: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    """From when to when, and where, times are shown otherwise."""

    on: date
    until: date | None
    elsewhere: str


def forecast(
    windows: Iterable[WeeklyWindow], zones: Sequence[str], timezone: str, now: datetime, locale: str = READER
) -> list[Forecast]:
    """The next change for each of these zones, soonest first; times of another zone than `timezone` say theirs."""
    found: dict[_Seen, dict[tuple[int, str, int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for window in windows:
        for elsewhere in dict.fromkeys(zones):
            ahead = shifts(window.weekday, window.start_minute, window.timezone, elsewhere, now)
            if ahead:
                first, later = ahead[0], ahead[1:2]
                is_short = bool(later) and later[0].after == first.before and later[0].on - first.on <= _SOON_OVER
                seen = _Seen(first.on, later[0].on if is_short else None, elsewhere)
                line = (window.start_minute, window.timezone, first.before, first.after)
                found[seen][line].append(window.weekday)
    today = now.astimezone(zone(timezone)).date()
    return [
        Forecast(
            title=word(
                "forecast_for",
                locale,
                city=when.city(zone(seen.elsewhere), locale),
                day=when.day(seen.on, locale, today),
            ),
            until="" if seen.until is None else word("forecast_until", locale, day=when.day(seen.until, locale, today)),
            lines=[_line(*line, weekdays, timezone, locale) for line, weekdays in sorted(lines.items())],
        )
        for seen, lines in sorted(found.items(), key=lambda one: (one[0].on, zones.index(one[0].elsewhere)))
    ]


def _line(start: int, own: str, before: int, after: int, weekdays: list[int], timezone: str, locale: str) -> str:
    time = wall_time(start, locale)
    if own != timezone:
        time = word("forecast_there", locale, time=time, city=when.city(zone(own), locale))
    return word(
        "forecast_line",
        locale,
        days=days_told(weekdays, locale),
        time=time,
        after=_shown(after, locale),
        before=_shown(before, locale),
    )


def _shown(minute: int, locale: str) -> str:
    """A time elsewhere, with its day where that is another."""
    time = wall_time(minute % DAY, locale)
    if 0 <= minute < DAY:
        return time
    return word("forecast_day_before" if minute < 0 else "forecast_day_after", locale, time=time)
