"""Where a call may go, as a calendar shows it while the call is held. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import when
from console.scheduling.messages.refusals import why
from console.scheduling.messages.words import READER, word
from console.scheduling.models import Booking
from console.scheduling.rules import zones
from console.scheduling.rules.availability import Reason, ReasonCode
from console.scheduling.rules.landing import Stretch

_MINUTE = timedelta(minutes=1)


class OfAgent(Protocol):
    """One agent's answer, as `services.landing` gives it."""

    @property
    def agent_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def stretches(self) -> Sequence[Stretch]: ...
    @property
    def is_refused(self) -> bool: ...


class Answer(Protocol):
    """The answer for all agents that are shown."""

    @property
    def booking(self) -> Booking: ...
    @property
    def minutes(self) -> int: ...
    @property
    def agents(self) -> Sequence[OfAgent]: ...
    @property
    def lengths(self) -> Sequence[tuple[int, Sequence[Reason]]]: ...
    @property
    def may_set_aside(self) -> Collection[ReasonCode]: ...


@dataclass(frozen=True, slots=True)
class LandingText:
    """What is said of a place. `tone`: `free`, `aside` where only what may be set aside is in the way, or `refused`."""

    tone: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class LandingRow:
    """One agent. A stretch of starts is: from and until, in minutes of the calendar's wall clock since the midnight of
    the first day; the number of its text; and how many minutes the agent's clock is ahead of the calendar's."""

    agent: str = ""
    name: str = ""
    city: str = ""
    stretches: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LandingView:
    """The whole answer. `lengths` are the minutes the call may last where it is, each with the number of its text."""

    id: str = ""
    minutes: int = 0
    first: str = ""
    """The first day, `YYYY-MM-DD`."""
    rows: list[LandingRow] = field(default_factory=list)
    texts: list[LandingText] = field(default_factory=list)
    lengths: list[tuple[int, int]] = field(default_factory=list)


def landing_view(
    answer: Answer, days: Sequence[datetime], tz: ZoneInfo, now: datetime, locale: str = READER
) -> LandingView:
    """The answer on the clock of `tz`, where these are the midnights of the days that are shown, the last one's too."""
    texts: dict[LandingText, int] = {}

    known: dict[
        tuple[str, Reason | None, bool, date], int
    ] = {}  # many agents are held back by the same at the same time

    def number(codes: Sequence[ReasonCode], reason: Reason | None, start: datetime) -> int:
        tone = _tone(codes, start, now, answer.may_set_aside)
        alike = (tone, reason, start < now, start.astimezone(tz).date())
        if alike not in known:
            told = _told(reason, start, tz, now, locale)
            text = LandingText(tone, word("landing_aside", locale, why=told) if tone == "aside" else told)
            known[alike] = texts.setdefault(text, len(texts))
        return known[alike]

    rows = [_row(each, days, tz, number, texts, locale) for each in answer.agents]
    at = answer.booking.scheduled_at
    lengths = [
        (minutes, number([one.code for one in reasons], reasons[0] if reasons else None, at))
        for minutes, reasons in answer.lengths
    ]
    return LandingView(
        id=answer.booking.id,
        minutes=answer.minutes,
        first=f"{days[0].astimezone(tz):%Y-%m-%d}",
        rows=rows,
        texts=list(texts),
        lengths=lengths,
    )


def _row(
    agent: OfAgent,
    days: Sequence[datetime],
    tz: ZoneInfo,
    number: Callable[[Sequence[ReasonCode], Reason | None, datetime], int],
    texts: dict[LandingText, int],
    locale: str,
) -> LandingRow:
    own = zones.zone(agent.timezone)
    base = wall(days[0], tz)
    stretches: list[tuple[int, int, int, int]] = []
    if agent.is_refused:
        refused = texts.setdefault(LandingText("refused", word("landing_not_theirs", locale)), len(texts))
        stretches = [(0, (wall(days[-1], tz) - base) // _MINUTE, refused, 0)]
    for stretch, start, end in _cut(agent.stretches, _edges(days, tz, own)):
        from_ = (wall(start, tz) - base) // _MINUTE
        until = from_ + (end - start) // _MINUTE
        told, ahead = number(stretch.codes, stretch.reason, start), (wall(start, own) - wall(start, tz)) // _MINUTE
        last = stretches[-1] if stretches else None
        if last and last[1:] == (from_, told, ahead):
            stretches[-1] = (last[0], until, told, ahead)
        else:
            stretches.append((from_, until, told, ahead))
    return LandingRow(agent.agent_id, agent.name, when.city(own, locale), stretches)


def _edges(days: Sequence[datetime], tz: ZoneInfo, own: ZoneInfo) -> list[datetime]:
    """Where what is said of one stretch of starts may change all the same: at midnights and when a clock is changed."""
    changes = [span.start for each in {tz.key, own.key} for span in zones.spans(each, days[0].year)]
    return sorted({*days, *(each for each in changes if days[0] < each < days[-1])})


def _cut(stretches: Iterable[Stretch], edges: Sequence[datetime]) -> Iterator[tuple[Stretch, datetime, datetime]]:
    """Each stretch in pieces that none of the edges lies within; edges and stretches stand in order."""
    at = 0
    for stretch in stretches:
        start = stretch.start
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < stretch.end:
            yield stretch, start, edges[at]
            start, at = edges[at], at + 1
        yield stretch, start, stretch.end


def _tone(codes: Sequence[ReasonCode], start: datetime, now: datetime, may_set_aside: Collection[ReasonCode]) -> str:
    if not codes:
        return "free"
    return "aside" if start >= now and set(codes) <= set(may_set_aside) else "refused"


def _told(reason: Reason | None, start: datetime, tz: ZoneInfo, now: datetime, locale: str) -> str:
    if reason is None:
        return word("is_free", locale)
    if reason.code == "outside_hours":  # by how much depends on where exactly it is held
        return word("reason_outside_hours", locale)
    return why(reason, start, tz, now, locale)


def wall(instant: datetime, tz: ZoneInfo) -> datetime:
    """What the zone's clock shows at this instant."""
    return instant.astimezone(tz).replace(tzinfo=None)
