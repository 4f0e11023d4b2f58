"""The clock's part of weekly figures: whose are due gets theirs, once a week, however many clocks there are.

Figures take a while to work out, so that is done before the transaction that owes the notice. Whoever may see none any
more is forgotten.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, NotAllowed, NotFound, Unavailable
from ..models import App, Person, StaffNotice, WeeklyFigures
from ..queries import notices as found_notices
from ..queries import weekly_figures as found
from ..rules import weekly_figures as rules
from . import insights
from .insights import Period, Question
from .transaction import reads, writes
from .weekly_figures import KIND, zone_of

log = logging.getLogger(__name__)

_AT_A_TIME = 20


@dataclass(frozen=True, slots=True)
class _Due:
    """A wish whose time has come, and its reader as they are now; None for who acts in the app no more."""

    wish: WeeklyFigures
    reader: Actor | None
    timezone: str


def send_due() -> int:
    """Owe the figures that are due to who wishes for them; gives how many wishes were looked at."""
    due = _due()
    for one in due:
        _send(one, clock.now())
    return len(due)


@reads
def _due(session: Session) -> list[_Due]:
    return [_as_due(session, wish) for wish in found.due(session, clock.now(), _AT_A_TIME)]


def _as_due(session: Session, wish: WeeklyFigures) -> _Due:
    member = found_notices.active_member(session, wish.app_id, wish.person_id)
    if member is None:
        return _Due(wish, None, "UTC")
    zone_name = zone_of(session.get_one(App, wish.app_id), member, session.get_one(Person, wish.person_id))
    reader = Actor("admin", id=member.person_id, app_id=member.app_id, role=member.role, team_id=member.team_id)  # pyright: ignore[reportArgumentType]
    return _Due(wish, reader, zone_name)


def _send(one: _Due, now: datetime) -> None:
    due = rules.latest(now, one.timezone)
    is_timely = one.wish.created_at <= due and now - due < rules.LATE
    try:
        facts = _facts(one, one.reader, due) if one.reader and is_timely else None
        is_over = one.reader is None
    except (AppNotFound, NotAllowed, NotFound):
        facts, is_over = None, True
    except Unavailable:
        raise
    except Exception:  # one who cannot be told must not keep all others waiting
        log.exception("The weekly figures of %s met a defect.", one.wish.app_id)
        facts, is_over = None, False
    _settle(one, facts, now, is_over=is_over)


@writes
def _settle(session: Session, one: _Due, facts: dict[str, Any] | None, now: datetime, *, is_over: bool) -> None:
    """Owe the notice, and put the wish off to the next week. Who comes second finds nothing to do."""
    wish = found.taken(session, one.wish)
    if wish is None:
        return
    if is_over:
        session.delete(wish)
        return
    wish.due_at = rules.following(now, one.timezone)
    if facts is None:
        return
    occasion = f"{KIND} {wish.app_id} {facts['first']}"
    if not found.is_told(session, wish.person_id, occasion):
        session.add(
            StaffNotice(
                app_id=wish.app_id,
                person_id=wish.person_id,
                kind=KIND,
                subject_id=wish.person_id,
                occasion=occasion,
                facts=facts,
                due_at=now,
                created_at=now,
            )
        )


def _facts(one: _Due, reader: Actor, due: datetime) -> dict[str, Any]:
    """The week's figures as they are frozen for its letter: numbers, and the addresses of the calls behind them."""
    days = rules.week_before(due, one.timezone)
    answer = insights.figures(reader, Question(first=days.first, last=days.last, timezone=one.timezone), fresh=True)
    rows = answer.now.rows
    lists = {"calls": rows, "no_shows": rows.only("no_show"), "cancelled": rows.only("cancelled")}
    return {
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "timezone": one.timezone,
        "now": _numbers(answer.now),
        "before": _numbers(answer.before),
        "lists": {name: each.address(one.wish.app_id) for name, each in lists.items()},
    }


def _numbers(period: Period) -> dict[str, float | None]:
    return {
        "calls": period.tally.calls,
        "no_shows": period.tally.no_shows,
        "cancelled": period.tally.cancelled,
        "booked": period.tally.minutes / 60,
        "utilisation": period.utilisation,
        "no_show_rate": period.tally.no_show_rate,
        "cancel_rate": period.tally.cancel_rate,
        "lead_time": period.lead.median,
    }
