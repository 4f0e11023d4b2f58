"""Being left alone from now on: the DND windows that are not over, and the ends that the rest of the day offers."""

from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import DndWindow
from ..queries import facts, schedules
from ..rules.focus import FocusEnds, focus_ends
from ..rules.permissions import Subject, require
from ..rules.zones import day_bounds, local_day
from . import agent_week
from .transaction import reads


@dataclass(frozen=True, slots=True)
class Focus:
    """The actor's own windows, earliest first, and until when a new one could last."""

    windows: list[DndWindow]
    ends: FocusEnds


@reads
def look(session: Session, actor: Actor) -> Focus:
    """The actor's own. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    me, now = agent_week.oneself(session, actor), clock.now()
    today = day_bounds(local_day(now, me.timezone), me.timezone)
    known = facts.load(session, actor.app_id or "", [me], today, now)[me.id]
    return Focus(schedules.dnd(session, actor.app_id or "", me.id, now), focus_ends(known, now))
