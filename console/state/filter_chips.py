"""What narrows a list of calls, one chip each: what it is, in words, and how it is taken away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from console.scheduling.messages import leads, when
from console.scheduling.messages.words import word
from console.scheduling.services.insights import NO_OUTCOME
from console.state.call_filters import CallFilters

_LABELS = {
    "agents": "filter_agent",
    "teams": "filter_team",
    "statuses": "filter_status",
    "presets": "filter_preset",
    "sources": "filter_source",
    "weekdays": "filter_weekday",
    "hours": "filter_hour",
}
_PLAIN_SPAN = CallFilters().span


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set; `name` and `value` are what `CallFilters.without` takes."""

    name: str
    value: str
    label: str
    said: str


def chips(filters: CallFilters, names: Mapping[str, str], today: date) -> list[Chip]:
    """Every filter that is set, in the order of the bar above. `names` are those of agents, teams and presets, by id."""
    return list(_chips(filters, names, today))


def _chips(filters: CallFilters, names: Mapping[str, str], today: date) -> Iterator[Chip]:
    if filters.search:
        yield Chip("search", "", word("filter_search"), filters.search)
    for name, label in _LABELS.items():
        for value in getattr(filters, name):
            yield Chip(name, value, word(label), _said(name, value, names))
    if lead := filters.lead_minutes:
        yield Chip("lead", "", word("filter_lead"), leads.step(*lead))
    if filters.outcome:
        said = word("no_outcome_said") if filters.outcome == NO_OUTCOME else filters.outcome
        yield Chip("outcome", "", word("fact_outcome"), said)
    if filters.needs_outcome:
        yield Chip("needs_outcome", "", word("filter_status"), word("needs_outcome"))
    if filters.span == "custom":
        yield Chip("span", "", word("filter_dates"), _between(filters, today))
    elif filters.span != _PLAIN_SPAN:
        yield Chip("span", "", word("filter_dates"), word(f"range_{filters.span}"))


def _said(name: str, value: str, names: Mapping[str, str]) -> str:
    """Who left, and what was put away, is still a filter: it is told as unknown rather than by its id."""
    if name == "hours":
        return when.wall_time(datetime(2000, 1, 1, int(value), tzinfo=UTC))
    prefix = {"statuses": "status_", "sources": "source_", "weekdays": "weekday_"}.get(name)
    if prefix is None:
        return names.get(value) or word("filter_unknown")
    try:
        return word(prefix + value)
    except LookupError:
        return word("filter_unknown")


def _between(filters: CallFilters, today: date) -> str:
    start, end = _day(filters.start, today), _day(filters.end, today)
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return word("dates_from", day=start)
    return word("dates_until", day=end) if end else word("range_all")


def _day(text: str, today: date) -> str:
    try:
        return when.day(date.fromisoformat(text), today=today)
    except ValueError:
        return ""
