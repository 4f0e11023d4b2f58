"""Figures, made of what was counted. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ...queries.insights import Counted, Someone
from ...rules import insights as rules
from ...rules.insights import LEAD_BOUNDS, SOURCES, Days, Tally
from .answer import AgentPart, DayPart, LeadStep, OutcomePart, Part, Period
from .asking import Rows

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Source:
    """What one period's figures are made of: the counts of both, and what is known of agents, by id.

    `open_minutes` are of this period, for those agents alone who are in question.
    """

    counted: Counted
    people: Mapping[str, Someone]
    open_minutes: Mapping[str, int]
    is_before: bool


def period(days: Days, rows: Rows, source: Source) -> Period:
    """The figures of these days; `rows` are all their calls."""
    times = [each for each in source.counted.times if days.first <= each.day <= days.last]
    by_day = _tallies(times, lambda each: each.day)
    tally = sum(by_day.values(), Tally())
    lead = rules.lead_times({each.lead_minutes: each.calls for each in _own(source, source.counted.leads)})
    return Period(
        days=days,
        tally=tally,
        open_minutes=sum(source.open_minutes.values()),
        lead=lead,
        rows=rows,
        by_day=_days(days, rows, times, by_day),
        by_source=_sources(rows, times),
        by_agent=_agents(rows, source),
        **_clock(rows, times),
        by_lead=tuple(
            LeadStep(start, end, calls, replace(rows, lead=(start, end)))
            for start, end, calls in zip(LEAD_BOUNDS, (*LEAD_BOUNDS[1:], None), lead.steps, strict=True)
        ),
        by_outcome=_outcomes(rows, source, tally.completed),
    )


def _days(days: Days, rows: Rows, counts: Iterable[Any], by_day: Mapping[Any, Tally]) -> tuple[DayPart, ...]:
    by_source = _tallies(counts, lambda each: (each.day, each.source))
    return tuple(
        DayPart(
            day,
            {source: by_source[day, source].calls for source in rows.sources or SOURCES},
            by_day[day],
            replace(rows, first=day, last=day),
        )
        for day in days.each()
    )


def _sources(rows: Rows, counts: Iterable[Any]) -> tuple[Part[str], ...]:
    by_source = _tallies(counts, lambda each: each.source)
    return tuple(Part(each, by_source[each], replace(rows, sources=(each,))) for each in rows.sources or SOURCES)


def _agents(rows: Rows, source: Source) -> tuple[AgentPart, ...]:
    tallies = _tallies(_own(source, source.counted.agents), lambda each: each.agent_id)
    nobody = Someone("", "", None, None, takes_calls=False)
    named = {agent_id: source.people.get(agent_id, nobody) for agent_id in (*tallies, *source.open_minutes)}
    parts = [
        AgentPart(
            agent_id,
            one.name,
            one.team,
            tallies[agent_id],
            source.open_minutes.get(agent_id, 0),
            replace(rows, agent_ids=(agent_id,)),
        )
        for agent_id, one in named.items()
        if agent_id in tallies or source.open_minutes[agent_id]
    ]
    return tuple(sorted(parts, key=lambda part: (part.name.casefold(), part.agent_id)))


def _clock(rows: Rows, counts: Iterable[Any]) -> dict[str, Any]:
    """The figures by weekday, by hour, and by both."""
    by_place = _tallies(counts, lambda each: (each.day.weekday(), each.hour))
    by_weekday = _tallies(counts, lambda each: each.day.weekday())
    by_hour = _tallies(counts, lambda each: each.hour)
    return {
        "by_weekday": tuple(Part(day, by_weekday[day], replace(rows, weekdays=(day,))) for day in range(7)),
        "by_hour": tuple(Part(hour, by_hour[hour], replace(rows, hours=(hour,))) for hour in range(24)),
        "heat": tuple(
            tuple(
                Part((day, hour), by_place[day, hour], replace(rows, weekdays=(day,), hours=(hour,)))
                for hour in range(24)
            )
            for day in range(7)
        ),
    }


def _outcomes(rows: Rows, source: Source, completed: int) -> tuple[OutcomePart, ...]:
    said = [(each.outcome, each.calls) for each in _own(source, source.counted.outcomes)]
    if unsaid := completed - sum(calls for _, calls in said):
        said.append(("", unsaid))
    done = rows.only("completed")
    return tuple(
        OutcomePart(outcome, calls, replace(done, outcomes=(outcome,)))
        for outcome, calls in sorted(said, key=lambda one: (-one[1], one[0]))
    )


def _own(source: Source, counts: Iterable[Any]) -> list[Any]:
    """Those of the source's own period."""
    return [each for each in counts if each.is_before == source.is_before]


def _tallies(counts: Iterable[Any], key: Callable[[Any], K]) -> dict[K, Tally]:
    sums: dict[tuple[K, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in counts:
        place = sums[key(each), each.status]
        place[0] += each.calls
        place[1] += each.minutes
    found: dict[K, Tally] = defaultdict(Tally)
    for (of, status), (calls, minutes) in sums.items():
        found[of] += rules.tally(status, calls, minutes)
    return found
