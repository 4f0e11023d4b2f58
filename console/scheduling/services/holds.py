"""Holds: a slot kept for one customer for a few minutes, while they fill the form (CONTRACT section 2, "Holds").

A hold is a row that others see as taken until it expires, so it lives through a restart, and ends in time whether or not
the clock is there to take it out. A
visitor's own holds never stand in their way, so they may change their mind; a client keeps slots for many customers,
so only the hold that a booking names is set aside for it. Booking releases what it set aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound, Problem, SchedulingOff, SlotUnavailable, TooMany
from ..messages.instants import iso
from ..models import Hold, Preset
from ..queries import holds as found
from ..queries import locks
from ..rules import assignment, limits, permissions
from ..rules.holds import holder_of, is_customers, most, network_of, renewed_until
from ..rules.intervals import Interval
from ..rules.permissions import Subject
from ..settings import settings
from . import engine, installation, slots
from .changes import Change, announce
from .engine import Ask
from .once import Once
from .transaction import writes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """A time to keep. None means: as the preset has it; no agent: any that it offers.

    `start` is an aware instant on a whole minute. On the booking page `holder` is the visitor's key, any text that only
    they know, and `network` the address that they share with others, whose holds are bounded together; it is stored as a
    digest. Clients and colleagues hold in their own name.
    """

    start: datetime
    duration_minutes: int | None = None
    agent_id: str | None = None
    preset_id: str | None = None
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    respect_working_hours: bool = True
    holder: str | None = None
    network: str | None = None


def hold(actor: Actor, new: NewHold, *, once: Once | None = None) -> Hold:
    """Keep a time for the preset's `hold_minutes`. Where `names_agent` is False, its agent is not for anybody to see.

    With `once`, a request that comes again keeps nothing more. Raises AppNotFound, NotFound, NotAllowed, SchedulingOff,
    Invalid, TooMany, Conflict, AnsweredBefore, and SlotUnavailable with the nearest times that are free instead.
    """
    try:
        return _hold(actor, new, network_of(actor, new.network, installation.key()), once)
    except SlotUnavailable as refused:
        query = slots.SlotQuery(
            start=new.start,
            end=new.start,
            duration_minutes=new.duration_minutes,
            agent_id=new.agent_id,
            preset_id=new.preset_id,
            buffer_before_minutes=new.buffer_before_minutes,
            buffer_after_minutes=new.buffer_after_minutes,
            respect_working_hours=new.respect_working_hours,
            holder=new.holder,
        )
        elsewhere = slots.with_alternatives(refused, actor, query)
        elsewhere.field = "start"  # as a hold calls it
        raise elsewhere from refused


def hold_object(kept: Hold) -> dict[str, Any]:
    """The hold as clients know it, ready for JSON; an agent whom nobody named stays unseen."""
    return {
        "id": kept.id,
        "app_id": kept.app_id,
        "preset_id": kept.preset_id,
        "agent_id": kept.agent_id if kept.names_agent else None,
        "start_at": iso(kept.start_at),
        "end_at": iso(kept.end_at),
        "duration_minutes": (kept.end_at - kept.start_at) // timedelta(minutes=1),
        "buffer_before_minutes": kept.buffer_before_minutes,
        "buffer_after_minutes": kept.buffer_after_minutes,
        "created_at": iso(kept.created_at),
        "expires_at": iso(kept.expires_at),
    }


@writes
def renew(session: Session, actor: Actor, hold_id: str, holder: str | None = None) -> Hold:
    """Keep it for the preset's `hold_minutes` from now, an hour in all at most. Raises NotFound once it is over."""
    now = clock.now()
    mine = _mine(session, actor, hold_id, holder, now)
    mine.expires_at = renewed_until(mine.created_at, session.get_one(Preset, mine.preset_id).hold_minutes, now)
    return mine


@writes
def release(session: Session, actor: Actor, hold_id: str, holder: str | None = None) -> None:
    """Let others have the time at once. Raises NotFound when the hold is over already."""
    mine = _mine(session, actor, hold_id, holder, clock.now())
    end(session, [mine])


@writes
def end_expired(session: Session, most: int = 500) -> int:
    """The clock's act: take expired holds out, tell whoever shows their times, and give how many there were."""
    over = found.take_expired(session, clock.now(), most)
    for each in over:
        announce(session, Change(each.app_id, "schedule", each.id, each.agent_id))
    return len(over)


def own(session: Session, actor: Actor, hold_id: str | None, holder: str | None, now: datetime) -> list[Hold]:
    """Inside a booking: the live holds that do not stand in its way, locked. One that is over or strange is as none."""
    if is_customers(actor):
        return found.live_of(session, holder_of(actor, holder), now, lock=True) if holder else []
    named = found.lock(session, actor.app_id, hold_id, holder_of(actor, holder), now) if hold_id else None
    return [named] if named else []


def require_match(kept: Hold, preset: Preset, span: Interval, agent_id: str | None) -> None:
    """A booking is for just what was held. Raises Invalid naming each field that differs."""
    same = {
        "scheduled_at": kept.start_at == span.start,
        "duration_minutes": kept.end_at - kept.start_at == span.length,
        "preset_id": kept.preset_id == preset.id,
        "agent_id": (kept.agent_id if kept.names_agent else None) == agent_id,
    }
    if differs := [name for name, is_same in same.items() if not is_same]:
        raise Invalid([Problem(name, "This is not what the hold was made for.", "hold_differs") for name in differs])


def end(session: Session, over: Sequence[Hold]) -> None:
    """Inside a verb: release these."""
    for each in over:
        session.delete(each)
        announce(session, Change(each.app_id, "schedule", each.id, each.agent_id))


@writes
def _hold(session: Session, actor: Actor, new: NewHold, network: str | None, once: Once | None = None) -> Hold:
    now = clock.now()
    if once:
        once.claim(session)
    app, preset = engine.find_terms(session, actor, new.preset_id)
    permissions.require(actor, "hold", Subject(app_id=app.id, agent_id=new.agent_id))
    if not preset.scheduling_enabled:
        raise SchedulingOff(engine.sentence("scheduling_off"))
    named = engine.agent(session, preset, new.agent_id) if new.agent_id else None
    assignment.method_for(preset.assignment_mode, None, named is not None, actor.surface)
    holder = holder_of(actor, new.holder)
    locks.lock_holder(session, holder, network)
    beside = found.live_in(session, network, holder, now) if network else []
    kept = _with_room(session, actor, found.live_of(session, holder, now, lock=True), beside)
    ask = Ask(
        preset=preset,
        span=engine.span(new.start, _checked_minutes(actor, preset, new, now)),
        terms=engine.terms_of(preset, new.buffer_before_minutes, new.buffer_after_minutes),
        set_aside=engine.set_aside(actor, new.respect_working_hours, new.agent_id),
        grid=actor.surface == "public_booking",
        own_holds=frozenset(each.id for each in kept if is_customers(actor)),
    )
    if named:
        engine.require_free(session, ask, named, now)
    agent_id = named.id if named else engine.draw(session, ask, "round_robin", now).agent_id
    made = Hold(
        app_id=app.id,
        preset_id=preset.id,
        agent_id=agent_id,
        names_agent=named is not None,
        holder=holder,
        network=network,
        start_at=ask.span.start,
        end_at=ask.span.end,
        buffer_before_minutes=ask.terms.buffer_before,
        buffer_after_minutes=ask.terms.buffer_after,
        expires_at=now + timedelta(minutes=preset.hold_minutes),
        created_at=now,
    )
    session.add(made)
    if once:
        once.keep(session, {"hold": hold_object(made)})
    announce(session, Change(app.id, "schedule", made.id, agent_id))
    return made


def _checked_minutes(actor: Actor, preset: Preset, new: NewHold, now: datetime) -> int:
    """The length of the call. Raises Invalid naming each field that is out of bounds."""
    minutes = preset.default_duration_minutes if new.duration_minutes is None else new.duration_minutes
    findings = limits.Findings()
    findings.take(limits.start, new.start, now, "start")
    findings.take(limits.whole, minutes, "duration_minutes", limits.DURATION)
    for name in ("buffer_before_minutes", "buffer_after_minutes"):
        if getattr(new, name) is not None:
            findings.take(limits.whole, getattr(new, name), name, limits.BUFFER)
    if actor.surface == "public_booking" and minutes not in preset.durations:
        findings.problems.append(Problem("duration_minutes", "Calls of this length are not offered here."))
    findings.settle()
    return minutes


def _with_room(session: Session, actor: Actor, live: Sequence[Hold], beside: Sequence[Hold]) -> Sequence[Hold]:
    """Of the holder's holds, oldest first, those that stay beside one more. A visitor's oldest gives way.

    `beside` are those of other visitors in the same network. Raises TooMany when as many as may be are held already.
    """
    may_be = most(actor, settings().visitor_holds, len(beside))
    if may_be < 1 or (len(live) >= may_be and not is_customers(actor)):
        raise TooMany(
            "As many times as may be held at once are held already.",
            next_allowed_at=min((each.expires_at for each in (*live, *beside)), default=clock.now()),
        )
    too_many = max(len(live) - may_be + 1, 0)
    giving_way, staying = live[:too_many], live[too_many:]
    end(session, giving_way)
    return staying


def _mine(session: Session, actor: Actor, hold_id: str, holder: str | None, now: datetime) -> Hold:
    mine = found.lock(session, actor.app_id, hold_id, holder_of(actor, holder), now)
    if mine is None:
        raise NotFound("There is no such hold: it has expired, or was released.")
    return mine
