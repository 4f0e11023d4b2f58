"""The question before a call is moved on a calendar: from where, to where, and what stands in the way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.landing import Answer, wall
from console.scheduling.messages.refusals import why
from console.scheduling.messages.rows import Booked
from console.scheduling.messages.words import READER, word
from console.scheduling.rules import zones
from console.scheduling.rules.availability import Reason


class Placed(Booked, Protocol):
    """A call that knows where its agent is."""

    @property
    def agent_timezone(self) -> str | None: ...


class Named(Protocol):
    """An agent by name, and where they are."""

    @property
    def name(self) -> str: ...
    @property
    def timezone(self) -> str: ...


class Weighed(Protocol):
    """What dropping a call would come to, as `services.landing` tells it."""

    @property
    def call(self) -> Placed: ...
    @property
    def agent(self) -> Named: ...
    @property
    def start(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...
    @property
    def reasons(self) -> Sequence[Reason]: ...
    @property
    def is_possible(self) -> bool: ...
    @property
    def tells_customer(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """What is asked before a call is moved. `held` is where it stood when it was taken, if it is elsewhere by now."""

    customer: str = ""
    held: str = ""
    old: str = ""
    new: str = ""
    why_not: list[str] = field(default_factory=list)
    is_possible: bool = False
    told: str = ""
    """Whether the customer hears of it."""


def move_question(prospect: Weighed, held: str, tz: ZoneInfo, now: datetime, locale: str = READER) -> MoveQuestion:
    """The question, on the clock of `tz`; times of an agent elsewhere are said on theirs, too."""
    customer = prospect.call.booking.guest_name
    end = prospect.start + timedelta(minutes=prospect.minutes)
    return MoveQuestion(
        customer=customer,
        held=held,
        old=where(prospect.call, tz, now, locale),
        new=_placed(prospect.start, end, prospect.agent.name, prospect.agent.timezone, tz, now, locale),
        why_not=[why(reason, prospect.start, tz, now, locale) for reason in prospect.reasons],
        is_possible=prospect.is_possible,
        told=word("move_told" if prospect.tells_customer else "move_not_told", locale, customer=customer),
    )


def held(answer: Answer, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """Where the held call stands, as `where` has it."""
    booking = answer.booking
    own = next((each for each in answer.agents if each.agent_id == booking.agent_id), None)
    name, own_zone = (own.name, own.timezone) if own else ("", None)
    return _placed(booking.scheduled_at, booking.ends_at, name, own_zone, tz, now, locale)


def where(call: Placed, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Tuesday 24 November, 15:00–15:30, Ana (16:00 in Madrid)`."""
    booking = call.booking
    return _placed(booking.scheduled_at, booking.ends_at, call.agent_name, call.agent_timezone, tz, now, locale)


def _placed(
    start: datetime, end: datetime, agent: str, agent_zone: str | None, tz: ZoneInfo, now: datetime, locale: str
) -> str:
    own = zones.zone(agent_zone or tz.key)
    beside = ""
    if wall(start, own) != wall(start, tz):
        beside = f" ({word('landing_beside', locale, time=when.clock_time(start, own, locale), city=when.city(own, locale))})"
    return f"{moments.long_moment(start, end, tz, now, locale)}, {agent}{beside}"
