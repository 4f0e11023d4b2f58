"""The engine at work inside a transaction: facts are read, rules are asked, an agent is found or the refusal is explained.

`services.slots` asks it what is free, `services.bookings` whether one call may stand; so what is offered can be booked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from ..actors import Actor
from ..errors import AppNotFound, NotAllowed, NotFound, SlotUnavailable
from ..messages.words import word
from ..models import App, Preset
from ..queries import facts, locks, terms, turns
from ..queries.terms import PoolAgent
from ..rules import assignment, availability, permissions
from ..rules.availability import AgentFacts, Reason, ReasonCode, Terms, WeeklyWindow
from ..rules.intervals import Interval
from ..rules.terms import PresetTerms
from ..rules.zones import day_bounds, local_day
from .turns import welcome


@dataclass(frozen=True, slots=True)
class Ask:
    """One call that somebody wants, and the terms it is asked for under."""

    preset: Preset
    span: Interval
    terms: Terms
    set_aside: frozenset[ReasonCode] = frozenset()
    """What an override lifts; and `scheduling_off` or `not_in_preset` where a booking that exists is only changed."""
    grid: bool = False
    """Whether the start must stand on the booking page's grid."""
    moving: str | None = None
    """The booking that this call would replace."""
    own_holds: frozenset[str] = frozenset()
    """The holds of whoever asks: they do not stand in the way."""
    supposed: tuple[WeeklyWindow, ...] | None = None
    """Weekly hours that the agents are supposed to have, to see what they would come to; None: those that they have."""


def find_terms(session: Session, actor: Actor, preset_id: str | None) -> tuple[App, Preset]:
    """The actor's app and its named preset, or with None its active one. Raises AppNotFound, NotFound."""
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    preset = terms.preset(session, app.id, preset_id)
    if preset is None:
        raise NotFound("There is no such preset in this app.", field="preset_id")
    return app, preset


def terms_of(preset: Preset | PresetTerms, before: int | None = None, after: int | None = None) -> Terms:
    """The preset's terms for the engine, saved or not; buffers in minutes win over its own."""
    return Terms(
        buffer_before=preset.buffer_before_minutes if before is None else before,
        buffer_after=preset.buffer_after_minutes if after is None else after,
        notice_minutes=preset.notice_minutes,
        horizon_days=preset.horizon_days,
        step_minutes=preset.step_minutes,
        agent_day_limit=preset.agent_day_limit,
    )


def span(start: datetime, minutes: int) -> Interval:
    """The time that a call of this length takes."""
    return Interval(start, start + timedelta(minutes=minutes))


def set_aside(actor: Actor, respect_working_hours: bool, agent_id: str | None) -> frozenset[ReasonCode]:
    """What this actor sets aside for this agent: nothing, or all that they may. Raises NotAllowed if that is nothing."""
    if respect_working_hours:
        return frozenset()
    lifted = permissions.liftable(actor, agent_id)
    if not lifted:
        raise NotAllowed("You may not book outside working hours.")
    return lifted


def agent(session: Session, preset: Preset, agent_id: str) -> PoolAgent:
    """An active member of the preset's app, offered by it or not. Raises NotFound."""
    found = terms.agents(session, preset, [agent_id])
    if not found:
        raise NotFound("There is no such agent in this app.", field="agent_id")
    return found[0]


def with_hours(known: AgentFacts, supposed: tuple[WeeklyWindow, ...] | None) -> AgentFacts:
    """What is known of an agent, if these were their weekly hours; with None as it is."""
    return known if supposed is None else replace(known, windows=supposed)


def with_first_hours(agent: PoolAgent, preset: Preset, supposed: tuple[WeeklyWindow, ...] | None) -> PoolAgent:
    """The agent as the preset would see them with these hours: one that names nobody offers who has any."""
    return replace(agent, in_preset=True) if supposed and not preset.names_agents else agent


def why_not(session: Session, ask: Ask, agents: Sequence[PoolAgent], now: datetime) -> dict[str, tuple[Reason, ...]]:
    """For each agent everything that keeps them from this call; nothing when they are free."""
    known = facts.load(session, ask.preset.app_id, agents, ask.span, now, own_holds=ask.own_holds)
    return {
        each.id: availability.reasons(
            with_hours(known[each.id], ask.supposed),
            ask.terms,
            ask.span,
            now,
            set_aside=ask.set_aside,
            moving=ask.moving,
            grid=ask.grid,
            in_preset=each.in_preset or "not_in_preset" in ask.set_aside,
            scheduling_enabled=ask.preset.scheduling_enabled or "scheduling_off" in ask.set_aside,
        )
        for each in agents
    }


def require_free(session: Session, ask: Ask, wanted: PoolAgent, now: datetime) -> None:
    """Lock this agent and make sure of them. Raises SlotUnavailable with every reason."""
    locks.lock_agents(session, [wanted.id])
    held_back = why_not(session, ask, [wanted], now)[wanted.id]
    if held_back:
        codes = [reason.code for reason in held_back]
        raise SlotUnavailable(sentence(codes[0]), code=codes[0], reasons=codes)


def draw(
    session: Session,
    ask: Ask,
    method: assignment.DrawMethod,
    now: datetime,
    may_take: Callable[[PoolAgent], bool] = lambda _: True,
) -> assignment.Draw:
    """Whose call this is among the preset's agents who are free; the chosen one is locked and looked at again.

    `may_take` leaves agents out whom the actor may give no calls. Raises SlotUnavailable with the code that all share,
    else `no_agent_available`.
    """
    locks.lock_pool(session, ask.preset.id)
    everyone = terms.pool(session, ask.preset)
    pool = [agent for agent in everyone if may_take(agent)]
    held_back = why_not(session, ask, pool, now)
    if free := [each.id for each in pool if not held_back[each.id]]:
        welcome(session, ask.preset, everyone, free, now)
    while free := [each for each in pool if not held_back[each.id]]:
        days = {each.id: day_bounds(local_day(ask.span.start, each.timezone), each.timezone) for each in free}
        drawn = assignment.draw(turns.candidates(session, ask.preset.id, free, days, now), method)
        chosen = [each for each in free if each.id == drawn.agent_id]
        if locks.stands_alone(session):
            return drawn
        locks.lock_agents(session, [drawn.agent_id])
        held_back |= why_not(session, ask, chosen, now)
        if not held_back[drawn.agent_id]:
            return drawn
    raise nobody_free(held_back)


def nobody_free(held_back: Mapping[str, Sequence[Reason]]) -> SlotUnavailable:
    """The refusal of a call for which no agent was named."""
    code = availability.shared_code(held_back.values())
    return SlotUnavailable(sentence(code), code=code)


def sentence(code: str) -> str:
    """A reason code as a sentence."""
    return word(f"reason_{code}")
