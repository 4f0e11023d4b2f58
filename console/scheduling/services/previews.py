"""What customers would see by terms that are not saved yet: the booking page's own rules, and nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid
from ..models import Preset
from ..queries import facts
from ..queries import terms as offers
from ..queries.terms import PoolAgent
from ..rules import limits
from ..rules import slots as rules
from ..rules.intervals import Interval
from ..rules.permissions import Subject, require
from ..rules.terms import PresetTerms
from . import engine
from .presets import OfferedAgent
from .public_presets import PublicPreset, by_name
from .slots import LONGEST_RANGE, SlotQuery
from .transaction import reads


@dataclass(frozen=True, slots=True)
class Draft:
    """A preset as somebody writes it. `agents` None: every active member with hours, as in a saved one."""

    terms: PresetTerms
    agents: tuple[OfferedAgent, ...] | None = None


@reads
def public(session: Session, actor: Actor, draft: Draft) -> PublicPreset:
    """What the booking page would know of this preset, which has no id yet. Raises NotAllowed, AppNotFound."""
    return PublicPreset("", draft.terms, by_name(_pool(session, actor, draft)))


@reads
def starts(session: Session, actor: Actor, draft: Draft, query: SlotQuery) -> list[datetime]:
    """The starts that customers would be offered in the query's range, in order; `agent_id` and the length count.

    Whether the preset takes calls at all is not asked. Raises NotAllowed, AppNotFound, Invalid.
    """
    if not timedelta() <= query.end - query.start <= LONGEST_RANGE:
        raise Invalid.of("end", "At most 92 days at once.")
    pool = [agent for agent in _pool(session, actor, draft) if query.agent_id in (None, agent.id)]
    minutes = query.duration_minutes or draft.terms.default_duration_minutes
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    now, within = clock.now(), Interval(query.start, query.end)
    looked_at = Interval(query.start, query.end + timedelta(minutes=minutes))
    known = facts.load(session, actor.app_id or "", pool, looked_at, now).values()
    return rules.public_starts_of_any(known, engine.terms_of(draft.terms), minutes, within, now)


def _pool(session: Session, actor: Actor, draft: Draft) -> Sequence[PoolAgent]:
    """The agents that the preset would offer."""
    require(actor, "edit_presets", Subject(app_id=actor.app_id))
    app = offers.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    everybody = Preset(id="", app_id=app.id, name="", slug="", short_link="")  # never stored; it names nobody
    if draft.agents is None:
        return offers.pool(session, everybody)
    named = [agent.agent_id for agent in draft.agents]
    return [replace(agent, in_preset=True) for agent in offers.agents(session, everybody, named)]
