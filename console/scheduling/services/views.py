"""Saved views of the list of calls: kept by whoever may look at it, shown to all by admins and leads.

A view narrows what its reader may see anyway; it opens nothing to anybody.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..models import SavedView
from ..queries import erasing
from ..queries import views as found
from ..rules import limits
from ..rules.permissions import Subject, Verb, may, require
from ..rules.search import Called, folded, is_for, mentions
from . import audit
from .transaction import reads, writes

MOST = 30
"""How many views one person keeps in an app."""
NAME_LENGTH = 60
_QUERY_LENGTH = 2_000
_QUERY = re.compile(r"(\?[!-~]*)?")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view as a person is shown it. `owner` is who keeps it; `may_change` whether this person may change or delete it."""

    id: str
    name: str
    query: str
    is_shared: bool
    is_own: bool
    owner: str
    may_change: bool


def may_share(actor: Actor) -> bool:
    """Whether this actor may show views to all."""
    return may(actor, "share_views", Subject(app_id=actor.app_id, agent_id=actor.id))


@reads
def list_views(session: Session, actor: Actor) -> list[ViewLine]:
    """The actor's own views and those that are shared; none for who may not look at calls."""
    if not may(actor, "keep_views", _own(actor)):
        return []
    return [
        ViewLine(
            id=view.id,
            name=view.name,
            query=view.query,
            is_shared=view.is_shared,
            is_own=view.owner_id == actor.id,
            owner=owner,
            may_change=may(actor, _verb(view), Subject(app_id=view.app_id, agent_id=view.owner_id)),
        )
        for view, owner in found.shown_to(session, actor.app_id, actor.id)
    ]


@writes
def save(session: Session, actor: Actor, name: str, query: str, *, is_shared: bool = False) -> SavedView:
    """Keep a view under a name that no other of the actor's has. Raises NotAllowed, Invalid."""
    require(actor, "share_views" if is_shared else "keep_views", _own(actor))
    if found.count_of(session, actor.app_id, actor.id) >= MOST:
        raise Invalid.of("name", f"You keep {MOST} views already. Delete one first.", "too_many")
    now = clock.now()
    view = SavedView(
        app_id=actor.app_id or "",
        owner_id=actor.id or "",
        name="",
        name_key="",
        query=_checked(query),
        is_shared=is_shared,
        created_at=now,
        updated_at=now,
    )
    _name(session, view, name)
    session.add(view)
    audit.record(session, actor, "view.saved", view.id)
    return view


@writes
def change(
    session: Session,
    actor: Actor,
    view_id: str,
    *,
    name: str | None = None,
    query: str | None = None,
    is_shared: bool | None = None,
) -> SavedView:
    """Change what is given. A view that is shared, or shall be, is for whoever may share.

    Raises NotFound, NotAllowed, Invalid.
    """
    view = _take(session, actor, view_id)
    before = (view.name, view.query, view.is_shared)
    if is_shared is not None and is_shared != view.is_shared:
        require(actor, "share_views", Subject(app_id=view.app_id, agent_id=view.owner_id))
        view.is_shared = is_shared
    if query is not None:
        view.query = _checked(query)
    if name is not None:
        _name(session, view, name)
    after = zip(("name", "query", "is_shared"), (view.name, view.query, view.is_shared), before, strict=True)
    if fields := [field for field, now, then in after if now != then]:
        view.updated_at = clock.now()
        audit.record(session, actor, "view.changed", view.id, fields)
    return view


@writes
def delete(session: Session, actor: Actor, view_id: str) -> None:
    """Forget a view. Raises NotFound, NotAllowed."""
    view = _take(session, actor, view_id)
    audit.record(session, actor, "view.deleted", view.id)
    session.delete(view)


def forget(session: Session, actor: Actor, app_id: str, person: Called, nobody: str) -> None:
    """Inside a verb: take the search out of the app's views that look for this person; one named after them is `nobody`."""
    for view in erasing.views_that_search(session, app_id):
        asked = parse_qsl(view.query.removeprefix("?"), keep_blank_values=True)
        kept = [(name, value) for name, value in asked if name != "q" or not is_for(value, person)]
        if kept == asked:
            continue
        view.query = f"?{urlencode(kept, safe=',')}" if kept else ""
        fields = ["query"]
        if mentions(view.name, person):
            _name_anew(session, view, nobody)
            fields.append("name")
        view.updated_at = clock.now()
        audit.record(session, actor, "view.changed", view.id, fields)


def _take(session: Session, actor: Actor, view_id: str) -> SavedView:
    """A view to change; somebody else's own reads as unknown."""
    view = found.locked(session, actor.app_id, view_id)
    if view is None or (view.owner_id != actor.id and not view.is_shared):
        raise NotFound("There is no such view.")
    require(actor, _verb(view), Subject(app_id=view.app_id, agent_id=view.owner_id))
    return view


def _verb(view: SavedView) -> Verb:
    return "share_views" if view.is_shared else "keep_views"


def _own(actor: Actor) -> Subject:
    return Subject(app_id=actor.app_id, agent_id=actor.id)


def _checked(query: str) -> str:
    if len(query) > _QUERY_LENGTH or not _QUERY.fullmatch(query):
        raise Invalid.of("query", "These filters are too long to be kept, or are none.")
    return query


def _name(session: Session, view: SavedView, name: str) -> None:
    said = limits.text(name, "name", NAME_LENGTH, required=True)
    if found.name_taken(session, view, folded(said)):
        raise Invalid.of("name", "You have a view of this name already.", "taken")
    view.name, view.name_key = said, folded(said)


def _name_anew(session: Session, view: SavedView, said: str) -> None:
    """Call it so, with a number where its owner has such a view already."""
    names = (said if number == 1 else f"{said} {number}" for number in range(1, MOST + 2))
    free = (name for name in names if not found.name_taken(session, view, folded(name)))
    _name(session, view, next(free))
