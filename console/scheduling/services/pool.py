"""Calls of the pool that are up for taking over, and which of them their next taker is free for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import Preset
from ..queries import bookings as queries
from ..queries import facts, terms
from ..queries.bookings import BookedCall
from ..queries.terms import PoolAgent
from ..rules import availability, permissions
from ..rules.availability import Reason
from ..rules.intervals import Interval
from ..rules.permissions import Subject
from .engine import span, terms_of
from .transaction import reads


@dataclass(frozen=True, slots=True)
class PoolCall:
    """A call that somebody else has, and what keeps this agent from taking it: nothing where they are free."""

    call: BookedCall
    held_back_by: tuple[Reason, ...] = ()


@reads
def calls(session: Session, actor: Actor, limit: int = 20) -> list[PoolCall]:
    """Upcoming calls of the actor's pools that others have, soonest first, each as the engine would judge a take-over.

    Raises NotAllowed.
    """
    permissions.require(actor, "see_pool", Subject(app_id=actor.app_id))
    now, me = clock.now(), actor.id or ""
    presets = {preset.id: preset for preset in terms.presets(session, actor.app_id or "")}
    takers = _as_takers(session, list(presets.values()), me)
    found = queries.pool_calls(session, actor.app_id or "", list(takers), now, limit, but=me)
    if not found:
        return []
    spans = [span(call.booking.scheduled_at, call.booking.duration_minutes) for call in found]
    within = Interval(min(each.start for each in spans), max(each.end for each in spans))
    known = facts.load(session, actor.app_id or "", list(takers.values())[:1], within, now)[me]
    judged: list[PoolCall] = []
    for call, asked in zip(found, spans, strict=True):
        booking = call.booking
        reasons = availability.reasons(
            known,
            terms_of(presets[booking.preset_id], booking.buffer_before_minutes, booking.buffer_after_minutes),
            asked,
            now,
            set_aside=frozenset({"too_soon", "too_far"}),
            moving=booking.id,
        )
        judged.append(PoolCall(call, reasons))
    return judged


def _as_takers(session: Session, presets: Sequence[Preset], person_id: str) -> dict[str, PoolAgent]:
    """By preset, this person as its agent; only the presets that offer them."""
    offering = terms.pools(session, presets, [person_id]) if presets else {}
    return {preset_id: agents[0] for preset_id, agents in offering.items() if agents}
