"""Cancelling many bookings by one act: looked at first, then done one after the other, each by `bookings.cancel`.

What shall be cancelled is written down when the act begins. The jobs do it, in small steps and in the name of whoever
began it; a tab that closes, or a process that dies, loses nothing. Each booking is a transaction of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from sqlmodel import Session

from .. import clock
from ..actors import Actor, Role
from ..errors import CallboardError, Conflict, Invalid, NotAllowed, NotFound, Unavailable
from ..models import Booking, BulkCancel, BulkCancelRow, Member, Person
from ..queries import booking_lists, members
from ..queries import bulk_cancels as found
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..rules import lifecycle, limits, permissions
from ..rules.permissions import Subject
from . import audit, bookings
from .bookings.ending import REASON_LENGTH
from .changes import Change, announce
from .transaction import reads, writes

MOST = 2_000
"""How many bookings one act may cancel."""
_AT_A_TIME = 20
_LEASE = timedelta(seconds=30)
_MOST_TOLD = 200
_BUSY = (Unavailable.code, Conflict.code)
"""The database gave up, and not a rule."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A booking that cannot be cancelled, and why, in a sentence."""

    call: BookedCall
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do: `versions` of the bookings that it can cancel, by id, soonest first, and the others."""

    versions: dict[str, int]
    refused: list[Refused]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an act has come: of `total`, `done` are cancelled, `failed` could not be, `left` wait or were left alone."""

    id: str
    total: int
    done: int
    failed: int
    left: int
    is_running: bool
    is_stopped: bool
    failures: Sequence[tuple[Booking, str]]
    """The first of those that could not be cancelled, each with its reason."""


def may_cancel_many(actor: Actor) -> bool:
    """Whether this actor may do so at all, if only with their own team's; who may not is offered no boxes to tick."""
    return permissions.may(actor, "bulk_cancel", _own(actor))


@reads
def preview(session: Session, actor: Actor, wanted: BookingFilter) -> Preview:
    """Which of these bookings can be cancelled, and which not. Raises NotAllowed, and Invalid for more than `MOST`."""
    permissions.require(actor, "bulk_cancel", _own(actor))
    asked = replace(wanted, limit=MOST, offset=0, cursor=None, sort="scheduled_at", order="asc")
    rows, more = booking_lists.walk(session, permissions.visible_to(actor), asked)
    if more is not None or len(wanted.booking_ids) > MOST:
        raise Invalid.of("booking_ids", f"At most {MOST:,} calls at once. Narrow the list first.", "too_many")
    teams = members.teams_of_agents(session, actor.app_id or "")
    judged = [(row, _why_not(actor, row.booking, teams)) for row in rows]
    return Preview(
        versions={row.booking.id: row.booking.version for row, why in judged if why is None},
        refused=[Refused(row, why) for row, why in judged if why is not None],
    )


@writes
def begin(session: Session, actor: Actor, act_id: str, versions: Mapping[str, int], reason: str | None = None) -> None:
    """Have these bookings cancelled as they were seen; one that has changed since is left alone and told of.

    The same `act_id` once more changes nothing. Raises NotAllowed, Invalid.
    """
    permissions.require(actor, "bulk_cancel", _own(actor))
    said = limits.text(reason, "reason", REASON_LENGTH) or None if reason else None
    if not 0 < len(versions) <= MOST:
        raise Invalid.of("booking_ids", f"Choose between 1 and {MOST:,} calls.", "too_many")
    if session.get(BulkCancel, act_id) is not None:
        return
    seen = BookingFilter(booking_ids=tuple(versions), limit=MOST)
    ids = booking_lists.ids(session, permissions.visible_to(actor), seen)
    if not ids:
        raise NotFound("There is no such call in this app.")
    act = BulkCancel(
        id=act_id,
        app_id=actor.app_id or "",
        person_id=actor.id or "",
        reason=said,
        total=len(ids),
        created_at=clock.now(),
    )
    session.add(act)
    session.flush()
    found.write_down(session, act.id, [(booking_id, versions[booking_id]) for booking_id in ids])
    audit.record(session, actor, "bookings.bulk_cancelled", act.id)
    _tell(session, act)


@reads
def progress(session: Session, actor: Actor) -> Progress | None:
    """How far the actor's latest act in this app has come; None when there is none that they have not put away."""
    if not may_cancel_many(actor):
        return None
    act = found.latest_unseen(session, actor.app_id, actor.id)
    if act is None:
        return None
    counts = found.standing(session, act.id)
    failures = found.failed(session, act.id, _MOST_TOLD) if counts.get("failed") else []
    return Progress(
        id=act.id,
        total=act.total,
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        left=counts.get("pending", 0) + counts.get("left", 0),
        is_running=act.finished_at is None,
        is_stopped=act.stopped_at is not None,
        failures=failures,
    )


@writes
def stop(session: Session, actor: Actor, act_id: str) -> int:
    """Leave alone what has not been cancelled yet; gives how many. Raises NotFound."""
    act = _own_act(session, actor, act_id)
    if act.finished_at is not None:
        return 0
    act.stopped_at = act.finished_at = clock.now()
    audit.record(session, actor, "bookings.bulk_cancel_stopped", act.id)
    _tell(session, act)
    return found.leave(session, act.id)


@writes
def put_away(session: Session, actor: Actor, act_id: str) -> None:
    """Tell no more of an act that is over. Raises NotFound."""
    act = _own_act(session, actor, act_id)
    if act.finished_at is not None:
        act.seen_at = act.seen_at or clock.now()


def advance(worker: str) -> bool:
    """Cancel the next few bookings of the oldest act that nobody is at; gives whether there may be more to do.

    A worker that dies between a cancellation and its record does no harm: cancelling again changes nothing. What the
    database is too busy for is tried again at the next step.
    """
    task = _take(worker)
    if task is None:
        return False
    came: dict[str, str | None] = {}
    for row in task.rows:
        refused = _cancel(task, row)
        if refused is not None and refused.code in _BUSY:
            break
        came[row.booking_id] = None if refused is None else refused.message
    _settle(task.act.id, worker, came)
    return bool(came)


@dataclass(frozen=True, slots=True)
class _Task:
    act: BulkCancel
    actor: Actor | None
    """Whoever began it, as they stand in the app now; None when they have left."""
    rows: list[BulkCancelRow]


@writes
def _take(session: Session, worker: str) -> _Task | None:
    now = clock.now()
    act = found.open_act(session, now)
    if act is None:
        return None
    act.leased_by, act.leased_until = worker, now + _LEASE
    return _Task(act, _actor_of(session, act), found.pending(session, act.id, _AT_A_TIME))


def _cancel(task: _Task, row: BulkCancelRow) -> CallboardError | None:
    """None once it is cancelled, else why it is not."""
    if task.actor is None:
        return NotAllowed("Whoever began this is no longer a member of this app.")
    try:
        bookings.cancel(task.actor, row.booking_id, reason=task.act.reason, expected_version=row.version)
    except CallboardError as refused:
        return refused
    return None


@writes
def _settle(session: Session, act_id: str, worker: str, came: Mapping[str, str | None]) -> None:
    act = session.get_one(BulkCancel, act_id, with_for_update=True)
    found.settle(session, act_id, came)
    if act.leased_by == worker:
        act.leased_until = None
    if act.finished_at is None and not found.pending(session, act_id, 1):
        act.finished_at = clock.now()
    _tell(session, act)


def _actor_of(session: Session, act: BulkCancel) -> Actor | None:
    member, person = session.get(Member, (act.app_id, act.person_id)), session.get_one(Person, act.person_id)
    if member is None or member.disabled_at or person.disabled_at:
        return None
    return Actor("admin", id=person.id, app_id=act.app_id, role=cast(Role, member.role), team_id=member.team_id)


def _own_act(session: Session, actor: Actor, act_id: str) -> BulkCancel:
    act = found.locked(session, actor.app_id, actor.id, act_id)
    if act is None:
        raise NotFound("There is no such act of yours.")
    return act


def _own(actor: Actor) -> Subject:
    return Subject(app_id=actor.app_id, agent_id=actor.id, team_id=actor.team_id)


def _why_not(actor: Actor, booking: Booking, teams: Mapping[str, str | None]) -> str | None:
    subject = Subject(actor.app_id, booking.agent_id, teams.get(booking.agent_id), booking_id=booking.id)
    try:
        permissions.require(actor, "cancel", subject)
        lifecycle.require_step(booking.status, "cancelled")
    except (NotAllowed, Conflict) as refused:
        return refused.message
    return None


def _tell(session: Session, act: BulkCancel) -> None:
    announce(session, Change(act.app_id, "bulk", act.id, act.person_id))
