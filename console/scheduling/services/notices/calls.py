"""What an act on a call is to its agents. Runs inside the act's own transaction, once it is done.

Nobody is told what they did themself, nor twice within a minute: an e-mail waits that long, and a notice in the browser
that nobody has read gives way to the next one. What the person knew before the first of them decides what the last is.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlmodel import Session

from ...actors import Actor
from ...models import App, Booking, StaffNotice
from ...queries import notices as found
from ...rules import notices as rules
from ..changes import Change, announce

_TOLD = frozenset({"created", "assigned", "rescheduled", "cancelled"})
_MEETING = frozenset({"joined", "assigned", "rescheduled", "started", "completed", "cancelled", "no_show"})
"""After which another one than before may wait, or nobody."""


@dataclass(frozen=True, slots=True)
class Act:
    """One event of a booking, as its timeline has it: who did it, and what was before."""

    event_type: str
    actor: Actor
    previous: dict[str, Any]


def of_acts(session: Session, booking: Booking, acts: Sequence[Act], now: datetime) -> None:
    """Owe the agents of the booking what these acts, which were one, are to them."""
    types = {act.event_type for act in acts}
    _mind_the_guest(session, booking, types, now)
    if not types & _TOLD:
        return
    before = {name: value for act in acts for name, value in act.previous.items()}
    old_start = datetime.fromisoformat(before.get("scheduled_at") or booking.scheduled_at.isoformat())
    old_agent = None if "created" in types else before.get("assigned_agent_id", booking.agent_id)
    for agent_id in dict.fromkeys((old_agent, booking.agent_id)):
        if agent_id is not None:
            knew = old_start if agent_id == old_agent else None
            knows = booking.scheduled_at if agent_id == booking.agent_id and booking.status != "cancelled" else None
            _tell(session, booking, agent_id, acts[0].actor, (knew, knows), now, is_new="created" in types)


def _tell(
    session: Session,
    booking: Booking,
    agent_id: str,
    actor: Actor,
    times: tuple[datetime | None, datetime | None],
    now: datetime,
    *,
    is_new: bool,
) -> None:
    """What it is to this agent by each way of theirs: who has read of it in the browser may still wait for the mail."""
    knew, knows = times
    earlier = {} if is_new else _take_back(session, booking.id, agent_id, now)
    ways = tuple(earlier) if _did(actor, agent_id) else rules.WAYS
    if not ways or booking.ends_at <= now:
        return  # what others did just before one's own act is still told, as one left it
    start = knows or knew or booking.scheduled_at
    facts = {
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=booking.duration_minutes)).isoformat(),
        "sequence": booking.version,
        "by": actor.kind,
        "by_id": actor.id if actor.surface in ("admin", "agent") else None,
    }
    wanted = _wanted(session, booking, agent_id)
    for way in ways:
        knew_so = earlier.get(way, knew)
        kind = rules.news(knew_so, knows, is_cancelled=booking.status == "cancelled")
        if kind is not None and way in wanted(kind):
            known = {"knew": knew_so.isoformat() if knew_so else ""}
            due = now + rules.SETTLES if way == "email" else now
            _owe(session, booking, agent_id, way, (kind, facts | known), now, due)


def _mind_the_guest(session: Session, booking: Booking, types: Collection[str], now: datetime) -> None:
    """Tell the agent that the customer waits, from the start on; nobody once the customer does not wait any more."""
    may_have_waited = booking.guest_joined_at is not None or "rescheduled" in types  # a move forgets who had come
    if not may_have_waited or not _MEETING.intersection(types):
        return
    for row in found.standing(session, booking.id, ("guest_waiting",)):
        _withdraw(session, row)
    if rules.waits(
        guest_came=booking.guest_joined_at is not None,
        agent_came=booking.agent_joined_at is not None,
        is_link=booking.call_kind == "link",
        status=booking.status,
    ):
        facts = {"start": booking.scheduled_at.isoformat(), "end": booking.ends_at.isoformat()}
        at = max(now, booking.scheduled_at)
        for way in _wanted(session, booking, booking.agent_id)("guest_waiting"):
            _owe(session, booking, booking.agent_id, way, ("guest_waiting", facts), now, at)


def _wanted(session: Session, booking: Booking, agent_id: str) -> Callable[[str], Collection[rules.Way]]:
    """By which ways this agent wants to be told of a kind; none for who acts here no more."""
    member = found.active_member(session, booking.app_id, agent_id)
    if member is None:
        return lambda _: ()
    is_test = session.get_one(App, booking.app_id).test_of_app_id is not None
    return lambda kind: rules.ways(member.role, member.notices, rules.topic_of(kind), is_test=is_test)  # pyright: ignore[reportArgumentType]


def _owe(
    session: Session,
    booking: Booking,
    agent_id: str,
    way: rules.Way,
    what: tuple[str, dict[str, Any]],
    now: datetime,
    due: datetime,
) -> None:
    """One notice, of a kind with its facts; in the browser it stands at once when it is due."""
    kind, facts = what
    is_shown = way == "browser" and due <= now
    session.add(
        StaffNotice(
            app_id=booking.app_id,
            person_id=agent_id,
            channel=way,
            kind=kind,
            subject_id=booking.id,
            occasion=f"{kind} {booking.id} {booking.version}",
            facts=facts,
            due_at=due,
            status="sent" if is_shown else "pending",
            sent_at=now if is_shown else None,
            created_at=now,
        )
    )
    announce(session, Change(booking.app_id, "notice", agent_id=agent_id))


def _take_back(session: Session, booking_id: str, agent_id: str, now: datetime) -> dict[rules.Way, datetime | None]:
    """Withdraw what the person was to be told of this call and has not got yet; gives what they know of it, by each way."""
    known: dict[rules.Way, datetime | None] = {}
    for row in found.standing(session, booking_id, rules.CALL_KINDS, agent_id):
        if row.status == "pending" or row.created_at > now - rules.SETTLES:
            known.setdefault(
                cast(rules.Way, row.channel), datetime.fromisoformat(row.facts["knew"]) if row.facts["knew"] else None
            )
            _withdraw(session, row)
    return known


def _withdraw(session: Session, row: StaffNotice) -> None:
    row.status = "withdrawn"
    announce(session, Change(row.app_id, "notice", agent_id=row.person_id))


def _did(actor: Actor, person_id: str) -> bool:
    return actor.surface in ("admin", "agent") and actor.id == person_id
