"""What falls out when somebody's time changes: the calls, seen before it is saved."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotFound
from ..models import Booking, DndWindow, Member, ScheduleException
from ..queries import affected as found
from ..queries import facts, members, reassigning, terms
from ..queries import rosters as found_shifts
from ..queries.terms import PoolAgent
from ..rules import caps, hours, limits
from ..rules.availability import AgentFacts, DatedShift, open_time
from ..rules.hours import WindowInput
from ..rules.intervals import Interval, contains, merge, overlaps
from ..rules.lifecycle import TAKE_OVER
from ..rules.permissions import Subject, Verb, require
from ..rules.zones import day_bounds
from . import reminders, rosters
from .reassigning import MOST_CALLS
from .schedules import NewException
from .transaction import reads
from .weeks import Weeks

Choice = Literal["keep", "reassign", "ask", "cancel"]
"""What becomes of a call: it stays as it is, another agent takes it, its customer is asked to move it, or it is cancelled."""
CHOICES: tuple[Choice, ...] = ("keep", "reassign", "ask", "cancel")

_DAY = timedelta(days=1)
_NO_AGENT = "There is no such agent in this app."
_EVER = timedelta(days=1600)
"""Beyond every horizon that a preset may have."""


@dataclass(frozen=True, slots=True)
class AffectedCall:
    """A call that falls out, and whether its customer would hear of it: the preset and they decide."""

    booking: Booking
    agent_name: str
    can_be_told: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """The calls that fall out, soonest first, and what can become of them.

    With `has_more` there are more than can be settled at once.
    """

    calls: tuple[AffectedCall, ...] = ()
    has_more: bool = False
    choices: tuple[Choice, ...] = CHOICES


@reads
def of_block(session: Session, actor: Actor, agent_id: str | None, start_at: datetime, end_at: datetime) -> Impact:
    """What a block of this time falls upon, of one agent or with None of the whole app.

    Raises Invalid, NotFound, NotAllowed.
    """
    return _of_block(session, actor, agent_id, start_at, end_at)


@reads
def of_dnd_change(session: Session, actor: Actor, dnd_id: str, start_at: datetime, end_at: datetime) -> Impact:
    """What a DND window falls upon at another time; calls that stand in its present one were asked about before.

    Raises Invalid, NotFound, NotAllowed.
    """
    window = session.get(DndWindow, dnd_id)
    if window is None or window.app_id != actor.app_id:
        raise NotFound("There is no such do-not-disturb time.")
    impact = _of_block(session, actor, window.person_id, start_at, end_at)
    before = Interval(window.start_at, window.end_at)
    new = [
        each for each in impact.calls if not overlaps(Interval(each.booking.scheduled_at, each.booking.ends_at), before)
    ]
    return replace(impact, calls=tuple(new))


@reads
def of_exception(session: Session, actor: Actor, new: NewException) -> Impact:
    """As `of_block`, of an exception before it is added; extra time falls upon no call."""
    impact = _of_block(session, actor, new.agent_id, new.start_at, new.end_at)
    return impact if new.kind == "blocked" else Impact()


@reads
def of_exceptions(session: Session, actor: Actor, news: Sequence[NewException]) -> Impact:
    """As `of_exception`, of several of one agent or of the whole app. Raises Invalid, NotFound, NotAllowed."""
    for agent_id in {new.agent_id for new in news}:
        _judge(session, actor, "edit_exceptions", agent_id)
    now, agent_ids = clock.now(), {new.agent_id for new in news}
    blocked = merge(Interval(max(new.start_at, now), new.end_at) for new in news if new.kind == "blocked")
    if not blocked:
        return Impact()
    of_app = None in agent_ids
    whose = None if of_app else [each for each in agent_ids if each]
    impact = _impact(session, found.during_any(session, actor.app_id or "", whose, blocked, MOST_CALLS + 1))
    return _where_all_are_closed(impact) if of_app else impact


@reads
def of_removal(session: Session, actor: Actor, exception_id: str) -> Impact:
    """The calls that stand in extra time alone, which is about to go. Raises NotFound, NotAllowed."""
    exception = session.get(ScheduleException, exception_id)
    if exception is None or exception.app_id != actor.app_id:
        raise NotFound("There is no such exception in this app.")
    _judge(session, actor, "edit_exceptions", exception.person_id)
    if exception.kind != "available_extra":
        return Impact()
    gone, agent_ids = Interval(exception.start_at, exception.end_at), exception.person_id and [exception.person_id]
    calls = found.to_come(session, exception.app_id, agent_ids or None, gone)

    def without(known: AgentFacts) -> AgentFacts:
        left = list(known.extras)
        if gone in left:
            left.remove(gone)
        return replace(known, extras=tuple(left))

    return _impact(session, _closed_by(session, exception.app_id, calls, without))


@reads
def of_hours(session: Session, actor: Actor, agent_id: str, windows: Sequence[WindowInput]) -> Impact:
    """The calls to come that lie in an agent's hours as they are, and not as they are about to be.

    Raises Invalid, NotFound, NotAllowed.
    """
    return _of_weeks(session, actor, {agent_id: windows})


@reads
def of_weeks(session: Session, actor: Actor, weeks: Weeks) -> Impact:
    """As `of_hours`, of several agents' hours that are changed together."""
    return _of_weeks(session, actor, weeks)


@reads
def of_roster(session: Session, actor: Actor, data: bytes) -> Impact:
    """The calls to come that lie in their agents' hours as they are, and not once a roster's good lines are taken.

    Raises NotAllowed, and Invalid on `file`.
    """
    planned = rosters.plan(session, actor, data)
    return _of_dates(session, actor.app_id or "", planned.dates)


@reads
def of_clearing(session: Session, actor: Actor, agent_id: str, first: date, last: date) -> Impact:
    """As `of_roster`, where the weekly hours are to hold again on an agent's dates. Raises NotFound, NotAllowed."""
    rosters.judge(session, actor, agent_id)
    shifts = found_shifts.between(session, actor.app_id or "", [agent_id], first, last)
    return _of_dates(session, actor.app_id or "", {(agent_id, shift.day): () for shift in shifts})


def _of_dates(session: Session, app_id: str, dates: Mapping[tuple[str, date], Sequence[DatedShift]]) -> Impact:
    """The calls that fall out when these are the shifts of these agents and dates."""
    if not dates:
        return Impact()
    days = [day for _, day in dates]
    first, last = (datetime.combine(day, time(), UTC) for day in (min(days), max(days)))
    whole = Interval(max(first - 2 * _DAY, clock.now()), last + 3 * _DAY)
    calls = found.to_come(session, app_id, {agent_id for agent_id, _ in dates}, whole) if not whole.empty else []

    new: dict[str, list[DatedShift]] = {}
    for (agent_id, _), shifts in dates.items():
        new.setdefault(agent_id, []).extend(shifts)

    def rostered(known: AgentFacts) -> AgentFacts:
        kept = [shift for shift in known.shifts if (known.agent_id, shift.day) not in dates]
        return replace(known, shifts=(*kept, *new.get(known.agent_id, ())))

    return _impact(session, _closed_by(session, app_id, calls, rostered))


@reads
def of_cap(session: Session, actor: Actor, preset_id: str, limit: int | None) -> Impact:
    """The calls of a preset that a daily cap leaves without room: on each agent's too full days, those booked last.

    Raises NotFound, NotAllowed.
    """
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    preset = terms.preset(session, actor.app_id or "", preset_id)
    if preset is None:
        raise NotFound("There is no such preset in this app.")
    before = preset.agent_day_limit
    if limit is None or (before is not None and before <= limit):
        return Impact()
    now = clock.now()
    zones = {agent.id: agent.timezone for agent in terms.agents(session, preset)}
    counted = found.counted(session, list(zones), now - timedelta(days=2))
    can_go = (
        each.id
        for each in counted
        if each.preset_id == preset_id and each.status in TAKE_OVER and each.scheduled_at > now
    )
    over = caps.over_the_cap(counted, zones, limit, can_go)
    return _impact(session, reassigning.calls(session, preset.app_id, over))


@reads
def of_leaving(session: Session, actor: Actor, person_id: str) -> Impact:
    """Everything that a member has to come, who is about to be disabled. Raises NotFound, NotAllowed."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    _member(session, actor, person_id)
    calls = found.to_come(session, actor.app_id or "", [person_id], _from_now_on(), MOST_CALLS + 1)
    return _impact(session, calls)


@reads
def of_calls(session: Session, actor: Actor, booking_ids: Collection[str]) -> Impact:
    """These calls, as far as they are to come. Raises NotAllowed where the actor may not give one of them away."""
    calls = reassigning.calls(session, actor.app_id or "", booking_ids)
    teams = {row.person.id: row.member.team_id for row in members.rows(session, actor.app_id or "")}
    for call in calls:
        subject = Subject(app_id=call.app_id, agent_id=call.agent_id, team_id=teams.get(call.agent_id))
        require(actor, "bulk_reassign", subject)
    return _impact(session, [call for call in calls if call.status in TAKE_OVER])


@reads
def of_day(session: Session, actor: Actor, agent_ids: Sequence[str], day: date) -> Impact:
    """What these agents have to come on a day, each in their own zone. Raises NotFound, NotAllowed."""
    calls: list[Booking] = []
    for agent_id in dict.fromkeys(agent_ids):
        member = _judge(session, actor, "bulk_reassign", agent_id)
        bounds = day_bounds(day, member.timezone if member else "UTC")
        start = max(bounds.start, clock.now())
        listed = found.to_come(session, actor.app_id or "", [agent_id], Interval(start, bounds.end))
        calls += [call for call in listed if call.scheduled_at >= start]
    return _impact(session, sorted(calls, key=lambda call: (call.scheduled_at, call.id)))


def _of_weeks(session: Session, actor: Actor, weeks: Weeks) -> Impact:
    known = members.some(session, actor.app_id or "", weeks)
    for agent_id in weeks:
        _judge_one(actor, "edit_hours", agent_id, known.get(agent_id))
    wanted = {agent_id: tuple(hours.checked(windows)) for agent_id, windows in weeks.items()}
    calls = found.to_come(session, actor.app_id or "", list(weeks), _from_now_on())

    def with_wanted(one: AgentFacts) -> AgentFacts:
        return replace(one, windows=wanted[one.agent_id])

    return _impact(session, _closed_by(session, actor.app_id or "", calls, with_wanted))


def _of_block(session: Session, actor: Actor, agent_id: str | None, start_at: datetime, end_at: datetime) -> Impact:
    if agent_id is None:
        require(actor, "edit_exceptions", Subject(app_id=actor.app_id))
    else:
        _judge(session, actor, "see_booking", agent_id)
    limits.stretch(start_at, end_at)
    during = Interval(max(start_at, clock.now()), end_at)
    agent_ids = None if agent_id is None else [agent_id]
    impact = _impact(session, found.to_come(session, actor.app_id or "", agent_ids, during, MOST_CALLS + 1))
    return _where_all_are_closed(impact) if agent_id is None else impact


def _where_all_are_closed(impact: Impact) -> Impact:
    """There is nobody to whom the calls could go."""
    return replace(impact, choices=tuple(choice for choice in CHOICES if choice != "reassign"))


def _closed_by(
    session: Session, app_id: str, calls: Sequence[Booking], change: Callable[[AgentFacts], AgentFacts]
) -> list[Booking]:
    """The calls that lie in their agents' open time now, and outside it once their facts are changed."""
    if not calls:
        return []
    agents = [
        PoolAgent(row.person.id, row.person.name, row.member.timezone, None, 1, row.has_hours, True)
        for row in members.rows(session, app_id)
        if row.person.id in {call.agent_id for call in calls}
    ]
    within = Interval(calls[0].scheduled_at, max(call.ends_at for call in calls))
    known = facts.load(session, app_id, agents, within, clock.now())
    after = {agent_id: change(one) for agent_id, one in known.items()}

    def closes(call: Booking) -> bool:
        span = Interval(call.scheduled_at, call.ends_at)
        was, will_be = (contains(open_time(each[call.agent_id], span), span) for each in (known, after))
        return was and not will_be

    return [call for call in calls if call.agent_id in known and closes(call)]


def _impact(session: Session, calls: Sequence[Booking]) -> Impact:
    shown = calls[:MOST_CALLS]
    if not shown:
        return Impact()
    names = found.names(session, shown)
    with found.at_hand(session, shown):
        told = [reminders.will_be_asked(session, call) for call in shown]
    listed = (AffectedCall(call, names.get(call.agent_id, ""), each) for call, each in zip(shown, told, strict=True))
    return Impact(tuple(listed), len(calls) > MOST_CALLS)


def _from_now_on() -> Interval:
    now = clock.now()
    return Interval(now, now + _EVER)


def _judge(session: Session, actor: Actor, verb: Verb, agent_id: str | None) -> Member | None:
    """The member, once the actor may do this to them; None: it is about the whole app. Raises NotFound, NotAllowed."""
    if agent_id is None:
        require(actor, verb, Subject(app_id=actor.app_id))
        return None
    return _judge_one(actor, verb, agent_id, members.member(session, actor.app_id or "", agent_id))


def _judge_one(actor: Actor, verb: Verb, agent_id: str, member: Member | None) -> Member:
    """The member of this id, if there is one, once the actor may do this to them. Raises NotFound, NotAllowed."""
    require(actor, verb, Subject(app_id=actor.app_id, agent_id=agent_id, team_id=member.team_id if member else None))
    if member is None:
        raise NotFound(_NO_AGENT)
    return member


def _member(session: Session, actor: Actor, person_id: str) -> Member:
    member = members.member(session, actor.app_id or "", person_id)
    if member is None:
        raise NotFound(_NO_AGENT)
    return member
