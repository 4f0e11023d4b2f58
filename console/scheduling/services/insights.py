"""Insights: how it goes, in figures of a period and of as many days just before it, each with the calls behind it.

What a figure means is said where it is defined, in `rules.insights`. The figures are those of the calls that the asker
may see, and all of them count by the start of a call, as the list of calls does.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from urllib.parse import urlencode

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotFound
from ..queries import booking_lists, insights, members, terms
from ..queries.booking_lists import BookingFilter
from ..queries.insights import Counted
from ..rules import insights as rules
from ..rules import limits, permissions
from ..rules.insights import LEAD_BOUNDS, Days, LeadTimes, Tally
from ..rules.intervals import Interval
from ..rules.permissions import Subject
from ..rules.zones import checked_zone, day_bounds
from .transaction import reads

K = TypeVar("K", bound=Hashable)

SOURCES = ("public_booking", "agent", "api", "admin")
KEPT = ("scheduled", "pending_confirmation", "confirmed", "started", "completed", "no_show")
"""The statuses of calls that were not cancelled."""
NO_OUTCOME = "-"
"""How an address of the list asks for completed calls of which nobody said an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which figures: those of the local days `first` to `last`, both inclusive, on the calendar of `timezone`.

    The zone is the asker's choice, as it is for every list (the viewer's own or the app's). Empty filters mean: all.
    `team_ids` are the teams that the agents are in now.
    """

    first: date
    last: date
    timezone: str
    agent_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    preset_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which calls a figure counts, in the terms of the list of calls: that lists exactly those.

    `first` and `last` are local dates of `timezone`, inclusive. `weekdays` (0 is Monday) and `hours` (0 to 23) are those
    of the start on the same wall clock; `lead` is in minutes, its end excluded, or None for no end. `outcomes` holds at
    most one, that was said of completed calls; an empty one means that nobody said any. What is empty narrows nothing.
    """

    first: date
    last: date
    timezone: str
    agent_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    preset_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    lead: tuple[int, int | None] | None = None

    def only(self, *statuses: str) -> "Rows":
        """Those of them with one of these statuses: `rows.only("no_show")`, `rows.only(*KEPT)`."""
        return replace(self, statuses=statuses)

    def address(self, app_id: str) -> str:
        """The page that lists them, from the site's root on; for readers who are shown times in `timezone`."""
        said = {
            "range": "custom",
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "agent": ",".join(self.agent_ids),
            "team": ",".join(self.team_ids),
            "status": ",".join(self.statuses),
            "preset": ",".join(self.preset_ids),
            "source": ",".join(self.sources),
            "weekday": ",".join(map(str, self.weekdays)),
            "hour": ",".join(map(str, self.hours)),
            "lead": "{}-{}".format(self.lead[0], "" if self.lead[1] is None else self.lead[1]) if self.lead else "",
            "outcome": "".join(outcome or NO_OUTCOME for outcome in self.outcomes),
        }
        query = urlencode({name: value for name, value in said.items() if value}, safe=",")
        return f"/app/{app_id}/scheduled-calls?{query}"

    def wanted(self) -> BookingFilter:
        """As the list is asked for them."""
        return BookingFilter(
            start=day_bounds(self.first, self.timezone).start,
            end=day_bounds(self.last, self.timezone).end,
            timezone=self.timezone,
            agent_ids=self.agent_ids,
            team_ids=self.team_ids,
            preset_ids=self.preset_ids,
            sources=self.sources,
            statuses=self.statuses,
            outcomes=self.outcomes,
            weekdays=self.weekdays,
            hours=self.hours,
            lead=self.lead,
        )


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """Some of the calls: those of a source, a weekday (0 is Monday), an hour (0 to 23), or of a place in the heat map.

    `rows` are all `tally.calls` of them; `rows.only("cancelled")` are the `tally.cancelled`, and so on.
    """

    key: K
    tally: Tally
    rows: Rows


@dataclass(frozen=True, slots=True)
class DayPart:
    """One local day; `by_source` has every source in question, and counts cancelled calls, too."""

    day: date
    by_source: Mapping[str, int]
    tally: Tally
    rows: Rows


@dataclass(frozen=True, slots=True)
class AgentPart:
    """One agent's calls, and their open time. Who is no member any more, or takes no calls, is open for no minute."""

    agent_id: str
    name: str
    team: str | None
    tally: Tally
    open_minutes: int
    rows: Rows

    @property
    def utilisation(self) -> float | None:
        """See `rules.insights.utilisation`."""
        return rules.utilisation(self.tally.minutes, self.open_minutes)


@dataclass(frozen=True, slots=True)
class LeadStep:
    """Calls that were booked from `start` minutes on before their start, and less than `end` (None: without an end)."""

    start: int
    end: int | None
    calls: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """Completed calls with one outcome; an empty one: nobody said any."""

    outcome: str
    calls: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of some local days."""

    days: Days
    tally: Tally
    open_minutes: int
    """Of all agents in question together; see `rules.insights.utilisation`."""
    lead: LeadTimes
    rows: Rows
    by_day: tuple[DayPart, ...]
    """Every day in order, those without calls too."""
    by_source: tuple[Part[str], ...]
    """Every source in question, those without calls too."""
    by_agent: tuple[AgentPart, ...]
    """By name: whoever had calls or was open."""
    by_weekday: tuple[Part[int], ...]
    """Seven of them, Monday first."""
    by_hour: tuple[Part[int], ...]
    """Twenty-four. An hour that a clock change shows twice is one."""
    heat: tuple[tuple[Part[tuple[int, int]], ...], ...]
    """Seven weekdays of twenty-four hours: `heat[weekday][hour]`; the key is (weekday, hour)."""
    by_lead: tuple[LeadStep, ...]
    by_outcome: tuple[OutcomePart, ...]
    """The most frequent first."""

    @property
    def utilisation(self) -> float | None:
        """See `rules.insights.utilisation`."""
        return rules.utilisation(self.tally.minutes, self.open_minutes)


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer: the figures of the period, and those of the one before to compare with.

    `worked_out_at` may be up to a minute ago: the same question of the same sight is answered from memory meanwhile.
    """

    asked: Question
    worked_out_at: datetime
    now: Period
    before: Period


def may_see(actor: Actor) -> bool:
    """Whether there are figures for this actor at all."""
    return permissions.may(actor, "see_insights", Subject(app_id=actor.app_id))


@reads
def figures(session: Session, actor: Actor, asked: Question) -> Figures:
    """The figures of the calls that the actor may see.

    Raises AppNotFound, NotAllowed, Invalid (`timezone`, `first`, `last`), and NotFound in a test app, which has none.
    """
    _check(session, actor, asked)
    days = Days(asked.first, asked.last)
    within = Interval(_start(days.before.first, asked), day_bounds(days.last, asked.timezone).end)
    conditions = booking_lists.conditions(session, permissions.visible_to(actor), _wanted(asked))
    counted = insights.counted(session, conditions, within, asked.timezone, _start(days.first, asked))
    names = {row.person.id: (row.person.name, row.team) for row in members.rows(session, actor.app_id or "")}
    return Figures(
        asked,
        clock.now(),
        _Maker(asked, days, counted, names, is_before=False).period(),
        _Maker(asked, days.before, counted, names, is_before=True).period(),
    )


def _check(session: Session, actor: Actor, asked: Question) -> None:
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_insights", Subject(app_id=app.id))
    if app.test_of_app_id:
        raise NotFound("A test app stays out of insights.")
    checked_zone(asked.timezone, "timezone")
    if not limits.FIRST_YEAR + 2 < asked.first.year <= asked.last.year < limits.LAST_YEAR:
        raise Invalid.of("first", f"The year must be from {limits.FIRST_YEAR + 3} to {limits.LAST_YEAR - 1}.")
    if not timedelta(0) <= asked.last - asked.first < timedelta(days=rules.LONGEST):
        raise Invalid.of("last", f"Choose from 1 to {rules.LONGEST} days.")


def _wanted(asked: Question) -> BookingFilter:
    return BookingFilter(
        agent_ids=asked.agent_ids, team_ids=asked.team_ids, preset_ids=asked.preset_ids, sources=asked.sources
    )


def _start(day: date, asked: Question) -> datetime:
    return day_bounds(day, asked.timezone).start


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes one period's figures of what was counted for both."""

    asked: Question
    days: Days
    counted: Counted
    names: Mapping[str, tuple[str, str | None]]
    is_before: bool

    def period(self) -> Period:
        times = [each for each in self.counted.times if self.days.first <= each.day <= self.days.last]
        by_day = _tallies(times, lambda each: each.day)
        by_day_and_source = _tallies(times, lambda each: (each.day, each.source))
        by_source = _tallies(times, lambda each: each.source)
        by_place = _tallies(times, lambda each: (each.day.weekday(), each.hour))
        by_weekday = _tallies(times, lambda each: each.day.weekday())
        by_hour = _tallies(times, lambda each: each.hour)
        lead = rules.lead_times({each.lead_minutes: each.calls for each in self._own(self.counted.leads)})
        rows = self._rows()
        return Period(
            days=self.days,
            tally=sum(by_day.values(), Tally()),
            open_minutes=0,
            lead=lead,
            rows=rows,
            by_day=tuple(
                DayPart(
                    day,
                    {source: by_day_and_source[day, source].calls for source in rows.sources or SOURCES},
                    by_day[day],
                    replace(rows, first=day, last=day),
                )
                for day in self.days.each()
            ),
            by_source=tuple(
                Part(each, by_source[each], replace(rows, sources=(each,))) for each in rows.sources or SOURCES
            ),
            by_agent=self._agents(rows),
            by_weekday=tuple(Part(day, by_weekday[day], replace(rows, weekdays=(day,))) for day in range(7)),
            by_hour=tuple(Part(hour, by_hour[hour], replace(rows, hours=(hour,))) for hour in range(24)),
            heat=tuple(
                tuple(
                    Part((day, hour), by_place[day, hour], replace(rows, weekdays=(day,), hours=(hour,)))
                    for hour in range(24)
                )
                for day in range(7)
            ),
            by_lead=tuple(
                LeadStep(start, end, calls, replace(rows, lead=(start, end)))
                for start, end, calls in zip(LEAD_BOUNDS, (*LEAD_BOUNDS[1:], None), lead.steps, strict=True)
            ),
            by_outcome=self._outcomes(rows),
        )

    def _rows(self) -> Rows:
        asked = self.asked
        return Rows(
            first=self.days.first,
            last=self.days.last,
            timezone=asked.timezone,
            agent_ids=asked.agent_ids,
            team_ids=asked.team_ids,
            preset_ids=asked.preset_ids,
            sources=asked.sources,
        )

    def _agents(self, rows: Rows) -> tuple[AgentPart, ...]:
        tallies = _tallies(self._own(self.counted.agents), lambda each: each.agent_id)
        parts = [
            AgentPart(agent_id, *self.names.get(agent_id, ("", None)), tally, 0, replace(rows, agent_ids=(agent_id,)))
            for agent_id, tally in tallies.items()
        ]
        return tuple(sorted(parts, key=lambda part: (part.name.casefold(), part.agent_id)))

    def _outcomes(self, rows: Rows) -> tuple[OutcomePart, ...]:
        calls: dict[str, int] = defaultdict(int)
        for each in self._own(self.counted.outcomes):
            calls[each.outcome or ""] += each.calls
        ordered = sorted(calls.items(), key=lambda one: (-one[1], one[0]))
        done = rows.only("completed")
        return tuple(OutcomePart(outcome, count, replace(done, outcomes=(outcome,))) for outcome, count in ordered)

    def _own(self, counts):
        return [each for each in counts if each.is_before == self.is_before]


def _tallies(counts: Iterable, key: Callable[..., K]) -> dict[K, Tally]:
    found: dict[K, Tally] = defaultdict(Tally)
    for each in counts:
        found[key(each)] += rules.tally(each.status, each.calls, each.minutes)
    return found
