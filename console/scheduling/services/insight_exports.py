"""Figures as a table to take along: one line each, first of the period, then of the period before.

A line says of what it is (`of`), and counts; rates follow from the counts as `rules.insights` says.
"""

from calendar import day_name
from collections.abc import Iterator

from sqlmodel import Session

from ..actors import Actor
from ..rules import permissions
from ..rules.insights import Tally
from ..rules.permissions import Subject
from . import audit, insights
from .exports import Cell
from .insights import Period, Question
from .transaction import writes

_FILTERS = ("agent_ids", "team_ids", "preset_ids", "sources")


@writes
def begin(session: Session, actor: Actor, wanted: Question, kind: str) -> None:
    """Note that figures are taken along, and by which filters they were narrowed. Raises NotAllowed."""
    for verb in ("see_insights", "export"):
        permissions.require(actor, verb, Subject(app_id=actor.app_id))
    used = ["start", "end", *(name for name in _FILTERS if getattr(wanted, name))]
    audit.record(session, actor, "insights.exported", kind, used)


def head(zone_name: str) -> list[str]:
    """The names of the columns; that of the days names their zone."""
    counts = ("calls", "completed", "no_shows", "cancelled", "booked_minutes", "open_minutes")
    return [f"days ({zone_name})", "figure", "of", *counts]


def lines(actor: Actor, wanted: Question) -> Iterator[list[Cell]]:
    """The figures, as `head` names their columns. Raises as `insights.figures`."""
    found = insights.figures(actor, wanted)
    for period in (found.now, found.before):
        days = f"{period.days.first} – {period.days.last}"
        for figure, of, *counts in _figures(period):
            yield [days, figure, of, *counts]


def _figures(period: Period) -> Iterator[list[Cell]]:
    yield ["all", "", *_counts(period.tally), period.open_minutes]
    for day in period.by_day:
        yield ["day", day.day.isoformat(), *_counts(day.tally), None]
    for part in period.by_source:
        yield ["source", part.key, *_counts(part.tally), None]
    for agent in period.by_agent:
        yield ["agent", agent.name, *_counts(agent.tally), agent.open_minutes]
    for line in period.heat:
        for place in line:
            weekday, hour = place.key
            yield ["weekday and hour", f"{day_name[weekday]} {hour:02}:00", *_counts(place.tally), None]
    for step in period.by_lead:
        until = "" if step.end is None else f" to {step.end}"
        yield ["minutes ahead", f"from {step.start}{until}", step.calls]
    for part in period.by_outcome:
        yield ["outcome", part.outcome, part.calls, part.calls]


def _counts(tally: Tally) -> list[Cell]:
    return [tally.calls, tally.completed, tally.no_shows, tally.cancelled, tally.minutes]
