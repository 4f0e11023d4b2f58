"""A year of an agent, or of the whole app, with the days that are not like the others."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotFound
from ..models import App
from ..queries import members, rosters
from ..queries import schedules as found
from ..rules.intervals import Interval
from ..rules.permissions import Subject, require
from ..rules.year_marks import DayMark, Override, year_marks
from ..rules.zones import day_bounds, local_day
from .rosters import dated
from .transaction import reads

YEARS = 10
"""How far ahead a year may be looked at; behind, it is the last one."""


@dataclass(frozen=True, slots=True)
class YearView:
    """The marked days, in order, and today, as a calendar in `timezone` has them."""

    year: int
    timezone: str
    today: date
    marks: tuple[DayMark, ...]


@reads
def look(session: Session, actor: Actor, agent_id: str | None, year: int | None = None) -> YearView:
    """A year of an agent in their zone, closures of the app included, or with None of the app alone; None: this year.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    app_id = actor.app_id or ""
    timezone = _zone_of(session, app_id, agent_id)
    today = local_day(clock.now(), timezone)
    year = today.year if year is None else year
    if not today.year - 1 <= year <= today.year + YEARS:
        raise Invalid.of("year", "Choose a year from last year to ten years from now.", "out_of_range")
    first, last = date(year, 1, 1), date(year, 12, 31)
    within = Interval(day_bounds(first, timezone).start, day_bounds(last, timezone).end)
    overrides = [
        Override(Interval(each.start_at, each.end_at), each.kind == "blocked", each.note or "", bool(each.holiday))
        for each in found.exceptions_within(session, app_id, agent_id, within)
    ]
    shifts = rosters.between(session, app_id, [agent_id], first, last) if agent_id else []
    return YearView(year, timezone, today, tuple(year_marks(overrides, map(dated, shifts), year, timezone)))


def _zone_of(session: Session, app_id: str, agent_id: str | None) -> str:
    if agent_id is None:
        app = session.get(App, app_id)
        if app is None:
            raise AppNotFound("There is no such app.")
        return app.timezone
    member = members.member(session, app_id, agent_id)
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return member.timezone
