"""The list of notices in the console: a person's own, of the app they look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...models import Booking, Person, StaffNotice
from ...queries import notices as found
from ...rules import notices as rules
from ..changes import Change, announce
from ..transaction import reads, writes
from .letters import address, names_in

_KEPT = timedelta(days=7)
_MOST = 20


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice. `start` is the call's, `customer` whose it is: both empty for what is about no call.

    `facts` fill the words of its kind, names included; `to` is where it leads, from the site's root on.
    """

    id: str
    kind: str
    facts: dict[str, Any]
    customer: str
    start: datetime | None
    to: str
    shown_at: datetime
    is_read: bool
    is_loud: bool
    """Whether it may be heard, not only seen."""


@dataclass(frozen=True, slots=True)
class NoticeList:
    """The latest notices, and how many of the last week are unread: those that are not among the latest, too."""

    latest: list[NoticeView]
    unread: int


@reads
def latest(session: Session, actor: Actor) -> NoticeList:
    """The actor's notices of the last week, latest first."""
    now = clock.now()
    rows, unread = found.in_browser(session, actor.app_id or "", actor.id or "", now - _KEPT, _MOST)
    calls = found.by_ids(session, Booking, {row.subject_id for row in rows if row.facts.get("start")})
    mentioned = {row.facts[name] for row in rows for name in ("by_id", "person_id") if row.facts.get(name)}
    people = found.by_ids(session, Person, mentioned)
    views = [
        NoticeView(
            id=row.id,
            kind=row.kind,
            facts={**row.facts, **names_in(row.facts, people.get)},
            customer=calls[row.subject_id].guest_name if row.subject_id in calls else "",
            start=next(iter(_times(row, "start")), None),
            to=address(row.app_id, row.kind, row.subject_id),
            shown_at=row.sent_at or row.created_at,
            is_read=row.read_at is not None,
            is_loud=rules.is_urgent(row.kind, now, *_times(row, "start", "knew")),
        )
        for row in rows
    ]
    return NoticeList(views, unread)


@writes
def read(session: Session, actor: Actor, notice_id: str | None = None) -> None:
    """The actor has seen this notice of theirs; without one, all of this app."""
    found.mark_read(session, actor.app_id or "", actor.id or "", clock.now(), notice_id)
    announce(session, Change(actor.app_id or "", "notice", agent_id=actor.id))


def _times(row: StaffNotice, *names: str) -> list[datetime]:
    return [datetime.fromisoformat(row.facts[name]) for name in names if row.facts.get(name)]
