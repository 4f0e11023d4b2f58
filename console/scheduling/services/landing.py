"""Moving a call by hand: where it may go, before it is dropped, and what dropping it there would come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..models import Booking, Preset
from ..queries import bookings as queries
from ..queries import facts, members, presets, terms
from ..queries.bookings import BookedCall
from ..queries.terms import PoolAgent
from ..rules import landing as rules
from ..rules import lifecycle, limits, permissions
from ..rules.availability import AgentFacts, Reason, ReasonCode, reasons
from ..rules.intervals import Interval
from ..rules.landing import Stretch
from ..rules.permissions import Subject
from . import engine, reminders, slots
from .bookings import story
from .slots import Slot, SlotQuery
from .transaction import reads

LONGEST_RANGE = timedelta(days=9)
"""A week, as a calendar in any zone may show it."""
MOST_AGENTS = 200
_NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingQuestion:
    """Where may this call go among these agents, with a start in `within`? No length means: as long as it is."""

    booking_id: str
    within: Interval
    agent_ids: Sequence[str]
    duration_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class AgentLanding:
    """The answer for one agent, over the whole range; `is_refused`: the actor may not give them the call at all."""

    agent_id: str
    name: str
    timezone: str
    stretches: tuple[Stretch, ...] = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a call of this version and length may go. `lengths` are those it may have where it stands, each judged."""

    booking: Booking
    minutes: int
    agents: tuple[AgentLanding, ...]
    lengths: tuple[tuple[int, tuple[Reason, ...]], ...]
    may_set_aside: frozenset[ReasonCode]
    """What this actor can set aside: a start that only these stand against can be had all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A place where a call was dropped. None: as it is."""

    booking_id: str
    start: datetime
    duration_minutes: int | None = None
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What dropping a call would come to; free without `reasons`. `nearest` are other starts with the same agent."""

    call: BookedCall
    agent: PoolAgent
    start: datetime
    minutes: int
    reasons: tuple[Reason, ...]
    nearest: tuple[Slot, ...]
    may_set_aside: frozenset[ReasonCode]
    tells_customer: bool
    """Whether the customer would get a message about it."""

    @property
    def is_possible(self) -> bool:
        """Whether it can be done, if need be by setting aside what the actor may."""
        return self.may_set_aside.issuperset(reason.code for reason in self.reasons)


@reads
def look(session: Session, actor: Actor, asked: LandingQuestion) -> Landing:
    """The engine's answer for every start and agent asked about, in a constant number of queries.

    Raises NotFound, NotAllowed, Invalid, FinalState, AlreadyStarted.
    """
    if asked.within.length > LONGEST_RANGE or len(asked.agent_ids) > MOST_AGENTS:
        raise Invalid.of("within", "This is more than can be looked at at once.")
    for name, at in (("start", asked.within.start), ("end", asked.within.end)):
        limits.year(at, name)
    booking = _movable(session, actor, asked.booking_id)
    preset, now = session.get_one(Preset, booking.preset_id), clock.now()
    minutes = booking.duration_minutes if asked.duration_minutes is None else asked.duration_minutes
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    shown = terms.agents(session, preset, [*asked.agent_ids, booking.agent_id])
    around = Interval(asked.within.start, asked.within.end + timedelta(minutes=limits.DURATION[1]))
    known = facts.load(session, booking.app_id, shown, around, now)
    return Landing(
        booking,
        minutes,
        tuple(_of_agent(actor, booking, preset, each, known[each.id], minutes, asked.within, now) for each in shown),
        _lengths(booking, preset, known, asked.within, now),
        permissions.liftable(actor, booking.agent_id),
    )


@reads
def weigh(session: Session, actor: Actor, drop: Drop) -> Prospect:
    """What would come of dropping a call there; where it cannot stand, with the nearest times that it could.

    Raises NotFound, NotAllowed, Invalid, FinalState, AlreadyStarted.
    """
    booking = _movable(session, actor, drop.booking_id)
    limits.year(drop.start, "start")
    preset, now = session.get_one(Preset, booking.preset_id), clock.now()
    minutes = booking.duration_minutes if drop.duration_minutes is None else drop.duration_minutes
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    agent = engine.agent(session, preset, drop.agent_id or booking.agent_id)
    is_handed, is_moved = agent.id != booking.agent_id, drop.start != booking.scheduled_at
    if is_handed:
        story.require(session, actor, "reassign", booking)
        permissions.require(actor, "assign_to", _subject(booking, agent))
    known = facts.load(session, booking.app_id, [agent], engine.span(drop.start, minutes), now)[agent.id]
    found = _reasons(booking, preset, known, drop.start, minutes, now, in_preset=agent.in_preset)
    is_unoffered = "not_in_preset" in {reason.code for reason in found}  # at no other time either
    query = SlotQuery(
        start=drop.start,
        end=drop.start,
        duration_minutes=minutes,
        agent_id=agent.id,
        preset_id=preset.id,
        buffer_before_minutes=booking.buffer_before_minutes,
        buffer_after_minutes=booking.buffer_after_minutes,
        moving=booking.id,
    )
    return Prospect(
        queries.named(session, [booking.id])[booking.id],
        agent,
        drop.start,
        minutes,
        found,
        () if not found or is_unoffered else tuple(slots.find_nearest(session, actor, query, _NEAREST)),
        permissions.liftable(actor, booking.agent_id),
        (is_moved or is_handed) and reminders.will_be_told(session, booking),
    )


def movable(session: Session, actor: Actor, calls: Iterable[Booking]) -> dict[str, tuple[int, ...]]:
    """Inside a verb: the calls among these that this actor may move now, each with the minutes that it may last.

    Two queries, however many calls: calendars show many at once.
    """
    offered = {preset.id: preset for preset in presets.of_app(session, actor.app_id or "")}
    teams = members.teams_of_agents(session, actor.app_id or "")
    return {
        call.id: lengths_of(call, offered.get(call.preset_id))
        for call in calls
        if call.status in lifecycle.TAKE_OVER
        and permissions.may(
            actor, "reschedule", Subject(call.app_id, call.agent_id, teams.get(call.agent_id), booking_id=call.id)
        )
    }


def lengths_of(booking: Booking, preset: Preset | None) -> tuple[int, ...]:
    """The lengths, in minutes, that a call may be given: those of its preset, and its own."""
    return tuple(sorted({*(preset.durations if preset else ()), booking.duration_minutes}))


def _movable(session: Session, actor: Actor, booking_id: str) -> Booking:
    """The booking, which this actor may move at present. Raises NotFound, NotAllowed, FinalState, AlreadyStarted."""
    booking = session.get(Booking, booking_id)
    if booking is None or booking.app_id != actor.app_id:
        raise NotFound("There is no such call in this app.")
    story.require(session, actor, "reschedule", booking)
    lifecycle.require_movable(booking.status)
    return booking


def _subject(booking: Booking, agent: PoolAgent) -> Subject:
    return Subject(app_id=booking.app_id, agent_id=agent.id, team_id=agent.team_id)


def _of_agent(
    actor: Actor,
    booking: Booking,
    preset: Preset,
    agent: PoolAgent,
    known: AgentFacts,
    minutes: int,
    within: Interval,
    now: datetime,
) -> AgentLanding:
    stays = agent.id == booking.agent_id
    if not stays and not permissions.may(actor, "assign_to", _subject(booking, agent)):
        return AgentLanding(agent.id, agent.name, agent.timezone, is_refused=True)
    found = rules.answers(
        known,
        engine.terms_of(preset, booking.buffer_before_minutes, booking.buffer_after_minutes),
        minutes,
        within,
        now,
        moving=booking.id,
        stays_at=booking.scheduled_at,
        in_preset=stays or agent.in_preset,
    )
    return AgentLanding(agent.id, agent.name, agent.timezone, found)


def _lengths(
    booking: Booking, preset: Preset, known: Mapping[str, AgentFacts], within: Interval, now: datetime
) -> tuple[tuple[int, tuple[Reason, ...]], ...]:
    """Each length that the call may be given where it stands, if that is looked at, and what is in its way."""
    at, facts_there = booking.scheduled_at, known.get(booking.agent_id)
    if facts_there is None or not within.start <= at < within.end:
        return ()
    return tuple((each, _reasons(booking, preset, facts_there, at, each, now)) for each in lengths_of(booking, preset))


def _reasons(
    booking: Booking,
    preset: Preset,
    known: AgentFacts,
    start: datetime,
    minutes: int,
    now: datetime,
    *,
    in_preset: bool = True,
) -> tuple[Reason, ...]:
    """What stands against one place, as the verb that moves the call judges it."""
    stays_at = start == booking.scheduled_at  # notice and horizon judge only a new start
    return reasons(
        known,
        engine.terms_of(preset, booking.buffer_before_minutes, booking.buffer_after_minutes),
        engine.span(start, minutes),
        now,
        set_aside=frozenset({"too_soon", "too_far"} if stays_at else ()),
        moving=booking.id,
        in_preset=in_preset or known.agent_id == booking.agent_id,
    )
