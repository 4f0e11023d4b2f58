"""What the API guide speaks of: this installation, the app at hand, and a time in it that can really be booked."""

from datetime import datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotFound, SchedulingOff
from ..messages.guide import Example
from ..messages.instants import iso
from ..models import Preset
from ..queries import terms
from ..rules import permissions
from ..rules.assignment import is_drawn
from ..rules.permissions import Subject
from ..settings import settings
from . import slots
from .slots import SlotQuery
from .transaction import reads

_AHEAD = timedelta(days=1)
"""The time shown can still be booked when somebody has read so far."""


@reads
def example(session: Session, actor: Actor) -> Example:
    """What samples for the actor's app are filled with. Who may not see the app's API clients is refused.

    Raises NotAllowed, NotFound.
    """
    permissions.require(actor, "edit_clients", Subject(app_id=actor.app_id))
    app = terms.app(session, actor.app_id or "")
    preset = terms.preset(session, app.id, None) if app else None
    if app is None or preset is None:
        raise NotFound("This app has no active preset.")
    start, agent_id = _free(session, actor, preset)
    return Example(
        base_url=settings().base_url,
        app_id=app.id,
        timezone=app.timezone,
        preset_id=preset.id,
        minutes=preset.default_duration_minutes,
        header_prefix=settings().webhook_header_prefix,
        start=iso(start),
        agent_id="" if is_drawn(preset.assignment_mode) else agent_id,
    )


def _free(session: Session, actor: Actor, preset: Preset) -> tuple[datetime, str]:
    """A time that can be booked, and with whom; where there is none, one that looks like it."""
    later = clock.now() + _AHEAD
    try:
        found = slots.find_nearest(session, actor, SlotQuery(start=later, end=later, preset_id=preset.id), 1)
    except SchedulingOff:
        found = []
    if found:
        return found[0].start_at, found[0].agent_id
    pool = terms.pool(session, preset)
    return later.replace(minute=0, second=0, microsecond=0), pool[0].id if pool else ""
