"""What an act on a call is to its agents. Runs inside the act's own transaction, once it is done.

Nobody is told what they did themself, nor twice within a minute: an e-mail waits that long, and a notice in the browser
that nobody has read gives way to the next one. What the person knew before the first of them decides what the last is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from ...actors import Actor
from ...models import App, Booking, StaffNotice
from ...queries import notices as found
from ...rules import notices as rules
from ...rules.lifecycle import FINAL
from ..transaction import Change, announce

_TOLD = frozenset({"created", "assigned", "rescheduled", "cancelled"})


@dataclass(frozen=True, slots=True)
class Act:
    """One event of a booking, as its timeline has it: who did it, and what was before."""

    event_type: str
    actor: Actor
    previous: dict[str, Any]


def of_acts(session: Session, booking: Booking, acts: Sequence[Act], now: datetime) -> None:
    """Owe the agents of the booking what these acts, which were one, are to them."""
    types = {act.event_type for act in acts}
    _mind_the_guest(session, booking, acts, now)
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
    knew, knows = times
    if not is_new and (earlier := _take_back(session, booking.id, agent_id, now)):
        first = earlier[0].facts["knew"]
        knew = datetime.fromisoformat(first) if first else None
    kind = rules.news(knew, knows, is_cancelled=booking.status == "cancelled")
    if kind is None or _is_person(actor, agent_id) or booking.ends_at <= now:
        return
    facts = {
        "knew": knew.isoformat() if knew else "",
        "start": (knows or knew or booking.scheduled_at).isoformat(),
        "end": ((knows or knew or booking.scheduled_at) + timedelta(minutes=booking.duration_minutes)).isoformat(),
        "sequence": booking.version,
        "by": actor.kind,
        "by_id": actor.id if actor.surface in ("admin", "agent") else None,
    }
    _owe(session, booking, agent_id, kind, facts, now, {"email": now + rules.SETTLES, "browser": now})


def _mind_the_guest(session: Session, booking: Booking, acts: Sequence[Act], now: datetime) -> None:
    """Tell the agent that the customer waits, from the start on; nobody once the customer does not wait any more."""
    if not any(act.event_type in ("joined", "started", "assigned", "rescheduled") for act in acts) and (
        booking.status not in FINAL
    ):
        return
    if booking.guest_joined_at is None and not any(act.event_type == "rescheduled" for act in acts):
        return  # nobody has ever waited here
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
        _owe(session, booking, booking.agent_id, "guest_waiting", facts, now, {"email": at, "browser": at})


def _owe(
    session: Session,
    booking: Booking,
    agent_id: str,
    kind: str,
    facts: dict[str, Any],
    now: datetime,
    due: Mapping[rules.Way, datetime],
) -> None:
    """One row a way that this member has chosen; what is due in the browser stands there at once."""
    member = found.active_member(session, booking.app_id, agent_id)
    if member is None:
        return
    is_test = session.get_one(App, booking.app_id).test_of_app_id is not None
    for way in rules.ways(member.role, member.notices, rules.topic_of(kind), is_test=is_test):  # pyright: ignore[reportArgumentType]
        is_shown = way == "browser" and due[way] <= now
        session.add(
            StaffNotice(
                app_id=booking.app_id,
                person_id=agent_id,
                channel=way,
                kind=kind,
                subject_id=booking.id,
                occasion=f"{kind} {booking.id} {booking.version}",
                facts=facts,
                due_at=due[way],
                status="sent" if is_shown else "pending",
                sent_at=now if is_shown else None,
                created_at=now,
            )
        )
        announce(session, Change(booking.app_id, "notice", agent_id=agent_id))


def _take_back(session: Session, booking_id: str, agent_id: str, now: datetime) -> list[StaffNotice]:
    """The notices of the last minute about this call that the person has not got yet, oldest first."""
    rows = [
        row
        for row in found.standing(session, booking_id, rules.CALL_KINDS, agent_id)
        if row.status == "pending" or row.created_at > now - rules.SETTLES
    ]
    for row in rows:
        _withdraw(session, row)
    return rows


def _withdraw(session: Session, row: StaffNotice) -> None:
    row.status = "withdrawn"
    announce(session, Change(row.app_id, "notice", agent_id=row.person_id))


def _is_person(actor: Actor, person_id: str) -> bool:
    return actor.surface in ("admin", "agent") and actor.id == person_id
