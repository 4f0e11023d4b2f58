"""What can be booked: the API's availability, the pages' slots, the reasons why not, and the nearest times that can."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Alternative, AppNotFound, Invalid, NotFound, SchedulingOff, SlotUnavailable
from ..models import Booking, Preset
from ..queries import facts, holds, terms
from ..queries.terms import PoolAgent
from ..rules import hours, limits, permissions
from ..rules import slots as rules
from ..rules.availability import AgentFacts, Reason, ReasonCode
from ..rules.holds import holder_of, is_customers
from ..rules.hours import WindowInput
from ..rules.intervals import Interval
from ..rules.permissions import Subject
from . import engine
from .counting import timed
from .engine import Ask
from .transaction import reads

if TYPE_CHECKING:
    from .bookings.moving import BookingChange

LONGEST_RANGE = timedelta(days=92)
MOST_CANDIDATES = 1_000_000
_ALTERNATIVES = 3
_ALTERNATIVES_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotQuery:
    """A question about free time in `[start, end)`. None means: as the preset has it; no agent means: any it offers."""

    start: datetime
    end: datetime
    duration_minutes: int | None = None
    agent_id: str | None = None
    preset_id: str | None = None
    step_minutes: int | None = None
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    respect_working_hours: bool = True
    moving: str | None = None
    """A booking that would move, so that it does not stand in its own way."""
    holder: str | None = None
    """The visitor's key on the booking page, as in `holds.NewHold`: their own holds do not stand in their way."""
    supposed: tuple[WindowInput, ...] | None = None
    """Weekly hours that the agent is supposed to have instead of their own, to see what those would come to."""


class Slot(NamedTuple):
    """A start that can be booked. Slots of one length stand in order by start, then agent."""

    start_at: datetime
    end_at: datetime
    agent_id: str


@dataclass(frozen=True, slots=True)
class AgentReasons:
    """One agent's answer: free, or everything that stands in the way."""

    agent_id: str
    reasons: tuple[Reason, ...]

    @property
    def bookable(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Advice:
    """Each agent's answer to one time, and, where nobody is free, the nearest times that can be had instead."""

    agents: list[AgentReasons]
    nearest: list[Slot]


@timed("slot_query", ask="available")
@reads
def available(session: Session, actor: Actor, query: SlotQuery) -> list[Slot]:
    """Free slots every `step_minutes` from the range's start, by start, then agent; each lies wholly in the range.

    Raises AppNotFound, NotFound, NotAllowed, SchedulingOff, Invalid.
    """
    asked = _asked(session, actor, query)
    step = asked.minutes if query.step_minutes is None else query.step_minutes
    limits.whole(step, "step_minutes", limits.STEP)
    _require_bounded(query, len(asked.agents), step)
    return _slots(session, asked, query, step_minutes=step)


@timed("slot_query", ask="offered")
@reads
def offered(session: Session, actor: Actor, query: SlotQuery) -> list[Slot]:
    """Free slots on the booking page's grid, by start, then agent; a call that starts in the range may end after it.

    Raises AppNotFound, NotFound, NotAllowed, SchedulingOff, Invalid.
    """
    return _slots(session, _asked_at_most(session, actor, query), query, step_minutes=None)


@timed("slot_query", ask="starts")
@reads
def starts(session: Session, actor: Actor, query: SlotQuery) -> list[datetime]:
    """The starts of `offered`, in order, each once, for who need not know how many agents are free. Raises as it does."""
    asked = _asked_at_most(session, actor, query)
    within, now = Interval(query.start, query.end), clock.now()
    known = _known(session, asked, query, now).values()
    return rules.public_starts_of_any(known, asked.ask.terms, asked.minutes, within, now, moving=query.moving)


@timed("slot_query", ask="explain")
@reads
def explain(session: Session, actor: Actor, query: SlotQuery) -> list[AgentReasons]:
    """For each agent, everything that keeps them from a call at the query's start. Raises as `available`."""
    return _explain(session, actor, query)


@timed("slot_query", ask="advise")
@reads
def advise(session: Session, actor: Actor, query: SlotQuery) -> Advice:
    """What `explain` says, and when instead. A preset that takes no calls has no other time. Raises as `available`."""
    agents = _explain(session, actor, query)
    codes = {reason.code for agent in agents for reason in agent.reasons}
    if "scheduling_off" in codes or any(agent.bookable for agent in agents):
        return Advice(agents, [])
    return Advice(agents, find_nearest(session, actor, query, _ALTERNATIVES))


@reads
def nearest(session: Session, actor: Actor, query: SlotQuery, count: int = _ALTERNATIVES) -> list[Slot]:
    """The slots nearest after the query's start, at most one an instant, within two weeks."""
    return find_nearest(session, actor, query, count)


def find_nearest(session: Session, actor: Actor, query: SlotQuery, count: int) -> list[Slot]:
    """Inside a verb: `nearest`. It looks a day ahead first, for that is where most answers lie, then two weeks."""
    start = _on_quarter(max(query.start, clock.now()))
    asked = _asked(session, actor, replace(query, start=start, end=start))
    step = None if asked.ask.grid else asked.preset.step_minutes
    first: dict[datetime, Slot] = {}
    for ahead in (timedelta(days=1), _ALTERNATIVES_WITHIN):
        found = _slots(session, asked, replace(query, start=start, end=start + ahead), step_minutes=step)
        first = {slot.start_at: slot for slot in reversed(found)}
        if len(first) >= count:
            break
    return [first[at] for at in sorted(first)[:count]]


def with_alternatives(refused: SlotUnavailable, actor: Actor, query: SlotQuery) -> SlotUnavailable:
    """The same refusal with up to three next free slots."""
    found = nearest(actor, query)
    return SlotUnavailable(
        refused.message,
        code=refused.code,
        reasons=refused.reasons,
        alternatives=[Alternative(slot.start_at, slot.end_at, slot.agent_id) for slot in found],
    )


def with_alternatives_to_move(
    refused: SlotUnavailable, actor: Actor, booking_id: str, wanted: "BookingChange"
) -> SlotUnavailable:
    """The refusal of a move with up to three next free slots for the same call."""
    return with_alternatives(refused, actor, _query_to_move(booking_id, wanted))


@reads
def _query_to_move(session: Session, booking_id: str, wanted: "BookingChange") -> SlotQuery:
    booking = session.get_one(Booking, booking_id)
    start = wanted.scheduled_at if isinstance(wanted.scheduled_at, datetime) else booking.scheduled_at
    return SlotQuery(
        start=start,
        end=start,
        duration_minutes=(
            wanted.duration_minutes if isinstance(wanted.duration_minutes, int) else booking.duration_minutes
        ),
        agent_id=wanted.agent_id if isinstance(wanted.agent_id, str) else booking.agent_id,
        preset_id=booking.preset_id,
        buffer_before_minutes=booking.buffer_before_minutes,
        buffer_after_minutes=booking.buffer_after_minutes,
        respect_working_hours=wanted.respect_working_hours,
        moving=booking_id,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query with its terms found and its actor judged."""

    preset: Preset
    minutes: int
    agents: Sequence[PoolAgent]
    ask: Ask


def _asked(session: Session, actor: Actor, query: SlotQuery, *, even_if_off: bool = False) -> _Asked:
    for name in ("start", "end"):
        limits.year(getattr(query, name), name)
    if query.end < query.start:
        raise Invalid.of("end", "The range must end after it starts.")
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_availability", Subject(app_id=app.id, agent_id=query.agent_id))
    preset = terms.preset(session, app.id, query.preset_id)
    if preset is None:
        raise NotFound("There is no such preset in this app.", field="preset_id")
    if not preset.scheduling_enabled and not even_if_off and not query.moving:
        raise SchedulingOff(engine.sentence("scheduling_off"))
    minutes = preset.default_duration_minutes if query.duration_minutes is None else query.duration_minutes
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    for name in ("buffer_before_minutes", "buffer_after_minutes"):
        if getattr(query, name) is not None:
            limits.whole(getattr(query, name), name, limits.BUFFER)
    agents = [engine.agent(session, preset, query.agent_id)] if query.agent_id else terms.pool(session, preset)
    supposed = None if query.supposed is None else tuple(hours.checked(query.supposed))
    agents = [engine.with_first_hours(agent, preset, supposed) for agent in agents]
    ask = Ask(
        preset=preset,
        span=engine.span(query.start, minutes),
        terms=engine.terms_of(preset, query.buffer_before_minutes, query.buffer_after_minutes),
        set_aside=_set_aside(session, actor, query) | _settled(session, query),
        grid=actor.surface == "public_booking",
        moving=query.moving,
        own_holds=_own_holds(session, actor, query.holder),
        supposed=supposed,
    )
    return _Asked(preset, minutes, agents, ask)


def _asked_at_most(session: Session, actor: Actor, query: SlotQuery) -> _Asked:
    asked = _asked(session, actor, query)
    if query.end - query.start > LONGEST_RANGE:
        raise Invalid.of("end", "At most 92 days at once.")
    return asked


def _settled(session: Session, query: SlotQuery) -> frozenset[ReasonCode]:
    """What was judged when the booking that would move was made, and is not judged again."""
    booking = session.get(Booking, query.moving) if query.moving else None
    if booking is None:
        return frozenset()
    stays = query.agent_id == booking.agent_id
    return frozenset({"scheduling_off", "not_in_preset"} if stays else {"scheduling_off"})


def _set_aside(session: Session, actor: Actor, query: SlotQuery) -> frozenset[ReasonCode]:
    """What an override lifts; that of a booking is judged by whose it is, and not by who would take it."""
    booking = session.get(Booking, query.moving) if query.moving else None
    return engine.set_aside(actor, query.respect_working_hours, booking.agent_id if booking else query.agent_id)


def _own_holds(session: Session, actor: Actor, holder: str | None) -> frozenset[str]:
    if not holder or not is_customers(actor):
        return frozenset()
    return frozenset(each.id for each in holds.live_of(session, holder_of(actor, holder), clock.now()))


def _slots(session: Session, asked: _Asked, query: SlotQuery, *, step_minutes: int | None) -> list[Slot]:
    now = clock.now()
    within = Interval(query.start, query.end)
    length = timedelta(minutes=asked.minutes)
    found: list[Slot] = []
    for agent_id, agent in _known(session, asked, query, now).items():
        if step_minutes is None:
            starts = rules.public_starts(agent, asked.ask.terms, asked.minutes, within, now, moving=query.moving)
        else:
            starts = rules.api_starts(
                agent,
                asked.ask.terms,
                asked.minutes,
                within,
                now,
                step_minutes,
                asked.ask.set_aside,
                moving=query.moving,
            )
        found += [Slot(start, start + length, agent_id) for start in starts]
    return sorted(found)


def _known(session: Session, asked: _Asked, query: SlotQuery, now: datetime) -> dict[str, AgentFacts]:
    """What the engine must know of the agents who can be asked for at all, by id."""
    bookable = [agent for agent in asked.agents if agent.in_preset or query.moving]
    within = Interval(query.start, query.end + timedelta(minutes=asked.minutes))
    known = facts.load(session, asked.preset.app_id, bookable, within, now, own_holds=asked.ask.own_holds)
    return {agent_id: engine.with_hours(one, asked.ask.supposed) for agent_id, one in known.items()}


def _explain(session: Session, actor: Actor, query: SlotQuery) -> list[AgentReasons]:
    asked = _asked(session, actor, query, even_if_off=True)
    booking = session.get(Booking, query.moving) if query.moving else None
    stays = booking is not None and booking.scheduled_at == query.start
    settled = frozenset[ReasonCode]({"too_soon", "too_far"} if stays else ())  # they judge only a new start
    ask = replace(asked.ask, span=engine.span(query.start, asked.minutes), set_aside=asked.ask.set_aside | settled)
    held_back = engine.why_not(session, ask, asked.agents, clock.now())
    return [AgentReasons(agent.id, held_back[agent.id]) for agent in asked.agents]


def _on_quarter(start: datetime) -> datetime:
    """The quarter of an hour at or after this instant, so that alternatives are times that people say."""
    past = timedelta(minutes=start.minute % 15, seconds=start.second, microseconds=start.microsecond)
    return start if not past else start - past + timedelta(minutes=15)


def _require_bounded(query: SlotQuery, agents: int, step: int) -> None:
    """At most 92 days and a million candidates: agents x steps over the range."""
    if query.end - query.start > LONGEST_RANGE:
        raise Invalid.of("end", "At most 92 days at once.")
    if agents * ((query.end - query.start) / timedelta(minutes=step)) > MOST_CANDIDATES:
        raise Invalid.of("end", "This asks for more than 1,000,000 candidates: shorten the range or widen the step.")
