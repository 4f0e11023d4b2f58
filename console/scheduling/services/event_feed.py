"""The event feed: every event of an app in commit order behind a cursor, so that a receiver that was away catches up.

What an event is given while its transaction runs (its id, its position, PostgreSQL's transaction id) says when it was
written. Another transaction may write later and commit sooner; whoever has read past the open one would never see it.
So events are numbered *after* their commit: a reader who finds some without a number, and only committed ones can be
found, numbers them under a lock of the app's, one batch after the other. Whatever commits later is numbered later, and within
a batch the order of writing holds: who wrote after seeing another's commit stands behind it. Nobody who writes waits for
the feed, and it never waits for a transaction that stays open.

(PostgreSQL's `xid8 < pg_snapshot_xmin` would need no numbers. But a transaction may have its id long before it writes
the event, and so stand before what it had seen committed; one forgotten transaction anywhere in the server holds every
feed back; and a restored dump has the ids of another server.)

A cursor is a number and the id of the event that has it. When a backup is put back, numbers are given out a second time;
a cursor from the time that is lost then names an event that does not stand there, and is refused: the receiver begins
anew, and knows by the events' ids what it has. An event swept after thirty days leaves its cursors good.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ..actors import Actor
from ..errors import Invalid
from ..models import OutboxEvent
from ..queries import event_feed as queries
from ..queries.locks import lock_feed
from ..rules import permissions
from ..rules.permissions import Subject
from .links import join_url, manage_url
from .transaction import reads, writes

MOST = 500
"""Events on a page."""
_BATCH = 1000
"""Events numbered at once: more than a page and the one event beyond it that says that there is more."""
_CURSOR = re.compile(r"([0-9]{1,18}) (evt_[0-9a-z]{26})?")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event as it was at its commit, with the links of its call for who may hold them."""

    id: str
    event: str
    sequence: int
    occurred_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some events. `next_cursor` leads on from the last; at the end it stays as it is until something happens."""

    events: list[FeedEvent]
    next_cursor: str
    has_more: bool


def read(actor: Actor, after: str | None = None, limit: int = 100) -> FeedPage:
    """The events behind a cursor, up to `limit` (1 to `MOST`); without one, from the oldest that is kept.

    Raises NotAllowed, and Invalid for a cursor that this feed did not give, or gave before a backup was put back.
    """
    page, may_grow = _page(actor, after, limit)
    if not may_grow:
        return page
    _give_numbers(actor)
    return _page(actor, after, limit)[0]


@reads
def _page(session: Session, actor: Actor, after: str | None, limit: int) -> tuple[FeedPage, bool]:
    """A page of what has numbers, and whether events without one would change it."""
    permissions.require(actor, "see_events", Subject(app_id=actor.app_id))
    app_id = actor.app_id or ""
    number, event_id = _parse(after) if after is not None else (0, None)
    rows = queries.from_number(session, app_id, number, limit + 2)  # the cursor's own, and one beyond the page
    if rows and rows[0].number == number:
        if rows.pop(0).id != event_id:
            raise _foreign()
    elif number > queries.last_number(session, app_id):
        raise _foreign()
    has_more = len(rows) > limit
    rows = rows[:limit]
    shows_links = permissions.may(actor, "see_links", Subject(app_id=actor.app_id))
    page = FeedPage(
        events=[_told(row, shows_links) for row in rows],
        next_cursor=_cursor(rows[-1].number or 0, rows[-1].id) if rows else after or _cursor(0, ""),
        has_more=has_more,
    )
    return page, not has_more and queries.has_unnumbered(session, app_id)


@writes
def _give_numbers(session: Session, actor: Actor) -> None:
    lock_feed(session, actor.app_id or "")
    queries.give_numbers(session, actor.app_id or "", _BATCH)


def _told(row: OutboxEvent, shows_links: bool) -> FeedEvent:
    call = row.payload["scheduled_call"]
    if shows_links:
        call = call | {"join_url": join_url(call["id"]), "manage_url": manage_url(call["id"])}
    return FeedEvent(row.id, row.event, row.sequence, row.occurred_at, row.payload | {"scheduled_call": call})


def _cursor(number: int, event_id: str) -> str:
    return urlsafe_b64encode(f"{number} {event_id}".encode()).decode()


def _parse(cursor: str) -> tuple[int, str | None]:
    try:
        found = _CURSOR.fullmatch(urlsafe_b64decode(cursor).decode())
    except ValueError:
        found = None
    if found is None:
        raise _foreign()
    return int(found[1]), found[2]


def _foreign() -> Invalid:
    return Invalid.of(
        "after",
        "This feed did not give this cursor, or a backup was put back since. Begin again without one.",
        "unknown_cursor",
    )
