"""Days to be closed that come from elsewhere: a country's public holidays, a calendar file. Looked at before any is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotFound
from ..messages import when
from ..messages.words import READER, tag
from ..models import App
from ..queries import members
from ..queries import schedules as found
from ..rules import public_holidays
from ..rules.closure_files import FileTime
from ..rules.intervals import Interval, contains
from ..rules.permissions import Subject, require
from ..rules.zones import day_bounds
from .schedules import NewException
from .transaction import reads

HORIZON = timedelta(days=2 * 366)
"""How far ahead a calendar file is asked."""


@dataclass(frozen=True, slots=True)
class HolidayQuery:
    """Whose holidays of which year: `country` is an ISO 3166 code, `region` one of its regions or empty.

    They are for an agent, in their zone, or without one for the whole app, in the app's.
    """

    country: str
    year: int
    region: str = ""
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """A time to be closed as it would be added. `is_there`: it is blocked whole already; `is_over`: it has passed."""

    new: NewException
    is_there: bool
    is_over: bool

    @property
    def can_be_taken(self) -> bool:
        """Whether adding it makes any difference."""
        return not self.is_there and not self.is_over


def countries(locale: str = READER) -> list[tuple[str, str]]:
    """The countries whose holidays are known, by name: ISO 3166 code and name. Reads no database."""
    names = when.locale_of(locale).territories
    return sorted(((code, names.get(code, code)) for code in public_holidays.countries()), key=lambda one: one[1])


def regions(country: str) -> list[tuple[str, str]]:
    """A country's regions that have holidays of their own: code and name. Reads no database."""
    return list(public_holidays.regions(country))


@reads
def holidays(session: Session, actor: Actor, query: HolidayQuery) -> list[ClosedDays]:
    """A year's public holidays, named in the reader's language where that is known. Raises Invalid, NotFound, NotAllowed."""
    timezone = _zone_of(session, actor, query.agent_id)
    if not clock.now().year - 1 <= query.year <= clock.now().year + 10:
        raise Invalid.of("year", "Choose a year from last year to ten years from now.", "out_of_range")
    code = f"{query.country}-{query.region}" if query.region else query.country
    known = public_holidays.of_year(query.country, query.region, query.year, tag())
    listed = [replace(_day(day, timezone, query.agent_id), note=name, holiday=code) for day, name in known]
    return _looked_at(session, actor, query.agent_id, listed)


@reads
def of_file(session: Session, actor: Actor, agent_id: str | None, times: Sequence[FileTime]) -> list[ClosedDays]:
    """What the times of a calendar file come to. Raises NotFound, NotAllowed."""
    _zone_of(session, actor, agent_id)
    listed = [
        NewException(kind="blocked", start_at=one.start_at, end_at=one.end_at, agent_id=agent_id, note=one.name)
        for one in times
    ]
    return _looked_at(session, actor, agent_id, listed)


@reads
def whose_clock(session: Session, actor: Actor, agent_id: str | None) -> tuple[Interval, str]:
    """The stretch that a file is asked about, from now on, and the zone on whose clock its days stand.

    Raises NotFound, NotAllowed.
    """
    now = clock.now()
    return Interval(now, now + HORIZON), _zone_of(session, actor, agent_id)


def _looked_at(
    session: Session, actor: Actor, agent_id: str | None, listed: Sequence[NewException]
) -> list[ClosedDays]:
    now = clock.now()
    blocked = [
        Interval(one.start_at, one.end_at)
        for one in found.exceptions(session, actor.app_id or "", agent_id, now)
        if one.kind == "blocked"
    ]

    def look(new: NewException) -> ClosedDays:
        stands = contains(blocked, Interval(max(new.start_at, min(now, new.end_at)), new.end_at))
        return ClosedDays(new, is_there=new.end_at > now and stands, is_over=new.end_at <= now)

    return [look(new) for new in listed]


def _day(day: date, timezone: str, agent_id: str | None) -> NewException:
    bounds = day_bounds(day, timezone)
    return NewException(kind="blocked", start_at=bounds.start, end_at=_after(bounds), agent_id=agent_id)


def _after(bounds: Interval) -> datetime:
    """The day's end; a date that the zone left out gets a minute, so that it is a time at all."""
    return max(bounds.end, bounds.start + timedelta(minutes=1))


def _zone_of(session: Session, actor: Actor, agent_id: str | None) -> str:
    """The zone of whom this is about, once the actor may edit their exceptions. Raises NotFound, NotAllowed."""
    app_id = actor.app_id or ""
    if agent_id is None:
        require(actor, "edit_exceptions", Subject(app_id=app_id))
        app = session.get(App, app_id)
        if app is None:
            raise AppNotFound("There is no such app.")
        return app.timezone
    member = members.member(session, app_id, agent_id)
    team_id = member.team_id if member else None
    require(actor, "edit_exceptions", Subject(app_id=app_id, agent_id=agent_id, team_id=team_id))
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return member.timezone
