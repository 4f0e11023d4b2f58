"""One agent's day as the engine sees it, for those who may see it: layer by layer, and what remains for a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotFound
from ..models import Preset
from ..queries import bookings, facts, terms
from ..queries.terms import PoolAgent
from ..rules import hours, limits, permissions
from ..rules.day_layers import DayLayers, day_layers
from ..rules.hours import WindowInput
from ..rules.intervals import Interval
from ..rules.permissions import Subject
from ..rules.slots import public_starts
from ..rules.zones import day_bounds, local_day
from . import engine
from .transaction import reads


@dataclass(frozen=True, slots=True, kw_only=True)
class DayQuestion:
    """Whose day, which one on their own calendar (None: today), and for which call: None as the active preset has it.

    With `windows` the day is as it would be if these were the agent's weekly hours; None: as they are.
    """

    agent_id: str
    day: date | None = None
    preset_id: str | None = None
    duration_minutes: int | None = None
    windows: tuple[WindowInput, ...] | None = None


@dataclass(frozen=True, slots=True)
class AgentDay:
    """The answer. `presets` are those that could be asked about; `minutes` is the length of the call."""

    agent: PoolAgent
    day: date
    preset: Preset
    presets: Sequence[Preset]
    minutes: int
    layers: DayLayers
    customers: Mapping[str, str]
    """By booking, the names that the actor may know. A call without one is taken, and that is all."""
    starts: Sequence[datetime]
    """What the booking page offers on this day, in order."""
    starts_now: int
    """How many that is with the hours as they are."""


@reads
def look(session: Session, actor: Actor, asked: DayQuestion) -> AgentDay:
    """The layers of one agent's local day. Raises AppNotFound, NotAllowed, NotFound, Invalid."""
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    permissions.require(actor, "see_availability", Subject(app_id=app.id, agent_id=asked.agent_id))
    presets = terms.presets(session, app.id)
    preset = _chosen(presets, asked.preset_id)
    minutes = preset.default_duration_minutes if asked.duration_minutes is None else asked.duration_minutes
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    agent, now = engine.agent(session, preset, asked.agent_id), clock.now()
    day = asked.day or local_day(now, agent.timezone)
    if not limits.FIRST_YEAR < day.year < limits.LAST_YEAR:
        raise Invalid.of("day", f"The year must be from {limits.FIRST_YEAR + 1} to {limits.LAST_YEAR - 1}.")
    within = day_bounds(day, agent.timezone)
    known = facts.load(session, app.id, [agent], Interval(within.start, within.end + timedelta(minutes=minutes)), now)[
        agent.id
    ]
    supposed = None if asked.windows is None else tuple(hours.checked(asked.windows))
    wanted, call_terms = engine.with_hours(known, supposed), engine.terms_of(preset)
    later = engine.with_first_hours(agent, preset, supposed)
    is_offered, will_be = (preset.scheduling_enabled and one.in_preset for one in (agent, later))
    layers = day_layers(wanted, call_terms, minutes, within, now, is_offered=will_be)
    starts = public_starts(wanted, call_terms, minutes, within, now) if will_be else []
    starts_now = public_starts(known, call_terms, minutes, within, now) if is_offered else []
    booked = [call.booking_id for call in layers.calls if call.booking_id]
    customers = bookings.customers(session, permissions.visible_to(actor), booked)
    return AgentDay(agent, day, preset, presets, minutes, layers, customers, starts, len(starts_now))


def _chosen(presets: Sequence[Preset], preset_id: str | None) -> Preset:
    """The named one, or with None the active one."""
    for preset in presets:
        if preset.id == preset_id or (preset_id is None and preset.active):
            return preset
    raise NotFound("There is no such preset in this app.", field="preset_id")
